"""Applications to inspect, lists and their members, visits, and requests to be left out."""

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
            name="Application",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("state", models.TextField()),
                ("edition", models.IntegerField(default=1)),
                ("ground", models.TextField()),
                ("applicant", models.TextField()),
                ("paper", models.JSONField()),
                ("received_on", models.DateField()),
                ("received_by", models.UUIDField()),
                ("received_by_name", models.TextField()),
                ("office", models.TextField(blank=True)),
                ("approved_on", models.DateField(null=True)),
                ("refusal", models.TextField(blank=True, default="")),
                ("fee_yen", models.IntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "changed_at"], name="inspection_app_state")
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("kind", models.TextField()),
                ("state", models.TextField()),
                ("edition", models.IntegerField(default=1)),
                ("purpose", models.TextField()),
                ("basis", models.TextField()),
                ("recipient", models.TextField(blank=True)),
                ("condition", models.JSONField()),
                ("params", models.JSONField(default=dict)),
                ("day", models.DateField()),
                ("seed", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                ("asked_by_name", models.TextField()),
                ("office", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.TextField(blank=True, default="")),
                ("decided_words", models.TextField(blank=True, default="")),
                ("made_at", models.DateTimeField(null=True)),
                ("made_by", models.UUIDField(null=True)),
                ("expires_on", models.DateField(null=True)),
                ("count", models.IntegerField(default=0)),
                ("left_out", models.IntegerField(default=0)),
                ("opted_out", models.IntegerField(default=0)),
                ("withheld", models.IntegerField(default=0)),
                ("digest", models.TextField(blank=True, default="")),
                ("disposed_on", models.DateField(null=True)),
                ("disposed_at", models.DateTimeField(null=True)),
                ("disposed_by", models.UUIDField(null=True)),
                ("disposed_by_name", models.TextField(blank=True, default="")),
                ("disposal_method", models.TextField(blank=True, default="")),
                ("disposal_witness", models.TextField(blank=True, default="")),
                ("receipt_number", models.TextField(blank=True, default="")),
                (
                    "application",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspection.application",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ListingMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField()),
                ("person", models.UUIDField()),
                ("version", models.UUIDField()),
                ("town_code", models.TextField(blank=True)),
                ("withheld", models.BooleanField(default=False)),
                ("notes", models.JSONField(default=dict)),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspection.listing",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OptOut",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("person", models.UUIDField()),
                ("filed_on", models.DateField()),
                ("filed_by", models.TextField()),
                ("filer_name", models.TextField(blank=True)),
                ("identity_documents", models.JSONField(default=list)),
                ("words", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                ("received_by", models.UUIDField()),
                ("received_by_name", models.TextField()),
                ("cancelled_on", models.DateField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancelled_by", models.UUIDField(null=True)),
                ("cancelled_words", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [models.Index(fields=["filed_on"], name="inspection_opt_out_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at__isnull", True)),
                        fields=("person",),
                        name="inspection_opted_out_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("inspector", models.TextField()),
                (
                    "identity_documents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("inspected_on", models.DateField()),
                ("begun", models.TextField(blank=True)),
                ("ended", models.TextField(blank=True)),
                (
                    "pages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), size=None
                    ),
                ),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None
                    ),
                ),
                ("towns", models.JSONField()),
                ("unfit", models.IntegerField(default=0)),
                ("copied", models.IntegerField()),
                ("attendant", models.TextField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("recorded_by_name", models.TextField()),
                ("terminal", models.TextField(blank=True)),
                ("struck_at", models.DateTimeField(null=True)),
                ("struck_by", models.UUIDField(null=True)),
                ("struck_words", models.TextField(blank=True, default="")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspection.application",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspection.listing",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApplicationAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("action", models.TextField()),
                ("words", models.TextField(blank=True)),
                ("paper", models.JSONField(null=True)),
                ("actor", models.UUIDField()),
                ("actor_name", models.TextField()),
                ("terminal", models.TextField(blank=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="inspection.application",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["application", "at"], name="inspection_act_app")],
            },
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["kind", "asked_at"], name="inspection_listing_kind"),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["state", "expires_on"], name="inspection_listing_state"),
        ),
        migrations.AddIndex(
            model_name="listingmember",
            index=models.Index(fields=["person"], name="inspection_member_person"),
        ),
        migrations.AddConstraint(
            model_name="listingmember",
            constraint=models.UniqueConstraint(
                fields=("listing", "position"), name="inspection_one_line_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="listingmember",
            constraint=models.UniqueConstraint(
                fields=("listing", "person"), name="inspection_listed_once"
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["application", "recorded_at"], name="inspection_visit_app"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["inspected_on"], name="inspection_visit_day"),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["persons"], name="inspection_visit_persons"
            ),
        ),
    ]
