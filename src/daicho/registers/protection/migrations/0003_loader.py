"""An import brings suppressions, support measures and registrations for 本人通知: the loader may append them."""

from django.db import migrations

TABLES = "protection_suppression, protection_measureedition, protection_noticewish"


class Migration(migrations.Migration):
    dependencies = [("protection", "0002_guard")]
    operations = [
        migrations.RunSQL(
            f"GRANT SELECT, INSERT ON {TABLES} TO loader;"
            " GRANT USAGE ON SEQUENCE protection_measureedition_id_seq TO loader;",
            f"REVOKE ALL ON {TABLES} FROM loader;"
            " REVOKE ALL ON SEQUENCE protection_measureedition_id_seq FROM loader;",
        )
    ]
