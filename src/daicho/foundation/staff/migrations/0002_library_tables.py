"""Tables of the framework that only a migration writes: the app reads them and no more."""

from django.db import migrations

TABLES = (
    "auth_group, auth_group_permissions, auth_permission, django_content_type, django_migrations"
)


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0001_staff"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunSQL(
            f"REVOKE INSERT, UPDATE, DELETE ON {TABLES} FROM app;",
            f"GRANT INSERT, UPDATE, DELETE ON {TABLES} TO app;",
        )
    ]
