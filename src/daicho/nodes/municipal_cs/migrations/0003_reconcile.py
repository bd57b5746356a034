"""In which block of 整合性確認 each 住民票コード stands, as keyed hashes; written once."""

from django.db import migrations, models

GUARD = "REVOKE DELETE, UPDATE ON municipal_cs_codeblock FROM app;"


class Migration(migrations.Migration):
    dependencies = [("municipal_cs", "0002_guard")]
    operations = [
        migrations.CreateModel(
            name="CodeBlock",
            fields=[
                ("code", models.UUIDField(primary_key=True, serialize=False)),
                ("mark", models.BinaryField()),
            ],
            options={"indexes": [models.Index(fields=["mark"], name="cs_code_block")]},
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
