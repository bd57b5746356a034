"""Plans of disposal with their files and items; holds."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Hold",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("file", models.TextField(blank=True, default="")),
                ("number", models.TextField(blank=True, default="")),
                ("person", models.UUIDField(null=True)),
                ("reason", models.TextField()),
                ("review_on", models.DateField(null=True)),
                ("set_at", models.DateTimeField()),
                ("set_by", models.UUIDField()),
                ("set_by_name", models.TextField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by_name", models.TextField(blank=True, default="")),
                ("end_reason", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["file"],
                        name="retention_hold_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", ""), models.Q(("file", ""), _negated=True), _connector="OR"
                        ),
                        name="retention_hold_names_its_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", True), ("number", ""), _connector="OR"
                        ),
                        name="retention_hold_one_scope",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("state", models.TextField()),
                ("edition", models.IntegerField(default=1)),
                ("as_of", models.DateField()),
                ("digest", models.TextField(blank=True, default="")),
                ("words", models.TextField(blank=True, default="")),
                ("office", models.TextField(blank=True, default="")),
                ("drafted_at", models.DateTimeField()),
                ("drafted_by", models.UUIDField()),
                ("drafted_by_name", models.TextField()),
                ("approved_at", models.DateTimeField(null=True)),
                ("approved_by", models.UUIDField(null=True)),
                ("approved_by_name", models.TextField(blank=True, default="")),
                ("approved_words", models.TextField(blank=True, default="")),
                ("job", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by_name", models.TextField(blank=True, default="")),
                ("reapplied_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "drafted_at"], name="retention_plan_state")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="retention_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "done"]), _negated=True),
                            ("approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="retention_approved",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.TextField()),
                ("title", models.TextField()),
                ("period", models.TextField()),
                ("source", models.TextField()),
                ("before", models.DateField()),
                ("due", models.IntegerField(default=0)),
                ("kept_back", models.IntegerField(default=0)),
                ("digest", models.TextField(blank=True, default="")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="retention.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "file"), name="retention_file_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.TextField()),
                ("item", models.TextField()),
                ("number", models.TextField(blank=True, default="")),
                ("ended_on", models.DateField()),
                ("kept_for", models.TextField(blank=True, default="")),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="retention.plan",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("erased_at__isnull", True), ("kept_for", "")),
                        fields=["plan", "file", "id"],
                        name="retention_item_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("erased_at__isnull", False)),
                        fields=["item"],
                        name="retention_item_erased",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("erased_at__isnull", False), models.Q(("number", ""), _negated=True)
                        ),
                        fields=["number"],
                        name="retention_number_erased",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "file", "item"), name="retention_item_once"
                    )
                ],
            },
        ),
    ]
