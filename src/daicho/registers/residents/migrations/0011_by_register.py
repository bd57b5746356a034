"""Residents are found by the head of their family register (本籍・筆頭者, FAM-010)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("residents", "0010_drop_second_indexes")]
    operations = [
        migrations.AddIndex(
            model_name="version",
            index=models.Index(
                condition=models.Q(
                    ("recorded__endswith__isnull", True),
                    models.Q(("family_register_head", ""), _negated=True),
                ),
                fields=["family_register_head"],
                name="residents_version_register",
            ),
        ),
    ]
