"""Cases are never deleted; the numbers they are received under come from one counter."""

from django.db import migrations

GUARD = """
CREATE SEQUENCE movements_case_seq;
GRANT USAGE, SELECT ON movements_case_seq TO app;
REVOKE DELETE ON movements_case, movements_casestep FROM app;
REVOKE UPDATE ON movements_casestep FROM app;
"""


class Migration(migrations.Migration):
    dependencies = [("movements", "0001_cases")]
    operations = [migrations.RunSQL(GUARD, "DROP SEQUENCE movements_case_seq;")]
