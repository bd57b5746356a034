"""Conclude (結論): they live there and nothing changes, or they do not and a 職権消除 begins (REG-068)."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from daicho.business.surveys.audit_types import SURVEY_CONCLUDED
from daicho.business.surveys.commands.steps import check_step, describe, keep_act, lock_survey
from daicho.business.surveys.domain.acts import Entry, conclusion_problems
from daicho.business.surveys.domain.states import Action
from daicho.business.surveys.models import Survey, SurveyAct
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem


def conclude(
    access: Access,
    *,
    survey: UUID,
    edition: int,
    residing: bool,
    words: str = "",
    ceased_on: date | None = None,
) -> int:
    """End a survey. `ceased_on` is the day from which nobody is held to live there (today when it cannot be said).

    Returns the new edition. `Invalid` as long as what the law wants before a removal has not been done.
    """
    check_may(access, "surveys.manage")
    action = Action.CONFIRM if residing else Action.FIND_ABSENT
    with recorded(access, SURVEY_CONCLUDED) as note:
        row = lock_survey(survey)
        check_step(row, action, edition=edition)
        today = business_today()
        wrong = conclusion_problems(action, _done(row), today=today)
        if ceased_on is not None and ceased_on > today:
            wrong.append(
                Problem(
                    "survey.ceased_on",
                    "ceased_on",
                    "居住しなくなった日が、今日より後です。",
                    "消除の異動日になる日です。",
                    "今日までの日を入力するか、空欄にしてください。",
                )
            )
        if wrong:
            raise Invalid(wrong)
        row.concluded_on = today
        if not residing:
            row.ceased_on, row.removal_case = ceased_on or today, uuid4()
        keep_act(access, row, Entry(action=action, done_on=today, words=words))
        describe(note, row, action, words=words)
    return row.edition


def _done(row: Survey) -> list[tuple[str, str, date | None]]:
    acts = SurveyAct.objects.filter(survey=row)
    return list(acts.values_list("action", "finding", "until"))
