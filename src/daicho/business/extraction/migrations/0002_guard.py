"""What was extracted, for whom, and who came out is never deleted or rewritten."""

from django.db import migrations

GUARD = """
CREATE SEQUENCE extraction_number_seq;
GRANT USAGE, SELECT ON extraction_number_seq TO app;
REVOKE DELETE ON extraction_composition, extraction_order, extraction_ordermember FROM app;
REVOKE UPDATE ON extraction_order, extraction_ordermember FROM app;
GRANT UPDATE (state, edition, decided_at, decided_by, decided_by_name, decided_words, job, made_at, expires_on, count,
    people, left_out, file_name, digest) ON extraction_order TO app;
"""
UNDO = """
DROP SEQUENCE extraction_number_seq;
"""


class Migration(migrations.Migration):
    dependencies = [("extraction", "0001_extraction")]
    operations = [migrations.RunSQL(GUARD, UNDO)]
