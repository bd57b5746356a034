"""Surveys are never deleted, their acts never changed; of a mismatch only what became of it is added."""

from django.db import migrations

GUARD = """
CREATE SEQUENCE surveys_survey_seq;
GRANT USAGE, SELECT ON surveys_survey_seq TO app;
REVOKE DELETE ON surveys_survey, surveys_surveyact, surveys_mismatch FROM app;
REVOKE UPDATE ON surveys_surveyact, surveys_mismatch FROM app;
GRANT UPDATE (settled_at, settled_by, settled_words, survey_id) ON surveys_mismatch TO app;
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_surveys")]
    operations = [migrations.RunSQL(GUARD, "DROP SEQUENCE surveys_survey_seq;")]
