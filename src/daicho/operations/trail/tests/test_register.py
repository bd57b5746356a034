"""The register against the trail: approved, loaded and restated versions agree; a superuser's change is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from conftest import connect_as
from psycopg.types.range import Range

from daicho.business.movements.tests.paper import CHILD, HEAD, carry_through, move_in_paper, pool
from daicho.foundation.audit.public import AuditType, Field, recorded
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_now
from daicho.kernel.uncertain_dates import LegalDate
from daicho.operations.postgres import Cluster
from daicho.registers.residents import load
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status
from daicho.registers.residents.domain.segments import Holding, Segment, Stretch
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors.verify_digests import verify_digests
from daicho.registers.residents.writes import (
    ChangeFacts,
    RecordChange,
    apply_changes,
    lock,
    new_person,
)

pytestmark = pytest.mark.usefixtures("fresh_database")
WRITTEN = AuditType("test.written", "試験の記録", (Field("versions", "版"),))
SINCE = date(2020, 4, 1)

Tamper = Callable[..., None]


@pytest.fixture
def tamper(cluster: Cluster, fresh_database: str) -> Tamper:
    def run(statement: str, *values: object) -> None:
        with psycopg.connect(cluster.dsn("postgres", database=fresh_database)) as held:
            held.execute("SET session_replication_role = replica")
            held.execute(statement.encode(), values)

    return run


def items(**more: object) -> Particulars:
    told = {
        "kind": Kind.JAPANESE,
        "name": "見本　太郎",
        "birth_date": LegalDate.of_day(date(1985, 4, 1)),
        "household_number": "0000000019",
        "relationship_to_head": "世帯主",
        "municipality_code": "072010",
        "address": "架空市見本町1番地",
        **more,
    }
    return Particulars(**told)  # type: ignore[arg-type]  # items by name


def facts(on: date) -> ChangeFacts:
    return ChangeFacts(
        key=(key := uuid4()),
        case=key,
        kind="test",
        reason="correction_move_within",
        basis="",
        event_date=LegalDate.of_day(on),
        processed_at=business_now(),
    )


def write(access: Access, person: UUID, on: date, said: Particulars, record: UUID | None) -> None:
    with recorded(access, WRITTEN, subjects=[person]) as note:
        lock(persons={person}, households=[])
        change = RecordChange(person, (Segment(on, Status.PRESENT, said),), record)
        written = apply_changes([(facts(on), [change])])
        note.say(versions={str(k): v for k, v in written.digests.items()})


def moved_twice(access: Access) -> UUID:
    """Somebody with three versions, and two of them restated."""
    person = new_person("0000000027")
    write(access, person, SINCE, items(), None)
    record = Version.objects.values_list("record", flat=True).get()
    for day in (date(2021, 4, 1), date(2020, 10, 1)):
        write(access, person, day, items(address=f"架空市{day}"), record)
    assert Version.objects.filter(person=person).count() == 6
    return person


def loaded(cluster: Cluster, database: str) -> UUID:
    """One person who was brought over, with two versions."""
    person, record = uuid4(), uuid4()
    first, second = facts(SINCE), facts(date(2021, 4, 1))
    began = datetime(2024, 1, 1, tzinfo=UTC)

    def version(number: int, change: ChangeFacts, valid: Stretch) -> load.LoadedVersion:
        held = Holding(
            version=uuid4(),
            record=record,
            person=person,
            atena_number="0000000035",
            history_number=number,
            change=change.key,
            status=Status.PRESENT,
            valid=valid,
            particulars=items(household_number="0000000043", address=f"架空市{number}番地"),
        )
        return load.LoadedVersion(held, began)

    batch = load.Batch(
        persons=((person, "0000000035"),),
        records=(load.LoadedRecord(record, person, Kind.JAPANESE, 1, first.key),),
        changes=(first, second),
        versions=(
            version(1, first, Stretch(SINCE, date(2021, 4, 1))),
            version(2, second, Stretch(date(2021, 4, 1), None)),
        ),
    )
    connect_as(cluster, "loader", database)
    system = system_access(Purpose.BATCH, job="load")
    prepared = load.prepare(batch, seal=lambda _kind, _number: (b"", "", b"", ""))
    load.load(system, [prepared], source="試験", into_used=True)
    connect_as(cluster, "app", database)
    return person


def test_a_case_a_load_and_what_was_said_again_agree(
    cluster: Cluster,
    fresh_database: str,
    clerk: Access,
    examiner: Access,
    approver: Access,
    today: date,
) -> None:
    assert today
    pool()
    carry_through(clerk, examiner, approver, "move_in", move_in_paper(HEAD, CHILD))
    person = loaded(cluster, fresh_database)
    record = Version.objects.filter(person=person).values_list("record", flat=True)[0]
    changed = items(household_number="0000000043", address="架空市3番地")
    write(clerk, person, date(2020, 10, 1), changed, record)
    heard: list[int] = []
    report = verify_digests(progress=heard.append)
    assert report.differences == ()
    # Two by the case, two by the load, one written upon the load and two said again for it.
    assert (report.versions, report.listed, report.loaded, sum(heard)) == (7, 5, 2, 7)


def test_versions_said_again_are_listed_too(clerk: Access) -> None:
    moved_twice(clerk)
    report = verify_digests()
    assert (report.versions, report.listed, report.differences) == (6, 6, ())


@pytest.mark.proves("REG-093")
@pytest.mark.parametrize("closed", [True, False])
def test_a_changed_item_is_named_by_the_version_without_personal_data(
    clerk: Access, tamper: Tamper, closed: bool
) -> None:
    moved_twice(clerk)
    row = next(v for v in Version.objects.all() if (v.recorded.upper is not None) is closed)
    tamper("UPDATE residents_version SET name = '架空　次郎' WHERE key = %s", row.key)
    report = verify_digests()
    assert not report.intact
    assert any(str(row.key) in sentence for sentence in report.differences)
    assert "架空" not in "".join(report.sentences())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE residents_version SET valid = 'empty' WHERE upper_inf(valid)",
        "UPDATE residents_version SET status = 'removed'",
        "UPDATE residents_version SET history_number = history_number + 10",
        "UPDATE residents_version SET recorded = tstzrange('2001-01-01', upper(recorded))"
        " WHERE lower(recorded) = (SELECT min(lower(recorded)) FROM residents_version)",
        "UPDATE residents_change SET reason = 'correction_error'",
        "UPDATE residents_change SET notified_on = '2020-01-01'",
        "UPDATE residents_change SET approved_by = gen_random_uuid()",
    ],
)
def test_a_changed_place_in_history_is_named(clerk: Access, tamper: Tamper, statement: str) -> None:
    moved_twice(clerk)
    tamper(statement)
    assert not verify_digests().intact


def test_a_version_taken_out_is_named(clerk: Access, tamper: Tamper) -> None:
    moved_twice(clerk)
    first = Version.objects.order_by("recorded__startswith", "history_number")[0]
    tamper("DELETE FROM residents_version WHERE key = %s", first.key)
    assert f"{first.key} が台帳にありません" in verify_digests().differences[0]


def test_a_version_slipped_in_is_named(clerk: Access) -> None:
    person = moved_twice(clerk)
    row = Version.objects.filter(person=person).order_by("history_number")[0]
    slipped = replace(row.particulars(), address="架空市9番地")
    key = uuid4()
    Version.objects.create(
        key=key,
        record_id=row.record_id,
        person_id=person,
        history_number=99,
        change_id=row.change_id,
        valid=Range(empty=True),
        recorded=Range(business_now(), None),
        status="present",
        birth_on=row.birth_on,
        **{name: getattr(slipped, name) for name in Version.item_fields},
    )
    assert verify_digests().differences == (f"版 {key} を書いた証跡がありません。",)


def test_a_change_of_what_was_loaded_is_found(
    cluster: Cluster, fresh_database: str, tamper: Tamper
) -> None:
    loaded(cluster, fresh_database)
    assert verify_digests().intact
    tamper("UPDATE residents_version SET name = '架空　次郎' WHERE history_number = 2")
    assert "一括登録" in verify_digests().differences[0]


def test_a_load_does_not_cover_what_is_slipped_in_beside_it(
    cluster: Cluster, fresh_database: str, tamper: Tamper
) -> None:
    loaded(cluster, fresh_database)
    tamper(
        "UPDATE residents_version SET recorded = tstzrange('2025-01-01', NULL), key = gen_random_uuid() WHERE history_number = 2"
    )
    assert "一括登録" in verify_digests().differences[0]


def test_only_the_first_differences_are_named(
    clerk: Access, tamper: Tamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("daicho.registers.residents.selectors.verify_digests.NAMED", 1)
    moved_twice(clerk)
    tamper("UPDATE residents_version SET name = '架空　次郎'")
    report = verify_digests()
    assert (len(report.differences), report.more) == (1, 5)
    assert report.sentences()[-1] == "ほかに 5 件あります。"
