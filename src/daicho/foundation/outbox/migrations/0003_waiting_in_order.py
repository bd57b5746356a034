"""The index of what waits follows the order in which it is delivered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_disposal")]

    operations = [
        migrations.RemoveIndex("message", "outbox_waiting"),
        migrations.AddIndex(
            "message",
            models.Index(
                fields=["id"],
                name="outbox_waiting",
                condition=models.Q(delivered_at__isnull=True),
            ),
        ),
    ]
