"""The history of issues is disposed of by one function alone, and never within a year."""

from django.db import migrations

DISPOSE = """
CREATE FUNCTION certificates_dispose(before date) RETURNS SETOF text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- What the town's rules say is younger than this is never older (令34条4項).
    IF before > current_date - interval '1 year' THEN
        RAISE EXCEPTION 'the history of issues is kept for a year at least'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN QUERY DELETE FROM certificates_issue WHERE issued_on < before RETURNING number;
END $$;
REVOKE ALL ON FUNCTION certificates_dispose(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION certificates_dispose(date) TO app;
"""


class Migration(migrations.Migration):
    dependencies = [("certificates", "0004_certifier_until")]
    operations = [migrations.RunSQL(DISPOSE, "DROP FUNCTION certificates_dispose(date);")]
