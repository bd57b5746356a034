"""Ask for a symbol (符号の取得要求, STD-7.1.2.2): when a number is designated or changed, or by hand."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Lost, Outgoing, own_node, queue
from daicho.foundation.staff.public import check_may, system_access
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.identity.audit_types import SYMBOL_ASKED
from daicho.gateways.identity.models import SymbolRequest
from daicho.gateways.identity.selectors.people import check_code, numbers_of, present_person
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict
from daicho.registers.residents.domain.case_acts import CaseAct
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import acts_of, records_on

NEW: Final = "new"
REASONS: Final = {
    "number_assign": NEW,
    "number_change_request": "number_changed",
    "number_change_ex_officio": "number_changed",
    "number_correct": "number_changed",
    "code_change": "code_changed",
}
"""Which 異動 asks for a 符号, and for what reason."""
LABELS: Final = {
    NEW: "個人番号の指定",
    "number_changed": "個人番号の変更",
    "code_changed": "住民票コードの変更",
}


def tell_symbols(case: UUID) -> None:
    """Queue the request of everybody whose number or code an approved case has written; nothing for other cases."""
    concerned = [
        (act, effect.person, effect.after.resident_record_code_ref)
        for act in acts_of(case)
        if act.kind in REASONS
        for effect in act.effects
        if effect.after.resident_record_code_ref is not None
    ]
    if not concerned:
        return
    access = system_access(Purpose.MOVEMENT, job="identity").on_case(case)
    with recorded(access, SYMBOL_ASKED) as note:
        for act, person, ref in concerned:
            assert ref is not None
            _queue(access, person, reveal_many([ref])[ref], reason=_reason(act), case=case)
        note.about(*(person for _, person, _ in concerned))
        note.say(reason=LABELS[_reason(concerned[0][0])], messages=len(concerned))


def ask_symbol(access: Access, *, atena_number: str) -> None:
    """Ask by hand. `Conflict` while a request waits for the same person."""
    check_may(access, "identity.symbol")
    with recorded(access, SYMBOL_ASKED) as note:
        held = present_person(atena_number)
        numbers = numbers_of(held)
        check_code(numbers)
        _check_none_waits(held.person)
        _queue(access, held.person, numbers.code, reason=NEW, case=None)
        note.about(held.person)
        note.say(reason=LABELS[NEW], messages=1)


def _reason(act: CaseAct) -> str:
    """A correction that writes a number where there was none is the first."""
    first = all(
        effect.before is not None and effect.before.individual_number_ref is None
        for effect in act.effects
    )
    return NEW if act.kind == "number_correct" and first else REASONS[act.kind]


def symbol_anew(lost: Lost) -> UUID:
    """The request that was refused or stopped, made again for the code that the person has today (作り直し)."""
    row = SymbolRequest.objects.filter(message=lost.id).first()
    held = _present(row.person) if row else None
    numbers = numbers_of(held) if held else None
    if row is None or numbers is None or not numbers.code:
        raise Conflict(
            "知らせる内容がありません。",
            why="この要求の人が、今の住民にいないか、住民票コードがありません。",
            remedy="住民票の今の内容を確かめてください。",
            code="identity.nothing_to_ask",
        )
    _check_none_waits(row.person)
    return _queue(
        system_access(Purpose.MOVEMENT, job="identity"),
        row.person,
        numbers.code,
        reason=row.reason,
        case=None,
        matter=lost.matter,
    )


def _present(person: UUID) -> Holding | None:
    held = records_on([person], business_today())
    return next((each for each in held if each.status is Status.PRESENT), None)


def _check_none_waits(person: UUID) -> None:
    if SymbolRequest.objects.filter(person=person, state__in=["waiting", "held"]).exists():
        raise Conflict(
            "この人の符号の取得は、もう要求しています。",
            why="前の要求の応答を待っています。",
            remedy="一覧で前の要求の状態を確かめてください。",
            code="identity.symbol_waits",
        )


def _queue(
    access: Access,
    person: UUID,
    code: str,
    *,
    reason: str,
    case: UUID | None,
    matter: str = "",
) -> UUID:
    message = queue(
        Outgoing(
            kind="symbol.request",
            receiver=own_node("municipal_cs"),
            body={"code": code, "reason": reason},
            matter=str(case) if case else matter,
        )
    )
    SymbolRequest.objects.create(
        person=person,
        reason=reason,
        case=case,
        message=message,
        asked_at=business_now(),
        asked_by_name=access.name,
    )
    return message
