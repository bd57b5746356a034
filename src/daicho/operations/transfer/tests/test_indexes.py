"""What a load takes down for its length stands again afterwards, word for word; and nobody else's notes are carried out."""

from __future__ import annotations

import pytest
from conftest import connect_as
from django.db import ProgrammingError, connection, transaction

from daicho.operations.postgres import Cluster
from daicho.operations.transfer.tests.conftest import Exported, taken_over
from daicho.registers.residents.commands.index_person import index_persons
from daicho.registers.residents.models import Person, SearchName, SearchPlace

_STANDING = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid::regclass::text LIKE 'residents%'
UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'residents%'
"""


def standing() -> set[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_STANDING)
        return set(cursor.fetchall())


def found_by() -> tuple[set[tuple[object, ...]], set[tuple[object, ...]]]:
    names = SearchName.objects.values_list(
        "person", "form", "name_key", "kana_key", "latest", "birth_on", "sex", "bigrams"
    )
    places = SearchPlace.objects.values_list(
        "person", "town_code", "banchi_key", "katagaki_key", "address_key", "latest", "bigrams"
    )
    return (
        {(*row, tuple(pairs)) for *row, pairs in names},
        {(*row, tuple(pairs)) for *row, pairs in places},
    )


def test_everything_stands_again_and_people_are_found_as_after_a_movement(
    town: Exported, empty: str, cluster: Cluster
) -> None:
    before = standing()
    taken_over(town)
    assert standing() == before
    loaded = found_by()
    connect_as(cluster, "app", empty)
    index_persons(Person.objects.values_list("key", flat=True))
    assert found_by() == loaded


@pytest.mark.usefixtures("empty")
def test_notes_of_somebody_else_are_not_carried_out() -> None:
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(
            "CREATE TEMP TABLE residents_load_later AS"
            " SELECT ''::text AS taken_down, 'GRANT migrator TO loader'::text AS built_again"
        )
        with pytest.raises(ProgrammingError, match="not the notes"), transaction.atomic():
            cursor.execute("SELECT residents_load_end()")


@pytest.mark.usefixtures("empty")
def test_the_notes_are_not_the_loaders_to_write() -> None:
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SELECT residents_load_begin()")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(
                "UPDATE residents_load_later SET built_again = 'GRANT migrator TO loader'"
            )
        cursor.execute("SELECT residents_load_end()")
