"""Bulk (一括処理): a 町名変更 of thousands of households, piece by piece, beside the same statements by psycopg."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import perf_counter
from uuid import UUID, uuid4

import psycopg
from django.db import connection

from daicho.business.movements.commands.bulk_apply import PIECE, apply_piece
from daicho.business.movements.commands.bulk_approve import approve_bulk
from daicho.business.movements.commands.bulk_examine import examine_bulk
from daicho.business.movements.commands.bulk_extract import extract_piece
from daicho.business.movements.commands.bulk_prepare import Upload, prepare_bulk
from daicho.business.movements.commands.bulk_submit import submit_bulk
from daicho.business.movements.models import BulkCase
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_today
from daicho.operations.bench.peak import resident_mb
from daicho.operations.bench.replay import replay, statements_of
from daicho.operations.bench.timing import Contest

HOUSEHOLDS = 5_000
APPLY = Contest(
    name="bulk-address-change",
    ours_is=f"households a second of a 町名変更 (本処理), {PIECE} households and one entry a transaction",
    bare_is="the statements of other such pieces, in bare transactions by psycopg",
)
_HEADER = "変更前町字コード,変更後町字コード,変更後町字,変更後郵便番号"
_TOWNS = """
SELECT town_code, count(DISTINCT household_number) FROM residents_version
WHERE upper_inf(recorded) AND status = 'present' AND valid @> %s GROUP BY 1 ORDER BY 2 DESC, 1
"""


@dataclass(slots=True)
class BulkRun:
    """Two address changes of as many households, one for each side, extracted and approved."""

    clerk: Access
    examiner: Access
    approver: Access
    told: dict[str, float | int | str] = field(default_factory=dict)

    def rates(self, bare: psycopg.Connection, rounds: int) -> Iterator[tuple[float, float]]:
        """(ours, bare) households a second of each round; what explains them is in `told` afterwards."""
        ours, theirs = self._towns()
        case, other = self._ready(ours, "extraction"), self._ready(theirs)
        system = system_access(Purpose.BATCH, job="bench")
        least = min(HOUSEHOLDS, self._planned(case), self._planned(other))
        rounds = max(1, min(rounds, least // PIECE))
        pieces = max(1, least // PIECE // rounds)
        memory = [resident_mb()]
        written = 0
        for _ in range(rounds):
            before, before_beside = self._planned(case), self._planned(other)
            own = sum(_timed(lambda: apply_piece(system, case=case)) for _ in range(pieces))
            beside = 0.0
            for _ in range(pieces):
                noted = statements_of(lambda: apply_piece(system, case=other))
                beside += _timed(lambda noted=noted: replay(bare, noted))  # type: ignore[misc]
            memory.append(resident_mb())
            done, done_beside = before - self._planned(case), before_beside - self._planned(other)
            written += done
            yield done / own, done_beside / beside
        self.told["bulk: households written by the measured change"] = written
        self.told["bulk: resident memory before and after each round, MB"] = " ".join(
            map(str, memory)
        )

    def _towns(self) -> tuple[list[str], list[str]]:
        """町字 for both sides, the largest first, each side until it has enough households."""
        sides: tuple[list[str], list[str]] = ([], [])
        counts = [0, 0]
        with connection.cursor() as cursor:
            cursor.execute(_TOWNS, [business_today()])
            for code, count in cursor.fetchall():
                less = 0 if counts[0] <= counts[1] else 1
                if counts[less] < HOUSEHOLDS:
                    sides[less].append(code)
                    counts[less] += count
        return sides

    def _ready(self, towns: list[str], told: str = "") -> UUID:
        lines = [f"{code},{900_000 + n},測定町{n},0000000" for n, code in enumerate(towns)]
        text = "\n".join((_HEADER, *lines))
        case = uuid4()
        prepare_bulk(
            self.clerk,
            case=case,
            use="bulk_address_change",
            settings={
                "event_date": business_today().isoformat(),
                "ground": "area_name",
                "reason": "correction_minor",
                "method": "towns",
            },
            upload=Upload("towns.csv", io.BytesIO(text.encode())),
        )
        seconds = self._extract(case)
        if told:
            self.told[f"bulk: {told}, households a second"] = self._planned(case) / seconds
        row = BulkCase.objects.get(key=case)
        edition = submit_bulk(self.clerk, case=case, edition=row.edition)
        edition = examine_bulk(self.examiner, case=case, edition=edition)
        approve_bulk(self.approver, case=case, edition=edition)
        return case

    def _extract(self, case: UUID) -> float:
        system = system_access(Purpose.BATCH, job="bench")
        began = perf_counter()
        while BulkCase.objects.filter(key=case, state="extracting").exists():
            extract_piece(system, case=case)
        return perf_counter() - began

    def _planned(self, case: UUID) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(DISTINCT unit) FROM movements_bulkline"
                " WHERE case_id = %s AND state = 'planned'",
                [case],
            )
            row = cursor.fetchone()
        assert row is not None
        return int(row[0])


def _timed(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began
