"""The last message about a person is found without looking through all of them (整合性確認)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lines", "0003_body_erased")]
    operations = [
        migrations.AddIndex(
            model_name="sentmessage",
            index=models.Index(fields=["order_key", "-order_number"], name="lines_sent_last"),
        )
    ]
