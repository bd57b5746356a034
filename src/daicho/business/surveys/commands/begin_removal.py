"""Begin the removal (職権消除の下書き): the draft that a survey leads to, made once, for a clerk to go on with."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from daicho.business.movements.public import open_draft
from daicho.business.surveys.audit_types import REMOVAL_BEGUN
from daicho.business.surveys.commands.steps import describe, lock_survey
from daicho.business.surveys.domain.states import Action, State
from daicho.business.surveys.models import Survey, SurveyAct
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict
from daicho.kernel.wareki import format_wareki_short

REMOVAL: Final = "ex_officio_removal"
ALREADY: Final = "case.sent_twice"


def begin_removal(access: Access, *, survey: UUID) -> UUID:
    """The case of the 職権消除, filled in from the survey; the same case however often it is asked for.

    Two acts, two entries: what the survey says, and the saving of the draft. `Conflict` for a survey that did not end so.
    """
    check_may(access, "movements.draft")
    with recorded(access, REMOVAL_BEGUN) as note:
        row = lock_survey(survey)
        if row.state != State.ABSENT or row.removal_case is None or row.ceased_on is None:
            raise Conflict(
                f"この実態調査は「{State(row.state).label}」です。",
                why="職権消除へ進むのは、居住していないと結論した調査です。",
                remedy="調査の記録を確かめてください。",
                code="survey.state",
            )
        describe(note, row)
        payload = {
            "basis": "職権",
            "event_date": format_wareki_short(row.ceased_on),
            "removal_cause": "absent",
            "survey": row.number,
            **_posting(row, row.ceased_on),
            "ground": f"実態調査（{row.number}）により、居住していないことを確認",
            **{f"selected.{person}": "on" for person in row.persons},
        }
        case = row.removal_case
    try:
        open_draft(access, kind=REMOVAL, payload=payload, case=case, survey=survey)
    except Conflict as error:
        if error.reason_code != ALREADY:
            raise
    return case


def _posting(row: Survey, ceased_on: date) -> dict[str, str]:
    """The day of the last posting that came before the removal."""
    posted = (
        SurveyAct.objects.filter(survey=row, action=Action.POST.value, done_on__lte=ceased_on)
        .order_by("-done_on")
        .values_list("done_on", flat=True)
        .first()
    )
    return {"posted_on": format_wareki_short(posted)} if posted else {}
