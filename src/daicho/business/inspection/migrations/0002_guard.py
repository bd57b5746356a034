"""What was inspected and what was listed is never deleted or rewritten, but for the members of a disposed list."""

from django.db import migrations

GUARD = """
CREATE SEQUENCE inspection_number_seq;
GRANT USAGE, SELECT ON inspection_number_seq TO app;
REVOKE DELETE ON inspection_application, inspection_applicationact, inspection_visit, inspection_listing,
    inspection_listingmember, inspection_optout FROM app;
REVOKE UPDATE ON inspection_applicationact, inspection_visit, inspection_listingmember, inspection_optout FROM app;
GRANT UPDATE (struck_at, struck_by, struck_words) ON inspection_visit TO app;
GRANT UPDATE (cancelled_on, cancelled_at, cancelled_by, cancelled_words) ON inspection_optout TO app;

CREATE FUNCTION inspection_dispose(wanted uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    IF NOT EXISTS (
        SELECT FROM inspection_listing
        WHERE key = wanted AND state = 'disposed' AND digest <> '' AND receipt_number <> ''
    ) THEN
        RAISE EXCEPTION 'the members of a list go with its disposal alone'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    DELETE FROM inspection_listingmember WHERE listing_id = wanted;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION inspection_dispose(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION inspection_dispose(uuid) TO app;
"""
UNDO = """
DROP FUNCTION inspection_dispose(uuid);
DROP SEQUENCE inspection_number_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0001_inspection")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
