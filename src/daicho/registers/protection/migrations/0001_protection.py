"""Suppressions, support measures in their editions, temporary lifts, and registrations for 本人通知."""

import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="MeasureEdition",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("measure", models.UUIDField(default=uuid.uuid4)),
                ("edition", models.IntegerField()),
                ("act", models.TextField()),
                ("facts", models.JSONField()),
                ("applicant", models.UUIDField()),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("ends_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("kept_at", models.DateTimeField()),
                ("kept_by", models.UUIDField()),
                ("kept_by_name", models.TextField()),
                ("replaced_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=["persons"],
                        name="protection_edition_persons",
                    ),
                    models.Index(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=["ends_on"],
                        name="protection_edition_ends",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("measure", "edition"), name="protection_edition_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("measure",),
                        name="protection_edition_open",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("replaced_at__isnull", True), ("ended_on__isnull", True)
                        ),
                        fields=("applicant",),
                        name="protection_one_open_measure",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeWish",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("person", models.UUIDField()),
                ("applied_on", models.DateField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("kept_at", models.DateTimeField()),
                ("kept_by", models.UUIDField()),
                ("kept_by_name", models.TextField()),
                ("ended_on", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("end_reason", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["ends_on"], name="protection_notice_ends")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="protection_notice_in_order",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        expressions=[
                            ("person", "="),
                            (
                                models.Func(
                                    models.F("starts_on"),
                                    models.F("ends_on"),
                                    models.Value("[]"),
                                    function="daterange",
                                    output_field=django.contrib.postgres.fields.ranges.DateRangeField(),
                                ),
                                "&&",
                            ),
                        ],
                        name="protection_notice_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("person", models.UUIDField(null=True)),
                ("household", models.TextField(blank=True)),
                ("movement", models.TextField()),
                ("certificate", models.TextField()),
                ("look_up", models.TextField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("reason", models.TextField()),
                ("set_at", models.DateTimeField()),
                ("set_by", models.UUIDField()),
                ("set_by_name", models.TextField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_by_name", models.TextField(blank=True)),
                ("end_reason", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["person"],
                        name="protection_suppr_person",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("ended_at__isnull", True), models.Q(("household", ""), _negated=True)
                        ),
                        fields=["household"],
                        name="protection_suppr_household",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("household", ""), ("person__isnull", False)),
                            models.Q(
                                ("person__isnull", True), models.Q(("household", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="protection_person_or_household",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("certificate__in", ["error", "alert", "none"]),
                            ("look_up__in", ["error", "alert", "none"]),
                            ("movement__in", ["error", "alert", "none"]),
                        ),
                        name="protection_known_levels",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TemporaryLift",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("process", models.TextField()),
                ("reason", models.TextField()),
                ("lifted_at", models.DateTimeField()),
                ("returns_at", models.DateTimeField()),
                ("lifted_by", models.UUIDField()),
                ("lifted_by_name", models.TextField()),
                ("returned_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["persons"], name="protection_lift_persons"
                    )
                ],
            },
        ),
    ]
