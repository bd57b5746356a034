"""Reserved numbers are never deleted or renamed; what became of one is all that is written later."""

from django.db import migrations

GUARD = """
CREATE SEQUENCE downtime_set_seq;
GRANT USAGE, SELECT ON downtime_set_seq TO app;
REVOKE ALL ON downtime_paperset, downtime_slip FROM app, loader, auditor;
GRANT SELECT, INSERT ON downtime_paperset, downtime_slip TO app;
GRANT UPDATE (edition, closed_at, closed_by_name) ON downtime_paperset TO app;
GRANT UPDATE (state, refers, url, words, settled_at, settled_by, settled_by_name) ON downtime_slip TO app;
GRANT USAGE, SELECT ON SEQUENCE downtime_slip_id_seq TO app;

CREATE FUNCTION disposal_due_downtime(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT s.key::text, s.number, (coalesce(s.closed_at, s.made_at) AT TIME ZONE 'Asia/Tokyo')::date, '{}'::uuid[],
        CASE WHEN s.closed_at IS NULL THEN 'running' ELSE '' END
    FROM downtime_paperset s WHERE (coalesce(s.closed_at, s.made_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_downtime(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM downtime_slip WHERE paper_set_id = ANY ($1::uuid[]);
    DELETE FROM downtime_paperset WHERE key = ANY ($1::uuid[]);
$$;
REVOKE ALL ON FUNCTION disposal_erase_downtime(text[]) FROM PUBLIC, app, loader;
"""
UNDO = """
DROP FUNCTION disposal_erase_downtime(text[]);
DROP FUNCTION disposal_due_downtime(date);
DROP SEQUENCE downtime_set_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("downtime", "0001_paper_sets")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
