"""Compositions and orders as they are shown (抽出の索引): one's own and the office's, and what became of each order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.core.paginator import Page, Paginator

from daicho.business.extraction.audit_types import OPENED, ORDER_VIEWED
from daicho.business.extraction.commands.steps import (
    basis_on,
    composition_row,
    describe,
    order_row,
    seen_compositions,
    seen_orders,
)
from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import sources
from daicho.business.extraction.domain.orders import (
    Basis,
    Form,
    State,
    changed_parts,
    operation_of,
    with_numbers,
)
from daicho.business.extraction.domain.stored import from_stored
from daicho.business.extraction.domain.words import parts_of
from daicho.business.extraction.models import Composition, Order
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may, files_allowed, may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today

PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositionView:
    """One composition as this actor sees it; `changed` names what differs from when it was last asked for."""

    key: UUID
    title: str
    edition: int
    query: q.Query
    source: str
    shared: bool
    own: bool
    owner: str
    changed_at: datetime
    asked_before: bool
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """One order as it stands, and what this actor may do with it."""

    key: UUID
    number: str
    title: str
    state: State
    edition: int
    parts: tuple[tuple[str, str], ...]
    source: str
    source_code: str
    purpose: str
    basis: Basis
    basis_words: str
    form: Form
    numbers: bool
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    decided_words: str
    job: UUID | None
    made_at: datetime | None
    expires_on: date | None
    expired: bool
    count: int
    people: int
    left_out: int
    file_name: str
    digest: str
    own: bool
    may_decide: bool


def list_compositions(
    access: Access, *, page: int = 1
) -> tuple[Page[Composition], tuple[CompositionView, ...]]:
    """A page of one's own and the office's, the last changed first; one entry."""
    check_may(access, "extraction.view")
    with recorded(access, OPENED) as note:
        found = Paginator(seen_compositions(access).order_by("-changed_at", "key"), PER_PAGE)
        drawn = found.get_page(page)
        note.say(page=drawn.number)
        return drawn, tuple(_composition(access, row) for row in drawn)


def open_composition(access: Access, *, composition: UUID) -> CompositionView:
    """One composition; one entry."""
    check_may(access, "extraction.view")
    with recorded(access, OPENED) as note:
        row = composition_row(access, composition)
        view = _composition(access, row)
        check_may(access, operation_of(view.query.source))
        note.say(title=row.title)
        return view


def list_orders(access: Access, *, page: int = 1) -> tuple[Page[Order], tuple[OrderView, ...]]:
    """A page of the orders: all for those who decide, else one's own; the newest first; one entry."""
    check_may(access, "extraction.view")
    with recorded(access, OPENED) as note:
        drawn = Paginator(seen_orders(access).order_by("-asked_at", "key"), PER_PAGE).get_page(page)
        note.say(page=drawn.number)
        return drawn, tuple(_order(access, row) for row in drawn)


def view_order(access: Access, *, order: UUID) -> OrderView:
    """One order; one entry."""
    check_may(access, "extraction.view")
    with recorded(access, ORDER_VIEWED) as note:
        row = order_row(access, order)
        describe(note, row)
        return _order(access, row)


def forms_for(access: Access) -> tuple[Form, ...]:
    """The forms in which this actor may have a result: files are a right, and the town's choice."""
    files = files_allowed() and may(access, "extraction.file")
    return tuple(form for form in Form if files or not form.is_file)


def _composition(access: Access, row: Composition) -> CompositionView:
    query = from_stored(row.query)
    return CompositionView(
        key=row.key,
        title=row.title,
        edition=row.edition,
        query=query,
        source=sources()[query.source].title,
        shared=row.shared,
        own=row.owner == access.staff_key,
        owner=row.owner_name,
        changed_at=row.changed_at,
        asked_before=row.asked is not None,
        changed=changed_parts(from_stored(row.asked), query) if row.asked is not None else (),
    )


def _order(access: Access, row: Order) -> OrderView:
    query = from_stored(row.query)
    return OrderView(
        key=row.key,
        number=row.number,
        title=row.title,
        state=State(row.state),
        edition=row.edition,
        parts=tuple(parts_of(query)),
        source=sources()[query.source].title,
        source_code=query.source,
        purpose=row.purpose,
        basis=basis_on(row.basis),
        basis_words=row.basis_words,
        form=Form(row.form),
        numbers=with_numbers(query),
        asked_at=row.asked_at,
        asked_by=row.asked_by_name,
        decided_at=row.decided_at,
        decided_by=row.decided_by_name,
        decided_words=row.decided_words,
        job=row.job,
        made_at=row.made_at,
        expires_on=row.expires_on,
        expired=row.expires_on is not None and row.expires_on < business_today(),
        count=row.count,
        people=row.people,
        left_out=row.left_out,
        file_name=row.file_name,
        digest=row.digest,
        own=row.asked_by == access.staff_key,
        may_decide=may(access, "extraction.approve") and row.asked_by != access.staff_key,
    )
