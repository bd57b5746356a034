"""Confirmation sheet (確認用帳票): what a case would write, on paper, to be checked before it is recorded (STD-4.0.9)."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from daicho.business.movements.audit_types import CONFIRMATION_PRINTED
from daicho.business.movements.commands.steps import describe
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.planning import preview_case
from daicho.business.movements.domain.states import CASE, State
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.cases import PersonView, person_view
from daicho.business.movements.selectors.world import load_world
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.sheets import ConfirmationSheet, Pair, Section
from daicho.foundation.staff.public import check_may, hidden_items
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.domain.sheet_groups import items_hidden
from daicho.registers.residents.public import check_shown

# The standard's own name for the sheet of a kind (STD-4.5.6).
NAMES = {"immigration_notice": "処理結果確認票"}
LEAD = (
    "台帳に記録する前に、届出の内容を確かめるための帳票です。証明書ではありません。"
    "誤りがあるときは、職員に伝えてください。個人番号と住民票コードは印字しません。"
)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The PDF of a confirmation sheet, and the number of its case."""

    number: str
    pdf: bytes


def print_confirmation(access: Access, *, case: UUID) -> Confirmation:
    """Draw the sheet of an open case, planned on the register as it is now; one entry.

    `Conflict` for a case that is closed, `Invalid` with what is wrong while no plan can be made.
    """
    check_may(access, "movements.list")
    with recorded(access.on_case(case), CONFIRMATION_PRINTED) as note:
        row = Case.objects.filter(key=case).first()
        if row is None:
            raise CASE.missing()
        describe(note, row)
        check_shown(access, row.persons)
        plan, problems = _plan(row)
        hidden = items_hidden(hidden_items(access))
        document = printer().render(_sheet(row, plan, problems, hidden))
        note.say(pages=document.pages)
        return Confirmation(number=row.number, pdf=document.pdf)


def _plan(row: Case) -> tuple[Plan, tuple[Problem, ...]]:
    state = State(row.state)
    if state in (State.APPROVED, State.DISCARDED):
        raise Conflict(
            f"この異動は「{state.label}」です。",
            why="確認用帳票は、本登録の前に内容を確かめるためのものです。",
            remedy="記録された内容は、住民票の履歴で確かめてください。",
            code="case.state",
        )
    world = load_world(row.payload, today=business_today(), case=row.key)
    plan, problems = preview_case(KINDS[row.kind], row.payload, world)
    if plan is None:
        raise Invalid(problems)
    return plan, problems


def _sheet(
    row: Case, plan: Plan, problems: Sequence[Problem], hidden: Set[str]
) -> ConfirmationSheet:
    wrong = tuple(Pair(f"{n}", p.message) for n, p in enumerate(problems, 1) if p.is_error)
    unfinished = (Section("直す必要がある入力", wrong),) if wrong else ()
    return ConfirmationSheet(
        title=f"{KINDS[row.kind].title}　{NAMES.get(row.kind, '確認用帳票')}",
        made_on=business_today(),
        sections=(
            _notification(row, plan),
            *unfinished,
            *(_person(person_view(p, hidden=hidden)) for p in plan.everyone),
        ),
        lead=LEAD,
    )


def _notification(row: Case, plan: Plan) -> Section:
    late = "（届出の期限を過ぎています）" if plan.late else ""
    notified = f"{format_wareki(plan.notified_on)}{late}" if plan.notified_on else ""
    return Section(
        "届出",
        (
            Pair("受付番号", row.number),
            Pair("異動事由", reason_label(plan.reason)),
            Pair("異動日", plan.event_date.display()),
            Pair("届出日", notified),
            Pair("入力した職員", row.entered_by_name),
            Pair("出力した日", format_wareki(business_today())),
        ),
    )


def _person(view: PersonView) -> Section:
    if view.is_new:
        pairs = tuple(Pair(label, after) for label, _, after in view.rows)
        return Section(f"{view.name}（新しい住民票）", pairs)
    pairs = tuple(Pair(label, after, before=before) for label, before, after in view.rows)
    return Section(view.name, pairs or (Pair("変更", "変わる項目はありません"),))
