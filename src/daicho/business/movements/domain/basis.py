"""Basis (異動の根拠): on what ground a change is made, and the date that goes with it (STD-4.1.0.2, 4.2.0.4, 4.2.0.5).

A notification that is missing may be made good ex officio under the same rules, but then there is no 届出日
(STD-4.2.0.2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.reading import Reader
from daicho.kernel.uncertain_dates import EXACT_PAST

NOTIFICATION: Final = "届出"
EX_OFFICIO: Final = "職権"
PETITION: Final = "申出"
REQUEST: Final = "請求"
NOTICE: Final = "通知"

_CHOICES = {
    NOTIFICATION: "届出",
    EX_OFFICIO: "職権（届出がない）",
    PETITION: "職権（申出を受けて）",
    REQUEST: "請求",
    NOTICE: "戸籍の届出・通知による職権",
}
_DATES = {
    NOTIFICATION: ("notified_on", "届出日"),
    PETITION: ("petitioned_on", "申出日"),
    REQUEST: ("requested_on", "請求日"),
    NOTICE: ("noticed_on", "戸籍届出・通知日"),
}


class Dates(TypedDict):
    """The dates of a plan, at most one of them given."""

    notified_on: date | None
    noticed_on: date | None
    petitioned_on: date | None
    requested_on: date | None


@dataclass(frozen=True, slots=True)
class Basis:
    """The ground, and the one date that belongs to it; the others are None."""

    basis: str
    notified_on: date | None = None
    noticed_on: date | None = None
    petitioned_on: date | None = None
    requested_on: date | None = None

    @property
    def dates(self) -> Dates:
        """The dates as `Plan` takes them."""
        return Dates(
            notified_on=self.notified_on,
            noticed_on=self.noticed_on,
            petitioned_on=self.petitioned_on,
            requested_on=self.requested_on,
        )


def basis_section(allowed: Sequence[str], *, title: str = "根拠") -> sheet.Section:
    """The fields of the grounds that a kind allows; the first is proposed, dates start with today."""
    fields = [
        sheet.FieldSpec(
            "basis",
            "根拠",
            sheet.Input.CHOICE,
            tuple((each, _CHOICES[each]) for each in allowed),
            required=True,
            initial=allowed[0],
        )
    ]
    fields += [
        sheet.FieldSpec(
            _DATES[each][0],
            _DATES[each][1],
            sheet.Input.DATE,
            hint=sheet.DATE_HINT,
            initial="today",
        )
        for each in allowed
        if each in _DATES
    ]
    fields.append(
        sheet.FieldSpec("ground", "根拠となった書類・事実", hint="例: 本籍地からの通知、調査の結果")
    )
    return sheet.Section(title, tuple(fields))


def read_basis(reader: Reader, allowed: Sequence[str]) -> Basis:
    """What was chosen (the first of `allowed` when the form does not ask), with its date, not in the future."""
    chosen = reader.raw("basis") or allowed[0]
    if chosen not in allowed:
        reader.note(
            "basis",
            "choice",
            "根拠の選択が正しくありません。",
            "この異動では使えない根拠が送られました。",
            "一覧から選び直してください。",
        )
        return Basis(allowed[0])
    if chosen not in _DATES:
        return Basis(chosen)
    name, label = _DATES[chosen]
    return Basis(chosen, **{name: reader.exact_date(name, label, EXACT_PAST)})
