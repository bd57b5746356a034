"""Foreign entry (法30条の46転入・30条の47届出): a foreigner sets up an address here, or comes to be one who is registered.

Both are entered like a 転入 from abroad (STD-4.5.1, 4.5.2); the former address may be blank.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.basis import basis_section, read_basis
from daicho.business.movements.domain.entry import (
    PERSONS,
    WHERE,
    Coming,
    Terms,
    entry_plan,
    read_coming,
)
from daicho.business.movements.domain.move_in import BASES
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.previous_place import PREVIOUS_FIELDS, read_previous
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.periods import fourteen_days
from daicho.kernel.uncertain_dates import ADDRESS_SINCE, EXACT_PAST
from daicho.registers.residents.domain.particulars import Kind, ResidenceCategory

CATEGORIES: Final = frozenset(
    {
        ResidenceCategory.MID_LONG_TERM,
        ResidenceCategory.SPECIAL_PERMANENT,
        ResidenceCategory.TEMPORARY_REFUGE,
        ResidenceCategory.PROVISIONAL_STAY,
    }
)
"""Whom the two articles name: 経過滞在者 are not among them."""


def _event(label: str, hint: str) -> sheet.FieldSpec:
    return sheet.FieldSpec("event_date", label, sheet.Input.DATE, hint=hint, required=True)


def _sheet(title: str, *fields: sheet.FieldSpec) -> sheet.Sheet:
    return sheet.Sheet(
        sections=(
            sheet.Section(title, (*fields, *PREVIOUS_FIELDS)),
            basis_section(BASES),
            sheet.NOTIFIER,
            *WHERE,
        ),
        persons=PERSONS,
    )


SHEET_46: Final = _sheet("法30条の46転入", _event("住所を定めた日（異動日）", sheet.DATE_HINT))
SHEET_47: Final = _sheet(
    "法30条の47届出",
    _event(
        "中長期在留者等になった日（異動日）",
        "この日が外国人住民となった日になります。" + sheet.DATE_HINT,
    ),
    sheet.FieldSpec(
        "address_since",
        "住所を定めた日",
        sheet.Input.DATE,
        hint="今の住所に住み始めた日。空欄なら異動日。不詳も入力できます",
    ),
)


def planner(kind: str) -> Callable[[Reader, World], Plan | None]:
    """The plan of one of the two articles."""

    def plan(reader: Reader, world: World) -> Plan | None:
        event = reader.legal_date("event_date", "異動日", EXACT_PAST)
        since = reader.legal_date("address_since", "住所を定めた日", ADDRESS_SINCE, required=False)
        basis = read_basis(reader, BASES)
        items = read_previous(reader, required=False)
        day = event.sort_on if event else world.today
        if event and since and since.sort_on > day:
            reader.note(
                "address_since",
                "address_after_event",
                "住所を定めた日が、異動日より後です。",
                "法30条の47の届出は、住所がある人が中長期在留者等になったときのものです。",
                "日を確かめるか、法30条の46転入で入力してください。",
            )
        coming = read_coming(reader, world, day)
        if coming is not None:
            _check_people(reader, coming)
        if event is None or coming is None:
            return None
        return entry_plan(
            reader,
            coming,
            Terms(
                kind=kind,
                reason="entry_overseas_move_in",
                basis=basis,
                event=event,
                resident_reason="転入",
                items=items,
                resident_since=event,
                address_since=since,
                deadline=fourteen_days(day, calendar=world.calendar),
            ),
        )

    return plan


def _check_people(reader: Reader, coming: Coming) -> None:
    for person in coming.people:
        if person.kind is not Kind.FOREIGN:
            reader.under(person.slot).note(
                "kind",
                "foreigners_only",
                "日本人は、この届出では記載できません。",
                "法30条の46・30条の47は、外国人住民についての定めです。",
                "転入で入力してください。",
            )
        elif person.items["residence_category"] not in CATEGORIES:
            reader.under(person.slot).note(
                "residence_category",
                "category_not_named",
                "この区分の人は、この届出では記載できません。",
                "法30条の46・30条の47は、中長期在留者・特別永住者・一時庇護許可者・仮滞在許可者についての定めです。",
                "区分を確かめてください。出生・国籍喪失による経過滞在者は、出生か国籍喪失で記載します。",
            )
