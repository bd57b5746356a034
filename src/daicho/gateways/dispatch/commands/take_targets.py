"""Take targets (更新対象者の突合, STD-7.1.1.4): whom the card system asks for becomes a wish; whoever is not found is listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Received
from daicho.foundation.vault.public import NumberKind, seal_for_draft
from daicho.gateways.dispatch.audit_types import TARGETS_TAKEN
from daicho.gateways.dispatch.commands.contents import profile
from daicho.gateways.dispatch.commands.make_postings import held_today
from daicho.gateways.dispatch.commands.steps import lock_wishes, move
from daicho.gateways.dispatch.domain.states import WAITING, State, Why
from daicho.gateways.dispatch.models import UnmatchedTarget, Wish
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import person_of_code

NOBODY: Final = "この住民票コードの人が台帳にいません。"
REMOVED: Final = "住民票が消除されています。"
NUMBERLESS: Final = "個人番号が記載されていません。"
_LOOKED_AT: Final = frozenset({"returned"})
"""What came back would come back again: a person looks at the address first."""


def take_targets(access: Access, received: Received) -> None:
    """Keep the list, once for each message."""
    with recorded(access, TARGETS_TAKEN) as note:
        matched = unmatched = 0
        for place, target in enumerate(received.body["targets"], start=1):
            person, held, why = _match(str(target["code"]))
            if held is None or why:
                unmatched += _list(received, place, target, person, why)
            elif _wish(received.thread, target, held):
                note.about(held.person)
                matched += 1
        note.say(list=received.body["list_number"], matched=matched, unmatched=unmatched)


def _match(code: str) -> tuple[UUID | None, Holding | None, str]:
    """The person, what the register says of them today, and why they cannot be answered for."""
    person = person_of_code(code)
    held = held_today(person) if person else None
    if person is None or held is None:
        return person, None, NOBODY
    if held.status is not Status.PRESENT:
        return person, held, REMOVED
    return person, held, "" if held.particulars.individual_number_ref else NUMBERLESS


def _wish(thread: UUID, target: Mapping[str, str], held: Holding) -> bool:
    """Whether a wish was made; one that waits already is taken into the list's thread and goes with it."""
    number = held.particulars.individual_number_ref
    assert number is not None, "whoever has none is not matched"
    by_itself = target["reason"] not in _LOOKED_AT and profile().dispatch.delay_hours is not None
    due = business_now() if by_itself else None
    for waiting in lock_wishes(person=held.person, state__in=[s.value for s in WAITING]):
        waiting.thread, waiting.target_reason = thread, target["reason"]
        move(waiting, State(waiting.state), make_at=waiting.make_at)
        return True
    _, made = Wish.objects.get_or_create(
        person=held.person,
        ground=f"target:{thread}",
        defaults={
            "why": Why.TARGET.value,
            "target_reason": target["reason"],
            "number_ref": number,
            "thread": thread,
            "state": State.UNMADE.value,
            "make_at": due,
        },
    )
    return made


def _list(
    received: Received, place: int, target: Mapping[str, str], person: UUID | None, why: str
) -> bool:
    _, made = UnmatchedTarget.objects.get_or_create(
        thread=received.thread,
        place=place,
        defaults={
            "list_number": received.body["list_number"],
            "reason": target["reason"],
            "dispatch_number": target.get("dispatch_number", ""),
            "code_hash": seal_for_draft(NumberKind.RESIDENT_CODE, target["code"]).lookup,
            "person": person,
            "why": why,
        },
    )
    return made
