"""A load into an empty register takes down, besides the exclusion constraints, foreign keys and secondary indexes too.

Tried at 62,500 versions: 7.8 s of the server's time with them up, 5.3 s when they are built afterwards, and the more the
register outgrows memory. What is taken down is read from the database itself, noted for the length of the transaction,
and built again word for word; a foreign key or an index that is added later needs no change here.
"""

from django.db import migrations

BEGIN = """
CREATE FUNCTION residents_load_noted() RETURNS TABLE (taken_down text, built_again text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', c.conrelid::regclass, c.conname),
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
    FROM pg_constraint c
    WHERE c.contype IN ('f', 'x') AND c.conrelid IN (
        'residents_residentrecord'::regclass, 'residents_version'::regclass,
        'residents_searchname'::regclass, 'residents_searchplace'::regclass)
    UNION ALL
    SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    WHERE NOT i.indisunique AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
        AND i.indrelid IN (
            'residents_residentrecord'::regclass, 'residents_change'::regclass, 'residents_version'::regclass,
            'residents_searchname'::regclass, 'residents_searchplace'::regclass)
$$;

CREATE OR REPLACE FUNCTION residents_load_begin() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    noted record;
BEGIN
    CREATE TEMP TABLE residents_load_later ON COMMIT DROP AS SELECT * FROM residents_load_noted();
    REVOKE ALL ON pg_temp.residents_load_later FROM PUBLIC, app, loader, auditor;
    FOR noted IN SELECT * FROM pg_temp.residents_load_later LOOP
        EXECUTE noted.taken_down;
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION residents_load_end() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    noted record;
BEGIN
    -- What is carried out here as the owner must be what the owner noted.
    IF (SELECT relowner FROM pg_class WHERE oid = 'pg_temp.residents_load_later'::regclass) <> current_user::regrole THEN
        RAISE EXCEPTION 'not the notes of residents_load_begin' USING ERRCODE = 'insufficient_privilege';
    END IF;
    FOR noted IN SELECT * FROM pg_temp.residents_load_later ORDER BY built_again LIKE 'ALTER%' LOOP
        EXECUTE noted.built_again;
    END LOOP;
    DROP TABLE pg_temp.residents_load_later;
END $$;

REVOKE ALL ON FUNCTION residents_load_noted() FROM PUBLIC, app, loader;
"""

UNDO = """
CREATE OR REPLACE FUNCTION residents_load_begin() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    ALTER TABLE residents_version DROP CONSTRAINT IF EXISTS residents_one_truth_per_record;
    ALTER TABLE residents_version DROP CONSTRAINT IF EXISTS residents_present_once;
    ALTER TABLE residents_version DROP CONSTRAINT IF EXISTS residents_one_head;
END $$;
CREATE OR REPLACE FUNCTION residents_load_end() RETURNS void
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
DROP FUNCTION residents_load_noted();
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0008_disposal")]
    operations = [migrations.RunSQL(BEGIN, UNDO)]
