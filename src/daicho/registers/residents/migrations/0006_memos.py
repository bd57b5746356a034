"""Memos: appended like all history, so that a changed or deleted one can still be read (STD-1.1.15)."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

GUARD = """
CREATE TRIGGER residents_memoline_no_update BEFORE UPDATE ON residents_memoline
    FOR EACH ROW EXECUTE FUNCTION residents_refuse_change();
CREATE TRIGGER residents_memoline_no_delete BEFORE DELETE ON residents_memoline
    FOR EACH ROW EXECUTE FUNCTION residents_refuse_change();
CREATE TRIGGER residents_memoline_no_truncate BEFORE TRUNCATE ON residents_memoline
    FOR EACH STATEMENT EXECUTE FUNCTION residents_refuse_change();
REVOKE ALL ON residents_memoline FROM app, loader, auditor;
GRANT SELECT, INSERT ON residents_memoline TO app;
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0005_change_case")]
    operations = [
        migrations.CreateModel(
            name="MemoLine",
            fields=[
                ("key", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("memo", models.UUIDField()),
                ("edition", models.SmallIntegerField()),
                ("text", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
                ("written_by", models.UUIDField()),
                ("written_by_login", models.TextField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="residents.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "memo"], name="residents_memo_person")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("memo", "edition"), name="residents_memo_edition"
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
