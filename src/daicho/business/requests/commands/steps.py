"""Steps (請求の一歩): what every act on a request shares: the lock, the state table, the stale page, the act kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection

from daicho.business.certificates.public import (
    MOST_COPIES,
    ROWS,
    CopyRequest,
    Destination,
    Form,
    Item,
    Proof,
    Requester,
)
from daicho.business.requests.domain.states import REQUEST, TABLE, Action, Channel, State
from daicho.business.requests.domain.written import Choices
from daicho.business.requests.models import Request, RequestAct
from daicho.foundation.audit.public import Note
from daicho.foundation.law_values import identity_points, in_force
from daicho.kernel.access import Access
from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Missing

WORDS_LIMIT = 1000


def next_number(sequence: str, mark: str, today: date) -> str:
    """A number of a book: its mark, the year, the order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s)", [sequence])
        row = cursor.fetchone()
    assert row is not None
    return f"{mark}{today:%Y}-{row[0]:06d}"


def lock_request(request: UUID) -> Request:
    """The request, locked until the transaction ends."""
    found = Request.objects.select_for_update().filter(key=request).first()
    if found is None:
        raise missing()
    return found


def missing() -> Missing:
    """There is no such request."""
    return REQUEST.missing()


def check_step(row: Request, action: Action, *, edition: int) -> None:
    """Whether the request stands where the action may be taken, and on the page that was looked at."""
    state, rule = State(row.state), TABLE[action]
    stands = state in rule.before and Channel(row.channel) in rule.channels
    REQUEST.check_standing(stands, state=state.label, action=action.label)
    REQUEST.check_page(edition, edition=row.edition)


def keep_act(
    access: Access,
    row: Request,
    action: Action,
    *,
    words: str = "",
    facts: Mapping[str, object] | None = None,
) -> None:
    """Keep the act, move the request on, and save."""
    now = business_now()
    text = check_text(words, field="words", limit=WORDS_LIMIT, kind=TextKind.NOTE) if words else ""
    if action is not Action.RECEIVE:
        row.state = (TABLE[action].after or State(row.state)).value
        row.edition += 1
    row.changed_at = now
    row.save()
    RequestAct.objects.create(
        request=row,
        at=now,
        action=action.value,
        words=text,
        facts=dict(facts or {}),
        actor=access.staff_key,
        actor_name=access.name,
        terminal=access.terminal,
    )


def describe(note: Note, row: Request, action: Action | None = None, *, words: str = "") -> None:
    """What the trail says of an act."""
    note.about(*row.persons)
    note.say(number=row.number, edition=row.edition, state=row.state)
    if action is not None:
        note.say(action=action.value)
    if words.strip():
        note.say(words=words.strip())


def choices_on(day: date) -> Choices:
    """What a request may name today."""
    agencies = (Destination.OFFICE, Destination.AGENCY)
    return Choices(
        requesters=[r.value for r in Requester],
        forms=[f.value for f in Form],
        items=[i.value for i in Item],
        proofs=[p.value for p in Proof],
        documents=[row.code for row in in_force("identity_documents", day)],
        most_copies=MOST_COPIES,
        agencies=[r.value for r, row in ROWS.items() if row.posts_to in agencies],
    )


def is_identified(row: Request, day: date) -> bool:
    """Whether who came is known by documents, or by what stands in for them in the requester's row."""
    rights = ROWS[Requester(row.requester)]
    if rights.stands_in is not None and rights.stands_in.value in row.proofs:
        return True
    if rights.posts_to is Destination.AGENCY and row.by_post:
        return True
    return identity_points(row.documents, day) >= 2


def copy_request(row: Request) -> CopyRequest:
    """The request as certificates take it; `issue_key` is there."""
    assert row.issue_key is not None
    rights = ROWS[Requester(row.requester)]
    return CopyRequest(
        key=row.issue_key,
        form=Form(row.form),
        records=tuple(row.records),
        items=frozenset(Item(code) for code in row.items),
        requester=Requester(row.requester),
        requester_name=" ".join(filter(None, (row.agency, row.requester_name))),
        ground=row.ground,
        documents=tuple(row.documents),
        copies=row.copies,
        official=rights.free,
        by_post=row.by_post,
        confirmed=frozenset(row.confirmed),
        stated_address=row.stated_address,
        proofs=frozenset(Proof(code) for code in row.proofs),
        form_number=row.form_number,
        client=row.client,
        submit_to=row.submit_to,
    )
