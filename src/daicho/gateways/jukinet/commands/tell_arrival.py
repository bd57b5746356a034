"""Tell an arrival (転入通知, 住基法9条1項・3項): whoever moved in from another municipality, to that municipality (JUK-011)."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.public import case_facts
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Outgoing, own_node, queue
from daicho.foundation.staff.public import system_access
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.jukinet.audit_types import ARRIVAL_TOLD
from daicho.gateways.jukinet.domain.arrival import arrival_body
from daicho.kernel.access import Purpose
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.case_acts import CaseAct
from daicho.registers.residents.domain.particulars import Particulars
from daicho.registers.residents.public import acts_of

FROM_WITHIN = "entry_domestic_move_in"


def tell_arrival(case: UUID) -> None:
    """Queue one notice for each former municipality; nothing for those who come from abroad, or from nowhere known."""
    arrivals = [act for act in acts_of(case) if act.reason == FROM_WITHIN]
    if not arrivals:
        return
    access = system_access(Purpose.MOVEMENT, job="jukinet").on_case(case)
    with recorded(access, ARRIVAL_TOLD) as note:
        messages = 0
        for act in arrivals:
            note.about(*(effect.person for effect in act.effects if effect.before is None))
            messages += len(_queue_all(case, act))
        note.say(messages=messages, waiting=0)


def tell_arrival_again(case: UUID, origin: str) -> UUID | None:
    """The notice of a case to one former municipality, anew; None when the case has nobody of it any more."""
    found = [
        message
        for act in acts_of(case)
        if act.reason == FROM_WITHIN
        for message in _queue_all(case, act, only=origin)
    ]
    return found[-1] if found else None


def _queue_all(case: UUID, act: CaseAct, *, only: str = "") -> list[UUID]:
    by_origin: dict[str, list[Particulars]] = {}
    for effect in act.effects:
        if effect.before is None and effect.after.previous_address_code:
            by_origin.setdefault(effect.after.previous_address_code[:6], []).append(effect.after)
    facts = case_facts(case)
    queued = []
    for origin, people in by_origin.items():
        if only not in ("", origin):
            continue
        refs = [p.resident_record_code_ref for p in people if p.resident_record_code_ref]
        plain = reveal_many(refs)
        coded = [
            (p, plain[p.resident_record_code_ref]) for p in people if p.resident_record_code_ref
        ]
        if not coded:
            continue
        body = arrival_body(
            coded,
            origin=origin,
            reference=facts.number if facts else "",
            arrived_on=act.event_on,
            notified_on=act.notified_on or business_today(),
        )
        told = Outgoing(
            kind="arrival.notice",
            receiver=own_node("municipal_cs"),
            body=body,
            matter=str(case),
        )
        queued.append(queue(told))
    return queued
