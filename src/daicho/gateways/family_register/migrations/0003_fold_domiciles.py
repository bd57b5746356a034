"""本籍 are found by a key that does not tell 番地 from 番 or の; where two current 附票 would be one, each keeps its own."""

from collections.abc import Callable
from typing import Any

from django.db import migrations

from daicho.kernel.addresses import fold_place
from daicho.kernel.characters import search_fold_name


def fold(apps: Any, _schema_editor: Any) -> None:  # Any: what Django hands in
    _write(apps, fold_place)


def unfold(apps: Any, _schema_editor: Any) -> None:  # Any: what Django hands in
    _write(apps, search_fold_name)


def _write(apps: Any, key_of: Callable[[str], str]) -> None:  # Any: the registry of old models
    annexes = apps.get_model("family_register", "Annex").objects
    taken = set(annexes.filter(state="current").values_list("domicile_key", "head_key"))
    for row in annexes.only("key", "domicile", "domicile_key", "head_key", "state").iterator():
        key = (key_of(row.domicile), row.head_key)
        if key[0] == row.domicile_key or (row.state == "current" and key in taken):
            continue
        taken.add(key)
        annexes.filter(pk=row.pk).update(domicile_key=key[0])


class Migration(migrations.Migration):
    dependencies = [("family_register", "0002_disposal")]
    operations = [migrations.RunPython(fold, unfold)]
