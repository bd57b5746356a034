"""The 異動 of a version and the person of a search row were indexed twice: a foreign key's own index does alone."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("residents", "0009_load_indexes")]
    operations = [
        migrations.RemoveIndex("version", "residents_version_change"),
        migrations.RemoveIndex("searchname", "residents_search_person"),
        migrations.RemoveIndex("searchplace", "residents_search_place_p"),
    ]
