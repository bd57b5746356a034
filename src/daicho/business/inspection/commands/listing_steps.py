"""Steps of a list (一覧の一歩): what every act on a list shares: the lock, the state, the stale page, whose right it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection

from daicho.business.inspection.domain.listings import LISTING, RULES, ListKind, ListRule, State
from daicho.business.inspection.models import Listing
from daicho.business.inspection.selectors.wording import condition_from, condition_words
from daicho.foundation.audit.public import Note
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.errors import Missing
from daicho.registers.code_tables.public import towns_in


def check_maker(access: Access, kind: str) -> None:
    """Whether the actor may make lists of this kind."""
    check_may(access, maker_of(ListKind(kind)))


def maker_of(kind: ListKind) -> str:
    """The operation that makes lists of a kind: those to be inspected belong to the desk of inspection."""
    return "inspection.manage" if kind is ListKind.INSPECTION else "rosters.make"


def lock_listing(listing: UUID) -> tuple[Listing, ListRule]:
    """The list, locked until the transaction ends, and the rule of its kind."""
    row = Listing.objects.select_for_update().filter(key=listing).first()
    if row is None:
        raise missing()
    return row, RULES[ListKind(row.kind)]


def missing() -> Missing:
    return LISTING.missing()


def check_standing(row: Listing, *allowed: State, edition: int | None = None) -> None:
    """Whether the list stands where the act may be done, and on the page that was looked at."""
    state = State(row.state)
    LISTING.check_standing(state in allowed, state=state.label)
    if edition is not None:
        LISTING.check_page(edition, edition=row.edition)


def describe(note: Note, row: Listing) -> None:
    """What the trail says of a list."""
    note.count = row.count if row.made_at else None
    note.digest = row.digest
    note.say(
        number=row.number,
        kind=row.kind,
        purpose=row.purpose,
        basis=row.basis,
        condition=condition_words(condition_from(row.condition), row.day),
        day=row.day.isoformat(),
    )


def next_number(prefix: str, day: date) -> str:
    """The next number of a paper of this desk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('inspection_number_seq')")
        row = cursor.fetchone()
    assert row is not None
    return f"{prefix}{day:%Y}-{row[0]:05d}"


def known_towns(day: date) -> Iterable[str]:
    """The 町字コード of this municipality on a day."""
    return {town.code for town in towns_in(settings.TOWN["code"], day)}
