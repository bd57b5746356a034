"""Requests of other municipalities, and copies made here: neither is ever deleted; of a copy only the 書損じ is added."""

import uuid

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

GUARD = """
REVOKE DELETE, UPDATE ON wide_area_wideareacopy, wide_area_widearearequest FROM app;
GRANT UPDATE (spoiled_at, spoiled_by, spoiled_reason) ON wide_area_wideareacopy TO app;
"""
DISPOSAL = """
CREATE FUNCTION disposal_due_wide_area_requests(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT r.message::text, r.reference, (r.at AT TIME ZONE 'Asia/Tokyo')::date, r.persons, ''
    FROM wide_area_widearearequest r WHERE (r.at AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_wide_area_requests(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM wide_area_widearearequest WHERE message = ANY ($1::uuid[]);
$$;
CREATE FUNCTION disposal_due_wide_area_copies(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT c.key::text, c.number, c.issued_on, '{}'::uuid[], '' FROM wide_area_wideareacopy c WHERE c.issued_on < before
$$;
CREATE FUNCTION disposal_erase_wide_area_copies(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM wide_area_wideareacopy WHERE key = ANY ($1::uuid[]);
$$;
"""
FILES = ("wide_area_requests", "wide_area_copies")
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
            name="WideAreaRequest",
            fields=[
                ("message", models.UUIDField(primary_key=True, serialize=False)),
                ("reference", models.TextField()),
                ("municipality", models.TextField(blank=True)),
                ("scope", models.TextField()),
                (
                    "include",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("document", models.TextField()),
                ("refusal", models.TextField(blank=True)),
                ("ground", models.TextField(blank=True)),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["-at"], name="wide_area_request_newest")],
            },
        ),
        migrations.CreateModel(
            name="WideAreaCopy",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("reference", models.TextField()),
                ("municipality", models.TextField()),
                ("requester_name", models.TextField()),
                ("document", models.TextField()),
                ("scope", models.TextField()),
                (
                    "include",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("people", models.SmallIntegerField()),
                ("pages", models.SmallIntegerField()),
                ("fee_yen", models.IntegerField()),
                ("issued_on", models.DateField()),
                ("issued_at", models.DateTimeField()),
                ("issued_by", models.UUIDField()),
                ("issued_by_name", models.TextField()),
                ("office", models.TextField()),
                ("terminal", models.TextField()),
                ("spoiled_at", models.DateTimeField(null=True)),
                ("spoiled_by", models.UUIDField(null=True)),
                ("spoiled_reason", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [models.Index(fields=["-issued_at"], name="wide_area_copy_newest")],
            },
        ),
        migrations.RunSQL(GUARD + DISPOSAL + CLOSED, UNDO),
    ]
