"""The trail: its table, the one function that appends to it, and the guard that lets nothing else happen."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

APPEND = """
CREATE FUNCTION audit_append(entry_body text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    parsed jsonb := entry_body::jsonb;
    head_seq bigint;
    head_hash bytea;
    instant timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(7117001);
    SELECT e.seq, e.hash INTO head_seq, head_hash FROM audit_entry e ORDER BY e.seq DESC LIMIT 1;
    head_seq := coalesce(head_seq, 0) + 1;
    head_hash := coalesce(head_hash, decode(repeat('00', 32), 'hex'));
    instant := clock_timestamp();
    INSERT INTO audit_entry (seq, at, kind, outcome, actor, login, purpose, terminal, case_ref,
                             subjects, number_shown, body, previous, hash)
    VALUES (head_seq, instant, parsed->>'kind', parsed->>'outcome', (parsed->>'actor')::uuid,
            parsed->>'login', parsed->>'purpose', parsed->>'terminal', (parsed->>'case_ref')::uuid,
            ARRAY(SELECT jsonb_array_elements_text(parsed->'subjects')::uuid),
            (parsed->>'number_shown')::boolean, entry_body, head_hash,
            sha256(head_hash || int8send(head_seq)
                   || int8send((extract(epoch FROM instant) * 1000000)::bigint)
                   || convert_to(entry_body, 'UTF8')));
    RETURN head_seq;
END $$;
REVOKE ALL ON FUNCTION audit_append(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append(text) TO app, loader;

CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_entry is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();

REVOKE ALL ON audit_entry FROM app, loader, auditor;
GRANT SELECT ON audit_entry TO app, auditor;
"""

UNDO = """
DROP TRIGGER audit_entry_no_truncate ON audit_entry;
DROP TRIGGER audit_entry_append_only ON audit_entry;
DROP FUNCTION audit_refuse_change();
DROP FUNCTION audit_append(text);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("kind", models.TextField()),
                ("outcome", models.TextField()),
                ("actor", models.UUIDField()),
                ("login", models.TextField()),
                ("purpose", models.TextField()),
                ("terminal", models.TextField()),
                ("case_ref", models.UUIDField(null=True)),
                (
                    "subjects",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("number_shown", models.BooleanField()),
                ("body", models.TextField()),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at"], name="audit_entry_at"),
                    models.Index(fields=["actor", "at"], name="audit_entry_actor"),
                    models.Index(fields=["kind", "at"], name="audit_entry_kind"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["subjects"], name="audit_entry_subjects"
                    ),
                ],
            },
        ),
        migrations.RunSQL(APPEND, UNDO),
    ]
