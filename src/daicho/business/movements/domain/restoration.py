"""Restoration (職権回復, REG-033): a record that was removed by mistake is present again, both 異動 stay in the history."""

from __future__ import annotations

from datetime import date
from typing import Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.basis import basis_section, read_basis
from daicho.business.movements.domain.disappearance import WORDS
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.restoring import Returning, read_returning_members, restored
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import EXACT_PAST

ALLOWED: Final = (basis.EX_OFFICIO, basis.PETITION, basis.NOTICE)
REASON: Final = "entry_ex_officio"


def restoration_sheet(title: str, day: str) -> sheet.Sheet:
    """The form of a 回復: the day, the ground, whom, and how they are related to a head who is another now."""
    event = sheet.FieldSpec(
        "event_date",
        f"{day}（異動日）",
        sheet.Input.DATE,
        hint="住民票は、消除の日から続いていたことになります",
        required=True,
    )
    return sheet.Sheet(
        sections=(sheet.Section(title, (event,)), basis_section(ALLOWED)),
        selects=sheet.Selects.REMOVED,
        relationships=True,
    )


SHEET = restoration_sheet("職権回復", "回復する日")


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 職権回復; after a 失踪宣告 its cancellation is entered instead."""
    for found in (
        r.held for r in read_returning_members(Reader(reader.payload, reader.today), world)
    ):
        if found.particulars.removal_reason == WORDS:
            reader.note(
                f"selected.{found.person}",
                "disappearance_cancel_instead",
                "失踪宣告により消除された人が選ばれています。",
                "失踪宣告による消除は、失踪宣告の取消しによって回復します。",
                "「失踪宣告の取消し」で入力してください。",
            )
    return plan_restoration(reader, world, kind="restoration")


def plan_restoration(reader: Reader, world: World, *, kind: str) -> Plan | None:
    """The plan of any 回復: 職権記載 on the same record."""
    event = reader.legal_date("event_date", "回復する日", EXACT_PAST)
    ground = read_basis(reader, ALLOWED)
    returning = read_returning_members(reader, world)
    if event is None or not returning:
        return None
    _check_day(reader, returning, event.sort_on)
    people = restored(reader, world, returning)
    if people is None or reader.has_errors:
        return None
    return Plan(
        kind=kind,
        reason=REASON,
        basis="職権",
        event_date=event,
        people=people,
        **ground.dates,
    )


def _check_day(reader: Reader, returning: tuple[Returning, ...], day: date) -> None:
    if day < returning[0].since:
        reader.note(
            "event_date",
            "restored_before_removal",
            "回復する日が、消除の日より前です。",
            "回復は、消除された後に行います。",
            "日付を確かめてください。",
        )
