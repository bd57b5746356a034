"""本人確認情報 with its history, what was not taken in, requests for numbers, certificates, messages handed on, 送付先情報."""

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
            name="DispatchPayload",
            fields=[
                ("dispatch", models.UUIDField(primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("data_key", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="MediumOutput",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("what", models.TextField()),
                ("basis", models.TextField()),
                ("at", models.DateTimeField()),
                ("staff", models.UUIDField()),
                ("staff_name", models.TextField()),
                ("terminal", models.TextField()),
                ("households", models.IntegerField()),
                ("people", models.IntegerField()),
                ("digest", models.TextField()),
                ("dispatches", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("message", models.UUIDField(unique=True)),
                ("thread", models.UUIDField()),
                ("way", models.TextField()),
                ("origin", models.TextField()),
                ("destination", models.TextField()),
                ("reference", models.TextField(blank=True)),
                ("move_out_on", models.TextField()),
                ("people", models.IntegerField()),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("sealed", models.BinaryField(null=True)),
                ("data_key", models.TextField()),
                ("kept_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["way", "kept_at"], name="cs_certificate_way"),
                    models.Index(fields=["thread"], name="cs_certificate_thread"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["codes"], name="cs_certificate_codes"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("message", models.UUIDField(unique=True)),
                ("thread", models.UUIDField()),
                ("layout", models.TextField()),
                ("basis", models.TextField()),
                ("households", models.IntegerField()),
                ("people", models.IntegerField()),
                ("digest", models.TextField()),
                ("state", models.TextField()),
                ("way", models.TextField(blank=True)),
                ("sent", models.UUIDField(null=True)),
                ("received_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("provided_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                ("problems", models.JSONField(default=list)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "received_at"], name="cs_dispatch_state")
                ],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("what", models.TextField()),
                ("count", models.IntegerField()),
                ("kept_days", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="cs_erasure_at")],
            },
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("code", models.UUIDField(unique=True)),
                ("former_code", models.UUIDField(null=True)),
                ("number", models.UUIDField(null=True, unique=True)),
                ("layout", models.TextField()),
                ("items", models.JSONField()),
                ("standing", models.TextField()),
                ("sequence", models.IntegerField()),
                ("abnormal_sequence", models.IntegerField(default=0)),
                ("forbidden", models.BooleanField(default=False)),
                ("expected", models.BooleanField(default=False)),
                ("exclusive", models.BooleanField(default=False)),
                ("gaiji", models.BooleanField(default=False)),
                ("stamped_at", models.DateTimeField()),
                ("name_folded", models.TextField()),
                ("seion", models.TextField(blank=True)),
                ("birth", models.TextField()),
                ("sex", models.TextField()),
                ("address_folded", models.TextField()),
                ("edition", models.IntegerField(default=1)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["name_folded", "birth"], name="cs_identity_name"),
                    models.Index(fields=["seion", "birth"], name="cs_identity_seion"),
                    models.Index(fields=["birth"], name="cs_identity_birth"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            models.F("address_folded"), "gin_trgm_ops"
                        ),
                        name="cs_identity_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberRequest",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("message", models.UUIDField(unique=True)),
                ("thread", models.UUIDField(unique=True)),
                ("code", models.UUIDField()),
                ("former_number", models.UUIDField(null=True)),
                ("reason", models.TextField()),
                ("state", models.TextField(default="waiting")),
                ("asked_at", models.DateTimeField()),
                ("asked_last_at", models.DateTimeField()),
                ("asked_times", models.IntegerField(default=1)),
                ("number", models.UUIDField(null=True)),
                ("assigned_at", models.DateTimeField(null=True)),
                ("problems", models.JSONField(default=list)),
                ("edition", models.IntegerField(default=1)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "asked_at"], name="cs_numbers_state"),
                    models.Index(fields=["code"], name="cs_numbers_code"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("way", models.TextField()),
                ("message", models.UUIDField(unique=True)),
                ("sent", models.UUIDField(null=True)),
                ("thread", models.UUIDField()),
                ("sender", models.TextField()),
                ("receiver", models.TextField()),
                ("at", models.DateTimeField()),
                ("state", models.TextField(default="waiting")),
                ("settled_at", models.DateTimeField(null=True)),
                ("problems", models.JSONField(default=list)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["way", "at"], name="cs_passage_way"),
                    models.Index(fields=["state", "at"], name="cs_passage_state"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rejection",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("at_whom", models.TextField()),
                ("message", models.UUIDField()),
                ("thread", models.UUIDField()),
                ("identity", models.UUIDField(null=True)),
                ("sequence", models.IntegerField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("event_on", models.TextField(blank=True)),
                ("problems", models.JSONField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.UUIDField(null=True)),
                ("settled_name", models.TextField(blank=True, default="")),
                ("settled_words", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [models.Index(fields=["settled_at", "at"], name="cs_rejection_open")],
            },
        ),
        migrations.CreateModel(
            name="DispatchPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.BinaryField()),
                ("freed", models.BooleanField(default=False)),
                (
                    "dispatch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="municipal_cs.dispatch",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("freed", False)),
                        fields=("mark",),
                        name="cs_dispatched_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IdentityVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("sequence", models.IntegerField()),
                ("message", models.UUIDField(unique=True)),
                ("thread", models.UUIDField()),
                ("layout", models.TextField()),
                ("items", models.JSONField()),
                ("code", models.UUIDField()),
                ("number", models.UUIDField(null=True)),
                ("former_code", models.UUIDField(null=True)),
                ("reason", models.TextField()),
                ("standing", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("sent", models.UUIDField(null=True)),
                ("told", models.TextField(default="waiting")),
                ("told_problems", models.JSONField(default=list)),
                (
                    "identity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="municipal_cs.identity",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["written_at", "reason"], name="cs_version_written"),
                    models.Index(fields=["code"], name="cs_version_code"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("identity", "sequence"), name="cs_version_once")
                ],
            },
        ),
    ]
