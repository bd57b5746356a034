"""Values of law on the days around their change."""

from __future__ import annotations

from datetime import date

import pytest

from daicho.foundation.law_values import identity_points, in_force, table, value_on
from daicho.kernel.errors import Missing


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("specified_residence_card", date(2026, 6, 14), None),
        ("health_insurance", None, date(2025, 12, 1)),
        ("basic_resident_card", None, date(2025, 12, 31)),
    ],
)
def test_identity_documents_begin_and_end_on_their_day(
    code: str, first: date | None, last: date | None
) -> None:
    def holds(day: date) -> bool:
        return code in {v.code for v in in_force("identity_documents", day)}

    if first:
        assert not holds(date.fromordinal(first.toordinal() - 1))
        assert holds(first)
    if last:
        assert holds(last)
        assert not holds(date.fromordinal(last.toordinal() + 1))


def test_every_row_names_its_source() -> None:
    for name in ("identity_documents", "certificate_fees"):
        assert all(row.source and row.title for row in table(name))


def test_before_the_first_row_the_law_says_nothing() -> None:
    assert (
        value_on("certificate_fees", "resident_record_copy", date(2026, 4, 1)).facts["yen"] == 300
    )
    with pytest.raises(Missing):
        value_on("certificate_fees", "resident_record_copy", date(1990, 1, 1))


@pytest.mark.parametrize(
    ("documents", "points"),
    [
        ((), 0),
        (("individual_number_card",), 2),
        (("qualification_certificate",), 1),
        (("qualification_certificate", "qualification_certificate"), 1),
        (("qualification_certificate", "pension_book"), 2),
        (("health_insurance", "pension_book"), 1),
        (("number_notice_card",), 0),
    ],
)
def test_what_identity_documents_count(documents: tuple[str, ...], points: int) -> None:
    assert identity_points(documents, date(2026, 11, 20)) == points
