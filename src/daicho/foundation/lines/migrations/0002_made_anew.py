"""A refused or stopped message remembers the one that was made anew in its place."""

from django.db import migrations, models

GUARD = "GRANT UPDATE (made_anew) ON lines_sentmessage TO app"
UNGUARD = "REVOKE UPDATE (made_anew) ON lines_sentmessage FROM app"


class Migration(migrations.Migration):
    dependencies = [("lines", "0001_lines")]
    operations = [
        migrations.AddField("sentmessage", "made_anew", models.UUIDField(null=True)),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
