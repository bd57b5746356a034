"""What may be disposed of: suppressions, measures with all their editions, 本人通知 and temporary lifts that have ended.

An item begins with the letter of its table. What is in force is not offered at all.
"""

from django.db import migrations

DISPOSAL = """
CREATE FUNCTION disposal_due_protection(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT 's:' || s.key, '', (s.ended_at AT TIME ZONE 'Asia/Tokyo')::date, array_remove(ARRAY[s.person], NULL), ''
    FROM protection_suppression s WHERE (s.ended_at AT TIME ZONE 'Asia/Tokyo')::date < before
    UNION ALL
    SELECT 'm:' || e.measure, '', e.ended_on, e.persons || e.applicant, ''
    FROM protection_measureedition e WHERE e.replaced_at IS NULL AND e.ended_on < before
    UNION ALL
    SELECT 'w:' || w.key, '', coalesce(w.ended_on, w.ends_on), ARRAY[w.person], ''
    FROM protection_noticewish w WHERE coalesce(w.ended_on, w.ends_on) < before
    UNION ALL
    SELECT 'l:' || l.key, '', (coalesce(l.returned_at, l.returns_at) AT TIME ZONE 'Asia/Tokyo')::date, l.persons, ''
    FROM protection_temporarylift l WHERE (coalesce(l.returned_at, l.returns_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_protection(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM protection_suppression WHERE 's:' || key = ANY ($1);
    DELETE FROM protection_measureedition WHERE 'm:' || measure = ANY ($1);
    DELETE FROM protection_noticewish WHERE 'w:' || key = ANY ($1);
    DELETE FROM protection_temporarylift WHERE 'l:' || key = ANY ($1);
$$;
REVOKE ALL ON FUNCTION disposal_erase_protection(text[]) FROM PUBLIC, app, loader;
"""
UNDO = (
    "DROP FUNCTION disposal_erase_protection(text[]); DROP FUNCTION disposal_due_protection(date);"
)


class Migration(migrations.Migration):
    dependencies = [("protection", "0003_loader")]
    operations = [migrations.RunSQL(DISPOSAL, UNDO)]
