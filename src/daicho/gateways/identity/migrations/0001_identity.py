"""Verifications, requests of a number and of a 符号: never deleted; of each only what became of it is added."""

import uuid

from django.db import migrations, models

GUARD = """
REVOKE DELETE, UPDATE ON identity_verification, identity_numberchange, identity_symbolrequest FROM app;
GRANT UPDATE (state, problems, settled_at) ON identity_numberchange, identity_symbolrequest TO app;
"""
DISPOSAL = """
CREATE FUNCTION disposal_due_verifications(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT v.key::text, v.case_number, (v.at AT TIME ZONE 'Asia/Tokyo')::date, array_remove(ARRAY[v.person], NULL), ''
    FROM identity_verification v WHERE (v.at AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_verifications(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM identity_verification WHERE key = ANY ($1::uuid[]);
$$;
CREATE FUNCTION disposal_due_number_changes(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT c.key::text, '', (coalesce(c.settled_at, c.asked_at) AT TIME ZONE 'Asia/Tokyo')::date, ARRAY[c.person],
        CASE WHEN c.state = 'waiting' THEN 'running' ELSE '' END
    FROM identity_numberchange c
    WHERE (coalesce(c.settled_at, c.asked_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_number_changes(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM identity_numberchange WHERE key = ANY ($1::uuid[]);
$$;
CREATE FUNCTION disposal_due_symbol_requests(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT s.key::text, '', (coalesce(s.settled_at, s.asked_at) AT TIME ZONE 'Asia/Tokyo')::date, ARRAY[s.person],
        CASE WHEN s.state IN ('waiting', 'held') THEN 'running' ELSE '' END
    FROM identity_symbolrequest s
    WHERE (coalesce(s.settled_at, s.asked_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_symbol_requests(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM identity_symbolrequest WHERE key = ANY ($1::uuid[]);
$$;
"""
FILES = ("verifications", "number_changes", "symbol_requests")
CLOSED = "".join(
    f"REVOKE ALL ON FUNCTION disposal_erase_{code}(text[]) FROM PUBLIC, app, loader;\n"
    for code in FILES
)
UNDO = "".join(
    f"DROP FUNCTION disposal_erase_{code}(text[]); DROP FUNCTION disposal_due_{code}(date);\n"
    for code in FILES
)


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Verification",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("case", models.UUIDField(null=True)),
                ("case_number", models.TextField(blank=True, default="")),
                ("person", models.UUIDField(null=True)),
                ("result", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("by_name", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-at"], name="identity_verified_case"),
                    models.Index(fields=["person", "-at"], name="identity_verified_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberChange",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("person", models.UUIDField()),
                ("reason", models.TextField()),
                ("ground", models.TextField()),
                ("requested_on", models.DateField(null=True)),
                ("relation", models.TextField(blank=True, default="")),
                ("requester", models.TextField(blank=True, default="")),
                ("document", models.TextField(blank=True, default="")),
                ("thread", models.UUIDField(unique=True)),
                ("case", models.UUIDField(unique=True)),
                ("state", models.TextField(default="waiting")),
                ("problems", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.TextField()),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=["person"],
                        name="identity_change_waits_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SymbolRequest",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("person", models.UUIDField()),
                ("reason", models.TextField()),
                ("case", models.UUIDField(null=True)),
                ("message", models.UUIDField(unique=True)),
                ("state", models.TextField(default="waiting")),
                ("problems", models.JSONField(default=list)),
                ("asked_at", models.DateTimeField()),
                ("asked_by_name", models.TextField()),
                ("settled_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("case__isnull", False)),
                        fields=["person", "case"],
                        name="identity_symbol_once",
                    )
                ],
                "indexes": [
                    models.Index(fields=["state", "-asked_at"], name="identity_symbol_newest")
                ],
            },
        ),
        migrations.RunSQL(GUARD + DISPOSAL + CLOSED, UNDO),
    ]
