"""What may be disposed of: 市町村通知 that were told or are not to be, and the files of which none is left."""

from django.db import migrations

DISPOSAL = """
CREATE FUNCTION disposal_due_tellings(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT t.message::text, t.number, (coalesce(t.told_at, t.made_at) AT TIME ZONE 'Asia/Tokyo')::date, ARRAY[t.person],
        CASE WHEN t.state IN ('told', 'closed') THEN '' ELSE 'running' END
    FROM immigration_telling t
    WHERE (coalesce(t.told_at, t.made_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_tellings(items text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    files uuid[] := array(
        SELECT file_id FROM immigration_telling WHERE message = ANY (items::uuid[]) AND file_id IS NOT NULL);
BEGIN
    DELETE FROM immigration_telling WHERE message = ANY (items::uuid[]);
    DELETE FROM immigration_noticefile f WHERE f.key = ANY (files)
        AND NOT EXISTS (SELECT FROM immigration_telling t WHERE t.file_id = f.key);
END
$$;
REVOKE ALL ON FUNCTION disposal_erase_tellings(text[]) FROM PUBLIC, app, loader;
"""
UNDO = "DROP FUNCTION disposal_erase_tellings(text[]); DROP FUNCTION disposal_due_tellings(date);"


class Migration(migrations.Migration):
    dependencies = [("immigration", "0001_immigration")]
    operations = [migrations.RunSQL(DISPOSAL, UNDO)]
