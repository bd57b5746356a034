"""Steps (閲覧の手続の一歩): what every act on an application shares: the lock, the state table, whose right it is, the act kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from daicho.business.inspection.domain.states import APPLICATION, TABLE, Action, State
from daicho.business.inspection.models import Application, ApplicationAct
from daicho.foundation.audit.public import Note
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Missing


def lock_application(application: UUID) -> Application:
    """The application, locked until the transaction ends."""
    row = Application.objects.select_for_update().filter(key=application).first()
    if row is None:
        raise missing()
    return row


def missing() -> Missing:
    return APPLICATION.missing()


def check_step(access: Access, row: Application, action: Action, *, edition: int) -> None:
    """Whether this actor may take the action now: their right, the state, the page, and a second person's act."""
    rule = TABLE[action]
    check_may(access, rule.operation)
    state = State(row.state)
    APPLICATION.check_standing(state in rule.before, state=state.label, action=action.label)
    APPLICATION.check_page(edition, edition=row.edition)
    own = rule.other and row.received_by == access.staff_key
    APPLICATION.check_other(own, begun="受け付けた", action=action.label)


def keep_act(
    access: Access,
    row: Application,
    action: Action,
    *,
    words: str = "",
    paper: Any = None,  # Any: JSON
) -> None:
    """Keep the act, move the application on, and save."""
    now = business_now()
    if action is not Action.RECEIVE:
        row.state = (TABLE[action].after or State(row.state)).value
        row.edition += 1
    row.changed_at = now
    row.save()
    ApplicationAct.objects.create(
        application=row,
        at=now,
        action=action.value,
        words=words.strip(),
        paper=paper,
        actor=access.staff_key,
        actor_name=access.name,
        terminal=access.terminal,
    )


def describe(
    note: Note, row: Application, action: Action | None = None, *, words: str = ""
) -> None:
    """What the trail says of an act."""
    note.say(number=row.number, edition=row.edition, ground=row.ground)
    if action is not None:
        note.say(action=action.value)
    if words.strip():
        note.say(words=words.strip())
