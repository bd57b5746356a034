"""Bulk cases (一括処理の一覧と案件): the list, one case with its counts, and the lists of everybody in it, by page."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count

from daicho.business.movements.audit_types import BULK_LISTED, BULK_VIEWED
from daicho.business.movements.commands.bulk_steps import describe_bulk, missing
from daicho.business.movements.domain.bulk import (
    BULK_TABLE,
    BulkAction,
    BulkState,
    Exclusion,
    LineState,
    bulk_actions_from,
)
from daicho.business.movements.domain.bulk_units import value_kept
from daicho.business.movements.domain.bulk_uses import USES, use_article, use_title
from daicho.business.movements.models import BulkCase, BulkLine, BulkRow, BulkStep
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may, hidden_items, may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.labels import item_label, item_text
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.domain.sheet_groups import VEIL, items_hidden
from daicho.registers.residents.public import shields_of
from daicho.registers.residents.writes import holdings

PER_PAGE = 20
LINES_PER_PAGE = 50
SHOWN_ABOVE = frozenset({"event_date", "ground"})
"""Settings that the page already says in its first lines."""
HIDDEN = frozenset({"municipality_code", "town_code", "address_code"})
"""Codes that follow from what is shown beside them."""
MACHINE_STEPS = {
    "prepared": "用意",
    "extracted": "仮処理の終了",
    "finished": "本処理の終了",
    "undone": "取消しの終了",
    "failed": "処理の停止",
}


@dataclass(frozen=True, slots=True)
class BulkCaseLine:
    """One line of the list."""

    key: UUID
    number: str
    use: str
    title: str
    state: BulkState
    event_on: date
    entered_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class BulkPage:
    """A page of the list."""

    page: Page[BulkCase]
    lines: tuple[BulkCaseLine, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many persons stand in one state, for one reason."""

    state: LineState
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class BulkStepView:
    """One step that was taken."""

    at: datetime
    label: str
    actor: str
    remark: str


@dataclass(frozen=True, slots=True)
class BulkView:
    """One bulk case as its page shows it; `done` of `total` persons are written or left."""

    key: UUID
    number: str
    use: str
    use_title: str
    article: str
    title: str
    state: BulkState
    edition: int
    at_work: bool
    event_on: date
    settings: tuple[tuple[str, str], ...]
    file_name: str
    rows: int
    wrong_rows: int
    partial: bool
    tallies: tuple[Tally, ...]
    done: int
    total: int
    steps: tuple[BulkStepView, ...]
    actions: tuple[BulkAction, ...]
    own_entry: bool
    entered_by: str
    undoes: UUID | None
    undone_by: UUID | None
    failure: str
    digest: str


def list_bulk(access: Access, *, page: int) -> BulkPage:
    """All bulk cases, newest first; one entry for the page."""
    check_may(access, "bulk.list")
    with recorded(access, BULK_LISTED) as note:
        found = Paginator(BulkCase.objects.order_by("-made_at"), PER_PAGE).get_page(page)
        note.say(page=found.number, count=found.paginator.count)
        return BulkPage(
            found,
            tuple(
                BulkCaseLine(
                    key=row.key,
                    number=row.number,
                    use=use_title(row.use),
                    title=row.title,
                    state=BulkState(row.state),
                    event_on=row.event_on,
                    entered_by=row.entered_by_name,
                    changed_at=row.changed_at,
                )
                for row in found
            ),
        )


def view_bulk(access: Access, *, case: UUID) -> BulkView:
    """One bulk case with its counts; it names nobody."""
    check_may(access, "bulk.list")
    with recorded(access.on_case(case), BULK_VIEWED) as note:
        row = _row(case)
        describe_bulk(note, row)
        return _view(access, row)


def bulk_progress(access: Access, *, case: UUID) -> BulkView:
    """The counts again while the machine works: they name nobody, and the page itself was entered."""
    check_may(access, "bulk.list")
    return _view(access, _row(case))


def _row(case: UUID) -> BulkCase:
    found = BulkCase.objects.filter(key=case).first()
    if found is None:
        raise missing()
    return found


def _view(access: Access, row: BulkCase) -> BulkView:
    state = BulkState(row.state)
    tallies = _tallies(row)
    own = row.entered_by == access.staff_key
    counted = {each: sum(t.count for t in tallies if t.state is each) for each in LineState}
    done = counted[LineState.WRITTEN] + counted[LineState.LEFT_OUT]
    rows = BulkRow.objects.filter(case=row)
    undone_by = BulkCase.objects.filter(undoes=row).exclude(state=BulkState.DISCARDED.value).first()
    return BulkView(
        key=row.key,
        number=row.number,
        use=row.use,
        use_title=use_title(row.use),
        article=use_article(row.use),
        title=row.title,
        state=state,
        edition=row.edition,
        at_work=state.is_at_work
        and (state is BulkState.EXTRACTING or row.event_on <= business_today()),
        event_on=row.event_on,
        settings=_settings(row.use, row.settings),
        file_name=row.file_name,
        rows=rows.count() if row.file_name else 0,
        wrong_rows=rows.exclude(problems=[]).count() if row.file_name else 0,
        partial=row.partial,
        tallies=tallies,
        done=done,
        total=done + counted[LineState.PLANNED],
        steps=_steps(row),
        actions=_actions(access, row, own=own, undone=undone_by is not None),
        own_entry=own,
        entered_by=row.entered_by_name,
        undoes=row.undoes_id,
        undone_by=undone_by.key if undone_by else None,
        failure=row.failure,
        digest=row.digest,
    )


