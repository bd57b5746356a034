"""Compositions, orders and their members."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Composition",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("title", models.TextField(blank=True)),
                ("edition", models.IntegerField(default=1)),
                ("query", models.JSONField()),
                ("asked", models.JSONField(null=True)),
                ("shared", models.BooleanField(default=False)),
                ("owner", models.UUIDField()),
                ("owner_name", models.TextField()),
                ("office", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner", "-changed_at"], name="extraction_own"),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", True), ("shared", True)),
                        fields=["office", "-changed_at"],
                        name="extraction_shared",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("state", models.TextField()),
                ("edition", models.IntegerField(default=1)),
                ("title", models.TextField()),
                ("source", models.TextField()),
                ("query", models.JSONField()),
                ("words", models.TextField()),
                ("purpose", models.TextField()),
                ("basis", models.TextField()),
                ("basis_words", models.TextField()),
                ("form", models.TextField()),
                ("recipient_key", models.TextField(blank=True, default="")),
                ("composition", models.UUIDField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.TextField()),
                ("office", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.TextField(blank=True, default="")),
                ("decided_words", models.TextField(blank=True, default="")),
                ("job", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField(null=True)),
                ("expires_on", models.DateField(null=True)),
                ("count", models.BigIntegerField(default=0)),
                ("people", models.BigIntegerField(default=0)),
                ("left_out", models.BigIntegerField(default=0)),
                ("file_name", models.TextField(blank=True, default="")),
                ("digest", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "-asked_at"], name="extraction_order_state"),
                    models.Index(fields=["asked_by", "-asked_at"], name="extraction_order_own"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.UUIDField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="extraction.order",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person"], name="extraction_member_person")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("order", "person"), name="extraction_listed_once"
                    )
                ],
            },
        ),
    ]
