"""Arrival notice (転入通知の受理, 住基法9条1項): the new municipality says where and when they arrived (STD-4.1.3.1.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.households import household_of
from daicho.business.movements.domain.plan import PersonPlan, Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.special_words import FIELD, special_words
from daicho.business.movements.domain.standings import people_after
from daicho.business.movements.domain.whither import postal_code_of, read_postal_code
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import EXACT_PAST, LegalDate
from daicho.registers.residents.domain.household_events import leave_household
from daicho.registers.residents.domain.particulars import Removal, Status
from daicho.registers.residents.domain.segments import Holding, Segment

SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "転入通知",
            (
                sheet.FieldSpec(
                    "event_date",
                    "転入した日",
                    sheet.Input.DATE,
                    hint=sheet.DATE_HINT,
                    required=True,
                ),
                sheet.FieldSpec(
                    "noticed_on", "転入通知日", sheet.Input.DATE, required=True, initial="today"
                ),
                sheet.FieldSpec(
                    "confirmed_municipality", "転入先の市区町村", sheet.Input.MUNICIPALITY
                ),
                sheet.FieldSpec("confirmed_address", "転出先住所（確定）", required=True),
                sheet.FieldSpec(
                    "confirmed_postal",
                    "転出先住所の郵便番号",
                    hint="空欄なら、市区町村と町字から住所辞書で入ります",
                ),
                FIELD,
            ),
        ),
    ),
    selects=sheet.Selects.REMOVED,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 転入通知の受理: 確定 beside 予定, and an earlier removal where they arrived earlier."""
    event = reader.legal_date("event_date", "転入した日", EXACT_PAST)
    noticed = reader.exact_date("noticed_on", "転入通知日", EXACT_PAST)
    address = reader.required("confirmed_address", "転出先住所（確定）")
    removed = _removed(reader, world)
    if event is None or noticed is None or not removed:
        return None
    municipality = reader.raw("confirmed_municipality")
    items: dict[str, Any] = {
        "destination_confirmed": address,
        "destination_confirmed_code": municipality,
        "destination_confirmed_postal": read_postal_code(reader, "confirmed_postal")
        or postal_code_of(municipality, address),
        "arrival_notice_date": noticed,
        "move_out_date": event.exact,
    }
    people = [_person(reader, world, held, event, items) for held in removed]
    stay = _household_earlier(world, removed, event.sort_on)
    if reader.has_errors:
        return None
    return Plan(
        kind="arrival_notice",
        reason=_reason(removed[0]),
        basis="通知",
        event_date=event,
        noticed_on=noticed,
        attention=special_words(reader, "転出先住所（確定）"),
        people=(*(p for p in people if p is not None), *stay),
    )


def _household_earlier(
    world: World, removed: Sequence[Holding], day: date
) -> tuple[PersonPlan, ...]:
    """Those who stay, where somebody arrived earlier than planned: the head is absent that much earlier (H-404).

    Nobody is asked and nobody is made head: that the head leaves was confirmed with the 転出.
    """
    early = [h for h in removed if _is_earlier(h, day) and world.present_on(h.person, day)]
    numbers = {h.particulars.household_number for h in early}
    if len(numbers) != 1:
        return ()
    source = household_of(world, numbers.pop(), day)
    leaving = [h.person for h in early]
    outcome = leave_household(source, leaving=leaving, on=day, appoint_sole=False)
    return people_after(world, outcome, day)


def _is_earlier(held: Holding, day: date) -> bool:
    """Whether a notice moves the removal forward: of a 転出 alone (STD-1.1.5), not of a 職権消除."""
    moved_out = held.particulars.removal is Removal.MOVED_OUT
    return moved_out and held.valid.start is not None and day < held.valid.start


def _reason(held: Holding) -> str:
    """The notice has no 異動事由 of its own (catalogues.yaml): it stands under that of the removal it confirms."""
    return (
        "removal_domestic_move_out"
        if held.particulars.removal_reason == "国内転出"
        else "removal_ex_officio"
    )


def _removed(reader: Reader, world: World) -> list[Holding]:
    found: list[Holding] = []
    for text in reader.keys("selected"):
        try:
            key = UUID(text)
        except ValueError:
            continue
        newest = world.newest(key)
        if (
            newest is None
            or newest.status is not Status.REMOVED
            or newest.particulars.removal is Removal.DEAD
        ):
            reader.note(
                f"selected.{text}",
                "not_moving_out",
                "転出の記録がない人が選ばれています。",
                "転入通知は、転出（予定を含む）か職権消除をした人について受理します。",
                "人の選択を確かめてください。",
            )
            continue
        found.append(newest)
    if not found and not reader.has_errors:
        reader.note(
            "selected",
            "nobody_chosen",
            "対象の人が選ばれていません。",
            "誰の異動かが決まっていません。",
            "人を選んでください。",
        )
    return found


def _person(
    reader: Reader, world: World, held: Holding, event: LegalDate, items: dict[str, Any]
) -> PersonPlan | None:
    planned = held.valid.start
    assert planned is not None
    day = event.sort_on if _is_earlier(held, event.sort_on) else planned
    if not _was_present(world, held, day):
        reader.note(
            "event_date",
            "arrived_before_resident",
            "転入した日が、この市町村の住民となった日より前です。",
            "転出は、住民であった人についてだけあります。",
            "転入通知の日付を確かめてください。",
        )
        return None
    return PersonPlan(
        slot=f"selected.{held.person}",
        person=held.person,
        record=held.record,
        segments=(Segment(day, Status.REMOVED, replace(held.particulars, **items)),),
        before=held.particulars,
    )


def _was_present(world: World, held: Holding, day: date) -> bool:
    own = [h for h in world.of_person(held.person) if h.record == held.record]
    starts = [h.valid.start for h in own if h.valid.start is not None and not h.valid.empty]
    return bool(starts) and min(starts) <= day
