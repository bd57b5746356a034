"""An import brings memos with their residents (STD-1.1.15): the loader may append them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("residents", "0006_memos")]
    operations = [
        migrations.RunSQL(
            "GRANT SELECT, INSERT ON residents_memoline TO loader;",
            "REVOKE ALL ON residents_memoline FROM loader;",
        )
    ]
