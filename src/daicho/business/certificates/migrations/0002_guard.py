"""What was issued stays as it was, but for being marked as spoiled."""

from django.db import migrations

GUARD = """
CREATE SEQUENCE certificates_issue_seq;
GRANT USAGE, SELECT ON certificates_issue_seq TO app;
REVOKE UPDATE, DELETE ON certificates_issue, certificates_certifier FROM app;
GRANT UPDATE (spoiled_at, spoiled_by, spoiled_reason) ON certificates_issue TO app;
"""


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_issues")]
    operations = [migrations.RunSQL(GUARD, "DROP SEQUENCE certificates_issue_seq;")]
