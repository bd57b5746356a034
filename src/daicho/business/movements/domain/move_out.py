"""Move out (転出, 住基法24条): people leave on a planned day; until that day they are present (practice.md §1, 8)."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.basis import Basis, basis_section, read_basis
from daicho.business.movements.domain.households import check_no_later_history, chosen
from daicho.business.movements.domain.leaving import leave
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.special_words import special_words
from daicho.business.movements.domain.whither import ABROAD, DESTINATION, OVERSEAS, read_whither
from daicho.business.movements.domain.world import World
from daicho.kernel.periods import fourteen_days
from daicho.kernel.uncertain_dates import EXACT_ANY
from daicho.registers.residents.domain.particulars import Removal

ALLOWED: Final = (basis.NOTIFICATION, basis.EX_OFFICIO, basis.PETITION)
EVENT: Final = sheet.FieldSpec(
    "event_date",
    "転出予定日（異動日）",
    sheet.Input.DATE,
    hint="先の日付も入力できます。" + sheet.DATE_HINT,
    required=True,
)

SHEET = sheet.Sheet(
    sections=(
        sheet.Section("転出", (EVENT, ABROAD, *DESTINATION)),
        basis_section(ALLOWED),
        sheet.NOTIFIER,
    ),
    selects=sheet.Selects.MEMBERS,
    remaining=True,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 転出: present until the day before, removed from the first minute of the day."""
    abroad = reader.choice(ABROAD.name, ABROAD.label, [code for code, _ in ABROAD.choices])
    return plan_leaving(reader, world, kind="move_out", abroad=abroad == OVERSEAS)


def plan_leaving(reader: Reader, world: World, *, kind: str, abroad: bool) -> Plan | None:
    """The plan of anybody's 転出, in Japan or abroad, by notification or ex officio."""
    event = reader.legal_date(EVENT.name, "転出予定日", EXACT_ANY)
    ground = read_basis(reader, ALLOWED)
    destination = read_whither(reader, abroad=abroad)
    day = event.sort_on if event else world.today
    leaving = chosen(reader, world, day)
    if event is None or not leaving:
        return None
    check_no_later_history(reader, world, leaving, day)
    late = _check_late(reader, world, ground, day)
    items: dict[str, Any] = {
        "removal": Removal.MOVED_OUT,
        "removal_reason": "国外転出" if abroad else "国内転出",
        "removal_event_date": event,
        "removal_notification_date": ground.notified_on,
        **destination,
    }
    acts = leave(reader, world, leaving, day, items)
    if acts is None or reader.has_errors:
        return None
    people, further = acts
    return Plan(
        kind=kind,
        reason="removal_overseas_move_out" if abroad else "removal_domestic_move_out",
        basis="職権" if late else ground.basis,
        event_date=event,
        people=people,
        attention=special_words(reader, "転出先住所（予定）"),
        further=further,
        **({**ground.dates, "notified_on": None} if late else ground.dates),
    )


def _check_late(reader: Reader, world: World, ground: Basis, day: date) -> bool:
    """A notification more than fourteen days after the day is none: it is entered ex officio (STD-4.1.3.0.1)."""
    notified = ground.notified_on
    late = notified is not None and notified > fourteen_days(day, calendar=world.calendar)
    if late:
        reader.alert(
            "notified_on",
            "move_out_ex_officio",
            "届出日が、転出の日から14日を過ぎています。",
            "転出届としては扱えず、職権で記載します。",
            "届出日と転出の日を確かめてください。",
        )
    return late
