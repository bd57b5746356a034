"""Tell everybody (本人確認情報の初回登録): a register that was there before its lines tells the 市町村CS of whom it holds.

Each present resident of whom the CS was never told goes as one update of the reason 職権記載, on the same line and in the
same order as everything that follows; whoever is to leave (転出予定) as a second one, the removal as it was written, for so it
would have been told on the day of the 届出. It may be stopped and begun again at any time: who was told is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import own_node, subjects_told
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.jukinet.audit_types import EVERYBODY_TOLD
from daicho.gateways.jukinet.commands.queue_update import queue_update
from daicho.gateways.jukinet.commands.tell_now import tell_now
from daicho.gateways.jukinet.domain.identity import Act, Numbers
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import (
    present_after,
    present_today,
    truth_now,
    truths_now,
)

PIECE = 200
REASON = "entry_ex_officio"


def tell_everybody(access: Access) -> Iterator[tuple[int, int]]:
    """Queue them piece by piece, each piece an act; yields (told, without a number yet) of each."""
    after = ""
    while piece := present_after(business_today(), after=after, limit=PIECE):
        after = piece[-1].atena_number
        known = subjects_told(own_node("municipal_cs"), [held.person for held in piece])
        new = [held for held in piece if held.person not in known]
        if new:
            yield _tell(access, new)


def _tell(access: Access, piece: Sequence[Holding]) -> tuple[int, int]:
    with recorded(access, EVERYBODY_TOLD) as note:
        leaving = _leaving([held.person for held in piece])
        told = waiting = 0
        for held in piece:
            messages = _queue(held, leaves=held.person in leaving)
            told, waiting = told + len(messages), waiting + (not messages)
        note.count = told
        note.say(messages=told, waiting=waiting)
    return len(piece) - waiting, waiting


def tell_present(person: UUID) -> UUID | None:
    """The first word about one person, anew; None for whoever is not in the register or has no number."""
    held = truth_now(person)
    today = present_today(person) if held and held.status is Status.REMOVED else held
    messages = _queue(today, leaves=today is not held) if today else []
    return messages[0] if messages else None


def _leaving(persons: Collection[UUID]) -> frozenset[UUID]:
    """Those of the present of whom the register's last word is a removal: it lies ahead."""
    last = truths_now(persons)
    return frozenset(held.person for held in last if held.status is Status.REMOVED)


def _queue(held: Holding, *, leaves: bool) -> list[UUID]:
    """The messages about one person; none for whoever has no number yet."""
    items = held.particulars
    code, number = items.resident_record_code_ref, items.individual_number_ref
    if code is None or number is None:
        return []
    plain = reveal_many([code, number])
    act = Act(
        reason=REASON,
        event_date=LegalDate.of_day(business_today()),
        notified_on=None,
        case_number="",
    )
    first = queue_update(held, act, Numbers(code=plain[code], individual=plain[number]))
    return [first, tell_now(held.person, is_unknown_there=False)] if leaves else [first]
