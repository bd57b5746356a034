"""Plans (廃棄の計画の一覧・一件): how many, of which years, who is kept back and why; and the matters by their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import connection

from daicho.business.retention import ports
from daicho.business.retention.audit_types import PLAN_VIEWED, PLANS_LISTED
from daicho.business.retention.commands.steps import describe, missing
from daicho.business.retention.domain.policies import fiscal_words
from daicho.business.retention.domain.states import TABLE, Action, State, actions_from
from daicho.business.retention.models import Plan, PlanFile, PlanItem
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may, may
from daicho.kernel.access import Access
from daicho.kernel.disposal import KEPT_FOR

PER_PAGE: Final = 50
ABSENT: Final = "absent"
REASONS: Final = {**KEPT_FOR, ABSENT: "既にない"}

BY_YEAR = """
SELECT i.file, extract(year FROM i.ended_on - interval '3 months')::integer AS year, i.kept_for,
    count(*), count(i.erased_at)
FROM retention_planitem i WHERE i.plan_id = %s GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class YearLine:
    """One fiscal year of a file: how many ended in it, how many go or have gone, how many stay."""

    year: int
    goes: int
    gone: int
    stays: int

    @property
    def words(self) -> str:
        return fiscal_words(self.year)


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of a plan; `reasons` are (words, how many) of those that stay."""

    code: str
    title: str
    period: str
    source: str
    before: date
    due: int
    erased: int
    digest: str
    years: tuple[YearLine, ...]
    reasons: tuple[tuple[str, int], ...]

    @property
    def kept_back(self) -> int:
        return sum(count for _, count in self.reasons)


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan with its files, and what this person may do with it."""

    row: Plan
    state: State
    files: tuple[FileLine, ...]
    actions: tuple[Action, ...]

    @property
    def due(self) -> int:
        return sum(file.due for file in self.files)

    @property
    def erased(self) -> int:
        return sum(file.erased for file in self.files)

    @property
    def kept_back(self) -> int:
        return sum(file.kept_back for file in self.files)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in the list."""

    row: Plan
    state: State
    titles: str
    due: int


def list_plans(access: Access, *, page: int) -> tuple[Page[Plan], tuple[PlanLine, ...]]:
    """The plans, newest first. One entry."""
    check_may(access, "retention.view")
    with recorded(access, PLANS_LISTED) as note:
        found = Paginator(Plan.objects.order_by("-drafted_at"), PER_PAGE).get_page(page)
        rows = list(found.object_list)
        files: dict[UUID, list[PlanFile]] = {row.key: [] for row in rows}
        for file in PlanFile.objects.filter(plan__in=rows).order_by("id"):
            files[file.plan_id].append(file)
        note.say(count=len(rows))
    lines = tuple(
        PlanLine(
            row,
            State(row.state),
            "、".join(file.title for file in files[row.key]),
            sum(file.due for file in files[row.key]),
        )
        for row in rows
    )
    return found, lines


def view_plan(access: Access, *, plan: UUID) -> PlanView:
    """One plan; `Missing` for none. One entry."""
    check_may(access, "retention.view")
    with recorded(access, PLAN_VIEWED) as note:
        view = plan_of(plan, access)
        describe(note, view.row)
        return view


def plan_of(plan: UUID, access: Access) -> PlanView:
    """The same within the caller's own entry."""
    row = Plan.objects.filter(key=plan).first()
    if row is None:
        raise missing()
    state = State(row.state)
    with connection.cursor() as cursor:
        cursor.execute(BY_YEAR, [plan])
        counted = cursor.fetchall()
    files = tuple(
        _file(file, [line[1:] for line in counted if line[0] == file.file])
        for file in PlanFile.objects.filter(plan=row).order_by("id")
    )
    actions = tuple(
        action
        for action in actions_from(state)
        if may(access, TABLE[action].operation)
        and not (TABLE[action].other and row.drafted_by == access.staff_key)
    )
    return PlanView(row, state, files, actions)


def _file(file: PlanFile, counted: Iterable[tuple[Any, ...]]) -> FileLine:
    # Any: year, why it stays, how many, how many of them are gone.
    years: dict[int, list[int]] = {}
    reasons: dict[str, int] = {}
    for year, kept_for, count, gone in counted:
        line = years.setdefault(year, [0, 0, 0])
        if kept_for:
            line[2] += count
            words = REASONS.get(kept_for, kept_for)
            reasons[words] = reasons.get(words, 0) + count
        else:
            line[0] += count
            line[1] += gone
    return FileLine(
        code=file.file,
        title=file.title,
        period=file.period,
        source=file.source,
        before=file.before,
        due=file.due,
        erased=sum(gone for _, gone, _ in years.values()),
        digest=file.digest,
        years=tuple(YearLine(year, *line) for year, line in sorted(years.items())),
        reasons=tuple(sorted(reasons.items())),
    )


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One matter: its number (or its key where it has none), when it ended, and what becomes of it."""

    name: str
    ended_on: date
    fate: str
    stays: bool


def list_items(
    access: Access, *, plan: UUID, file: str, page: int
) -> tuple[PlanFile, str, Page[PlanItem], tuple[ItemLine, ...]]:
    """The matters of one file of a plan, oldest first, with what their numbers are called. One entry."""
    check_may(access, "retention.view")
    with recorded(access, PLAN_VIEWED) as note:
        row = PlanFile.objects.select_related("plan").filter(plan=plan, file=file).first()
        if row is None:
            raise missing()
        rows = PlanItem.objects.filter(plan=plan, file=file).order_by("id")
        found = Paginator(rows, PER_PAGE).get_page(page)
        describe(note, row.plan)
    offered = ports.files.get(file)
    label = (offered.number_label if offered else "") or "識別子"
    return row, label, found, tuple(_item(item) for item in found.object_list)


def _item(item: PlanItem) -> ItemLine:
    if item.erased_at is not None:
        fate = "廃棄済"
    elif item.kept_for:
        fate = f"残す（{REASONS.get(item.kept_for, item.kept_for)}）"
    else:
        fate = "廃棄する"
    return ItemLine(item.number or item.item, item.ended_on, fate, bool(item.kept_for))
