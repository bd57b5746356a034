"""Tell identity (本人確認情報の通知, 住基法30条の6): an approved movement becomes one message for each person it concerns.

Told is the register as it was right after the case. Whoever has no 個人番号 yet waits: the number is asked for, and when
it is designated everything that waited goes, in its order (JUK-010, 025).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from daicho.business.movements.public import case_facts
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Outgoing, own_node, queue
from daicho.foundation.staff.public import system_access
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.jukinet.audit_types import IDENTITY_TOLD
from daicho.gateways.jukinet.commands.queue_update import queue_update
from daicho.gateways.jukinet.domain.identity import Act, Numbers, concerns
from daicho.gateways.jukinet.models import AwaitingNumber
from daicho.kernel.access import Purpose
from daicho.kernel.clock import real_now
from daicho.registers.residents.domain.case_acts import CaseAct, Effect
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import acts_of, truth_now, truths_after


@dataclass(frozen=True, slots=True)
class Told:
    """One person of a case: the act, the register's last word after it, and the 住民票コード of before."""

    case: UUID
    act: CaseAct
    first: Effect
    truth: Holding


def tell_identity(case: UUID) -> None:
    """Make the messages of a case; runs in the transaction that delivers its event, once."""
    access = system_access(Purpose.MOVEMENT, job="jukinet").on_case(case)
    with recorded(access, IDENTITY_TOLD) as note:
        concerned = _concerned(case)
        messages = waiting = 0
        for told in concerned:
            sent = _tell(told)
            messages += sent
            waiting += not sent
        note.about(*(told.truth.person for told in concerned))
        note.say(messages=messages, waiting=waiting)


def tell_again(case: UUID, person: UUID) -> UUID | None:
    """The update that a case makes of one person, anew, with what the register holds of them now; None: nothing is told.

    Corrections that came since are in it; the act, its day and its reason stay those of the case.
    """
    told = next((each for each in _concerned(case) if each.truth.person == person), None)
    truth = truth_now(person)
    number = truth.particulars.individual_number_ref if truth else None
    if told is None or truth is None or number is None:
        return None
    return _queue(replace(told, truth=truth), number=number)


def _concerned(case: UUID) -> list[Told]:
    """Everybody of whom the case changed something that 本人確認情報 tells, in the order of the acts."""
    acts = acts_of(case)
    if not acts:
        return []
    first: dict[UUID, Effect] = {}
    last: dict[UUID, CaseAct] = {}
    for act in acts:
        for effect in act.effects:
            first.setdefault(effect.person, effect)
            # Who moves and becomes head by one case is told of as 転居: what no item tells gives no reason.
            if effect.person not in last or concerns(effect.before, effect.after):
                last[effect.person] = act
    truths = truths_after(case)
    return [
        Told(case, last[person], effect, truths[person])
        for person, effect in first.items()
        if person in truths and concerns(effect.before, truths[person].particulars)
    ]


def _tell(told: Told) -> int:
    """Queue what is told of one person, with all that waited for the number; 0 while it still waits."""
    person, items = told.truth.person, told.truth.particulars
    waiting = AwaitingNumber.objects.filter(person=person, told_at__isnull=True).order_by("id")
    if items.individual_number_ref is None and told.truth.status is Status.REMOVED:
        # Whoever was removed before a number came is told to nobody; nothing waits for it any more.
        waiting.update(told_at=real_now())
        return 0
    if items.individual_number_ref is None or items.resident_record_code_ref is None:
        first = not waiting.exists()
        AwaitingNumber.objects.get_or_create(person=person, case=told.case)
        if first and items.resident_record_code_ref is not None:
            _ask_for_number(told, items.resident_record_code_ref)
        return 0
    kept = list(waiting)
    for row in kept:
        for earlier in _concerned(row.case):
            if earlier.truth.person == person:
                _queue(earlier, number=items.individual_number_ref)
    AwaitingNumber.objects.filter(id__in=[row.id for row in kept]).update(told_at=real_now())
    if kept and told.act.kind == "number_assign":
        # The number stands in what waited for it.
        return len(kept)
    _queue(told, number=items.individual_number_ref)
    return len(kept) + 1


def _queue(told: Told, *, number: UUID) -> UUID:
    items = told.truth.particulars
    before = told.first.before
    assert items.resident_record_code_ref is not None
    former = before.resident_record_code_ref if before else None
    changed = former is not None and former != items.resident_record_code_ref
    refs = [items.resident_record_code_ref, number, *([former] if former and changed else [])]
    plain = reveal_many(refs)
    facts = case_facts(told.case)
    return queue_update(
        told.truth,
        Act(
            reason=told.act.reason,
            event_date=told.act.event_date,
            notified_on=told.act.notified_on,
            case_number=facts.number if facts else "",
        ),
        Numbers(
            code=plain[items.resident_record_code_ref],
            individual=plain[number],
            former_code=plain[former] if former and changed else "",
            code_used_from=told.act.event_on if changed else None,
        ),
        matter=str(told.case),
    )


def _ask_for_number(told: Told, code: UUID) -> None:
    queue(
        Outgoing(
            kind="number.request",
            receiver=own_node("municipal_cs"),
            body={"code": reveal_many([code])[code], "reason": "new"},
            matter=str(told.case),
        )
    )
