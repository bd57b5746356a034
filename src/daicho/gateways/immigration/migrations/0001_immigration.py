"""市町村通知 on their way to the agency, and the files in which they go. Neither is ever deleted."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
REVOKE DELETE, UPDATE ON immigration_telling, immigration_noticefile FROM app;
GRANT UPDATE (state, number, told_number, rounds, typed, sent, file_id, problems, told_at, closed_reason)
    ON immigration_telling TO app;
GRANT UPDATE (handed_at, handed_by, handed_by_name, medium, receiver) ON immigration_noticefile TO app;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="NoticeFile",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField()),
                ("made_by_name", models.TextField()),
                ("count", models.IntegerField()),
                ("counts", models.JSONField()),
                ("digest", models.TextField()),
                ("sealed", models.BinaryField()),
                ("handed_at", models.DateTimeField(null=True)),
                ("handed_by", models.UUIDField(null=True)),
                ("handed_by_name", models.TextField(default="")),
                ("medium", models.TextField(default="")),
                ("receiver", models.TextField(default="")),
            ],
            options={
                "indexes": [models.Index(fields=["-made_at"], name="immigration_file_newest")],
            },
        ),
        migrations.CreateModel(
            name="Telling",
            fields=[
                ("message", models.UUIDField(primary_key=True, serialize=False)),
                ("place", models.BigIntegerField(unique=True)),
                ("case", models.UUIDField()),
                ("person", models.UUIDField()),
                ("reason", models.TextField()),
                ("message_class", models.TextField()),
                ("way", models.TextField()),
                ("state", models.TextField(default="waiting")),
                ("number", models.TextField(unique=True)),
                ("told_number", models.TextField(default="")),
                ("rounds", models.IntegerField(default=0)),
                ("typed", models.JSONField(default=dict)),
                ("sent", models.UUIDField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="immigration.noticefile",
                    ),
                ),
                ("problems", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("closed_reason", models.TextField(default="")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "place"], name="immigration_telling_state"),
                    models.Index(fields=["case"], name="immigration_telling_case"),
                ],
            },
        ),
        migrations.RunSQL(GUARD, ""),
    ]
