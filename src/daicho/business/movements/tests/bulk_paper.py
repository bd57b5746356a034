"""Bulk cases for the tests: households of an invented town, files, and the way from the form to the register."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from daicho.business.movements.commands.bulk_approve import approve_bulk
from daicho.business.movements.commands.bulk_examine import examine_bulk
from daicho.business.movements.commands.bulk_prepare import Upload, prepare_bulk
from daicho.business.movements.commands.bulk_submit import submit_bulk
from daicho.business.movements.jobs import work_once
from daicho.business.movements.models import BulkCase, BulkLine
from daicho.business.movements.tests.family import Staff
from daicho.registers.residents.tests.factories import Resident, make_resident

RENAMED = {
    "event_date": "2026-11-20",
    "ground": "area_name",
    "reason": "correction_minor",
    "method": "town",
    "from_town_code": "066000",
    "from_town_code_text": "五老内町",
    "to_town": "架空町",
    "to_town_code": "999000",
    "to_postal_code": "9600001",
}
"""町名変更: 五老内町 becomes 架空町 today."""


def couple(number: int = 1, **items: Any) -> list[Resident]:  # Any: any item of a record
    """Two who live together."""
    head = make_resident(name=f"見本　太郎{number}", **items)
    wife = make_resident(
        name=f"見本　花子{number}",
        relationship_to_head="妻",
        member_order=2,
        head_name=head.items.name,
        household_number=head.items.household_number,
        **items,
    )
    return [head, wife]


def upload(header: Sequence[str], *lines: Sequence[str], encoding: str = "utf-8") -> Upload:
    """A CSV as a department sends it."""
    text = "\r\n".join(",".join(cells) for cells in (header, *lines)) + "\r\n"
    return Upload("送付.csv", io.BytesIO(text.encode(encoding)))


def work() -> int:
    """Let the machine do all that waits; how many pieces it took."""
    pieces = 0
    while work_once():
        pieces += 1
        assert pieces < 1000
    return pieces


def prepared(
    staff: Staff, use: str, settings: Mapping[str, str], file: Upload | None = None
) -> UUID:
    """A bulk case that was extracted (仮処理済)."""
    case = uuid4()
    prepare_bulk(staff[0], case=case, use=use, settings=settings, upload=file)
    work()
    return case


def decided(staff: Staff, case: UUID, *, only_right: bool = False) -> None:
    """Submit, examine and approve an extracted case; nothing is written yet."""
    clerk, examiner, approver = staff
    edition = BulkCase.objects.get(key=case).edition
    edition = submit_bulk(clerk, case=case, edition=edition, only_right=only_right)
    edition = examine_bulk(examiner, case=case, edition=edition)
    approve_bulk(approver, case=case, edition=edition)


def carried_out(
    staff: Staff,
    use: str,
    settings: Mapping[str, str],
    file: Upload | None = None,
    *,
    only_right: bool = False,
) -> UUID:
    """The whole way to the register."""
    case = prepared(staff, use, settings, file)
    decided(staff, case, only_right=only_right)
    work()
    return case


def outcome(case: UUID) -> dict[UUID, tuple[str, str]]:
    """What became of each person: state and reason."""
    lines = BulkLine.objects.filter(case=case)
    return {line.person: (line.state, line.reason) for line in lines}
