"""附票 (戸籍の附票, 住基法16条〜21条の3): its items, which movements touch them, and for how long a closed one is kept. Pure.

Items are written as they stand on the line (年月日 `YYYYMMDD`, 生年月日 `EYYYYMMDD`): what is kept is what is compared and told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from daicho.foundation.messages.public import ANNEX_SINCE, birth_text, date_text
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status

KEPT_CODE: Final = "removed_annex"
"""The row of laws/retention_periods.yaml that says how long a 附票の除票 is kept."""


class State(StrEnum):
    """State of a 附票."""

    CURRENT = "current"
    REMOVED = "removed"
    REWRITTEN = "rewritten"

    @property
    def label(self) -> str:
        return {"current": "現在", "removed": "除附票", "rewritten": "改製原附票"}[self.value]


class Basis(StrEnum):
    """What brought an entry."""

    CASE = "case"
    NOTICE = "notice"
    DESK = "desk"
    LOAD = "load"
    REWRITING = "rewriting"

    @property
    def label(self) -> str:
        return {
            "case": "住民票の異動",
            "notice": "他市区町村の通知",
            "desk": "戸籍の届出",
            "load": "最初の登録",
            "rewriting": "改製による移記",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """What one entry says of one person; empty where the 附票 has none. The 住民票コード is kept apart."""

    name: str
    birth_on: str
    name_kana: str = ""
    former_surname: str = ""
    former_surname_kana: str = ""
    sex: str = ""
    municipality: str = ""
    address: str = ""
    postal_code: str = ""
    address_since: str = ""
    overseas: str = ""


ITEMS: Final = tuple(f.name for f in fields(Items))
PLACE: Final = ("municipality", "address", "postal_code", "address_since", "overseas")


class Telling(StrEnum):
    """What a movement means for the 附票 of one person."""

    NOTHING = ""
    TELL = "tell"
    OVERSEAS = "overseas"
    UNDO = "undo"
    END = "end"


CONCERNS: Final = (
    "name",
    "name_kana",
    "former_surname",
    "former_surname_kana",
    "birth_date",
    "sex",
    "address",
    "katagaki",
    "address_since",
    "resident_record_code_ref",
    "domicile",
    "family_register_head",
    "removal",
)
"""The items of a 住民票 of which the 附票 tells, and where it lies (住基法17条)."""
_SAME_RECORD: Final = frozenset({"entry_reformat", "entry_recreation"})
_REMOVALS: Final = {
    "removal_overseas_move_out": Telling.OVERSEAS,
    "removal_ex_officio": Telling.TELL,
    "removal_reversal": Telling.UNDO,
    "removal_death": Telling.END,
    "removal_ex_officio_nationality_loss": Telling.END,
}
"""A 国内転出 changes no 附票: the 転入地 tells. What the 戸籍 knows first ends a line of our own 附票, and is told to nobody."""


def telling(
    before: Particulars | None, after: Particulars, *, status: Status, reason: str
) -> Telling:
    """What a movement means: `before` and `after` are the register's words about one person, `reason` its 異動事由."""
    japanese = after.kind is Kind.JAPANESE
    if not japanese:
        was = before is not None and before.kind is Kind.JAPANESE
        return Telling.END if was else Telling.NOTHING
    if status is Status.REMOVED:
        return _REMOVALS.get(reason, Telling.NOTHING)
    if status is not Status.PRESENT or reason in _SAME_RECORD:
        return Telling.NOTHING
    if before is None or before.kind is not Kind.JAPANESE:
        return Telling.TELL
    changed = any(getattr(before, name) != getattr(after, name) for name in CONCERNS)
    return Telling.TELL if changed else Telling.NOTHING


def items_of(held: Particulars, *, overseas: str = "") -> Items:
    """The items of the 附票 as the register of residents says them."""
    return Items(
        name=held.name,
        name_kana=held.name_kana,
        former_surname=held.former_surname,
        former_surname_kana=held.former_surname_kana,
        birth_on=birth_text(held.birth_date),
        sex=held.sex.label,
        municipality=held.municipality_code,
        address=held.full_address.strip("\u3000"),
        postal_code=held.postal_code,
        address_since=date_text(held.address_since) if held.address_since else "0" * 8,
        overseas=overseas,
    )


def carried(values: Mapping[str, Any], recorded_on: date) -> dict[str, Any]:
    """Without what the law put on the 附票 only later than the day of the entry (2022, 2024, 2025)."""
    return {
        name: value
        for name, value in values.items()
        if value and not (name in ANNEX_SINCE and recorded_on < ANNEX_SINCE[name])
    }


def kept_until(closed_on: date, *, years: int) -> date:
    """The last day on which a closed 附票 must be there: its own years, from the day on which it was closed."""
    try:
        return closed_on.replace(year=closed_on.year + years)
    except ValueError:
        return date(closed_on.year + years, 3, 1)
