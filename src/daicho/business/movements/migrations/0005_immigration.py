"""Notices of the Immigration Services Agency, and the messages to it. Neither is ever deleted."""

import uuid

from django.db import migrations, models

GUARD = """
REVOKE UPDATE, DELETE ON movements_immigrationnotice, movements_immigrationmessage FROM app;
GRANT UPDATE (person, matched_by, "case", dismissed_reason, settled_at, settled_by)
    ON movements_immigrationnotice TO app;
GRANT UPDATE (sent_at, withdrawn_at) ON movements_immigrationmessage TO app;
"""


class Migration(migrations.Migration):
    dependencies = [("movements", "0004_bulk")]
    operations = [
        migrations.CreateModel(
            name="ImmigrationNotice",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.TextField(unique=True)),
                ("noticed_on", models.DateField()),
                ("effect", models.TextField()),
                ("event_on", models.DateField()),
                ("ground", models.TextField(blank=True)),
                ("card_number", models.TextField(blank=True)),
                ("name", models.TextField()),
                ("birth", models.TextField()),
                ("sex", models.TextField(blank=True)),
                ("items", models.JSONField()),
                ("file_digest", models.TextField()),
                ("received_at", models.DateTimeField()),
                ("received_by", models.UUIDField()),
                ("person", models.UUIDField(null=True)),
                ("matched_by", models.TextField(blank=True)),
                ("case", models.UUIDField(null=True)),
                ("dismissed_reason", models.TextField(blank=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.UUIDField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["noticed_on", "number"],
                        name="movements_notice_waiting",
                        condition=models.Q(settled_at__isnull=True),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImmigrationMessage",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("case", models.UUIDField()),
                ("person", models.UUIDField()),
                ("movement", models.TextField()),
                ("reason", models.TextField()),
                ("message_class", models.TextField()),
                ("event_on", models.DateField()),
                ("due_on", models.DateField()),
                ("addressee", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["due_on", "id"],
                        name="movements_message_due",
                        condition=models.Q(sent_at__isnull=True, withdrawn_at__isnull=True),
                    ),
                    models.Index(fields=["case"], name="movements_message_case"),
                ],
            },
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
