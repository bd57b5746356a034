"""Bulk cases (一括処理): the case, its steps, the lines of its file, everybody in it. Nothing of it is ever deleted."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
REVOKE DELETE ON movements_bulkcase, movements_bulkstep, movements_bulkrow, movements_bulkline FROM app;
REVOKE UPDATE ON movements_bulkstep, movements_bulkrow, movements_bulkline FROM app;
GRANT UPDATE (problems) ON movements_bulkrow TO app;
GRANT UPDATE (state, reason) ON movements_bulkline TO app;
"""

ENDED = models.Q(state__in=["discarded", "undone"])


def case_of():
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="movements.bulkcase"
    )


def number():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


class Migration(migrations.Migration):
    dependencies = [("movements", "0003_back_office")]

    operations = [
        migrations.CreateModel(
            name="BulkCase",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("use", models.TextField()),
                ("state", models.TextField()),
                ("edition", models.IntegerField(default=1)),
                ("settings", models.JSONField()),
                ("title", models.TextField()),
                ("event_on", models.DateField()),
                ("file_name", models.TextField(blank=True)),
                ("file_digest", models.TextField(blank=True)),
                (
                    "undoes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="movements.bulkcase",
                    ),
                ),
                ("partial", models.BooleanField(default=False)),
                ("cursor", models.TextField(blank=True)),
                ("digest", models.TextField(blank=True)),
                ("applied_digest", models.TextField(blank=True)),
                ("failure", models.TextField(blank=True)),
                ("office", models.TextField(blank=True)),
                ("terminal", models.TextField(blank=True)),
                ("entered_by", models.UUIDField()),
                ("entered_by_name", models.TextField()),
                ("examined_by", models.UUIDField(null=True)),
                ("approved_by", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "event_on"], name="movements_bulk_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["use", "file_digest"],
                        condition=~ENDED & ~models.Q(file_digest=""),
                        name="movements_bulk_same_file",
                    ),
                    models.UniqueConstraint(
                        fields=["undoes"],
                        condition=models.Q(undoes__isnull=False) & ~models.Q(state="discarded"),
                        name="movements_bulk_undone_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkStep",
            fields=[
                ("id", number()),
                ("at", models.DateTimeField()),
                ("action", models.TextField()),
                ("actor", models.UUIDField()),
                ("actor_name", models.TextField()),
                ("remark", models.TextField(blank=True)),
                ("case", case_of()),
            ],
            options={
                "indexes": [models.Index(fields=["case", "at"], name="movements_bulkstep_case")]
            },
        ),
        migrations.CreateModel(
            name="BulkRow",
            fields=[
                ("id", number()),
                ("line_number", models.IntegerField()),
                ("unit", models.TextField()),
                ("values", models.JSONField()),
                ("problems", models.JSONField(default=list)),
                ("case", case_of()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["case", "line_number"],
                        condition=~models.Q(problems=[]),
                        name="movements_bulkrow_wrong",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["case", "line_number"], name="movements_bulkrow_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkLine",
            fields=[
                ("id", number()),
                ("unit", models.TextField()),
                ("person", models.UUIDField()),
                ("line_number", models.IntegerField(null=True)),
                ("edits", models.JSONField()),
                ("base", models.TextField()),
                ("state", models.TextField()),
                ("reason", models.TextField(blank=True)),
                ("case", case_of()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "state", "unit"], name="movements_bulkline_state"),
                    models.Index(fields=["case", "unit"], name="movements_bulkline_unit"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=["case", "person"], name="movements_bulkline_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