def _tallies(row: BulkCase) -> tuple[Tally, ...]:
    found = (
        BulkLine.objects.filter(case=row)
        .values_list("state", "reason")
        .annotate(count=Count("id"))
        .order_by("state", "reason")
    )
    order = list(LineState)
    tallies = [
        Tally(LineState(state), Exclusion(reason).label if reason else "", count)
        for state, reason, count in found
    ]
    return tuple(sorted(tallies, key=lambda t: order.index(t.state)))


def _settings(use: str, settings: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    if use not in USES:
        return ()
    words = []
    for spec in (f for section in USES[use].sections for f in section.fields):
        value = settings.get(f"{spec.name}_text") or settings.get(spec.name, "")
        if value and spec.name not in SHOWN_ABOVE:
            words.append((spec.label, dict(spec.choices).get(value, value)))
    return tuple(words)


def _steps(row: BulkCase) -> tuple[BulkStepView, ...]:
    return tuple(
        BulkStepView(
            step.at,
            MACHINE_STEPS.get(step.action) or BulkAction(step.action).label,
            step.actor_name,
            step.remark,
        )
        for step in BulkStep.objects.filter(case=row).order_by("at", "id")
    )


def _actions(access: Access, row: BulkCase, *, own: bool, undone: bool) -> tuple[BulkAction, ...]:
    once = undone or row.undoes_id is not None
    return tuple(
        action
        for action in bulk_actions_from(BulkState(row.state))
        if may(access, BULK_TABLE[action].operation)
        and not (own and BULK_TABLE[action].other_than_enterer)
        and not (once and action is BulkAction.UNDO)
    )


@dataclass(frozen=True, slots=True)
class BulkPersonLine:
    """One person of a bulk case: what changes, and what became of it."""

    unit: str
    record: UUID | None
    name: str
    atena_number: str
    line_number: int | None
    state: LineState
    reason: str
    edits: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class BulkPeople:
    """A page of everybody."""

    number: str
    title: str
    page: Page[BulkLine]
    lines: tuple[BulkPersonLine, ...]


def bulk_people(access: Access, *, case: UUID, state: str, page: int) -> BulkPeople:
    """Everybody of a bulk case in one state (all when none is named), before and after; one entry for the page."""
    check_may(access, "bulk.list")
    with recorded(access.on_case(case), BULK_VIEWED) as note:
        row = _row(case)
        lines = BulkLine.objects.filter(case=row).order_by("unit", "id")
        if state in set(LineState):
            lines = lines.filter(state=state)
        found = Paginator(lines, LINES_PER_PAGE).get_page(page)
        newest = _newest([line.person for line in found])
        describe_bulk(note, row)
        note.about(*newest)
        hidden = {p for p, shield in shields_of(access, newest).items() if shield.hidden}
        veiled = items_hidden(hidden_items(access))
        note.say(state=state, page=found.number)
        return BulkPeople(
            row.number,
            row.title,
            found,
            tuple(
                _shielded(line)
                if line.person in hidden
                else _person(line, newest.get(line.person), veiled)
                for line in found
            ),
        )


def _newest(persons: list[UUID]) -> dict[UUID, Holding]:
    return {held.person: held for held in holdings.of_persons(persons)}


def _person(line: BulkLine, held: Holding | None, veiled: Set[str] = frozenset()) -> BulkPersonLine:
    return BulkPersonLine(
        unit=line.unit,
        record=held.record if held else None,
        name=held.particulars.printed_name if held else "",
        atena_number=held.atena_number if held else "",
        line_number=line.line_number,
        state=LineState(line.state),
        reason=Exclusion(line.reason).label if line.reason else "",
        edits=tuple(
            (item_label(name), VEIL, VEIL)
            if name in veiled
            else (item_label(name), _words(name, old), _words(name, new))
            for name, (old, new) in line.edits.items()
            if name not in HIDDEN
        ),
    )


def _shielded(line: BulkLine) -> BulkPersonLine:
    """Of somebody whom this actor may not look up: what became of them, and no more (STD-3.1)."""
    return replace(
        _person(line, None), unit="", name="照会が抑止されています", line_number=None, edits=()
    )


def _words(item: str, value: str | bool | int | None) -> str:
    return item_text(item, value_kept(item, value))


@dataclass(frozen=True, slots=True)
class WrongLine:
    """One thing wrong with one line of a file."""

    line_number: int
    item: str
    reason: str


@dataclass(frozen=True, slots=True)
class WrongLines:
    """A page of the error list (エラーリスト)."""

    number: str
    title: str
    page: Page[BulkRow]
    lines: tuple[WrongLine, ...]


def wrong_lines(access: Access, *, case: UUID, page: int) -> WrongLines:
    """The lines of the file that are wrong, each with item and reason; one entry for the page."""
    check_may(access, "bulk.list")
    with recorded(access.on_case(case), BULK_VIEWED) as note:
        row = _row(case)
        rows = BulkRow.objects.filter(case=row).exclude(problems=[]).order_by("line_number")
        found = Paginator(rows, LINES_PER_PAGE).get_page(page)
        describe_bulk(note, row)
        note.say(state="wrong_lines", page=found.number)
        return WrongLines(
            row.number,
            row.title,
            found,
            tuple(
                WrongLine(each.line_number, p["item"], p["what"] + p["why"] + p["remedy"])
                for each in found
                for p in each.problems
            ),
        )
