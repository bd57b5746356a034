"""Ask for a list (一覧・名簿の作成を求める): what for, on what ground, of whom; nobody's data is read yet."""

from __future__ import annotations

import secrets
from uuid import UUID

from daicho.business.inspection.audit_types import LISTING_ASKED
from daicho.business.inspection.commands.listing_steps import (
    check_maker,
    describe,
    known_towns,
    next_number,
)
from daicho.business.inspection.domain.listings import ListKind, State
from daicho.business.inspection.domain.wishes import (
    ListWish,
    age_code,
    condition_of,
    day_of,
    wish_problems,
)
from daicho.business.inspection.models import Application, Listing
from daicho.business.inspection.selectors.wording import condition_stored, paper_from
from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.law_values import value_on
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid

SEED_BYTES = 16


def ask_listing(access: Access, *, listing: UUID, wish: ListWish) -> State:
    """Keep the wish under the key that the form was given. Returns where it stands: a list that a law asks for may be
    made at once, another waits for a second person.

    `Invalid` with every fault of the wish, `Conflict` for a form sent twice.
    """
    check_maker(access, wish.kind)
    with recorded(access, LISTING_ASKED) as note:
        return keep_wish(access, note, listing=listing, wish=wish)


def keep_wish(
    access: Access,
    note: Note,
    *,
    listing: UUID,
    wish: ListWish,
    application: Application | None = None,
) -> State:
    """Keep a wish within the caller's own entry; that of an application was approved with it."""
    today = business_today()
    if problems := wish_problems(wish, known_towns=known_towns(today), today=today):
        raise Invalid(problems)
    if Listing.objects.filter(key=listing).exists():
        raise Conflict(
            "この一覧は、既に求められています。",
            why="同じ画面が二度送られました。二重には作りません。",
            remedy="一覧の索引から開いてください。",
            code="rosters.sent_twice",
        )
    code = age_code(wish)
    age = int(value_on("ages", code, today).facts["years"]) if code else 0
    state = State.APPROVED if wish.rule.approved_by_law else State.ASKED
    row = Listing.objects.create(
        key=listing,
        number=next_number("簿", today),
        kind=wish.kind.value,
        state=state.value,
        application=application,
        purpose=wish.purpose_words,
        basis=wish.basis_words,
        recipient=wish.recipient.strip(),
        condition=condition_stored(condition_of(wish, age=age)),
        params={"year": wish.year, "about": wish.about} if code else {},
        day=day_of(wish, today=today),
        seed=secrets.token_hex(SEED_BYTES),
        asked_at=business_now(),
        asked_by=access.staff_key,
        asked_by_name=access.name,
        office=access.office,
    )
    describe(note, row)
    return state


def wish_of(application: Application) -> ListWish:
    """The list that an application asks for, as it was approved."""
    paper = paper_from(application.paper)
    return ListWish(
        kind=ListKind.INSPECTION,
        condition=paper.condition,
        basis=paper.row.article,
        recipient=paper.applicant,
    )
