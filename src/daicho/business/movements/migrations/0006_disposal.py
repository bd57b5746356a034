"""What may be disposed of (届出書・通知書の廃棄): cases and drafts, bulk cases, and what 出入国在留管理庁 wrote and was written.

A draft is counted from the day on which it was last touched; a bulk case goes with the one that undoes it.
"""

from django.db import migrations

CASES = """
CREATE FUNCTION disposal_due_cases(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT c.key::text, c.number, (coalesce(c.approved_at, c.changed_at) AT TIME ZONE 'Asia/Tokyo')::date, c.persons,
        CASE WHEN c.state IN ('approved', 'discarded') THEN '' ELSE 'running' END
    FROM movements_case c
    WHERE c.state <> 'draft' AND (coalesce(c.approved_at, c.changed_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_due_drafts(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT c.key::text, c.number, (c.changed_at AT TIME ZONE 'Asia/Tokyo')::date, c.persons, ''
    FROM movements_case c
    WHERE c.state = 'draft' AND (c.changed_at AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_cases(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM movements_casestep WHERE case_id = ANY ($1::uuid[]);
    DELETE FROM movements_case WHERE key = ANY ($1::uuid[]);
$$;
CREATE FUNCTION disposal_erase_drafts(items text[]) RETURNS void LANGUAGE sql AS $$
    SELECT disposal_erase_cases($1);
$$;
"""
BULK = """
CREATE FUNCTION disposal_due_bulk(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT b.key::text, b.number, found.ended_on,
        ARRAY(SELECT DISTINCT l.person FROM movements_bulkline l JOIN movements_bulkcase e ON e.key = l.case_id
            WHERE b.key IN (e.key, e.undoes_id)),
        CASE WHEN found.running THEN 'running' ELSE '' END
    FROM movements_bulkcase b CROSS JOIN LATERAL (
        SELECT max((coalesce(e.finished_at, e.changed_at) AT TIME ZONE 'Asia/Tokyo')::date) AS ended_on,
            bool_or(e.state NOT IN ('done', 'undone', 'discarded')) AS running
        FROM movements_bulkcase e WHERE b.key IN (e.key, e.undoes_id)
    ) found
    WHERE b.undoes_id IS NULL AND found.ended_on < before
$$;
CREATE FUNCTION disposal_erase_bulk(items text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    gone uuid[] := ARRAY(SELECT key FROM movements_bulkcase
        WHERE key = ANY ($1::uuid[]) OR undoes_id = ANY ($1::uuid[]));
BEGIN
    DELETE FROM movements_bulkstep WHERE case_id = ANY (gone);
    DELETE FROM movements_bulkrow WHERE case_id = ANY (gone);
    DELETE FROM movements_bulkline WHERE case_id = ANY (gone);
    DELETE FROM movements_bulkcase WHERE key = ANY (gone);
END $$;
"""
IMMIGRATION = """
CREATE FUNCTION disposal_due_immigration(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT 'n:' || n.key, n.number, (coalesce(n.settled_at, n.received_at) AT TIME ZONE 'Asia/Tokyo')::date,
        array_remove(ARRAY[n.person], NULL), CASE WHEN n.settled_at IS NULL THEN 'running' ELSE '' END
    FROM movements_immigrationnotice n
    WHERE (coalesce(n.settled_at, n.received_at) AT TIME ZONE 'Asia/Tokyo')::date < before
    UNION ALL
    SELECT 'm:' || m.key, '', (coalesce(m.sent_at, m.withdrawn_at, m.made_at) AT TIME ZONE 'Asia/Tokyo')::date,
        ARRAY[m.person], CASE WHEN m.sent_at IS NULL AND m.withdrawn_at IS NULL THEN 'running' ELSE '' END
    FROM movements_immigrationmessage m
    WHERE (coalesce(m.sent_at, m.withdrawn_at, m.made_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_immigration(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM movements_immigrationnotice WHERE 'n:' || key = ANY ($1);
    DELETE FROM movements_immigrationmessage WHERE 'm:' || key = ANY ($1);
$$;
"""
FILES = ("cases", "drafts", "bulk", "immigration")
CLOSED = "".join(
    f"REVOKE ALL ON FUNCTION disposal_erase_{code}(text[]) FROM PUBLIC, app, loader;\n"
    for code in FILES
)
UNDO = "".join(
    f"DROP FUNCTION disposal_erase_{code}(text[]); DROP FUNCTION disposal_due_{code}(date);\n"
    for code in FILES
)


class Migration(migrations.Migration):
    dependencies = [("movements", "0005_immigration")]
    operations = [migrations.RunSQL(CASES + BULK + IMMIGRATION + CLOSED, UNDO)]
