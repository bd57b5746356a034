"""Runs and differences: never deleted; of a run only how far it came is added, of a difference that it was told again."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

GUARD = """
REVOKE DELETE, UPDATE ON reconciliation_run, reconciliation_difference FROM app;
GRANT UPDATE (
    state, job, position, differing, settled, people, differences, not_yet, digest, moved_at, finished_at, stop_asked_at
) ON reconciliation_run TO app;
GRANT UPDATE (sealed, told_again, told_at, told_by, told_by_name) ON reconciliation_difference TO app;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("source", models.TextField()),
                ("peer", models.TextField()),
                ("width", models.IntegerField()),
                ("state", models.TextField(default="running")),
                ("job", models.UUIDField()),
                ("position", models.IntegerField(default=0)),
                (
                    "differing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("settled", models.IntegerField(default=0)),
                ("people", models.IntegerField(default=0)),
                ("differences", models.IntegerField(default=0)),
                ("not_yet", models.IntegerField(default=0)),
                ("digest", models.TextField(default="")),
                ("started_at", models.DateTimeField()),
                ("moved_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("stop_asked_at", models.DateTimeField(null=True)),
                ("started_by", models.UUIDField()),
                ("started_by_name", models.TextField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["source", "-started_at"], name="reconciliation_newest")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running")),
                        fields=("source",),
                        name="reconciliation_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("block", models.TextField()),
                ("subject", models.UUIDField(null=True)),
                ("side", models.TextField()),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("cause", models.TextField()),
                ("message", models.UUIDField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("data_key", models.TextField()),
                ("told_again", models.UUIDField(null=True)),
                ("told_at", models.DateTimeField(null=True)),
                ("told_by", models.UUIDField(null=True)),
                ("told_by_name", models.TextField(default="")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reconciliation.run",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["run", "cause"], name="reconciliation_of_run")],
            },
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
