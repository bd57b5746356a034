"""Surveys, their acts, and the addresses of other offices that differ."""

import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Survey",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("state", models.TextField()),
                ("edition", models.IntegerField(default=1)),
                ("origin", models.TextField()),
                ("origin_note", models.TextField(blank=True)),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("address", models.TextField()),
                ("due_on", models.DateField(null=True)),
                ("opened_on", models.DateField()),
                ("opened_by", models.UUIDField()),
                ("opened_by_name", models.TextField()),
                ("office", models.TextField(blank=True)),
                ("concluded_on", models.DateField(null=True)),
                ("ceased_on", models.DateField(null=True)),
                ("removal_case", models.UUIDField(null=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "changed_at"], name="surveys_survey_state"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["persons"], name="surveys_survey_persons"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mismatch",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("batch", models.UUIDField()),
                ("source", models.TextField()),
                ("atena_number", models.TextField()),
                ("person", models.UUIDField(null=True)),
                ("theirs", models.TextField()),
                ("ours", models.TextField(blank=True)),
                ("why", models.TextField()),
                ("found_at", models.DateTimeField()),
                ("found_by", models.UUIDField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.UUIDField(null=True)),
                ("settled_words", models.TextField(blank=True, default="")),
                (
                    "survey",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.survey",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["settled_at", "found_at"], name="surveys_mismatch_open")
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("action", models.TextField()),
                ("done_on", models.DateField()),
                ("until", models.DateField(null=True)),
                ("method", models.TextField(blank=True)),
                ("finding", models.TextField(blank=True)),
                ("who", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
                ("actor", models.UUIDField()),
                ("actor_name", models.TextField()),
                ("terminal", models.TextField(blank=True)),
                (
                    "survey",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="surveys.survey",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["survey", "at"], name="surveys_act_survey")],
            },
        ),
    ]
