"""Steps (調査の一歩): what every act on a survey shares: the lock, the state table, the stale page, the act kept."""

from __future__ import annotations

from uuid import UUID

from daicho.business.surveys.domain.acts import Entry
from daicho.business.surveys.domain.states import SURVEY, TABLE, Action, State
from daicho.business.surveys.models import Survey, SurveyAct
from daicho.foundation.audit.public import Note
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now


def lock_survey(survey: UUID) -> Survey:
    """The survey, locked until the transaction ends."""
    found = Survey.objects.select_for_update().filter(key=survey).first()
    if found is None:
        raise SURVEY.missing()
    return found


def check_step(row: Survey, action: Action, *, edition: int) -> None:
    """Whether the survey stands where the action may be taken, and on the page that was looked at."""
    state = State(row.state)
    SURVEY.check_standing(state in TABLE[action].before, state=state.label, action=action.label)
    SURVEY.check_page(edition, edition=row.edition)


def keep_act(access: Access, row: Survey, entry: Entry) -> None:
    """Keep the act, move the survey on, and save."""
    now = business_now()
    if entry.action is not Action.BEGIN:
        row.state = (TABLE[entry.action].after or State(row.state)).value
        row.edition += 1
    row.changed_at = now
    row.save()
    SurveyAct.objects.create(
        survey=row,
        at=now,
        action=entry.action.value,
        done_on=entry.done_on,
        until=entry.until,
        method=entry.method,
        finding=entry.finding,
        who=entry.who.strip(),
        words=entry.words.strip(),
        actor=access.staff_key,
        actor_name=access.name,
        terminal=access.terminal,
    )


def describe(note: Note, row: Survey, action: Action | None = None, *, words: str = "") -> None:
    """What the trail says of an act."""
    note.about(*row.persons)
    note.say(number=row.number, edition=row.edition)
    if action is not None:
        note.say(action=action.value)
    if words.strip():
        note.say(words=words.strip())
