"""An import brings the rows of the code tables, closed ones too: the loader may append them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("code_tables", "0001_rows")]
    operations = [
        migrations.RunSQL(
            "GRANT SELECT, INSERT ON code_tables_coderow TO loader;",
            "REVOKE ALL ON code_tables_coderow FROM loader;",
        )
    ]
