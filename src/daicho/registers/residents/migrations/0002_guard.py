"""What the database itself refuses: any change of history but closing a version; and who may do what."""

from django.db import migrations

HISTORY = (
    "residents_person",
    "residents_residentrecord",
    "residents_change",
    "residents_householdnumber",
    "residents_version",
)

GUARD = """
CREATE SEQUENCE residents_atena_seq MAXVALUE 999999999;
CREATE SEQUENCE residents_household_seq MAXVALUE 999999999;

CREATE FUNCTION residents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'residents_append_only';
END $$;

CREATE FUNCTION residents_close_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    expected residents_version%ROWTYPE := OLD;
BEGIN
    expected.recorded := NEW.recorded;
    IF NEW IS DISTINCT FROM expected OR NOT upper_inf(OLD.recorded) OR upper_inf(NEW.recorded)
       OR lower(NEW.recorded) IS DISTINCT FROM lower(OLD.recorded) THEN
        RAISE EXCEPTION 'a version may only be closed, once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'residents_append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER residents_version_close_only BEFORE UPDATE ON residents_version
    FOR EACH ROW EXECUTE FUNCTION residents_close_only();
"""

PER_TABLE = """
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION residents_refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION residents_refuse_change();
REVOKE ALL ON {table} FROM app, loader, auditor;
GRANT SELECT, INSERT ON {table} TO app, loader;
"""

NO_UPDATE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION residents_refuse_change();
"""

AFTER = """
GRANT UPDATE (recorded) ON residents_version TO app;
GRANT SELECT (key, recorded, person_id) ON residents_version TO auditor;
GRANT SELECT, INSERT ON residents_searchname, residents_searchplace TO loader;
GRANT USAGE, SELECT, UPDATE ON residents_atena_seq, residents_household_seq TO loader;
GRANT USAGE, SELECT ON residents_atena_seq, residents_household_seq TO app;
GRANT USAGE, SELECT ON SEQUENCE residents_searchname_id_seq, residents_searchplace_id_seq TO loader;
"""

# The bulk loader may take the exclusion constraints down and must build them again (record.md: 58 s with the constraint
# live, 10 s to build it afterwards, at 1.05 M rows); only these two functions, run as the owner, let it.
LOADER = """
CREATE FUNCTION residents_load_begin() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    ALTER TABLE residents_version DROP CONSTRAINT IF EXISTS residents_one_truth_per_record;
    ALTER TABLE residents_version DROP CONSTRAINT IF EXISTS residents_present_once;
    ALTER TABLE residents_version DROP CONSTRAINT IF EXISTS residents_one_head;
END $$;
CREATE FUNCTION residents_load_end() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    ALTER TABLE residents_version ADD CONSTRAINT residents_one_truth_per_record
        EXCLUDE USING gist (record_id WITH =, valid WITH &&, recorded WITH &&);
    ALTER TABLE residents_version ADD CONSTRAINT residents_present_once
        EXCLUDE USING gist (person_id WITH =, valid WITH &&, recorded WITH &&)
        WHERE (status = 'present');
    ALTER TABLE residents_version ADD CONSTRAINT residents_one_head
        EXCLUDE USING gist (household_number WITH =, valid WITH &&, recorded WITH &&)
        WHERE (status = 'present' AND relationship_to_head = '世帯主');
END $$;
REVOKE ALL ON FUNCTION residents_load_begin(), residents_load_end() FROM PUBLIC, app;
GRANT EXECUTE ON FUNCTION residents_load_begin(), residents_load_end() TO loader;
"""


def _undo() -> str:
    lines = ["DROP FUNCTION residents_load_begin(); DROP FUNCTION residents_load_end();"]
    lines.append("DROP TRIGGER residents_version_close_only ON residents_version;")
    for table in HISTORY:
        lines.append(f"DROP TRIGGER {table}_no_delete ON {table};")
        lines.append(f"DROP TRIGGER {table}_no_truncate ON {table};")
        if table != "residents_version":
            lines.append(f"DROP TRIGGER {table}_no_update ON {table};")
    lines.append("DROP FUNCTION residents_close_only(); DROP FUNCTION residents_refuse_change();")
    lines.append("DROP SEQUENCE residents_atena_seq; DROP SEQUENCE residents_household_seq;")
    return "\n".join(lines)


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_register")]
    operations = [
        migrations.RunSQL(
            GUARD
            + "".join(PER_TABLE.format(table=table) for table in HISTORY)
            + "".join(NO_UPDATE.format(table=t) for t in HISTORY if t != "residents_version")
            + AFTER
            + LOADER,
            _undo(),
        )
    ]
