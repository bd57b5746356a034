"""A 職務代理者 is entered ahead with the day from which they act no more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certificates", "0003_notices")]
    operations = [migrations.AddField("certifier", "valid_until", models.DateField(null=True))]
