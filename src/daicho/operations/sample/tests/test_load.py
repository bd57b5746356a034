"""The bulk load of a sample town: as the role `loader`, all or nothing, and under every constraint afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from conftest import connect_as
from django.db import IntegrityError, connection, transaction
from psycopg.types.range import Range

from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.access import system_access
from daicho.foundation.vault.public import NumberKind, find, ring
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Conflict, Refused
from daicho.operations.postgres import Cluster
from daicho.operations.sample.making import make, sealing
from daicho.operations.sample.numbers import individual_number
from daicho.operations.sample.town import TownPlan, make_chunk
from daicho.registers.residents.commands.index_person import index_persons
from daicho.registers.residents.commands.numbers import next_atena_number, next_household_number
from daicho.registers.residents.load import (
    Prepared,
    digest_of_register,
    load,
    next_free_numbers,
    prepare,
)
from daicho.registers.residents.models import Person, SearchName, SearchPlace, Version

AS_OF = date(2026, 11, 20)
PLAN = TownPlan(residents=500, seed=5, town="072010", as_of=AS_OF)
SOURCE = "test"
EXCLUSIONS = {"residents_one_truth_per_record", "residents_present_once", "residents_one_head"}


@pytest.fixture
def loader(cluster: Cluster, fresh_database: str) -> Access:
    """An empty register, connected to as `loader`."""
    connect_as(cluster, "loader", fresh_database)
    return system_access(Purpose.BATCH, job="load")


@pytest.fixture(scope="module")
def town() -> list[Prepared]:
    return []


@pytest.fixture
def batches(town: list[Prepared], loader: Access) -> list[Prepared]:
    """The town, prepared once for all tests."""
    del loader
    if not town:
        town.extend(make(PLAN, processes=1))
    return town


def _exclusions() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint"
            " WHERE conrelid = 'residents_version'::regclass AND contype = 'x'"
        )
        return {row[0] for row in cursor.fetchall()}


def test_a_town_is_loaded_as_the_loader(
    loader: Access, batches: list[Prepared], cluster: Cluster, fresh_database: str
) -> None:
    done = load(loader, batches, source=SOURCE)
    assert _exclusions() == EXCLUSIONS
    assert Version.objects.count() == done.counts["residents_version"] > 2000
    present = Version.objects.filter(
        recorded__endswith__isnull=True, status="present", valid__contains=AS_OF
    )
    assert present.count() == PLAN.residents
    people = set(Person.objects.values_list("key", flat=True))
    assert set(SearchName.objects.values_list("person_id", flat=True)) == people
    assert set(SearchPlace.objects.values_list("person_id", flat=True)) == people
    first, last = batches[1].first_atena_number, batches[-1].last_atena_number
    again = digest_of_register(first_atena_number=first, last_atena_number=last)
    assert again == done.digest
    connect_as(cluster, "auditor", fresh_database)
    entry = Entry.objects.get()
    assert (entry.kind, entry.outcome) == ("residents.loaded", "done")
    assert done.digest in entry.body
    assert f'"count":{done.counts["residents_version"]}' in entry.body


def test_the_app_goes_on_where_the_load_ended(
    loader: Access, batches: list[Prepared], cluster: Cluster, fresh_database: str
) -> None:
    load(loader, batches, source=SOURCE)
    free = next_free_numbers()
    connect_as(cluster, "app", fresh_database)
    numbers = set(Person.objects.values_list("atena_number", flat=True))
    assert int(max(numbers)[:-1]) + 1 == free[0]
    assert next_atena_number() > max(numbers)
    assert next_household_number()
    found = find(NumberKind.INDIVIDUAL, individual_number(PLAN.seed, int(min(numbers)[:-1])))
    assert Version.objects.filter(
        person__atena_number=min(numbers), individual_number_ref=found
    ).exists()


def test_search_rows_are_those_that_a_change_would_make(
    loader: Access, batches: list[Prepared], cluster: Cluster, fresh_database: str
) -> None:
    load(loader, batches, source=SOURCE)
    before = _search_rows()
    connect_as(cluster, "app", fresh_database)
    index_persons(Person.objects.values_list("key", flat=True))
    assert _search_rows() == before


def _search_rows() -> set[tuple[object, ...]]:
    names = SearchName.objects.values_list(
        "person_id", "form", "name_key", "kana_key", "bigrams", "latest", "birth_on", "sex"
    )
    places = SearchPlace.objects.values_list(
        "person_id",
        "town_code",
        "banchi_key",
        "katagaki_key",
        "address_key",
        "bigrams",
        "latest",
    )
    rows: list[tuple[object, ...]] = [*names, *places]
    return {tuple(tuple(v) if isinstance(v, list) else v for v in row) for row in rows}


def test_the_constraints_that_were_built_again_refuse(
    loader: Access, batches: list[Prepared]
) -> None:
    load(loader, batches, source=SOURCE)
    row = Version.objects.filter(
        recorded__endswith__isnull=True, status="present", relationship_to_head="世帯主"
    ).first()
    assert row is not None
    row.key, row.valid, row.history_number = uuid4(), Range(AS_OF, None), 99
    with pytest.raises(IntegrityError, match="residents_"), transaction.atomic():
        row.save(force_insert=True)


def test_a_register_in_use_is_not_loaded_into_unless_told(
    loader: Access, batches: list[Prepared]
) -> None:
    load(loader, batches, source=SOURCE)
    with pytest.raises(Conflict) as refused:
        load(loader, batches, source=SOURCE)
    assert refused.value.reason_code == "residents.load_into_used"
    more = replace(PLAN, residents=20, first_atena=10**6, first_household=10**6)
    load(loader, make(more, processes=1), source=SOURCE, into_used=True)
    assert next_free_numbers()[0] > 10**6
    assert _exclusions() == EXCLUSIONS


def test_nothing_is_left_when_it_breaks_off(loader: Access, batches: list[Prepared]) -> None:
    def broken() -> Iterator[Prepared]:
        yield from batches
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(loader, broken(), source=SOURCE)
    assert not Person.objects.exists()
    assert _exclusions() == EXCLUSIONS


def test_two_heads_are_refused_when_the_constraints_come_back(
    loader: Access, batches: list[Prepared]
) -> None:
    del batches
    chunk = make_chunk(replace(PLAN, residents=30), 0)
    number = next(
        v.held.particulars.household_number
        for v in chunk.versions
        if v.recorded_until is None and v.held.valid.covers(AS_OF) and v.held.status == "present"
    )
    joined = tuple(
        replace(
            v,
            held=replace(v.held, particulars=replace(v.held.particulars, household_number=number)),
        )
        for v in chunk.versions
    )
    wrong = prepare(replace(chunk, versions=joined), seal=sealing(ring()))
    with pytest.raises(Conflict) as refused:
        load(loader, [wrong], source=SOURCE)
    assert refused.value.reason_code == "residents.load_conflict"
    assert not Person.objects.exists()


def test_batches_out_of_order_and_people_are_refused(
    loader: Access, batches: list[Prepared], clerk: Access
) -> None:
    with pytest.raises(ValueError, match="rising order"):
        load(loader, [batches[1], batches[1]], source=SOURCE)
    with pytest.raises(Refused):
        load(clerk, batches, source=SOURCE)
    assert not Person.objects.exists()
