"""Movements that wait for a 個人番号, and received 転出証明書情報: never deleted; of each only what became of it is added."""

import uuid

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

GUARD = """
REVOKE DELETE, UPDATE ON jukinet_awaitingnumber, jukinet_receivedcertificate FROM app;
GRANT UPDATE (told_at) ON jukinet_awaitingnumber TO app;
GRANT UPDATE ("case", quoted_at, sealed, code_hashes, erased_at) ON jukinet_receivedcertificate TO app;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="AwaitingNumber",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person", models.UUIDField()),
                ("case", models.UUIDField()),
                (
                    "made_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("told_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("told_at__isnull", True)),
                        fields=["person", "id"],
                        name="jukinet_awaiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "case"), name="jukinet_awaits_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceivedCertificate",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("reference", models.TextField()),
                ("origin", models.TextField()),
                ("move_out_on", models.DateField()),
                ("people", models.IntegerField()),
                (
                    "code_hashes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None
                    ),
                ),
                ("sealed", models.BinaryField(null=True)),
                ("data_key", models.TextField()),
                (
                    "received_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("case", models.UUIDField(null=True)),
                ("quoted_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-received_at"], name="jukinet_certificate_newest")
                ],
            },
        ),
        migrations.RunSQL(GUARD, ""),
    ]
