"""Make postings (送付先情報の作成・送信, 個人番号カード省令23条の2): one message a household, made from the register as it goes.

The content exists in the message alone, whose body is in no log and no backup (practice.md §1, 20). When a breakdown has
emptied it, the same posting is made anew from the register, under its own number, which the card system takes once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from daicho.foundation.audit.public import Note, enter, recorded
from daicho.foundation.lines.public import (
    Outgoing,
    has_lines,
    own_node,
    queue,
    subjects_unsettled,
)
from daicho.foundation.messages.public import check_body
from daicho.foundation.staff.public import system_access
from daicho.gateways.dispatch.audit_types import MADE
from daicho.gateways.dispatch.commands.contents import Facts, content_of, profile
from daicho.gateways.dispatch.commands.steps import lock_wishes, move, stored, withdrawn
from daicho.gateways.dispatch.domain.postings import terminal_id
from daicho.gateways.dispatch.domain.states import WAITING, State
from daicho.gateways.dispatch.models import Posting, Wish
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, DaichoError, Invalid, Problem
from daicho.registers.protection.public import marks_of
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import household_on, records_on

KIND: Final = "dispatch.information"
BASIS: Final = "個人番号カード省令23条の2・35条"
AT_ONCE: Final = 50
PAUSE: Final = timedelta(minutes=1)
LOST_STATE: Final = "lost"
"""A posting whose content is gone: it is made anew."""
CHANGING: Final = ("persons", "state", "message", "thread", "times", "settled_at", "problems")
_NUMBER: Final = "SELECT nextval('dispatch_posting_seq')"


def make_due(access: Access) -> int:
    """Make what is due now, household by household, each an act; returns how many were made or put aside."""
    if not has_lines():
        return 0
    due = Wish.objects.filter(
        state__in=[s.value for s in WAITING], make_at__lte=business_now()
    ).order_by("make_at", "key")
    return sum(_make(access, key) for key in due.values_list("key", flat=True)[:AT_ONCE])


def _make(access: Access, key: UUID) -> bool:
    """Make the posting in which this one is; whether anything was done."""
    wish = Wish.objects.get(key=key)
    if wish.state not in WAITING or wish.make_at is None or wish.make_at > business_now():
        # It went with another of its household a moment ago.
        return False
    if _is_early(wish):
        return False
    with recorded(access.on_case(wish.case) if wish.case else access, MADE) as note:
        group = _group(wish)
        people = {w.key: _due_now(w) for w in group}
        gone = [w for w in group if people[w.key] is None]
        for each in gone:
            withdrawn(each, "住民票が消除されたか、個人番号が変わっています。")
        told = [w for w in group if people[w.key] is not None]
        note.about(*(w.person for w in group))
        note.say(people=len(told), basis=BASIS, state=State.WITHDRAWN.value)
        if told and _needs_a_place(told):
            for each in told:
                move(each, State.UNMADE, problems=[_place_wanted()])
            note.say(state=State.UNMADE.value)
        elif told:
            _send(access, note, told, [h for h in people.values() if h is not None])
    return True


def make_now(wishes: Sequence[Wish]) -> UUID:
    """Make the posting of these again, in the act of whoever wished it; returns its message.

    `Conflict` when the 機構 does not know yet what the register says, or nobody is left; `Invalid` for what cannot be sent.
    """
    if subjects_unsettled(own_node("municipal_cs"), [w.person for w in wishes]):
        raise Conflict(
            "先に知らせた更新の応答を待っています。",
            why="機構の本人確認情報が台帳と同じになってから、送付先情報を送ります。",
            remedy="更新の電文が受領されてから、もう一度作り直してください。",
            code="dispatch.early",
        )
    held = {w.key: _due_now(w) for w in wishes}
    told = [w for w in wishes if held[w.key] is not None]
    if not told:
        raise Conflict(
            "知らせる内容がありません。",
            why="住民票が消除されたか、個人番号が変わっています。",
            remedy="送付先情報の画面で取りやめてください。",
            code="dispatch.over",
        )
    if _needs_a_place(told):
        raise Invalid([_place_wanted()])
    access, note = system_access(Purpose.MOVEMENT, job="dispatch"), Note()
    posting = _send(access, note, told, [h for h in held.values() if h is not None])
    if posting.message is None:
        raise Invalid(
            [
                Problem(p["code"], p["item"], p["what"], p["why"], p["remedy"])
                for p in posting.problems
            ]
        )
    note.about(*posting.persons)
    note.say(people=len(told), basis=BASIS)
    enter(access, MADE, [note])
    return posting.message


def _is_early(wish: Wish) -> bool:
    """Whether the 機構 may not know yet what the register says: then it waits a little, without an entry."""
    if not subjects_unsettled(own_node("municipal_cs"), [wish.person]):
        return False
    with transaction.atomic():
        Wish.objects.filter(
            key=wish.key, edition=wish.edition, state__in=[s.value for s in WAITING]
        ).update(make_at=business_now() + PAUSE)
    return True


def _group(wish: Wish) -> list[Wish]:
    """Those who go in one envelope: of the same arrangement, or of one household where nothing was arranged."""
    waiting = [s.value for s in WAITING]
    if wish.posting_id and wish.posting and wish.posting.state == LOST_STATE:
        return lock_wishes(posting=wish.posting_id, state__in=waiting)
    held = held_today(wish.person)
    members = household_on(held.particulars.household_number, business_today()) if held else ()
    return lock_wishes(
        person__in={wish.person, *(m.person for m in members)},
        arrangement=wish.arrangement_id,
        thread=wish.thread,
        state__in=waiting,
        make_at__isnull=False,
    )


def held_today(person: UUID) -> Holding | None:
    """What the newest record of somebody says today, present or removed."""
    found = records_on([person], business_today())
    return max(found, key=lambda h: h.history_number, default=None)


def _due_now(wish: Wish) -> Holding | None:
    """What the register says of somebody who is still to be told; None for the removed and for another number (JUK-019)."""
    held = held_today(wish.person)
    if held is None or held.status is not Status.PRESENT:
        return None
    return held if held.particulars.individual_number_ref == wish.number_ref else None


def _needs_a_place(told: Sequence[Wish]) -> bool:
    """Whether somebody is protected and no place was arranged: no envelope goes by itself to where it may be opened."""
    return told[0].arrangement_id is None and bool(marks_of(w.person for w in told))


def _send(access: Access, note: Note, told: Sequence[Wish], held: Sequence[Holding]) -> Posting:
    """Make it and queue it; what cannot be sent is kept as refused, without a message."""
    posting, is_new = _posting(access, told)
    ordered = sorted(held, key=lambda h: (h.particulars.member_order or 999, h.atena_number))
    posting.persons = [h.person for h in ordered]
    try:
        body = content_of(Facts(posting, told[0].arrangement, ordered))
        problems = tuple(check_body(KIND, body))
    except Invalid as error:
        problems = error.problems
    except DaichoError as error:
        problems = (Problem(error.reason_code, "", error.what, error.why, error.remedy),)
    posting.times += 1
    posting.state = (State.REFUSED if problems else State.SENT).value
    posting.problems = stored(problems)
    if problems:
        posting.settled_at = business_now()
    else:
        case = next((w.case for w in told if w.case), None)
        posting.message = queue(
            Outgoing(
                kind=KIND,
                receiver=own_node("municipal_cs"),
                body=body,
                thread=posting.thread,
                matter=str(case) if case else "",
            )
        )
        posting.thread = posting.thread or posting.message
    if is_new:
        posting.save(force_insert=True)
    else:
        posting.save(update_fields=CHANGING)
    for each in told:
        each.posting = posting
        move(each, State(posting.state), problems=problems)
    note.say(number=posting.number, state=posting.state, times=posting.times)
    return posting


def _posting(access: Access, told: Sequence[Wish]) -> tuple[Posting, bool]:
    """The posting that was lost, or a new one (True) with the next 送付先管理番号."""
    before = told[0].posting
    if before is not None and before.state == LOST_STATE:
        return Posting.objects.select_for_update().get(key=before.key), False
    arranged = told[0].arrangement
    new = Posting(
        number=_next_number(),
        layout=profile().dispatch_layout,
        basis=BASIS,
        print_class=arranged.print_class if arranged else profile().dispatch.print_class,
        elsewhere=arranged.elsewhere if arranged else False,
        thread=told[0].thread,
        processed_on=business_today(),
        operator=arranged.made_by if arranged else access.staff_key,
        operator_name=arranged.made_by_name if arranged else access.name,
        terminal=terminal_id(arranged.terminal if arranged else access.terminal),
        made_at=business_now(),
    )
    return new, True


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_NUMBER)
        row = cursor.fetchone()
    assert row is not None
    return f"D{business_today():%Y}-{row[0]:07d}"


def _place_wanted() -> Problem:
    return Problem(
        "dispatch.place_wanted",
        "",
        "送付先の指定が要ります。",
        "支援措置または抑止の対象の人がいるため、自動では送りません。",
        "送付先を確かめ、住所のままでよいときも指定してください。",
    )
