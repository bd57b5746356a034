"""The door of erasing (廃棄の扉): nothing is erased but by these functions, and they erase what an approved plan names.

`app` may draft a plan and approve it (another person, by a constraint); what it may not do is change what a plan names
once it is drafted, name anything younger than a year, or delete anything by itself. `loader` brings receipts back after a
restore. What hangs on an item, its holder's own function knows (`kernel/disposal.py`).
"""

from django.db import migrations

GUARD = """
CREATE SEQUENCE retention_plan_seq;
GRANT USAGE, SELECT ON retention_plan_seq TO app;
REVOKE ALL ON retention_plan, retention_planfile, retention_planitem, retention_hold FROM app, loader, auditor;
GRANT SELECT, INSERT ON retention_plan, retention_planfile, retention_planitem, retention_hold TO app;
GRANT UPDATE (state, edition, digest, approved_at, approved_by, approved_by_name, approved_words, job, ended_at,
    ended_by_name) ON retention_plan TO app;
GRANT UPDATE (due, kept_back, digest) ON retention_planfile TO app;
GRANT UPDATE (ended_at, ended_by_name, end_reason) ON retention_hold TO app;
GRANT USAGE, SELECT ON SEQUENCE retention_planfile_id_seq, retention_planitem_id_seq TO app;

CREATE FUNCTION retention_refuse(words text, rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', words USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = rule;
END $$;

-- Who approved what never changes, and a plan goes forward only.
CREATE FUNCTION retention_plan_may_be() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT (NEW.state = 'drafted' OR NEW.state = 'done' AND NEW.reapplied_at IS NOT NULL) THEN
            PERFORM retention_refuse('a plan begins as a draft', 'retention_plan_order');
        END IF;
        RETURN NEW;
    END IF;
    IF (OLD.state, NEW.state) NOT IN (('drafted', 'drafted'), ('drafted', 'approved'), ('drafted', 'withdrawn'),
        ('approved', 'approved'), ('approved', 'done')) THEN
        PERFORM retention_refuse('a plan goes forward only', 'retention_plan_order');
    END IF;
    IF OLD.state = 'approved' AND (NEW.approved_by, NEW.digest) IS DISTINCT FROM (OLD.approved_by, OLD.digest) THEN
        PERFORM retention_refuse('what was approved never changes', 'retention_plan_frozen');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER retention_plan_may_be BEFORE INSERT OR UPDATE ON retention_plan
    FOR EACH ROW EXECUTE FUNCTION retention_plan_may_be();

-- What a plan names is said in the transaction that drafts it, and never after.
CREATE FUNCTION retention_named_while_drafting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('daicho.disposal', true) IS DISTINCT FROM 'on' AND EXISTS (
        SELECT FROM fresh f JOIN retention_plan p ON p.key = f.plan_id WHERE p.state <> 'drafted' OR p.digest <> ''
    ) THEN
        PERFORM retention_refuse('nothing is added to a plan', 'retention_plan_frozen');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER retention_item_named AFTER INSERT ON retention_planitem REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION retention_named_while_drafting();
CREATE TRIGGER retention_file_named AFTER INSERT ON retention_planfile REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION retention_named_while_drafting();
"""
HELD = """
CREATE FUNCTION retention_held(wanted_file text, wanted_number text, about uuid[]) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM retention_hold h WHERE h.ended_at IS NULL AND h.file IN ('', wanted_file)
            AND (h.number = '' OR h.number = wanted_number) AND (h.person IS NULL OR h.person = ANY (about))
    )
$$;
-- Everything of one file that is over, with why it stays; the dry run and the door ask the same.
CREATE FUNCTION retention_due(wanted_file text, before date)
RETURNS TABLE (item text, number text, ended_on date, kept_for text) LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN QUERY EXECUTE format(
        'SELECT d.item, d.number, d.ended_on, CASE WHEN d.kept_for <> '''' THEN d.kept_for
            WHEN retention_held($1, d.number, d.persons) THEN ''hold'' ELSE '''' END
        FROM %I($2) d', 'disposal_due_' || wanted_file) USING wanted_file, before;
END $$;
"""
DOOR = """
CREATE FUNCTION retention_erase(wanted uuid, wanted_file text, most integer, at_instant timestamptz)
RETURNS TABLE (gone text, gone_number text, gone_ended_on date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    limit_on date := ((now() AT TIME ZONE 'Asia/Tokyo')::date - interval '1 year')::date;
    said_before date;
    picked text[];
    free text[];
BEGIN
    PERFORM FROM retention_plan p WHERE p.key = wanted AND p.state = 'approved'
        AND p.approved_by IS NOT NULL AND p.approved_by <> p.drafted_by AND p.digest <> '' FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM retention_refuse('nothing is erased that no approved plan names', 'retention_door');
    END IF;
    SELECT f.before INTO said_before FROM retention_planfile f WHERE f.plan_id = wanted AND f.file = wanted_file;
    IF said_before IS NULL OR said_before > limit_on THEN
        PERFORM retention_refuse('everything is kept for a year at least', 'retention_door');
    END IF;
    picked := ARRAY(SELECT i.item FROM retention_planitem i
        WHERE i.plan_id = wanted AND i.file = wanted_file AND i.kept_for = '' AND i.erased_at IS NULL
        ORDER BY i.id LIMIT most);
    -- What has begun to be kept since the dry run stays; what is there no more is only noted.
    WITH now_due AS (SELECT d.item, d.kept_for FROM retention_due(wanted_file, said_before) d WHERE d.item = ANY (picked)),
    kept AS (
        UPDATE retention_planitem i SET kept_for = coalesce(d.kept_for, 'absent')
        FROM unnest(picked) AS p (item) LEFT JOIN now_due d ON d.item = p.item
        WHERE i.plan_id = wanted AND i.file = wanted_file AND i.item = p.item AND coalesce(d.kept_for, 'absent') <> ''
        RETURNING i.item
    )
    SELECT ARRAY(SELECT p.item FROM unnest(picked) AS p (item) EXCEPT SELECT k.item FROM kept k) INTO free;
    PERFORM set_config('daicho.disposal', 'on', true);
    EXECUTE format('SELECT %I($1)', 'disposal_erase_' || wanted_file) USING free;
    PERFORM set_config('daicho.disposal', 'off', true);
    RETURN QUERY UPDATE retention_planitem i SET erased_at = at_instant
        WHERE i.plan_id = wanted AND i.file = wanted_file AND i.item = ANY (free)
        RETURNING i.item, i.number, i.ended_on;
END $$;
REVOKE ALL ON FUNCTION retention_erase(uuid, text, integer, timestamptz) FROM PUBLIC, loader;
GRANT EXECUTE ON FUNCTION retention_erase(uuid, text, integer, timestamptz) TO app;
"""
AGAIN = """
-- After a restore: one piece of a receipt, whose signature was checked by whoever calls. What it names goes again.
CREATE FUNCTION retention_reapply(piece jsonb, at_instant timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    p jsonb := piece -> 'plan';
    named text[] := ARRAY(SELECT jsonb_array_elements_text(piece -> 'items'));
    fresh integer;
BEGIN
    PERFORM set_config('daicho.disposal', 'on', true);
    INSERT INTO retention_plan (key, number, state, edition, as_of, digest, words, office, drafted_at, drafted_by,
        drafted_by_name, approved_at, approved_by, approved_by_name, approved_words, ended_at, ended_by_name, reapplied_at)
    VALUES ((p ->> 'key')::uuid, p ->> 'number', 'done', 1, (p ->> 'as_of')::date, p ->> 'digest', '', p ->> 'office',
        (p ->> 'drafted_at')::timestamptz, (p ->> 'drafted_by')::uuid, p ->> 'drafted_by_name',
        (p ->> 'approved_at')::timestamptz, (p ->> 'approved_by')::uuid, p ->> 'approved_by_name', '', at_instant, '', at_instant)
    ON CONFLICT (key) DO NOTHING;
    INSERT INTO retention_planfile (plan_id, file, title, period, source, before, due, kept_back, digest)
    VALUES ((p ->> 'key')::uuid, piece ->> 'file', piece ->> 'title', piece ->> 'period', piece ->> 'source',
        (piece ->> 'before')::date, 0, 0, '')
    ON CONFLICT (plan_id, file) DO NOTHING;
    WITH said AS (
        SELECT i.item, n.number, d.ended_on
        FROM jsonb_array_elements_text(piece -> 'items') WITH ORDINALITY AS i (item, place)
        JOIN jsonb_array_elements_text(piece -> 'numbers') WITH ORDINALITY AS n (number, place) USING (place)
        JOIN jsonb_array_elements_text(piece -> 'ended_on') WITH ORDINALITY AS d (ended_on, place) USING (place)
    ), noted AS (
        INSERT INTO retention_planitem (plan_id, file, item, number, ended_on, kept_for, erased_at)
        SELECT (p ->> 'key')::uuid, piece ->> 'file', s.item, s.number, s.ended_on::date, '',
            (piece ->> 'erased_at')::timestamptz FROM said s
        ON CONFLICT (plan_id, file, item) DO UPDATE SET erased_at = EXCLUDED.erased_at, kept_for = ''
            WHERE retention_planitem.erased_at IS NULL
        RETURNING 1
    )
    SELECT count(*) INTO fresh FROM noted;
    EXECUTE format('SELECT %I($1)', 'disposal_erase_' || (piece ->> 'file')) USING named;
    PERFORM set_config('daicho.disposal', 'off', true);
    RETURN fresh;
END $$;
REVOKE ALL ON FUNCTION retention_reapply(jsonb, timestamptz) FROM PUBLIC, app;
GRANT EXECUTE ON FUNCTION retention_reapply(jsonb, timestamptz) TO loader;
"""
HOLDS = """
CREATE FUNCTION disposal_due_holds(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT h.key::text, '', (h.ended_at AT TIME ZONE 'Asia/Tokyo')::date, array_remove(ARRAY[h.person], NULL), ''
    FROM retention_hold h WHERE (h.ended_at AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_holds(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM retention_hold WHERE key = ANY ($1::uuid[]);
$$;
REVOKE ALL ON FUNCTION disposal_erase_holds(text[]) FROM PUBLIC, app, loader;
"""
UNDO = """
DROP FUNCTION disposal_erase_holds(text[]);
DROP FUNCTION disposal_due_holds(date);
DROP FUNCTION retention_reapply(jsonb, timestamptz);
DROP FUNCTION retention_erase(uuid, text, integer, timestamptz);
DROP FUNCTION retention_due(text, date);
DROP FUNCTION retention_held(text, text, uuid[]);
DROP FUNCTION retention_named_while_drafting() CASCADE;
DROP FUNCTION retention_plan_may_be() CASCADE;
DROP FUNCTION retention_refuse(text, text);
DROP SEQUENCE retention_plan_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_retention")]
    operations = [migrations.RunSQL(GUARD + HELD + DOOR + AGAIN + HOLDS, UNDO)]
