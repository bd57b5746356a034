"""Judge (通知の突合): what becomes of one person of a notice at once. Each runs within the entry of `take_notice`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from daicho.gateways.family_register.commands.annex_acts import (
    Cause,
    annex_of,
    end_line,
    enter,
    items_in,
    last_entry,
    line_in,
)
from daicho.gateways.family_register.commands.finding import line_of, parent_of, resident_of
from daicho.gateways.family_register.commands.keeping import next_number, own_code
from daicho.gateways.family_register.commands.send import send
from daicho.gateways.family_register.commands.take_notice import Coming, Outcome
from daicho.gateways.family_register.domain import drafts
from daicho.gateways.family_register.domain.annex import Basis, Items
from daicho.gateways.family_register.domain.events import EVENTS
from daicho.gateways.family_register.domain.notices import (
    ANNEX_MISMATCH,
    Register,
    Standing,
    differences,
    items_told,
    mismatch,
)
from daicho.gateways.family_register.models import AnnexLine, Notice, Told
from daicho.kernel.clock import business_today

NOBODY_HERE: Final = "当市に、この本籍の人が見つかりません。"
NO_RESIDENT: Final = "該当する住民が見つからないか、一人に決まりません。"
NO_KIND: Final = "この届出だけで決まる異動がありません。職員が判断してください。"
NO_ITEM: Final = "通知された項目は、戸籍修正の様式にありません。職員が判断してください。"
NO_PARENT: Final = "子が入る世帯（父母の世帯）が見つからないか、一つに決まりません。"


def annex_notice(coming: Coming, row: Notice) -> Outcome:
    """戸籍附票記載事項通知: the same as our 戸籍 side is entered, otherwise 戸籍照合通知 goes back (FAM-003, 004)."""
    person, place = coming.person, coming.body["family_register"]
    line = line_of(person, place)
    entry = last_entry(line) if line is not None else None
    if line is None or entry is None:
        return Outcome(Standing.HELD, NOBODY_HERE)
    register = Register(own_code(), line.annex.domicile, line.annex.head)
    found = differences(person, place, items_in(entry), register)
    if found:
        body = mismatch(
            person,
            found,
            number=next_number(ANNEX_MISMATCH),
            notice=coming.body["notice_number"],
            today=business_today(),
        )
        send(
            ANNEX_MISMATCH,
            body,
            municipality=coming.sender,
            person=line.person,
            thread=coming.thread,
            answers=row.key,
        )
        return Outcome(Standing.MISMATCHED, person=line.person)
    enter_told(line, coming.body, person, row)
    return Outcome(Standing.ENTERED, person=line.person)


def enter_told(
    line: AnnexLine, body: Mapping[str, Any], person: Mapping[str, Any], row: Notice
) -> None:
    """Enter what 戸籍附票記載事項通知 tells of one person; what it leaves out stays as the 附票 has it."""
    told = items_told(person, body["address"], body.get("overseas", {}).get("destination", ""))
    last = last_entry(line)
    enter(
        line,
        _completed(told, items_in(last) if last else None),
        person.get("code", ""),
        Cause(
            reason=body["reason"],
            event_on=body["event_on"],
            basis=Basis.NOTICE,
            by=row.received_by_name,
            source=body["notice_number"],
            notice=row.key,
        ),
    )


def _completed(told: Items, known: Items | None) -> Items:
    if known is None:
        return told
    return Items(
        name=told.name,
        birth_on=told.birth_on,
        name_kana=told.name_kana or known.name_kana,
        former_surname=told.former_surname or known.former_surname,
        former_surname_kana=told.former_surname_kana or known.former_surname_kana,
        sex=told.sex or known.sex,
        municipality=told.municipality,
        address=told.address,
        postal_code=told.postal_code,
        address_since=told.address_since,
        overseas=told.overseas,
    )


def annex_mismatch(coming: Coming) -> Outcome:
    """戸籍照合通知: the 戸籍修正 of the resident whom our notice was about (FAM-005)."""
    person = _told_about(coming)
    if person is None:
        return Outcome(Standing.HELD, NO_RESIDENT)
    draft = drafts.of_mismatch(coming.body)
    if draft is None:
        return Outcome(Standing.HELD, NO_ITEM, person)
    return Outcome(Standing.HELD, "", person, draft)


def _told_about(coming: Coming) -> UUID | None:
    told = Told.objects.filter(number=coming.body["notice"], person__isnull=False).first()
    if told is not None:
        return told.person
    held = resident_of(coming.person)
    return held.person if held else None


def register_notice(coming: Coming) -> Outcome:
    """住民票記載事項通知: the movement that the event calls for (FAM-007)."""
    body = coming.body
    if body["event"] == "birth":
        return _birth(body)
    held = resident_of(coming.person, removed=body["event"] == "disappearance_cancelled")
    if held is None:
        return Outcome(Standing.HELD, NO_RESIDENT)
    draft = drafts.of_event(body)
    if draft is None:
        return Outcome(Standing.HELD, NO_KIND, held.person)
    return Outcome(Standing.HELD, "", held.person, draft)


def _birth(body: Mapping[str, Any]) -> Outcome:
    for parent in drafts.parents_of(body):
        held = parent_of(parent)
        if held is not None:
            household = held.particulars.household_number
            return Outcome(Standing.HELD, draft=drafts.of_birth(body, household=household))
    return Outcome(Standing.HELD, NO_PARENT)


def domicile_moved(coming: Coming, row: Notice) -> Outcome:
    """本籍転属通知: our 附票 is opened for the new 戸籍 or ended for the former; our resident's 戸籍修正 is drafted."""
    body, person = coming.body, coming.person
    cause = Cause(
        reason="職権修正",
        event_on=body["moved_on"],
        basis=Basis.NOTICE,
        by=row.received_by_name,
        source=body["notice_number"],
        notice=row.key,
    )
    held = resident_of(person)
    if body["former"]["municipality"] == own_code():
        line = line_of(person, body["former"])
        if line is not None and body["new"]["municipality"] != own_code():
            end_line(line, cause, words=EVENTS["domicile_changed"].label)
    if body["new"]["municipality"] == own_code():
        register = Register(own_code(), body["new"]["domicile"], body["new"]["head"])
        items = items_told(person, person["address"])
        line = line_of(person, body["new"]) or line_in(
            annex_of(register, on=cause.today),
            items,
            person=held.person if held else None,
            on=cause.today,
        )
        enter(line, items, person.get("code", ""), cause)
    if held is None:
        return Outcome(Standing.ENTERED)
    return Outcome(Standing.HELD, "", held.person, drafts.of_moved(body))
