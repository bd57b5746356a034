"""Differences (差異の一覧): who differs in what, why, who is right and what to do; the values of protected people stay hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.foundation.audit.public import recorded
from daicho.foundation.reconciliation.audit_types import DIFFERENCES_LISTED
from daicho.foundation.reconciliation.commands.judge import opened
from daicho.foundation.reconciliation.domain.causes import NOT_YET, Cause
from daicho.foundation.reconciliation.domain.comparing import Side
from daicho.foundation.reconciliation.domain.files import IDENTITY, File
from daicho.foundation.reconciliation.domain.shown import shown
from daicho.foundation.reconciliation.models import Difference, Run, State
from daicho.foundation.reconciliation.ports import Shield
from daicho.foundation.reconciliation.selectors.runs import RunState, view_state
from daicho.foundation.staff.public import may
from daicho.kernel.access import Access

PER_PAGE: Final = 30
OPEN: Final = Shield()


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item that differs; the values are empty where they are not shown (`shown` says so)."""

    title: str
    ours: str
    theirs: str
    shown: bool


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One person who differs."""

    row: Difference
    name: str
    birth: str
    address: str
    page: str
    marks: tuple[str, ...]
    side: str
    items: tuple[ItemLine, ...]
    why: str
    right: str
    remedy: str
    may_tell: bool


@dataclass(frozen=True, slots=True)
class RunView:
    """A run with a page of its differences, or of those who cannot be compared yet."""

    state: RunState
    page: Page[Difference]
    lines: tuple[DifferenceLine, ...]


def view_run(access: Access, *, run: UUID, not_yet: bool, page: int) -> RunView:
    """One run; one entry for the page. `Missing` when there is none."""
    state = view_state(access, run=run)
    with recorded(access, DIFFERENCES_LISTED) as note:
        rows = Difference.objects.filter(run=run)
        names = [cause.value for cause in NOT_YET]
        rows = rows.filter(cause__in=names) if not_yet else rows.exclude(cause__in=names)
        found = Paginator(rows.order_by("cause", "block", "key"), PER_PAGE).get_page(page)
        subjects = {row.subject for row in found if row.subject}
        note.about(*subjects)
        note.say(run=str(run), page=found.number, count=found.paginator.count)
        shields = state.source.shields(access, subjects) if state.source else {}
        pages = state.source.pages(subjects) if state.source else {}
        seen = _Seen(state, shields, pages, _can_tell(access, state))
        lines = tuple(_line(row, seen) for row in found)
    return RunView(state, found, lines)


def _can_tell(access: Access, state: RunState) -> bool:
    if state.source is None or state.source.tell_again is None:
        return False
    newest = Run.objects.filter(source=state.row.source).order_by("-started_at", "-moved_at")
    is_newest = newest.values_list("key", flat=True).first() == state.row.key
    return is_newest and state.state is not State.RUNNING and may(access, "reconcile.tell")


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the lines of a page have in common."""

    state: RunState
    shields: Mapping[UUID, Shield]
    pages: Mapping[UUID, str]
    can_tell: bool


def _line(row: Difference, seen: _Seen) -> DifferenceLine:
    shield = seen.shields.get(row.subject, OPEN) if row.subject else OPEN
    told = opened(row)
    who = {} if shield.hidden else told.get("who", {})
    cause = Cause(row.cause)
    source = seen.state.source
    file = source.file if source else IDENTITY
    names = {"us": source.us if source else "こちら", "peer": source.peer_label if source else ""}
    return DifferenceLine(
        row=row,
        name="（表示しません）" if shield.hidden else who.get(file.name, "（控えは消去しました）"),
        birth=shown(file, file.birth, who.get(file.birth, "")),
        address="" if shield.marks else who.get(file.address, ""),
        page=seen.pages.get(row.subject, "") if row.subject and not shield.hidden else "",
        marks=shield.marks,
        side=_side_words(Side(row.side), names),
        items=tuple(_item(file, number, told, hide=bool(shield.marks)) for number in row.items),
        why=cause.words.why.format(**names),
        right=cause.words.right.value.replace("こちら", names["us"]),
        remedy=cause.words.remedy.format(**names),
        may_tell=seen.can_tell and cause.words.tells_again and row.told_again is None,
    )


def _side_words(side: Side, names: Mapping[str, str]) -> str:
    return {
        Side.BOTH: "両方にあり、内容が違う",
        Side.OURS: f"{names['us']}だけにいる",
        Side.THEIRS: f"{names['peer']}だけにいる",
    }[side]


def _item(file: File, item: str, told: Mapping[str, Mapping[str, str]], *, hide: bool) -> ItemLine:
    title = file.title_of(item)
    if hide or item in file.secret or not told:
        return ItemLine(title, "", "", shown=False)
    return ItemLine(
        title,
        shown(file, item, told["ours"].get(item, "")) or "（なし）",
        shown(file, item, told["theirs"].get(item, "")) or "（なし）",
        shown=True,
    )
