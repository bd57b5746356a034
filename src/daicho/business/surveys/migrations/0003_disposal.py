"""What may be disposed of: surveys with their acts and the differences that led to them; differences settled otherwise."""

from django.db import migrations

DISPOSAL = """
CREATE FUNCTION disposal_due_surveys(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT s.key::text, s.number, coalesce(s.concluded_on, (s.changed_at AT TIME ZONE 'Asia/Tokyo')::date), s.persons,
        CASE WHEN s.state IN ('residing', 'absent', 'withdrawn') THEN '' ELSE 'running' END
    FROM surveys_survey s WHERE coalesce(s.concluded_on, (s.changed_at AT TIME ZONE 'Asia/Tokyo')::date) < before
$$;
CREATE FUNCTION disposal_erase_surveys(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM surveys_mismatch WHERE survey_id = ANY ($1::uuid[]);
    DELETE FROM surveys_surveyact WHERE survey_id = ANY ($1::uuid[]);
    DELETE FROM surveys_survey WHERE key = ANY ($1::uuid[]);
$$;
CREATE FUNCTION disposal_due_mismatches(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT m.key::text, '', (coalesce(m.settled_at, m.found_at) AT TIME ZONE 'Asia/Tokyo')::date,
        array_remove(ARRAY[m.person], NULL), CASE WHEN m.settled_at IS NULL THEN 'running' ELSE '' END
    FROM surveys_mismatch m
    WHERE m.survey_id IS NULL AND (coalesce(m.settled_at, m.found_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_mismatches(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM surveys_mismatch WHERE key = ANY ($1::uuid[]);
$$;
"""
FILES = ("surveys", "mismatches")
CLOSED = "".join(
    f"REVOKE ALL ON FUNCTION disposal_erase_{code}(text[]) FROM PUBLIC, app, loader;\n"
    for code in FILES
)
UNDO = "".join(
    f"DROP FUNCTION disposal_erase_{code}(text[]); DROP FUNCTION disposal_due_{code}(date);\n"
    for code in FILES
)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_guard")]
    operations = [migrations.RunSQL(DISPOSAL + CLOSED, UNDO)]
