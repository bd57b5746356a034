"""Take a notice (通知の受領): kept person by person, compared or drafted; what nobody can be found for waits (FAM-003 to 008).

A notice never edits the register: our own 附票 is entered in, for residents a draft is made, which a clerk goes on with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from daicho.business.movements.public import open_amendment, open_draft
from daicho.foundation.audit.public import recorded
from daicho.gateways.family_register.audit_types import NOTICE_DRAFTED, NOTICE_TAKEN
from daicho.gateways.family_register.commands.keeping import Body, sealed_body
from daicho.gateways.family_register.domain.drafts import Draft
from daicho.gateways.family_register.domain.notices import Standing
from daicho.gateways.family_register.models import Notice
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict

ALREADY = "case.sent_twice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """One person of what came: by which message (None: from our 戸籍 desk), in whose name it is taken."""

    kind: str
    body: Body
    at: int
    sender: str
    key: UUID
    message: UUID | None = None
    thread: UUID | None = None

    @property
    def person(self) -> Any:  # Any: a part of a message's JSON
        return self.body["people"][self.at] if "people" in self.body else self.body["person"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is done with it at once. `draft` is made for `person` after it; `held` says why it waits."""

    state: Standing
    held: str = ""
    person: UUID | None = None
    draft: Draft | None = None


def take_notice(access: Access, coming: Coming, judge: Callable[[Notice], Outcome]) -> Standing:
    """Keep it, do at once what `judge` says, and make the draft; one taken before is left as it is.

    Runs in the transaction of the message or of the desk's act: two acts, two entries.
    """
    with recorded(access, NOTICE_TAKEN) as note:
        row, made = Notice.objects.get_or_create(key=coming.key, defaults=_columns(access, coming))
        outcome = judge(row) if made else Outcome(Standing(row.state))
        if made:
            row.state = outcome.state.value
            row.held_words, row.person = outcome.held, outcome.person
            row.save(update_fields=["state", "held_words", "person"])
        if row.person is not None:
            note.about(row.person)
        note.say(kind=row.kind, notice=row.number, sender=row.sender, state=row.state)
    if outcome.draft is None:
        return outcome.state
    return make_draft(access, row, outcome.draft, outcome.person)


def make_draft(access: Access, row: Notice, draft: Draft, person: UUID | None) -> Standing:
    """Make the draft of a notice and tie the two; somebody who is being worked on leaves the notice waiting."""
    case = uuid5(NAMESPACE_URL, f"family_register:{row.key}")
    words = ""
    try:
        if person is None:
            open_draft(access, kind=draft.kind, payload={}, case=case, quoted=draft.facts)
        else:
            open_amendment(
                access,
                kind=draft.kind,
                person=person,
                facts=draft.facts,
                edits=draft.edits,
                case=case,
            )
    except Conflict as error:
        if error.reason_code != ALREADY:
            words = f"{error.what}{error.why}"
    with recorded(access.on_case(case), NOTICE_DRAFTED) as note:
        row.state = (Standing.HELD if words else Standing.DRAFTED).value
        row.held_words, row.person = words, person
        row.case = None if words else case
        row.settled_at = None if words else real_now()
        row.settled_by_name = "" if words else access.name
        row.save(
            update_fields=[
                "state",
                "held_words",
                "person",
                "case",
                "settled_at",
                "settled_by_name",
            ]
        )
        if person is not None:
            note.about(person)
        note.say(kind=row.kind, notice=row.number, sender=row.sender, state=row.state)
    return Standing(row.state)


def _columns(access: Access, coming: Coming) -> dict[str, Any]:  # Any: columns of many types
    return {
        "message": coming.message,
        "thread": coming.thread,
        "kind": coming.kind,
        "number": coming.body["notice_number"],
        "event": coming.body.get("event", ""),
        "sender": coming.sender,
        "at": coming.at,
        "received_by_name": access.name,
        "state": Standing.HELD.value,
        **sealed_body(coming.key, coming.body),
    }
