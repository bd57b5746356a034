"""Paper sets for a stop, and the numbers reserved on them."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PaperSet",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("office", models.TextField()),
                ("receptions", models.SmallIntegerField()),
                ("issues", models.SmallIntegerField()),
                ("copies", models.SmallIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField()),
                ("made_by_name", models.TextField()),
                ("edition", models.IntegerField(default=1)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by_name", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [models.Index(fields=["made_at"], name="downtime_set_made")],
            },
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("position", models.SmallIntegerField()),
                ("number", models.TextField(unique=True)),
                ("state", models.TextField(default="reserved")),
                ("refers", models.TextField(blank=True, default="")),
                ("url", models.TextField(blank=True, default="")),
                ("words", models.TextField(blank=True, default="")),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.UUIDField(null=True)),
                ("settled_by_name", models.TextField(blank=True, default="")),
                (
                    "paper_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="downtime.paperset",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paper_set", "kind", "position"), name="downtime_slip_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("refers", ""), _negated=True),
                        fields=("kind", "refers"),
                        name="downtime_entered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "used"), _negated=True),
                            models.Q(("refers", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="downtime_used_is_entered",
                    ),
                ],
            },
        ),
    ]
