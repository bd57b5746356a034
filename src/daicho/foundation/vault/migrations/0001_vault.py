"""The vault: tables whose ciphertext only the role `vault` reads, and the draw from the pool."""

import uuid

import django.db.models.functions.datetime
from django.db import migrations, models

GUARD = """
REVOKE ALL ON vault_number, vault_poolcode FROM app, loader, auditor;
GRANT INSERT ON vault_number, vault_poolcode TO app, loader;
GRANT SELECT (key, kind, lookup, lookup_key, data_key, made_at) ON vault_number TO app, loader;
GRANT SELECT (key, lookup, lookup_key, data_key) ON vault_poolcode TO app, loader;
GRANT SELECT ON vault_number TO vault;

CREATE FUNCTION vault_draw() RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    code vault_poolcode%ROWTYPE;
    point uuid := gen_random_uuid();
BEGIN
    -- Keys are random, so the first key past a random point is a random code.
    SELECT * INTO code FROM vault_poolcode WHERE key >= point
        ORDER BY key LIMIT 1 FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        SELECT * INTO code FROM vault_poolcode ORDER BY key LIMIT 1 FOR UPDATE SKIP LOCKED;
    END IF;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    DELETE FROM vault_poolcode WHERE key = code.key;
    INSERT INTO vault_number (key, kind, lookup, lookup_key, sealed, data_key)
    VALUES (code.key, 'resident_record_code', code.lookup, code.lookup_key, code.sealed,
            code.data_key);
    RETURN code.key;
END $$;
REVOKE ALL ON FUNCTION vault_draw() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault_draw() TO app;

CREATE FUNCTION vault_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'vault_number is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER vault_number_append_only BEFORE UPDATE OR DELETE ON vault_number
    FOR EACH ROW EXECUTE FUNCTION vault_refuse_change();
"""

UNDO = """
DROP TRIGGER vault_number_append_only ON vault_number;
DROP FUNCTION vault_refuse_change();
DROP FUNCTION vault_draw();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Number",
            fields=[
                (
                    "key",
                    models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                ),
                ("kind", models.TextField()),
                ("lookup", models.BinaryField()),
                ("lookup_key", models.TextField()),
                ("sealed", models.BinaryField()),
                ("data_key", models.TextField()),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "lookup", "lookup_key"),
                        name="vault_number_never_reissued",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PoolCode",
            fields=[
                (
                    "key",
                    models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False),
                ),
                ("lookup", models.BinaryField(unique=True)),
                ("lookup_key", models.TextField()),
                ("sealed", models.BinaryField()),
                ("data_key", models.TextField()),
            ],
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
