"""A change of a number is decided by another person than who entered it; what is open is kept whole."""

from django.db import migrations, models

GRANTS = """
GRANT UPDATE (decided_at, decided_by, decided_by_name, decision_words) ON identity_numberchange TO app;
"""
NO_GRANTS = """
REVOKE UPDATE (decided_at, decided_by, decided_by_name, decision_words) ON identity_numberchange FROM app;
"""
DUE = """
CREATE OR REPLACE FUNCTION disposal_due_number_changes(before date)
RETURNS TABLE (item text, number text, ended_on date, persons uuid[], kept_for text) LANGUAGE sql STABLE AS $$
    SELECT c.key::text, '', (coalesce(c.settled_at, c.asked_at) AT TIME ZONE 'Asia/Tokyo')::date, ARRAY[c.person],
        CASE WHEN c.state IN (%s) THEN 'running' ELSE '' END
    FROM identity_numberchange c
    WHERE (coalesce(c.settled_at, c.asked_at) AT TIME ZONE 'Asia/Tokyo')::date < before
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_identity")]

    operations = [
        migrations.RemoveConstraint("numberchange", "identity_change_waits_once"),
        migrations.AlterField("numberchange", "state", models.TextField(default="asked")),
        migrations.AddField("numberchange", "decided_at", models.DateTimeField(null=True)),
        migrations.AddField("numberchange", "decided_by", models.UUIDField(null=True)),
        migrations.AddField(
            "numberchange", "decided_by_name", models.TextField(blank=True, default="")
        ),
        migrations.AddField(
            "numberchange", "decision_words", models.TextField(blank=True, default="")
        ),
        migrations.AddConstraint(
            "numberchange",
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(state__in=("asked", "waiting")),
                name="identity_change_waits_once",
            ),
        ),
        migrations.RunSQL(GRANTS + DUE % "'asked', 'waiting'", DUE % "'waiting'" + NO_GRANTS),
    ]
