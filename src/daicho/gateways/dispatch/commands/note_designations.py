"""Note designations (通知の対象の記録, 番号法7条1項): whoever was given a 個人番号 is to be told of it, once.

It hears every approved movement: a designation makes a wish; whoever is removed is told nothing any more (JUK-019); and
what did not agree with the 機構 is made anew when the register has been put right (JUK-021).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import stop
from daicho.foundation.staff.public import system_access
from daicho.gateways.dispatch.audit_types import NOTED
from daicho.gateways.dispatch.commands.steps import lock_wishes, move, withdrawn
from daicho.gateways.dispatch.domain.states import DESIGNATING, WAITING, WRONG, State, Why
from daicho.gateways.dispatch.models import Wish
from daicho.kernel.access import Purpose
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.public import CaseAct, acts_of, truths_after

AGAIN_AFTER: Final = timedelta(minutes=5)
"""The update must have reached the 機構 before what is made anew is compared with it."""
REMOVED: Final = "住民票が消除されています。"


@dataclass(slots=True)
class Heard:
    """What a case means for those of whom it tells."""

    designated: dict[UUID, tuple[Why, UUID]] = field(default_factory=dict)
    removed: set[UUID] = field(default_factory=set)
    changed: set[UUID] = field(default_factory=set)

    @property
    def people(self) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys((*self.designated, *self.removed, *self.changed)))


def note_designations(case: UUID) -> None:
    """Keep what follows from a case; runs in the transaction that delivers its event, once."""
    heard = _heard(case)
    on_the_line = _on_the_line(heard)
    if not heard.people:
        return
    access = system_access(Purpose.MOVEMENT, job="dispatch").on_case(case)
    for message in on_the_line:
        try:
            stop(access, message)
        except Conflict:
            # It is on its way already: what the CS has is its own to settle.
            continue
    with recorded(access, NOTED) as note:
        note.about(*heard.people)
        _note_designated(case, heard)
        _note_removed(heard, stopped=set(on_the_line))
        for wish in lock_wishes(person__in=heard.changed, state__in=[s.value for s in WRONG]):
            move(wish, State.READY, make_at=business_now() + AGAIN_AFTER)
        note.say(people=len(heard.designated), state="noted")


def _heard(case: UUID) -> Heard:
    acts = acts_of(case)
    heard = Heard()
    if not acts:
        return heard
    truths = truths_after(case)
    for act in acts:
        for effect in act.effects:
            if found := _designation(act, effect.person):
                heard.designated[effect.person] = found
    touched = {effect.person for act in acts for effect in act.effects} - set(heard.designated)
    open_ones = Wish.objects.filter(person__in=touched).exclude(
        state__in=[State.PROVIDED.value, State.WITHDRAWN.value]
    )
    for person in open_ones.values_list("person", flat=True).distinct():
        truth = truths.get(person)
        begun = truth is not None and (truth.valid.start or business_today()) <= business_today()
        if truth is not None and truth.status is Status.REMOVED and begun:
            heard.removed.add(person)
        else:
            heard.changed.add(person)
    waiting_wrong = Wish.objects.filter(
        person__in=heard.changed, state__in=[s.value for s in WRONG]
    )
    heard.changed &= set(waiting_wrong.values_list("person", flat=True))
    return heard


def _designation(act: CaseAct, person: UUID) -> tuple[Why, UUID] | None:
    """Why this act makes the person due, and the reference of the number; None where it designates none."""
    why = DESIGNATING.get(act.kind)
    effect = next(each for each in act.effects if each.person == person)
    number = effect.after.individual_number_ref
    before = effect.before.individual_number_ref if effect.before else None
    if why is None or number is None or number == before:
        return None
    return why, number


def _note_designated(case: UUID, heard: Heard) -> None:
    hours = settings.PROFILE.jukinet.dispatch.delay_hours
    due = None if hours is None else business_now() + timedelta(hours=hours)
    for person, (why, number) in heard.designated.items():
        for earlier in lock_wishes(person=person, state__in=[s.value for s in (*WAITING, *WRONG)]):
            withdrawn(earlier, "新しい個人番号が指定されました。")
        Wish.objects.get_or_create(
            person=person,
            ground=f"number:{number}",
            defaults={
                "why": why.value,
                "number_ref": number,
                "case": case,
                "state": State.UNMADE.value,
                "make_at": due,
            },
        )


def _on_the_line(heard: Heard) -> list[UUID]:
    """The messages that still tell of somebody who was removed."""
    found = Wish.objects.filter(person__in=heard.removed, state=State.SENT.value)
    return sorted(m for m in found.values_list("posting__message", flat=True).distinct() if m)


def _note_removed(heard: Heard, *, stopped: set[UUID]) -> None:
    """Withdraw those who were removed; who stood on a stopped message with them is made anew."""
    for wish in lock_wishes(posting__message__in=stopped, state=State.WITHDRAWN.value):
        if wish.person in heard.removed:
            withdrawn(wish, REMOVED)
        else:
            move(wish, State.READY, make_at=business_now())
    open_ones = [s.value for s in (*WAITING, *WRONG)]
    for wish in lock_wishes(person__in=heard.removed, state__in=open_ones):
        withdrawn(wish, REMOVED)
