"""附票 with their lines and entries, notices in and out, files handed over: never deleted by the app; of each only what became of it is added."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

GUARD = """
CREATE SEQUENCE family_register_seq;
GRANT USAGE ON SEQUENCE family_register_seq TO app;
REVOKE DELETE, UPDATE ON family_register_annex, family_register_annexline, family_register_annexentry,
    family_register_notice, family_register_told, family_register_handover FROM app;
GRANT UPDATE (state, closed_on, closed_words, closed_by_name, rewritten_from) ON family_register_annex TO app;
GRANT UPDATE (name_key, birth_on, code_lookup, ended_on, ended_words) ON family_register_annexline TO app;
GRANT UPDATE ("update", update_state, handover) ON family_register_annexentry TO app;
GRANT UPDATE (state, held_words, person, "case", settled_at, settled_by_name, settled_words)
    ON family_register_notice TO app;
GRANT UPDATE (state, municipality, message, sealed, data_key, settled_at, settled_by_name, settled_words)
    ON family_register_told TO app;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("made_by", models.UUIDField()),
                ("made_by_name", models.TextField()),
                ("entries", models.IntegerField()),
                ("digest", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Annex",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("domicile", models.TextField()),
                ("head", models.TextField()),
                ("domicile_key", models.TextField()),
                ("head_key", models.TextField()),
                ("state", models.TextField(default="current")),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                ("closed_words", models.TextField(blank=True, default="")),
                ("closed_by_name", models.TextField(blank=True, default="")),
                ("rewritten_from", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["domicile_key", "head_key"], name="family_register_place")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "current")),
                        fields=("domicile_key", "head_key"),
                        name="family_register_one_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnexLine",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("record_number", models.TextField(unique=True)),
                ("person", models.UUIDField(null=True)),
                ("name_key", models.TextField()),
                ("birth_on", models.TextField()),
                ("code_lookup", models.TextField(blank=True, default="")),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("ended_words", models.TextField(blank=True, default="")),
                (
                    "annex",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="family_register.annex",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AnnexEntry",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.IntegerField()),
                ("name", models.TextField()),
                ("name_kana", models.TextField(blank=True)),
                ("former_surname", models.TextField(blank=True)),
                ("former_surname_kana", models.TextField(blank=True)),
                ("birth_on", models.TextField()),
                ("sex", models.TextField(blank=True)),
                ("code_sealed", models.TextField(blank=True)),
                ("code_lookup", models.TextField(blank=True)),
                ("code_key", models.TextField(blank=True)),
                ("municipality", models.TextField(blank=True)),
                ("address", models.TextField(blank=True)),
                ("postal_code", models.TextField(blank=True)),
                ("address_since", models.TextField(blank=True)),
                ("overseas", models.TextField(blank=True)),
                ("reason", models.TextField()),
                ("event_on", models.TextField()),
                ("recorded_on", models.DateField()),
                ("basis", models.TextField()),
                ("source", models.TextField(blank=True)),
                ("case", models.UUIDField(null=True)),
                ("notice", models.UUIDField(null=True)),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("made_by_name", models.TextField()),
                ("update", models.UUIDField(null=True)),
                ("update_state", models.TextField(blank=True, default="")),
                ("handover", models.UUIDField(null=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="family_register.annexline",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("message", models.UUIDField(null=True)),
                ("thread", models.UUIDField(null=True)),
                ("kind", models.TextField()),
                ("number", models.TextField()),
                ("event", models.TextField(blank=True)),
                ("sender", models.TextField()),
                ("at", models.IntegerField()),
                ("sealed", models.BinaryField()),
                ("data_key", models.TextField()),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("received_by_name", models.TextField()),
                ("state", models.TextField()),
                ("held_words", models.TextField(blank=True, default="")),
                ("person", models.UUIDField(null=True)),
                ("case", models.UUIDField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by_name", models.TextField(blank=True, default="")),
                ("settled_words", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "held")),
                        fields=["received_at"],
                        name="family_register_notice_held",
                    ),
                    models.Index(fields=["-received_at"], name="family_register_notice_new"),
                    models.Index(fields=["message"], name="family_register_notice_of"),
                    models.Index(fields=["case"], name="family_register_notice_case"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("number", models.TextField(unique=True)),
                ("municipality", models.TextField(blank=True)),
                ("person", models.UUIDField(null=True)),
                ("case", models.UUIDField(null=True)),
                ("answers", models.UUIDField(null=True)),
                ("message", models.UUIDField(null=True)),
                ("sealed", models.BinaryField()),
                ("data_key", models.TextField()),
                ("state", models.TextField()),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by_name", models.TextField(blank=True, default="")),
                ("settled_words", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "unplaced")),
                        fields=["made_at"],
                        name="family_register_told_held",
                    ),
                    models.Index(fields=["-made_at"], name="family_register_told_new"),
                    models.Index(fields=["message"], name="family_register_told_message"),
                    models.Index(fields=["case"], name="family_register_told_case"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="annexline",
            index=models.Index(fields=["birth_on", "name_key"], name="family_register_person"),
        ),
        migrations.AddConstraint(
            model_name="annexline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", None), ("person__isnull", False)),
                fields=("person",),
                name="family_register_in_one_annex",
            ),
        ),
        migrations.AddIndex(
            model_name="annexentry",
            index=models.Index(
                condition=models.Q(("handover__isnull", True)),
                fields=["made_at"],
                name="family_register_not_handed",
            ),
        ),
        migrations.AddIndex(
            model_name="annexentry",
            index=models.Index(
                condition=models.Q(("update__isnull", False)),
                fields=["update"],
                name="family_register_update",
            ),
        ),
        migrations.AddConstraint(
            model_name="annexentry",
            constraint=models.UniqueConstraint(
                fields=("line", "number"), name="family_register_entry_number"
            ),
        ),
        migrations.RunSQL(GUARD, "DROP SEQUENCE family_register_seq;"),
    ]
