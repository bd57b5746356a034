"""Tell the 附票 (附票の記載と附票記載事項通知, 住基法19条1項): an approved movement, for each Japanese whom it concerns.

本籍 here: an entry in our own 附票 (FAM-001), and 附票本人確認情報 with it (FAM-009). 本籍 elsewhere: a notice to the 本籍地
(FAM-002). No 本籍: nothing. A 本籍 in which no municipality can be read waits for somebody who names it.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from daicho.business.movements.public import case_facts
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import has_lines
from daicho.foundation.messages.public import date_text
from daicho.foundation.staff.public import system_access
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.family_register.audit_types import ANNEX_TOLD
from daicho.gateways.family_register.commands.annex_acts import (
    Cause,
    annex_of,
    end_line,
    enter,
    items_in,
    last_entry,
    line_in,
)
from daicho.gateways.family_register.commands.keeping import next_number, own_code
from daicho.gateways.family_register.commands.send import send
from daicho.gateways.family_register.domain.annex import Basis, Items, Telling, items_of, telling
from daicho.gateways.family_register.domain.domicile import (
    has_domicile,
    municipality_in,
    notified_to,
)
from daicho.gateways.family_register.domain.notices import (
    ANNEX_NOTICE,
    Register,
    Sending,
    annex_notice,
)
from daicho.gateways.family_register.models import AnnexEntry, AnnexLine
from daicho.kernel.access import Purpose
from daicho.kernel.addresses import fold_place
from daicho.kernel.characters import search_fold_name
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.case_acts import CaseAct
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.domain.particulars import Particulars
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import acts_of, truths_after


@dataclass(frozen=True, slots=True)
class Concerned:
    """One person of a case: the last act, the register's words before and after it, and what that means."""

    act: CaseAct
    before: Particulars | None
    truth: Holding
    means: Telling

    @property
    def items(self) -> Items:
        overseas = self.means is Telling.OVERSEAS
        held = self.truth.particulars
        return items_of(held, overseas=(held.destination_planned or "国外") if overseas else "")

    @property
    def reason(self) -> str:
        return reason_label(self.act.reason)


def tell_annex(case: UUID) -> None:
    """Enter and tell what a case means for the 附票 of everybody; runs in the transaction that delivers its event."""
    found = _concerned(case)
    if not found:
        return
    access = system_access(Purpose.MOVEMENT, job="family_register").on_case(case)
    facts = case_facts(case)
    number = facts.number if facts else ""
    with recorded(access, ANNEX_TOLD) as note:
        told = entries = waiting = 0
        for one in found:
            entry = _enter(one, case=case, number=number, by=access.name)
            entries += entry
            state = _tell(one, case) if not entry else ""
            told += bool(state)
            waiting += state == Sending.UNPLACED.value
        note.about(*(one.truth.person for one in found))
        note.say(notices=told, entries=entries, waiting=waiting)


def _concerned(case: UUID) -> list[Concerned]:
    first: dict[UUID, Particulars | None] = {}
    last: dict[UUID, CaseAct] = {}
    for act in acts_of(case):
        for effect in act.effects:
            first.setdefault(effect.person, effect.before)
            last[effect.person] = act
    truths = truths_after(case) if last else {}
    found = [
        Concerned(last[person], before, truth, _means(before, truth, last[person]))
        for person, before in first.items()
        if (truth := truths.get(person)) is not None
    ]
    return [one for one in found if one.means is not Telling.NOTHING]


def _means(before: Particulars | None, truth: Holding, act: CaseAct) -> Telling:
    return telling(before, truth.particulars, status=truth.status, reason=act.reason)


def register_of(held: Particulars) -> Register | None:
    """戸籍の表示 with its municipality, blank where none can be read in it; None for whoever has no 本籍."""
    if not has_domicile(held.domicile):
        return None
    found = municipality_in(held.domicile)
    return Register(
        municipality=notified_to(found) if found else "",
        domicile=held.domicile,
        head=held.family_register_head or held.name,
    )


def _enter(one: Concerned, *, case: UUID, number: str, by: str) -> bool:
    """Write in our own 附票; whether the 本籍 is here."""
    person, items = one.truth.person, one.truth.particulars
    cause = Cause(
        reason=one.reason,
        event_on=date_text(one.act.event_date),
        basis=Basis.CASE,
        by=by,
        source=number,
        case=case,
    )
    line = AnnexLine.objects.select_related("annex").filter(person=person, ended_on=None).first()
    register = register_of(items)
    here = register is not None and register.municipality == own_code()
    if one.means is Telling.END:
        if line is not None:
            end_line(line, cause, words=one.reason)
        return True
    if line is not None and not (here and register and _same(line, register)):
        # 転籍, or a new 戸籍: this 附票 has them no more.
        end_line(line, cause, words=f"{one.reason}（戸籍の異動）")
        line = None
    if not here or register is None:
        return False
    if line is None:
        line = line_in(annex_of(register, on=cause.today), one.items, person=person, on=cause.today)
    entered = _undone(line, one.items) if one.means is Telling.UNDO else one.items
    enter(line, entered, _code(items), cause)
    return True


def _same(line: AnnexLine, register: Register) -> bool:
    return (line.annex.domicile_key, line.annex.head_key) == (
        fold_place(register.domicile),
        search_fold_name(register.head),
    )


def _undone(line: AnnexLine, items: Items) -> Items:
    """What the 附票 said before the address that was taken back."""
    rows = AnnexEntry.objects.filter(line=line).order_by("-number")
    earlier = (items_in(row) for row in rows if row.address != items.address)
    return next(earlier, items_in(last) if (last := last_entry(line)) else items)


def _tell(one: Concerned, case: UUID) -> str:
    """Tell the 本籍地; its state, blank where nobody is told."""
    held = one.truth.particulars
    register = register_of(held)
    if register is None or not has_lines():
        return ""
    body = annex_notice(
        one.items,
        _code(held),
        register,
        number=next_number(ANNEX_NOTICE),
        reason=one.reason,
        event_on=date_text(one.act.event_date),
        today=business_today(),
        previous=_previous(one),
        planned_on=one.truth.valid.start if one.means is Telling.OVERSEAS else None,
    )
    return send(
        ANNEX_NOTICE,
        body,
        municipality=register.municipality,
        person=one.truth.person,
        case=case,
    ).state


def _previous(one: Concerned) -> str:
    if one.before is None:
        return one.truth.particulars.previous_address
    was = one.before.full_address.strip("\u3000")
    return was if was != one.items.address else ""


def _code(held: Particulars) -> str:
    ref = held.resident_record_code_ref
    return reveal_many([ref])[ref] if ref else ""
