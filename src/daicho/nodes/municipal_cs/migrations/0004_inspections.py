"""Inspections of the log: written once, never changed."""

import uuid

from django.db import migrations, models

GUARD = "REVOKE DELETE, UPDATE ON municipal_cs_inspection FROM app;"


class Migration(migrations.Migration):
    dependencies = [("municipal_cs", "0003_reconcile")]
    operations = [
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("signed_at", models.DateTimeField()),
                ("signed_by", models.UUIDField()),
                ("signed_name", models.TextField()),
                ("is_clear", models.BooleanField()),
                ("words", models.TextField()),
                ("counts", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("since", "until"), name="cs_inspection_once"),
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="cs_inspection_in_order",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
