"""What may be disposed of: notices that came and went, once they are settled. Entries of 附票 name theirs by number only."""

from django.db import migrations

DISPOSAL = """
CREATE FUNCTION disposal_due_family_notices(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT n.key::text, n.number, (coalesce(n.settled_at, n.received_at) AT TIME ZONE 'Asia/Tokyo')::date,
        array_remove(ARRAY[n.person], NULL), CASE WHEN n.state = 'held' THEN 'running' ELSE '' END
    FROM family_register_notice n
    WHERE (coalesce(n.settled_at, n.received_at) AT TIME ZONE 'Asia/Tokyo')::date < before
    UNION ALL
    SELECT t.key::text, t.number, (coalesce(t.settled_at, t.made_at) AT TIME ZONE 'Asia/Tokyo')::date,
        array_remove(ARRAY[t.person], NULL),
        CASE WHEN t.state IN ('unplaced', 'queued', 'held') THEN 'running' ELSE '' END
    FROM family_register_told t
    WHERE (coalesce(t.settled_at, t.made_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_family_notices(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM family_register_notice WHERE key = ANY ($1::uuid[]);
    DELETE FROM family_register_told WHERE key = ANY ($1::uuid[]);
$$;
REVOKE ALL ON FUNCTION disposal_erase_family_notices(text[]) FROM PUBLIC, app, loader;
"""
UNDO = """
DROP FUNCTION disposal_erase_family_notices(text[]);
DROP FUNCTION disposal_due_family_notices(date);
"""


class Migration(migrations.Migration):
    dependencies = [("family_register", "0001_annexes")]
    operations = [migrations.RunSQL(DISPOSAL, UNDO)]
