"""Requests and their acts, the books of the mail desk, inquiries, calls."""

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
            name="Inquiry",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("state", models.TextField()),
                ("edition", models.IntegerField(default=1)),
                ("received_on", models.DateField()),
                ("opened_by", models.UUIDField()),
                ("opened_by_name", models.TextField()),
                ("office", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField()),
                ("agency", models.TextField()),
                ("agency_address", models.TextField()),
                ("officer", models.TextField(blank=True)),
                ("their_number", models.TextField()),
                ("their_date", models.DateField(null=True)),
                ("basis", models.TextField()),
                ("reason", models.TextField()),
                ("words", models.TextField(blank=True)),
                (
                    "seen",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("stated_name", models.TextField()),
                ("stated_birth", models.TextField(blank=True)),
                ("stated_address", models.TextField(blank=True)),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                (
                    "records",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("our_number", models.TextField(blank=True, default="")),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.TextField(blank=True, default="")),
                ("decided_words", models.TextField(blank=True, default="")),
                ("answer_key", models.UUIDField(null=True)),
                ("answered_on", models.DateField(null=True)),
                ("issue", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "changed_at"], name="requests_inquiry_state"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["persons"], name="requests_inquiry_persons"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("opened_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="requests_inquiry_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["approved", "answered", "declined"]), _negated=True
                            ),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="requests_inquiry_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("state", models.TextField()),
                ("held_from", models.TextField(blank=True, default="")),
                ("edition", models.IntegerField(default=1)),
                ("channel", models.TextField()),
                ("received_on", models.DateField()),
                ("received_at", models.DateTimeField()),
                ("received_by", models.UUIDField()),
                ("received_by_name", models.TextField()),
                ("office", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField()),
                ("requester", models.TextField()),
                ("requester_name", models.TextField()),
                ("requester_address", models.TextField(blank=True)),
                ("telephone", models.TextField(blank=True)),
                ("agency", models.TextField(blank=True)),
                ("document_number", models.TextField(blank=True)),
                ("form_number", models.TextField(blank=True)),
                ("client", models.TextField(blank=True)),
                ("submit_to", models.TextField(blank=True)),
                ("ground", models.TextField(blank=True)),
                ("form", models.TextField()),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("copies", models.SmallIntegerField()),
                ("by_post", models.BooleanField(default=False)),
                ("stated_name", models.TextField()),
                ("stated_birth", models.TextField(blank=True)),
                ("stated_address", models.TextField(blank=True)),
                ("called_number", models.TextField(blank=True)),
                (
                    "proofs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                (
                    "documents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("requester_person", models.UUIDField(null=True)),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                (
                    "records",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                (
                    "confirmed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("identified", models.BooleanField(default=False)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_by_name", models.TextField(blank=True, default="")),
                ("refusal", models.TextField(blank=True, default="")),
                ("issue_key", models.UUIDField(null=True)),
                ("case", models.UUIDField(null=True)),
                ("due_on", models.DateField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["received_on", "number"], name="requests_request_day"),
                    models.Index(fields=["state", "changed_at"], name="requests_request_state"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["persons"], name="requests_request_persons"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InquiryAct",
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
                ("actor", models.UUIDField()),
                ("actor_name", models.TextField()),
                ("terminal", models.TextField(blank=True)),
                (
                    "inquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.inquiry",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["inquiry", "at"], name="requests_inquiry_act")],
            },
        ),
        migrations.CreateModel(
            name="MoneyOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.TextField()),
                ("yen", models.IntegerField()),
                ("issued_on", models.DateField(null=True)),
                ("taken_at", models.DateTimeField()),
                ("taken_by", models.UUIDField()),
                ("taken_by_name", models.TextField()),
                ("returned_at", models.DateTimeField(null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.request",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("number",), name="requests_money_order_once"),
                    models.CheckConstraint(
                        condition=models.Q(("yen__gt", 0)), name="requests_money_order_has_face"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_on", models.DateField()),
                ("sent_at", models.DateTimeField()),
                ("method", models.TextField()),
                ("tracking", models.TextField(blank=True)),
                ("destination", models.TextField()),
                ("to_name", models.TextField()),
                ("to_address", models.TextField()),
                ("sheets", models.SmallIntegerField(default=0)),
                ("change_yen", models.IntegerField(default=0)),
                ("notes_returned", models.SmallIntegerField(default=0)),
                ("sent_by", models.UUIDField()),
                ("sent_by_name", models.TextField()),
                ("terminal", models.TextField(blank=True)),
                ("came_back_on", models.DateField(null=True)),
                ("came_back_why", models.TextField(blank=True, default="")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.request",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sent_on", "id"], name="requests_dispatch_day")],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("topic", models.TextField()),
                ("caller", models.TextField(blank=True)),
                (
                    "persons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                (
                    "fitting",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("answered", models.BooleanField()),
                ("told", models.TextField()),
                ("why", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
                ("actor", models.UUIDField()),
                ("actor_name", models.TextField()),
                ("terminal", models.TextField(blank=True)),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.request",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="requests_call_at")],
            },
        ),
        migrations.CreateModel(
            name="RequestAct",
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
                ("facts", models.JSONField(default=dict)),
                ("actor", models.UUIDField()),
                ("actor_name", models.TextField()),
                ("terminal", models.TextField(blank=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests.request",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["request", "at"], name="requests_act_request")],
            },
        ),
    ]
