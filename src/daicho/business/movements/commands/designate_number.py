"""Designate a number (個人番号の指定, 番号法7条1項): what the 機構 has generated is recorded by the system, as a case."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.commands.record_by_notice import record_by_notice
from daicho.business.movements.domain.editing import SHOWN, edit_path
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.wareki import format_wareki_short


def designate_number(access: Access, *, person: UUID, number: str, notice: str) -> UUID:
    """Record the first 個人番号 of somebody, as of today. Returns the case.

    `notice` names the notice that brought it: twice is a `Conflict`. `Invalid` where the person has a number, or somebody
    else has this one.
    """
    payload = {
        "event_date": format_wareki_short(business_today()),
        "basis": "職権",
        f"selected.{person}": "on",
        edit_path(person, SHOWN): "on",
        edit_path(person, "individual_number"): number,
    }
    return record_by_notice(access, kind="number_assign", notice=notice, payload=payload)
