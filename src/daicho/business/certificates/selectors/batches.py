"""Batches (一括帳票の一覧と一件): what was asked for, how far it is, which files there are and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator

from daicho.business.certificates.audit_types import BATCH_VIEWED
from daicho.business.certificates.commands.make_batch import part_name
from daicho.business.certificates.domain.batch import BATCH_PAPERS, Order, Source
from daicho.business.certificates.models import Batch, BatchPart, BatchTarget
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing
from daicho.registers.code_tables.public import towns_in

PER_PAGE = 20
PER_PAGE_LEFT = 50


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch in words."""

    row: Batch
    title: str
    source: str
    order: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """One of its files."""

    row: BatchPart
    name: str


@dataclass(frozen=True, slots=True)
class BatchView:
    """One batch with its counts, files, and a page of what was left out and why."""

    line: BatchLine
    made: int
    left: Page[BatchTarget]
    parts: tuple[PartLine, ...]

    @property
    def pages(self) -> int:
        return sum(part.row.pages for part in self.parts)


def list_batches(access: Access, *, page: int = 1) -> tuple[Page[Batch], tuple[BatchLine, ...]]:
    """Every batch, newest first; names nobody."""
    check_may(access, "certificates.batch")
    found = Paginator(Batch.objects.order_by("-asked_at"), PER_PAGE).get_page(page)
    return found, tuple(_line(row) for row in found)


def view_batch(access: Access, *, batch: UUID, page: int = 1) -> BatchView:
    """One batch; one entry, about those who were left out and are shown."""
    check_may(access, "certificates.batch")
    with recorded(access, BATCH_VIEWED) as note:
        row = Batch.objects.filter(key=batch).first()
        if row is None:
            raise Missing("この一括帳票はありません。", remedy="一覧から選び直してください。")
        targets = BatchTarget.objects.filter(batch=row)
        left = Paginator(
            targets.filter(state="left_out").order_by("position"), PER_PAGE_LEFT
        ).get_page(page)
        note.about(*(person for one in left for person in one.persons))
        note.say(batch=str(row.key))
        parts = BatchPart.objects.filter(batch=row, sheets__gt=0).order_by("number")
        return BatchView(
            _line(row),
            made=targets.filter(state="made").count(),
            left=left,
            parts=tuple(PartLine(part, part_name(part)) for part in parts),
        )


def town_choices() -> tuple[tuple[str, str], ...]:
    """The 町字 of the town, as (code, name)."""
    found = towns_in(settings.TOWN["code"], business_today())
    # A town of several 郵便番号 stands there once for each.
    return tuple({town.code: town.name for town in found}.items())


def _line(row: Batch) -> BatchLine:
    state, tone = ("作成済", "good") if row.finished_at else ("作成中・未完了", "warning")
    return BatchLine(
        row,
        BATCH_PAPERS[row.paper].title,
        Source(row.source).label,
        Order(row.sorted_by).label,
        state,
        tone,
    )
