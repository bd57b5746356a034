"""Cards, their certificates, events, notices, checks, openings and appointments: nothing deleted, history never changed."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

GUARD = """
REVOKE DELETE ON cards_card, cards_cardcertificate, cards_cardevent, cards_cardnotice, cards_cardcheck,
    cards_opening, cards_appointment FROM app;
REVOKE UPDATE ON cards_cardcertificate, cards_cardevent, cards_cardnotice, cards_cardcheck, cards_opening,
    cards_appointment FROM app;
GRANT UPDATE (revoked_on) ON cards_cardcertificate TO app;
GRANT UPDATE (message, outcome, problems, settled_at) ON cards_cardevent TO app;
GRANT UPDATE (state, why, sealed, card, settled_at, settled_by, settled_words) ON cards_cardnotice TO app;
GRANT UPDATE (capacity) ON cards_opening TO app;
GRANT UPDATE (state, ended_at, ended_by) ON cards_appointment TO app;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Card",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("person", models.UUIDField()),
                ("code_ref", models.UUIDField(null=True)),
                ("kind", models.TextField()),
                ("number", models.TextField(blank=True)),
                ("state", models.TextField()),
                ("edition", models.IntegerField(default=1)),
                ("valid_until", models.DateField(null=True)),
                ("face_card", models.BooleanField(default=False)),
                ("residence_card_number", models.TextField(blank=True)),
                ("arrived_on", models.DateField(null=True)),
                ("handed_on", models.DateField(null=True)),
                ("due", models.TextField(blank=True)),
                ("due_on", models.DateField(null=True)),
                ("due_reason", models.TextField(blank=True)),
                ("due_case", models.UUIDField(null=True)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "-made_at"], name="cards_of_person"),
                    models.Index(fields=["state", "arrived_on"], name="cards_state"),
                    models.Index(
                        condition=models.Q(("due", ""), _negated=True),
                        fields=["due", "due_on"],
                        name="cards_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("number",),
                        name="cards_number_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CardCheck",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("case", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("card_number", models.TextField()),
                ("code_hash", models.TextField(blank=True)),
                ("result", models.TextField()),
                ("actor", models.UUIDField()),
                ("actor_name", models.TextField()),
                ("terminal", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["case", "-id"], name="cards_check_case")],
            },
        ),
        migrations.CreateModel(
            name="CardNotice",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("notice_number", models.TextField(unique=True)),
                ("message", models.UUIDField()),
                ("notice", models.TextField()),
                ("card_number", models.TextField(blank=True)),
                ("occurred_on", models.DateField()),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("state", models.TextField()),
                ("why", models.TextField(blank=True)),
                ("sealed", models.BinaryField(null=True)),
                ("data_key", models.TextField(blank=True)),
                ("card", models.UUIDField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.UUIDField(null=True)),
                ("settled_words", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "received_at"], name="cards_notice_state")
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("office", models.TextField()),
                ("day", models.DateField()),
                ("from_time", models.TimeField()),
                ("until_time", models.TimeField()),
                ("capacity", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "day", "from_time"), name="cards_opening_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gte", 0)), name="cards_opening_capacity"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_time__gt", models.F("from_time"))),
                        name="cards_opening_forward",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CardCertificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("serial", models.TextField()),
                ("valid_until", models.DateField(null=True)),
                ("revoked_on", models.DateField(null=True)),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="cards.card",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_on__isnull", True)),
                        fields=("card", "kind"),
                        name="cards_certificate_one",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CardEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("action", models.TextField()),
                ("state_after", models.TextField()),
                ("by", models.TextField()),
                ("occurred_on", models.DateField()),
                ("reason", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
                ("facts", models.JSONField(default=dict)),
                ("event", models.TextField(blank=True)),
                ("content", models.JSONField(default=dict)),
                ("actor", models.UUIDField()),
                ("actor_name", models.TextField()),
                ("terminal", models.TextField(blank=True)),
                ("message", models.UUIDField(null=True)),
                ("outcome", models.TextField(blank=True)),
                ("problems", models.JSONField(default=list)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="cards.card",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["card", "-id"], name="cards_event_card"),
                    models.Index(
                        condition=models.Q(("message", None), _negated=True),
                        fields=["message"],
                        name="cards_event_message",
                    ),
                    models.Index(
                        condition=models.Q(
                            models.Q(("event", ""), _negated=True),
                            models.Q(("outcome", "accepted"), _negated=True),
                        ),
                        fields=["at"],
                        name="cards_event_untold",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("state", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="cards.card",
                    ),
                ),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="cards.opening",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "booked")),
                        fields=("card",),
                        name="cards_booked_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARD, ""),
    ]
