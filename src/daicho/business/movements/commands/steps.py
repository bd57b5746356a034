"""Steps (手続の一歩): what every act on a case shares: the lock, the state table, the stale page, the step kept."""

from __future__ import annotations

from uuid import UUID

from daicho.business.movements.domain.states import TABLE, Action, State
from daicho.business.movements.models import Case, CaseStep
from daicho.foundation.audit.public import Note
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Missing, Refused


def lock_case(case: UUID) -> Case:
    """The case, locked until the transaction ends."""
    found = Case.objects.select_for_update().filter(key=case).first()
    if found is None:
        raise Missing(
            "この異動はありません。",
            remedy="異動の一覧から選び直してください。",
            code="case.missing",
        )
    return found


def check_step(access: Access, case: Case, action: Action, *, edition: int) -> None:
    """Whether this person may take this step on this edition of the case: right, state, person, page."""
    rule = TABLE[action]
    check_may(access, rule.operation)
    state = State(case.state)
    if state not in rule.before:
        raise Conflict(
            f"この異動は今「{state.label}」です。",
            why=f"「{rule.label}」ができる状態ではありません。ほかの人が先に処理したことがあります。",
            remedy="最新の内容を開いて確かめてください。",
            code="case.state",
        )
    if case.edition != edition:
        raise Conflict(
            "開いていた画面の後に、この異動が変わりました。",
            why="ほかの人か別の画面で処理されています。何も書き換えていません。",
            remedy="最新の内容を開き、確かめてからやり直してください。",
            code="case.stale",
        )
    if rule.other_than_enterer and case.entered_by == access.staff_key:
        raise Refused(
            "自分が入力した異動を審査・決裁することはできません。",
            why="入力した人と別の人が確かめる決まりです。",
            remedy="ほかの担当者に頼んでください。",
            code="case.own_entry",
        )


def take_step(access: Access, case: Case, action: Action, *, remark: str = "") -> None:
    """Move the case to its next state, keep the step, and save."""
    now = business_now()
    case.state = TABLE[action].after.value
    case.edition += 1
    case.changed_at = now
    case.save()
    CaseStep.objects.create(
        case=case,
        at=now,
        action=action.value,
        actor=access.staff_key,
        actor_name=access.name,
        terminal=access.terminal,
        remark=remark.strip(),
    )


def describe(note: Note, case: Case, *, remark: str = "") -> None:
    """What the trail says of a step."""
    note.case_ref = case.key
    note.about(*case.persons)
    note.say(number=case.number, kind=case.kind, edition=case.edition)
    if remark.strip():
        note.say(remark=remark.strip())
