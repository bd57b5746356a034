"""Loading (登録): what was judged and put aside goes into an empty register in one transaction, and is counted there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db import connection
from psycopg import sql

from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict
from daicho.operations.transfer.beside import BESIDE
from daicho.operations.transfer.checking import (
    Means,
    Step,
    Verdict,
    beside_of,
    read_verdict,
    store_of,
)
from daicho.operations.transfer.layout import NUMBERS, RESIDENTS
from daicho.operations.transfer.people import Judge, Kin
from daicho.operations.transfer.pieces import numbers_of, prepared
from daicho.operations.transfer.run import Run
from daicho.registers.residents.load import Loaded, Prepared, load
from daicho.registers.residents.models import Person

_HOUSEHOLDS_OF_OTHERS: Final = """
INSERT INTO residents_householdnumber (number, given_at)
SELECT household_number, min(lower(recorded)) FROM residents_version
WHERE NOT EXISTS (SELECT FROM residents_householdnumber h WHERE h.number = household_number) GROUP BY 1
"""
_COUNTER: Final = """
SELECT setval('residents_household_seq', GREATEST(max(left(number, 9)::bigint), (SELECT last_value FROM residents_household_seq)))
FROM residents_householdnumber HAVING count(*) > 0
"""
_STANDINGS: Final = """
SELECT kind, status, town_code, count(*) FROM (
    SELECT DISTINCT ON (person_id) person_id, kind, town_code,
        CASE WHEN bool_or(status = 'present' AND valid @> %(today)s::date) OVER (PARTITION BY person_id) THEN 'present'
             WHEN status = 'present' THEN 'removed' ELSE status END AS status
    FROM residents_version WHERE upper_inf(recorded) ORDER BY person_id, history_number DESC) newest
GROUP BY 1, 2, 3
"""
_COUNTED: Final = (
    "residents_person",
    "residents_residentrecord",
    "residents_change",
    "residents_version",
    "residents_householdnumber",
    "vault_number",
)


def is_loaded(run: Run) -> bool:
    """Whether this very run is in the register: whoever it loads first is there under the key that it gave.

    The register is asked, not the run's own paper: it may have been emptied after a rehearsal, or the machine may have
    stopped between the two.
    """
    if not run.checked:
        return False
    judge = Judge(run.key, today=run.today, now=run.now)
    first = read_verdict(run).first
    return Person.objects.filter(key=judge.key("person", first)).exists()


def load_run(access: Access, run: Run, verdict: Verdict, means: Means, *, step: Step) -> Loaded:
    """Load a run that was checked, all of it or nothing.

    `Conflict` when the register is in use, when a constraint refuses, or when what is in the register afterwards is not
    what was counted before.
    """
    done = load(
        access,
        _batches(run, verdict, means, step),
        source=f"import run={run.key}",
        beside=lambda: _finish(run, verdict, means),
    )
    run.loaded = True
    run.forget()
    return done


def _batches(run: Run, verdict: Verdict, means: Means, step: Step) -> Iterator[Prepared]:
    store = store_of(run, means)
    numbers, people = run.pieces(NUMBERS), run.pieces(RESIDENTS)
    advance = step("台帳に登録しています", len(numbers) + len(people))
    unused, left_out = frozenset(verdict.unused), frozenset(verdict.left_out)
    for path in numbers:
        yield numbers_of(store, path, without=unused)
        advance(1)
    for path in people:
        batch = prepared(store, path, without=left_out)
        if batch is not None:
            yield batch
        advance(1)


def _finish(run: Run, verdict: Verdict, means: Means) -> dict[str, int]:
    """What stands beside the residents; then the counts, which decide whether all of it stays."""
    beside = beside_of(run, means)
    written = {
        of.table: beside.write(of, without=frozenset(verdict.lines.get(of.file.code, ())))
        for of in BESIDE
    }
    with connection.cursor() as cursor:
        cursor.execute(_HOUSEHOLDS_OF_OTHERS)
        cursor.execute(_COUNTER)
    counts = written | {table: _count(table) for table in _COUNTED}
    _reconcile(run, verdict, counts)
    return counts


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
        row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def _reconcile(run: Run, verdict: Verdict, counts: dict[str, int]) -> None:
    """In the file = in the register + left out: people, versions, numbers, and people of each standing."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDINGS, {"today": run.today})
        there = {Kin(kind, status, town): n for kind, status, town, n in cursor.fetchall()}
    wanted = {kin: taken for kin, taken, _ in verdict.standings if taken}
    agree = (
        counts["residents_person"] == verdict.people.taken,
        counts["residents_version"] == verdict.files[RESIDENTS.code].taken,
        counts["vault_number"] == verdict.files[NUMBERS.code].taken,
        there == wanted,
    )
    if not all(agree):
        raise Conflict(
            "件数が合わないため、取込を取りやめました。何も登録していません。",
            why="検査したときの件数と、登録した件数が違います。",
            remedy="--discard で検査からやり直してください。それでも合わないときは開発元に知らせてください。",
            code="transfer.counts_differ",
        )
