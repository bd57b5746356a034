"""The last search conditions of each member of staff (STD-2.1.1). The loader and the auditor have no part in them."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0002_guard")]
    operations = [
        migrations.CreateModel(
            name="SavedQuery",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("staff_key", models.UUIDField()),
                ("conditions", models.JSONField()),
                ("used_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["staff_key", "-used_at"], name="residents_saved_query_mine"
                    )
                ],
            },
        ),
    ]
