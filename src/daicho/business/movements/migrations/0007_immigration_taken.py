"""市町村通知: when the gateway began to send one; from then on a cancelled 異動 no longer takes it back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("movements", "0006_disposal")]
    operations = [
        migrations.AddField(
            model_name="immigrationmessage",
            name="taken_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL("GRANT UPDATE (taken_at) ON movements_immigrationmessage TO app;", ""),
    ]
