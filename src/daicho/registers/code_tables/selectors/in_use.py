"""In use (効力のある値): the seal, the fee, the note and the calendar of a day, as other apps ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from daicho.foundation.documents.sheets import Seal
from daicho.foundation.law_values import value_on as law_value_on
from daicho.kernel.periods import ClosingCalendar
from daicho.registers.code_tables.domain.desk_tables import SHOWN
from daicho.registers.code_tables.domain.paper_tables import (
    CERTIFICATE_SEAL,
    RED,
    SEALED,
    SealKind,
    Signer,
)
from daicho.registers.code_tables.domain.pictures import as_svg, in_red
from daicho.registers.code_tables.domain.tables import CLOSED
from daicho.registers.code_tables.models import IN_FORCE, CodeRow
from daicho.registers.code_tables.selectors.rows import row_on

SIDE_MM = 24


@dataclass(frozen=True, slots=True)
class PaperSeal:
    """What a kind of paper carries on a day (STD-5.6): whose name, the seal or none, which seal, a fixed phrase.

    `phrase` blank: the usual one. `dedicated`: 証明書専用の印.
    """

    signer: Signer = Signer.OF_THE_DAY
    sealed: bool = True
    dedicated: bool = False
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class Numbering:
    """The parts of 発行番号 that are a terminal's own (STD-5.5); blank where none is registered."""

    printer: str = ""
    place: str = ""


def seal_on(day: date, kind: SealKind) -> Seal | None:
    """The seal in use on a day; None when none is registered. Red is for 券面 alone."""
    row = row_on("seals", kind.value, day)
    if row is None:
        return None
    svg = as_svg(row.values["picture"])
    red = kind is SealKind.CARD and row.values.get("color") == RED
    return Seal(in_red(svg) if red else svg, float(row.values["side_mm"] or SIDE_MM))


def paper_seal_on(paper: str, day: date) -> PaperSeal:
    """What a kind of paper carries on a day; that of the day's certifier when the town has not said."""
    row = row_on("paper_seals", paper, day)
    if row is None:
        return PaperSeal()
    values = row.values
    return PaperSeal(
        signer=Signer(values["certifier"]),
        sealed=values["sealed"] == SEALED,
        dedicated=values["seal"] == CERTIFICATE_SEAL,
        phrase=values["phrases"],
    )


def numbering_on(terminal: str, day: date) -> Numbering:
    """The numbers of a terminal's printer and place on a day."""
    row = row_on("issue_numbers", terminal, day)
    return Numbering() if row is None else Numbering(row.values["printer"], row.values["place"])


def certificate_fee(code: str, day: date) -> int:
    """The fee of one sheet in yen: the town's row of that day, or else the law file's; `Missing` without either."""
    row = row_on("certificate_fees", code, day)
    if row is not None:
        return int(row.values["yen"])
    return int(law_value_on("certificate_fees", code, day).facts["yen"])


def attention_for(reason: str, on: date) -> str:
    """The 留意事項 registered for a 異動事由 on a day; empty when there is none (STD-1.1.14)."""
    row = row_on("attention_notes", reason, on)
    return row.values["text"] if row is not None else ""


def preselected_items(day: date) -> frozenset[str]:
    """The codes of the items that a 写し shows unless the application asks otherwise (STD-5.1)."""
    rows = CodeRow.objects.filter(IN_FORCE, table="certificate_items", valid__contains=day)
    return frozenset(rows.filter(values__default=SHOWN).values_list("code", flat=True))


def closing_days() -> ClosingCalendar:
    """The calendar of the town: 土日・祝日・年末年始 and what its ordinances add or take away."""
    days: dict[str, set[date]] = {}
    for valid, kind in CodeRow.objects.filter(IN_FORCE, table="closing_days").values_list(
        "valid", "values__kind"
    ):
        span = (valid.upper - valid.lower).days
        days.setdefault(kind, set()).update(valid.lower + timedelta(days=n) for n in range(span))
    closed = days.pop(CLOSED, set())
    opened = {day for more in days.values() for day in more}
    return ClosingCalendar(frozenset(closed), frozenset(opened))
