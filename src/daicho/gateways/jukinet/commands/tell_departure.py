"""Tell a departure (転出証明書情報の送信, 住基法24条の2): the items of the paper that a 特例転出 does not draw, once (JUK-009, 010)."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from daicho.business.movements.public import case_facts
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Outgoing, own_node, queue
from daicho.foundation.staff.public import system_access
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.jukinet.audit_types import DEPARTURE_TOLD
from daicho.gateways.jukinet.domain.departure import Leaving, departure_body
from daicho.gateways.jukinet.domain.identity import Numbers
from daicho.kernel.access import Purpose
from daicho.registers.residents.domain.case_acts import Effect
from daicho.registers.residents.public import acts_of


def tell_departure(case: UUID) -> None:
    """Queue the 転出証明書情報 of an approved 特例転出; all whom it removes stand in one message."""
    access = system_access(Purpose.MOVEMENT, job="jukinet").on_case(case)
    with recorded(access, DEPARTURE_TOLD) as note:
        leaving = those_leaving(case)
        note.about(*(effect.person for effect in leaving))
        note.say(messages=int(bool(leaving)), waiting=0)
        if leaving:
            facts = case_facts(case)
            queue_departure(case, leaving, reference=facts.number if facts else "")


def those_leaving(case: UUID) -> list[Effect]:
    """Everybody whom a case removes, as the register said when it was approved."""
    return [effect for act in acts_of(case) for effect in act.effects if effect.removes]


def queue_departure(case: UUID, leaving: list[Effect], *, reference: str) -> None:
    """Queue one 転出証明書情報 for these people; `reference` is never that of an earlier one."""
    queue(
        Outgoing(
            kind="departure.certificate",
            receiver=own_node("municipal_cs"),
            body=departure_body(
                [_leaving(effect) for effect in leaving],
                reference=reference,
                move_out_on=min(effect.from_on or date.max for effect in leaving),
            ),
            matter=str(case),
        )
    )


def _leaving(effect: Effect) -> Leaving:
    items = effect.after
    code, number = items.resident_record_code_ref, items.individual_number_ref
    plain = reveal_many([ref for ref in (code, number) if ref is not None])
    return Leaving(
        items,
        Numbers(
            code=plain[code] if code else "",
            individual=plain[number] if number else "",
        ),
    )
