"""What may be disposed of: runs that are over, with their differences; not the last of each comparison that was finished."""

from django.db import migrations

DISPOSAL = """
CREATE FUNCTION disposal_due_reconciliations(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT r.key::text, '', (coalesce(r.finished_at, r.moved_at) AT TIME ZONE 'Asia/Tokyo')::date,
        ARRAY(SELECT DISTINCT d.subject FROM reconciliation_difference d
            WHERE d.run_id = r.key AND d.subject IS NOT NULL),
        CASE WHEN r.state = 'running' THEN 'running'
            WHEN r.key = (SELECT n.key FROM reconciliation_run n WHERE n.source = r.source AND n.state = 'done'
                ORDER BY n.finished_at DESC LIMIT 1) THEN 'referenced'
            ELSE '' END
    FROM reconciliation_run r
    WHERE (coalesce(r.finished_at, r.moved_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_reconciliations(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM reconciliation_difference WHERE run_id = ANY ($1::uuid[]);
    DELETE FROM reconciliation_run WHERE key = ANY ($1::uuid[]);
$$;
REVOKE ALL ON FUNCTION disposal_erase_reconciliations(text[]) FROM PUBLIC, app, loader;
"""
UNDO = """
DROP FUNCTION disposal_erase_reconciliations(text[]);
DROP FUNCTION disposal_due_reconciliations(date);
"""


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0001_reconciliation")]
    operations = [migrations.RunSQL(DISPOSAL, UNDO)]
