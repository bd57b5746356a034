"""Residents whose records have something to tell (通称の履歴・改製・町名変更), for the tests and the gallery."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from daicho.registers.residents.domain.particulars import Removal, Status
from daicho.registers.residents.domain.segments import Segment
from daicho.registers.residents.tests.factories import (
    Resident,
    change,
    enter,
    foreigner,
    make_resident,
    record_change,
)

TOWN = "福島県福島市"


def alias(who: Resident, name: str, on: date) -> Resident:
    """Somebody's 通称 recorded on a day, or with no name deleted."""
    items: dict[str, Any] = {"alias": name}  # Any: items of any type
    if name:
        items |= {"alias_recorded_on": on, "alias_recorded_municipality": TOWN}
        items |= {"alias_deleted_on": None, "alias_deleted_municipality": ""}
    else:
        items |= {"alias_deleted_on": on, "alias_deleted_municipality": TOWN, "alias_kana": ""}
    reason = "alias_entry" if name else "alias_deletion"
    return change(who, on=on, reason=reason, **items)


def with_aliases(**items: Any) -> Resident:  # Any: any item of a record
    """A foreign resident who had one 通称, had it deleted, and has another."""
    who = enter(foreigner(alias="", alias_kana="", **items))
    who = alias(who, "見本　真理", date(2021, 4, 1))
    who = alias(who, "", date(2023, 4, 1))
    return alias(who, "架空　真理", date(2023, 4, 2))


def rewritten(who: Resident, on: date = date(2025, 4, 1)) -> Resident:
    """Somebody's record as 改製原."""
    items = replace(who.items, removal=Removal.REMOVED, removal_reason="改製")
    segments = (Segment(on, Status.REWRITTEN, items),)
    record_change(who.person, segments, reason="removal_reformat", since=on, record=who.record)
    return replace(who, items=items)


def renamed(**items: Any) -> Resident:  # Any: any item of a record
    """Somebody whose address came to be written otherwise, without a move."""
    who = make_resident(**items)
    return change(who, on=date(2024, 4, 1), reason="correction_minor", address="福島市架空町3番1号")
