"""Comparison (発行枚数と収納件数の照合): what went out on a day beside what was taken, and every difference by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from uuid import UUID


class Difference(StrEnum):
    """What may differ."""

    NOT_CHARGED = "not_charged"
    NOT_PAID = "not_paid"
    SPOILED_PAID = "spoiled_paid"
    OTHER_FEE = "other_fee"
    NOT_ISSUED = "not_issued"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS: Final = {
    Difference.NOT_CHARGED: "交付したが会計していない",
    Difference.NOT_PAID: "会計したが収納していない",
    Difference.SPOILED_PAID: "書損じだが収納している",
    Difference.OTHER_FEE: "交付したときの手数料と収納した額が違う",
    Difference.NOT_ISSUED: "収納したが交付した証明書がない",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One issued sheet and its fee in yen."""

    key: UUID
    number: str
    code: str
    title: str
    fee_yen: int
    spoiled: bool


@dataclass(frozen=True, slots=True)
class Charge:
    """How a sheet stands in the books: on which account, for how much, paid or not."""

    account: str
    yen: int
    exempt: bool
    paid: bool


@dataclass(frozen=True, slots=True)
class Takings:
    """What was taken for one fee on the day: sheets paid for, sheets free, yen."""

    title: str
    paid_sheets: int
    free_sheets: int
    yen: int


@dataclass(frozen=True, slots=True)
class Unissued:
    """Sheets that were paid for on the day and of which none is known to have gone out."""

    account: str
    title: str
    sheets: int
    yen: int


@dataclass(frozen=True, slots=True)
class Row:
    """One fee of the table."""

    title: str
    issued: int
    issued_free: int
    spoiled: int
    paid_sheets: int
    free_sheets: int
    yen: int


@dataclass(frozen=True, slots=True)
class Found:
    """One difference."""

    kind: Difference
    number: str
    title: str
    yen: int
    account: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The table and what differs."""

    rows: tuple[Row, ...] = ()
    differences: tuple[Found, ...] = ()


@dataclass(slots=True)
class _Count:
    title: str = ""
    issued: int = 0
    free: int = 0
    spoiled: int = 0
    takings: Takings = field(default_factory=lambda: Takings("", 0, 0, 0))


def compare(
    sheets: Iterable[Sheet],
    charges: Mapping[UUID, Charge],
    takings: Mapping[str, Takings],
    unissued: Collection[Unissued] = (),
) -> Comparison:
    """Sheets that went out on a day, how each stands in the books, and what was taken by fee on that day."""
    counts: dict[str, _Count] = defaultdict(_Count)
    found: list[Found] = []
    for sheet in sheets:
        count = counts[sheet.code]
        count.title = count.title or sheet.title
        if sheet.spoiled:
            count.spoiled += 1
        elif sheet.fee_yen:
            count.issued += 1
        else:
            count.free += 1
        kind = _difference(sheet, charges.get(sheet.key))
        if kind is not None:
            account = charges[sheet.key].account if sheet.key in charges else ""
            found.append(Found(kind, sheet.number, sheet.title, sheet.fee_yen, account))
    for code, each in takings.items():
        counts[code].title = each.title
        counts[code].takings = each
    found += [
        Found(Difference.NOT_ISSUED, f"{u.sheets}件", u.title, u.yen, u.account) for u in unissued
    ]
    rows = tuple(
        Row(
            title=c.title,
            issued=c.issued,
            issued_free=c.free,
            spoiled=c.spoiled,
            paid_sheets=c.takings.paid_sheets,
            free_sheets=c.takings.free_sheets,
            yen=c.takings.yen,
        )
        for c in counts.values()
    )
    return Comparison(rows, tuple(found))


def _difference(sheet: Sheet, charge: Charge | None) -> Difference | None:
    if sheet.spoiled:
        return Difference.SPOILED_PAID if charge and charge.paid and charge.yen else None
    if charge is None:
        return Difference.NOT_CHARGED if sheet.fee_yen else None
    if not charge.paid:
        return Difference.NOT_PAID if charge.yen else None
    if charge.yen != sheet.fee_yen and not charge.exempt:
        return Difference.OTHER_FEE
    return None
