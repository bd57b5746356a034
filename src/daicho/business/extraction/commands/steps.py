"""Steps (抽出の一歩): what every act shares: the composition and the order locked, the stale page, the ground of today."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.checking import items_used, query_problems
from daicho.business.extraction.domain.orders import (
    Basis,
    State,
    hidden_problems,
    operation_of,
)
from daicho.business.extraction.domain.words import query_words
from daicho.business.extraction.models import Composition, Order
from daicho.business.extraction.selectors.statement import Shield
from daicho.foundation.audit.public import Note
from daicho.foundation.law_values import LawValue, in_force, value_on
from daicho.foundation.staff.public import check_may, hidden_items, may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Invalid, Missing
from daicho.kernel.matters import Matter
from daicho.registers.protection.public import Channel, protected_persons
from daicho.registers.residents.domain.sheet_groups import items_hidden

BASES = "extraction_bases"
KEPT = Matter("控え", found_in="抽出の画面", code="extraction.kept")
ORDER = Matter("依頼", found_in="抽出の画面", code="extraction")


def bases() -> tuple[Basis, ...]:
    """The grounds that hold today."""
    return tuple(_basis(row) for row in in_force(BASES, business_today()))


def basis_on(code: str) -> Basis:
    """The ground of a code, as it holds today; `Missing` when there is none."""
    return _basis(value_on(BASES, code, business_today()))


def _basis(row: LawValue) -> Basis:
    facts = row.facts
    return Basis(row.code, row.title, facts["protected"], facts["numbers"], facts["free"])


def shield_now(basis: Basis | None = None) -> Shield:
    """Who is protected today; without a ground that says otherwise they are left out."""
    protected = tuple(protected_persons(Channel.EXTRACTION))
    return Shield(protected=protected, left_out=basis is None or not basis.protected)


def check_query(access: Access, query: q.Query) -> None:
    """Whether this actor may ask it: the right to the source, sense, and the items that are kept from them."""
    problems = query_problems(query)
    if problems:
        raise Invalid(problems)
    check_may(access, operation_of(query.source))
    if problems := hidden_problems(query, items_hidden(hidden_items(access))):
        raise Invalid(problems)


def seen_compositions(access: Access) -> QuerySet[Composition]:
    """Their own, and those that their office shares."""
    shared = Q(shared=True, office=access.office) & ~Q(office="")
    return Composition.objects.filter(Q(owner=access.staff_key) | shared, deleted_at__isnull=True)


def composition_row(access: Access, composition: UUID, *, lock: bool = False) -> Composition:
    """A composition that this actor may open; `Missing` otherwise."""
    rows = seen_compositions(access)
    row = (rows.select_for_update() if lock else rows).filter(key=composition).first()
    if row is None:
        raise Missing(
            "この抽出の控えはありません。",
            why="消されたか、ほかの課のものです。",
            remedy="抽出の画面から選び直してください。",
            code="extraction.missing",
        )
    return row


def own_composition(access: Access, composition: UUID, *, edition: int) -> Composition:
    """A composition of the actor's own, locked, as it stood on the page; a shared one is copied, not changed."""
    row = composition_row(access, composition, lock=True)
    if row.owner != access.staff_key:
        raise Conflict(
            "ほかの職員の控えは、変えられません。",
            remedy="写しを作り、写しを変えてください。",
            code="extraction.not_own",
        )
    KEPT.check_page(edition, edition=row.edition)
    return row


def order_row(access: Access, order: UUID) -> Order:
    """An order that this actor may look at: their own, their office's, or one to decide on."""
    row = seen_orders(access).filter(key=order).first()
    if row is None:
        raise ORDER.missing()
    return row


def seen_orders(access: Access) -> QuerySet[Order]:
    """Every order for those who decide on them; else their own."""
    rows = Order.objects.all()
    if may(access, "extraction.approve"):
        return rows
    return rows.filter(asked_by=access.staff_key)


def lock_order(order: UUID) -> Order:
    """The order, locked until the transaction ends."""
    row = Order.objects.select_for_update().filter(key=order).first()
    if row is None:
        raise ORDER.missing()
    return row


def check_standing(row: Order, *allowed: State, edition: int | None = None) -> None:
    """Whether the order stands where the act may be done, and on the page that was looked at."""
    state = State(row.state)
    ORDER.check_standing(state in allowed, state=state.label)
    if edition is not None:
        ORDER.check_page(edition, edition=row.edition)


def describe_query(note: Note, query: q.Query) -> None:
    """What the trail says of a query."""
    note.say(
        source=query.source,
        query=query_words(query),
        items="、".join(item.label for item in items_used(query)),
    )


def describe(note: Note, row: Order) -> None:
    """What the trail says of an order."""
    note.say(
        number=row.number,
        title=row.title,
        source=row.source,
        query=row.words,
        purpose=row.purpose,
        basis=row.basis_words,
        output=row.form,
        state=row.state,
    )


def next_number(prefix: str, year: int) -> str:
    """The next number of an order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('extraction_number_seq')")
        row = cursor.fetchone()
    assert row is not None
    return f"{prefix}{year}-{row[0]:05d}"
