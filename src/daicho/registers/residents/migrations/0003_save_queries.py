"""The last search conditions of each member of staff (STD-2.1.1), and what the planner must know of open versions."""

import uuid

from django.db import migrations, models

# Without it the planner takes `upper(recorded) IS NULL` for one row in 200, when nearly all are open, and reads the
# whole of history for a common surname: 1.1 s against 0.24 s among 350,000 residents and 1.05 M versions.
STATISTICS = (
    "CREATE STATISTICS residents_version_known ON (upper(recorded)) FROM residents_version;",
    "DROP STATISTICS residents_version_known;",
)
PRIVATE = (
    "REVOKE ALL ON residents_savedquery FROM loader, auditor;",
    migrations.RunSQL.noop,
)


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
        migrations.RunSQL(*PRIVATE),
        migrations.RunSQL(*STATISTICS),
    ]
