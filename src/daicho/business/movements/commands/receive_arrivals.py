"""Receive arrival notices (転入通知の取込, STD-4.1.3.1.2): clean ones are recorded, the others wait for a clerk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from daicho.business.movements.audit_types import ARRIVALS_RECEIVED, CASE_DISCARDED
from daicho.business.movements.commands.record_by_notice import record_by_notice
from daicho.business.movements.commands.save_draft import NEW, save_draft
from daicho.business.movements.commands.steps import describe, lock_case, take_step
from daicho.business.movements.domain.arrival_file import (
    KIND,
    NOTICE,
    ArrivalRow,
    digest_of,
    faults_of,
    newest_of,
    paper_of,
    readable_code,
)
from daicho.business.movements.domain.states import Action, State
from daicho.business.movements.models import Case
from daicho.foundation.audit.public import recorded
from daicho.foundation.vault.public import NumberKind, seal_for_draft
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.writes import find_lookalikes, holdings


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a batch: (通知の番号, 受付番号) recorded, (通知の番号, 受付番号, わけ) waiting for a person; the others."""

    recorded: tuple[tuple[str, str], ...]
    waiting: tuple[tuple[str, str, str], ...]
    replaced: tuple[str, ...]
    known: tuple[str, ...]


def receive_arrivals(access: Access, *, rows: Sequence[ArrivalRow]) -> Received:
    """Take a batch of 転入通知; the caller is the system, on behalf of the connector that received them.

    Each row is an act of its own: one that fails leaves the others. Of several about one person the newest counts; one
    received before is left alone; one that corrects an earlier one is recorded over it, and the earlier one's draft is
    closed.
    """
    kept, replaced = newest_of(rows)
    done: list[tuple[str, str]] = []
    waiting: list[tuple[str, str, str]] = []
    known: list[str] = []
    for row in kept:
        if _is_known(row):
            known.append(row.notice)
            continue
        number, reason = _take(access, row)
        if reason:
            waiting.append((row.notice, number, reason))
        else:
            done.append((row.notice, number))
    found = Received(tuple(done), tuple(waiting), tuple(r.notice for r in replaced), tuple(known))
    with recorded(access, ARRIVALS_RECEIVED) as note:
        note.say(
            recorded=len(found.recorded),
            waiting=len(found.waiting),
            replaced=len(found.replaced),
            known=len(found.known),
        )
    return found


def _is_known(row: ArrivalRow) -> bool:
    """Whether exactly this row was received before, whatever became of it."""
    return Case.objects.filter(
        kind=KIND, payload__contains={f"{NOTICE}.digest": digest_of(row)}
    ).exists()


def _take(access: Access, row: ArrivalRow) -> tuple[str, str]:
    """Its 受付番号, and why it waits; empty when it was recorded."""
    held = _newest(row)
    paper = paper_of(row, held[0].person if held else None)
    reason = "".join(faults_of(row, held))
    case = uuid4()
    if not reason:
        try:
            case = record_by_notice(access, kind=KIND, notice=digest_of(row), payload=paper)
        except Invalid as error:
            reason = "".join(dict.fromkeys(p.what for p in error.problems))
        except Conflict as error:
            reason = error.what
    if reason:
        kept = {**paper, f"{NOTICE}.reason": reason}
        save_draft(access, case=case, kind=KIND, payload=kept, edition=NEW)
    _close_waiting(access, row, but=case)
    return Case.objects.values_list("number", flat=True).get(key=case), reason


def _newest(row: ArrivalRow) -> tuple[Holding, ...]:
    """The newest record of the person of the 住民票コード."""
    code = readable_code(row)
    if not code:
        return ()
    lookup = seal_for_draft(NumberKind.RESIDENT_CODE, code).lookup
    found = find_lookalikes(
        name_key="",
        sex="",
        birth_on=None,
        numbers={NumberKind.RESIDENT_CODE: lookup},
        card_number="",
    )
    lines = holdings.of_persons([match.person for match in found])
    return tuple(sorted(lines, key=lambda h: -h.history_number)[:1])


def _close_waiting(access: Access, row: ArrivalRow, *, but: UUID) -> None:
    """Close the drafts that an earlier notice about the same person, or the same notice, left for a clerk."""
    drafts = Case.objects.filter(
        kind=KIND, state=State.DRAFT.value, entered_by=access.staff_key
    ).exclude(key=but)
    code = readable_code(row)
    lookup = seal_for_draft(NumberKind.RESIDENT_CODE, code).lookup if code else ""
    for draft in drafts:
        same_person = (
            lookup and draft.payload.get(f"{NOTICE}.resident_record_code.lookup") == lookup
        )
        if same_person or draft.payload.get(f"{NOTICE}.number") == row.notice:
            remark = f"再送された通知（{row.notice}）により不要"
            with recorded(access.on_case(draft.key), CASE_DISCARDED) as note:
                stale = lock_case(draft.key)
                if stale.state == State.DRAFT.value:
                    take_step(access, stale, Action.DISCARD, remark=remark)
                describe(note, stale, remark=remark)
