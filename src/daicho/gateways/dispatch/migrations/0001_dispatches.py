"""送付先情報: whom to tell, what was arranged, what became of it. Never deleted by the app; the content is in none of these."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

GUARD = """
CREATE SEQUENCE dispatch_posting_seq;
GRANT USAGE, SELECT ON dispatch_posting_seq TO app;
REVOKE DELETE, UPDATE ON dispatch_wish, dispatch_arrangement, dispatch_posting, dispatch_romanname,
    dispatch_unmatchedtarget FROM app;
GRANT UPDATE (thread, target_reason, state, make_at, arrangement_id, posting_id, problems, words, edition, changed_at)
    ON dispatch_wish TO app;
GRANT UPDATE (sealed, data_key, erased_at) ON dispatch_arrangement TO app;
GRANT UPDATE (persons, state, message, thread, times, settled_at, problems) ON dispatch_posting TO app;
GRANT UPDATE (sealed, data_key, kept_at, kept_by, kept_by_name, erased_at) ON dispatch_romanname TO app;
GRANT UPDATE (settled_at, settled_by, settled_by_name, words) ON dispatch_unmatchedtarget TO app;
"""
DISPOSAL = """
CREATE FUNCTION disposal_due_dispatches(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT w.key::text, coalesce(p.number, ''), (w.changed_at AT TIME ZONE 'Asia/Tokyo')::date, ARRAY[w.person],
        CASE WHEN w.state IN ('provided', 'withdrawn') THEN '' ELSE 'running' END
    FROM dispatch_wish w LEFT JOIN dispatch_posting p ON p.key = w.posting_id
    WHERE (w.changed_at AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_dispatches(items text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    people uuid[] := array(SELECT person FROM dispatch_wish WHERE key = ANY (items::uuid[]));
BEGIN
    DELETE FROM dispatch_wish WHERE key = ANY (items::uuid[]);
    DELETE FROM dispatch_posting p WHERE p.persons && people AND NOT EXISTS (
        SELECT FROM dispatch_wish w WHERE w.posting_id = p.key OR w.person = ANY (p.persons));
    DELETE FROM dispatch_arrangement a WHERE a.sealed IS NULL AND a.made_at < now() - interval '1 year'
        AND NOT EXISTS (SELECT FROM dispatch_wish w WHERE w.arrangement_id = a.key);
    DELETE FROM dispatch_romanname r WHERE r.person = ANY (people)
        AND NOT EXISTS (SELECT FROM dispatch_wish w WHERE w.person = r.person);
END
$$;
CREATE FUNCTION disposal_due_dispatch_targets(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT t.key::text, t.list_number, (coalesce(t.settled_at, t.came_at) AT TIME ZONE 'Asia/Tokyo')::date,
        array_remove(ARRAY[t.person], NULL), CASE WHEN t.settled_at IS NULL THEN 'running' ELSE '' END
    FROM dispatch_unmatchedtarget t
    WHERE (coalesce(t.settled_at, t.came_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
CREATE FUNCTION disposal_erase_dispatch_targets(items text[]) RETURNS void LANGUAGE sql AS $$
    DELETE FROM dispatch_unmatchedtarget WHERE key = ANY ($1::uuid[]);
$$;
"""
FILES = ("dispatches", "dispatch_targets")
CLOSED = "".join(
    f"REVOKE ALL ON FUNCTION disposal_erase_{code}(text[]) FROM PUBLIC, app, loader;\n"
    for code in FILES
)
UNDO = "DROP SEQUENCE dispatch_posting_seq;" + "".join(
    f"DROP FUNCTION disposal_erase_{code}(text[]); DROP FUNCTION disposal_due_{code}(date);\n"
    for code in FILES
)


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Arrangement",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("print_class", models.TextField()),
                ("elsewhere", models.BooleanField(default=False)),
                ("ground", models.TextField(default="")),
                ("sealed", models.BinaryField(null=True)),
                ("data_key", models.TextField(default="")),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("made_by", models.UUIDField()),
                ("made_by_name", models.TextField()),
                ("terminal", models.TextField()),
                ("erased_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RomanName",
            fields=[
                ("person", models.UUIDField(primary_key=True, serialize=False)),
                ("sealed", models.BinaryField(null=True)),
                ("data_key", models.TextField(default="")),
                (
                    "kept_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("kept_by", models.UUIDField()),
                ("kept_by_name", models.TextField()),
                ("erased_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("layout", models.TextField()),
                ("basis", models.TextField()),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("print_class", models.TextField()),
                ("elsewhere", models.BooleanField()),
                ("state", models.TextField()),
                ("message", models.UUIDField(null=True)),
                ("thread", models.UUIDField(null=True)),
                ("times", models.IntegerField(default=0)),
                ("processed_on", models.DateField()),
                ("operator", models.UUIDField()),
                ("operator_name", models.TextField()),
                ("terminal", models.TextField()),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("problems", models.JSONField(default=list)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-made_at", "key"], name="dispatch_posting_newest"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["persons"], name="dispatch_posting_persons"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("message",), name="dispatch_posting_message")
                ],
            },
        ),
        migrations.CreateModel(
            name="UnmatchedTarget",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("thread", models.UUIDField()),
                ("list_number", models.TextField()),
                ("place", models.IntegerField()),
                ("reason", models.TextField()),
                ("dispatch_number", models.TextField(default="")),
                ("code_hash", models.TextField()),
                ("person", models.UUIDField(null=True)),
                ("why", models.TextField()),
                (
                    "came_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.UUIDField(null=True)),
                ("settled_by_name", models.TextField(default="")),
                ("words", models.TextField(default="")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["-came_at"],
                        name="dispatch_target_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("thread", "place"), name="dispatch_target_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("person", models.UUIDField()),
                ("ground", models.TextField()),
                ("why", models.TextField()),
                ("target_reason", models.TextField(default="")),
                ("number_ref", models.UUIDField()),
                ("case", models.UUIDField(null=True)),
                ("thread", models.UUIDField(null=True)),
                ("state", models.TextField()),
                ("make_at", models.DateTimeField(null=True)),
                ("problems", models.JSONField(default=list)),
                ("words", models.TextField(default="")),
                ("edition", models.IntegerField(default=0)),
                (
                    "noted_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "changed_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "arrangement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dispatch.arrangement",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dispatch.posting",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "-changed_at"], name="dispatch_wish_state"),
                    models.Index(
                        condition=models.Q(("state__in", ["unmade", "ready"])),
                        fields=["make_at"],
                        name="dispatch_wish_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "ground"), name="dispatch_told_once")
                ],
            },
        ),
        migrations.RunSQL(GUARD + DISPOSAL + CLOSED, UNDO),
    ]
