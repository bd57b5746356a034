"""The rows of every code table, and what the database itself refuses: any change but closing a row, once."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
from django.db import migrations, models

GUARD = """
CREATE FUNCTION code_tables_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'code_tables_append_only';
END $$;

CREATE FUNCTION code_tables_close_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    expected code_tables_coderow%ROWTYPE := OLD;
BEGIN
    expected.closed_act := NEW.closed_act;
    expected.closed_at := NEW.closed_at;
    expected.closed_by := NEW.closed_by;
    expected.closed_by_name := NEW.closed_by_name;
    expected.closed_reason := NEW.closed_reason;
    IF NEW IS DISTINCT FROM expected OR OLD.closed_at IS NOT NULL OR NEW.closed_at IS NULL THEN
        RAISE EXCEPTION 'a row may only be closed, once'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'code_tables_append_only';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER code_tables_coderow_close_only BEFORE UPDATE ON code_tables_coderow
    FOR EACH ROW EXECUTE FUNCTION code_tables_close_only();
CREATE TRIGGER code_tables_coderow_no_delete BEFORE DELETE ON code_tables_coderow
    FOR EACH ROW EXECUTE FUNCTION code_tables_refuse_change();
CREATE TRIGGER code_tables_coderow_no_truncate BEFORE TRUNCATE ON code_tables_coderow
    FOR EACH STATEMENT EXECUTE FUNCTION code_tables_refuse_change();
REVOKE UPDATE, DELETE ON code_tables_coderow FROM app;
GRANT UPDATE (closed_act, closed_at, closed_by, closed_by_name, closed_reason)
    ON code_tables_coderow TO app;
"""

UNDO = """
DROP TRIGGER code_tables_coderow_close_only ON code_tables_coderow;
DROP TRIGGER code_tables_coderow_no_delete ON code_tables_coderow;
DROP TRIGGER code_tables_coderow_no_truncate ON code_tables_coderow;
DROP FUNCTION code_tables_close_only();
DROP FUNCTION code_tables_refuse_change();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CodeRow",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("table", models.TextField()),
                ("code", models.TextField()),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("values", models.JSONField()),
                ("act", models.UUIDField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.TextField()),
                ("reason", models.TextField(blank=True)),
                ("closed_act", models.UUIDField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.UUIDField(null=True)),
                ("closed_by_name", models.TextField(blank=True)),
                ("closed_reason", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["table", "code"], name="code_tables_code")],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        name="code_tables_one_row_a_day",
                        expressions=[("table", "="), ("code", "="), ("valid", "&&")],
                        condition=models.Q(("closed_at__isnull", True)),
                    ),
                    models.UniqueConstraint(fields=("table", "seq"), name="code_tables_seq"),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
