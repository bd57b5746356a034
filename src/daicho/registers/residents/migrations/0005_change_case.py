"""A case may make several changes: each change names its case. Earlier ones were made one by one, under the case's key."""

from django.db import migrations, models

FILL = """
ALTER TABLE residents_change DISABLE TRIGGER residents_change_no_update;
UPDATE residents_change SET "case" = key;
ALTER TABLE residents_change ENABLE TRIGGER residents_change_no_update;
"""


class Migration(migrations.Migration):
    # The column is filled before it may no longer be empty: both in one transaction would wait for its triggers.
    atomic = False
    dependencies = [("residents", "0004_card_index")]
    operations = [
        migrations.AddField("change", "case", models.UUIDField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("change", "case", models.UUIDField()),
        migrations.AddIndex("change", models.Index(fields=["case"], name="residents_change_case")),
    ]
