"""What may be disposed of: applications with their lists and visits, other lists that are gone, requests that were cancelled.

A list that is still in use keeps its application; a list's own disposal (廃棄) comes first, with its receipt.
"""

from django.db import migrations

INSPECTIONS = """
CREATE FUNCTION disposal_due_inspections(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT a.key::text, a.number, (a.changed_at AT TIME ZONE 'Asia/Tokyo')::date,
        ARRAY(SELECT DISTINCT p FROM inspection_visit v, unnest(v.persons) p WHERE v.application_id = a.key),
        CASE WHEN a.state NOT IN ('confirmed', 'differing', 'refused', 'withdrawn') THEN 'running'
            WHEN EXISTS (SELECT FROM inspection_listing l WHERE l.application_id = a.key
                AND l.state NOT IN ('disposed', 'refused')) THEN 'running'
            ELSE '' END
    FROM inspection_application a WHERE (a.changed_at AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_inspections(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM inspection_visit WHERE application_id = ANY ($1::uuid[]);
    DELETE FROM inspection_listingmember m USING inspection_listing l
        WHERE l.key = m.listing_id AND l.application_id = ANY ($1::uuid[]);
    DELETE FROM inspection_listing WHERE application_id = ANY ($1::uuid[]);
    DELETE FROM inspection_applicationact WHERE application_id = ANY ($1::uuid[]);
    DELETE FROM inspection_application WHERE key = ANY ($1::uuid[]);
$$;
"""
ROSTERS = """
CREATE FUNCTION disposal_due_rosters(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT l.key::text, l.number,
        coalesce(l.disposed_on, (coalesce(l.decided_at, l.asked_at) AT TIME ZONE 'Asia/Tokyo')::date),
        '{}'::uuid[], CASE WHEN l.state IN ('disposed', 'refused') THEN '' ELSE 'running' END
    FROM inspection_listing l
    WHERE l.application_id IS NULL
        AND coalesce(l.disposed_on, (coalesce(l.decided_at, l.asked_at) AT TIME ZONE 'Asia/Tokyo')::date) < before
$$;
CREATE FUNCTION disposal_erase_rosters(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM inspection_listingmember WHERE listing_id = ANY ($1::uuid[]);
    DELETE FROM inspection_listing WHERE key = ANY ($1::uuid[]);
$$;
CREATE FUNCTION disposal_due_opt_outs(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT o.key::text, o.number, o.cancelled_on, ARRAY[o.person], ''
    FROM inspection_optout o WHERE o.cancelled_on < before
$$;
CREATE FUNCTION disposal_erase_opt_outs(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM inspection_optout WHERE key = ANY ($1::uuid[]);
$$;
"""
FILES = ("inspections", "rosters", "opt_outs")
CLOSED = "".join(
    f"REVOKE ALL ON FUNCTION disposal_erase_{code}(text[]) FROM PUBLIC, app, loader;\n"
    for code in FILES
)
UNDO = "".join(
    f"DROP FUNCTION disposal_erase_{code}(text[]); DROP FUNCTION disposal_due_{code}(date);\n"
    for code in FILES
)


class Migration(migrations.Migration):
    dependencies = [("inspection", "0002_guard")]
    operations = [migrations.RunSQL(INSPECTIONS + ROSTERS + CLOSED, UNDO)]
