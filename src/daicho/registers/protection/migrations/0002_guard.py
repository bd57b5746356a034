"""What was set stays as it was: an end, a return, and the replacement of an edition are all that is added later."""

from django.db import migrations

GUARD = """
REVOKE UPDATE, DELETE ON protection_suppression, protection_temporarylift,
    protection_measureedition, protection_noticewish FROM app;
GRANT UPDATE (ended_at, ended_by, ended_by_name, end_reason) ON protection_suppression TO app;
GRANT UPDATE (returned_at) ON protection_temporarylift TO app;
GRANT UPDATE (replaced_at) ON protection_measureedition TO app;
GRANT UPDATE (ended_on, ended_at, ended_by, end_reason) ON protection_noticewish TO app;
"""


class Migration(migrations.Migration):
    dependencies = [("protection", "0001_protection")]
    operations = [migrations.RunSQL(GUARD, migrations.RunSQL.noop)]
