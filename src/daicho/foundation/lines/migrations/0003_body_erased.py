"""A body may be emptied when its period is over; when it was stays beside its digest and signature."""

from django.db import migrations, models

GUARD = """
GRANT UPDATE (sealed, key_id, erased_at) ON lines_sentmessage, lines_receivedmessage TO app;
"""
UNDO = """
REVOKE UPDATE (sealed, key_id, erased_at) ON lines_sentmessage, lines_receivedmessage FROM app;
"""


class Migration(migrations.Migration):
    dependencies = [("lines", "0002_made_anew")]
    operations = [
        migrations.AddField("sentmessage", "erased_at", models.DateTimeField(null=True)),
        migrations.AddField("receivedmessage", "erased_at", models.DateTimeField(null=True)),
        migrations.RunSQL(GUARD, UNDO),
    ]
