"""Cases (異動の案件): one case with all that an examiner compares; the list of them is the board."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from daicho.business.movements import ports
from daicho.business.movements.audit_types import CASE_VIEWED
from daicho.business.movements.commands.steps import describe
from daicho.business.movements.domain.kind import Kind
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.plan import PersonPlan, Plan
from daicho.business.movements.domain.planning import base_of, preview_case
from daicho.business.movements.domain.processing import processing_name
from daicho.business.movements.domain.proposing import REASON
from daicho.business.movements.domain.states import CASE, TABLE, Action, State, actions_from
from daicho.business.movements.models import Case, CaseStep
from daicho.business.movements.ports import CaseNotice, IssuedCopy
from daicho.business.movements.selectors.aftermath import copies_on_wrong_data, written_by
from daicho.business.movements.selectors.next_steps import NextStep, next_steps
from daicho.business.movements.selectors.reception import reception_of
from daicho.business.movements.selectors.world import load_world
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import MessageLine, states_of
from daicho.foundation.staff.public import check_may, hidden_items, may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Problem
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.effects import CaseEffect, Done
from daicho.registers.residents.domain.labels import item_label, item_text, reason_label
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Particulars
from daicho.registers.residents.domain.sheet_groups import VEIL, items_hidden
from daicho.registers.residents.domain.timelines import covering
from daicho.registers.residents.public import check_shown

CODES = frozenset(n for n in ITEM_NAMES if n.endswith("_code") or n == "kind")
"""What follows from items that are shown beside it."""


@dataclass(frozen=True, slots=True)
class PersonView:
    """What the case would write, or wrote, of one person: items before and after."""

    name: str
    is_new: bool
    rows: tuple[tuple[str, str, str], ...]


class MessageOf(NamedTuple):
    """A message of the case, and the name of whom it tells (empty where it tells of nobody alone)."""

    line: MessageLine
    name: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One step that was taken."""

    at: datetime
    label: str
    actor: str
    terminal: str
    remark: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as its screen shows it."""

    key: UUID
    number: str
    kind: Kind
    state: State
    edition: int
    plan: Plan | None
    reason: str
    people: tuple[PersonView, ...]
    problems: tuple[Problem, ...]
    confirmations: tuple[str, ...]
    steps: tuple[StepView, ...]
    actions: tuple[Action, ...]
    overtaken: bool
    own_entry: bool
    entered_by: str
    reception: tuple[tuple[str, str], ...]
    done: tuple[Done, ...]
    copies: tuple[IssuedCopy, ...]
    may_correct: bool
    processing: str
    next_steps: tuple[NextStep, ...]
    notices: tuple[CaseNotice, ...]
    messages: tuple[MessageOf, ...]
    not_told_yet: tuple[str, ...]
    may_make_anew: bool


def view_case(access: Access, *, case: UUID) -> CaseView:
    """One case, planned on the register as it is now while it is open; one entry."""
    check_may(access, "movements.list")
    with recorded(access.on_case(case), CASE_VIEWED) as note:
        row = Case.objects.filter(key=case).first()
        if row is None:
            raise CASE.missing()
        describe(note, row)
        check_shown(access, row.persons)
        written = written_by(row)
        if written is not None:
            note.about(*(record.person for record in written.records))
        return _view(access, row, written)


def _view(access: Access, row: Case, written: CaseEffect | None) -> CaseView:
    state = State(row.state)
    plan: Plan | None = None
    problems: tuple[Problem, ...] = ()
    overtaken = False
    processing = KINDS[row.kind].title
    if state not in (State.APPROVED, State.DISCARDED):
        world = load_world(row.payload, today=business_today(), case=row.key)
        plan, problems = preview_case(KINDS[row.kind], row.payload, world)
        overtaken = state.is_open and base_of(world) != row.based_on
        processing = processing_name(KINDS[row.kind], row.payload, world)
    own = row.entered_by == access.staff_key
    return CaseView(
        key=row.key,
        number=row.number,
        kind=KINDS[row.kind],
        state=state,
        edition=row.edition,
        plan=plan,
        reason=reason_label(plan.reason) if plan else "",
        people=_people(plan, written, items_hidden(hidden_items(access))),
        problems=problems,
        confirmations=tuple(_confirmed(c) for c in row.confirmations),
        steps=_steps(row),
        actions=_actions(access, state, own=own),
        overtaken=overtaken,
        own_entry=own,
        entered_by=row.entered_by_name,
        reception=(*reception_of(row), *_relationship_reason(row), *ports.facts_of_case(row.key)),
        done=written.done if written else (),
        copies=copies_on_wrong_data(row),
        may_correct=written is not None and may(access, "movements.draft"),
        processing=processing,
        next_steps=next_steps(written) if may(access, "movements.draft") else (),
        notices=tuple(ports.notices_of_case(access, row.key)) if written else (),
        messages=_messages(row, written),
        not_told_yet=tuple(ports.not_told_yet(row.key)),
        may_make_anew=may(access, "lines.act"),
    )


def _messages(row: Case, written: CaseEffect | None) -> tuple[MessageOf, ...]:
    names = {
        record.person: held.particulars.printed_name
        for record in (written.records if written else ())
        for held in (*record.before, *record.after)
    }
    found = states_of(str(row.key), also=ports.messages_beside(row.key))
    return tuple(
        MessageOf(line, names.get(line.subject, "") if line.subject else "") for line in found
    )


def _actions(access: Access, state: State, *, own: bool) -> tuple[Action, ...]:
    """What this person may do now; whoever entered it does not judge it."""
    return tuple(
        a
        for a in actions_from(state)
        if may(access, TABLE[a].operation) and not (own and TABLE[a].other_than_enterer)
    )


def _steps(row: Case) -> tuple[StepView, ...]:
    return tuple(
        StepView(s.at, Action(s.action).label, s.actor_name, s.terminal, s.remark)
        for s in CaseStep.objects.filter(case=row).order_by("at", "id")
    )


def _relationship_reason(row: Case) -> tuple[tuple[str, str], ...]:
    words = row.payload.get(REASON.name, "").strip()
    return ((REASON.label, words),) if words else ()


def _people(
    plan: Plan | None, written: CaseEffect | None, hidden: Set[str]
) -> tuple[PersonView, ...]:
    """What the case would write; once it is approved, what it wrote."""
    if written is None:
        return tuple(person_view(p, hidden=hidden) for p in plan.everyone) if plan else ()
    views = []
    for record in written.records:
        day = record.first_day
        was = covering(record.before, day) if day else None
        became = covering(record.after, day) if day else None
        after = became or was
        if after is not None:
            views.append(
                PersonView(
                    name=after.particulars.printed_name or "（氏名空欄）",
                    is_new=record.opened,
                    rows=differences(
                        was.particulars if was else None, after.particulars, hidden=hidden
                    )
                    if became
                    else (("住民票", "記載あり", "この日には記載なし"),),
                )
            )
    return tuple(views)


def _confirmed(kept: Mapping[str, str]) -> str:
    reason = kept.get("reason", "")
    return f"{kept['message']}（理由: {reason}）" if reason else kept["message"]


def person_view(plan: PersonPlan, *, hidden: Set[str] = frozenset()) -> PersonView:
    """One person of a plan, in words."""
    return PersonView(
        name=plan.after.printed_name or "（氏名空欄）",
        is_new=plan.person is None,
        rows=(
            *differences(plan.before, plan.after, sealed=plan.sealed, hidden=hidden),
            *_drawn(plan),
        ),
    )


def _drawn(plan: PersonPlan) -> tuple[tuple[str, str, str], ...]:
    """The row of a 住民票コード that somebody registered is given when the case is approved."""
    if not plan.draws_code or plan.before is None:
        return ()
    before = item_text("resident_record_code_ref", plan.before.resident_record_code_ref)
    return ((item_label("resident_record_code_ref"), before, "決裁のときに新しく付けます"),)


def differences(
    before: Particulars | None,
    after: Particulars,
    *,
    sealed: tuple[str, ...] = (),
    hidden: Set[str] = frozenset(),
) -> tuple[tuple[str, str, str], ...]:
    """(label, before, after) of every item that changes; of a new person every item that is not blank.

    Of the `hidden` items it is said that they change, and no more (STD-10.4).
    """
    rows = []
    for name in ITEM_NAMES:
        if name in CODES or (before is None and getattr(after, name) is False):
            continue
        old = item_text(name, getattr(before, name)) if before else ""
        new = item_text(name, getattr(after, name))
        if old != new:
            seen = (old, new) if name not in hidden else (VEIL if old else "", VEIL if new else "")
            rows.append((item_label(name), *seen))
    rows += [(item_label(f"{name}_ref"), "", "入力あり（伏せています）") for name in sealed]
    return tuple(rows)


def event_words(event: LegalDate | None) -> str:
    """A legal date for the screen."""
    return event.display() if event else ""
