"""Record an act (調査を記録する): a visit, an inquiry, a demand, a posting, or the end without a conclusion."""

from __future__ import annotations

from uuid import UUID

from daicho.business.surveys.audit_types import SURVEY_ACTED
from daicho.business.surveys.commands.steps import check_step, describe, keep_act, lock_survey
from daicho.business.surveys.domain.acts import Entry, entry_problems
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid


def record_act(access: Access, *, survey: UUID, edition: int, entry: Entry) -> int:
    """Keep an act. Returns the new edition; `Invalid` for what was typed, `Conflict` as `check_step`."""
    check_may(access, "surveys.manage")
    with recorded(access, SURVEY_ACTED) as note:
        row = lock_survey(survey)
        check_step(row, entry.action, edition=edition)
        if wrong := entry_problems(entry, opened_on=row.opened_on, today=business_today()):
            raise Invalid(wrong)
        keep_act(access, row, entry)
        describe(note, row, entry.action, words=entry.words)
    return row.edition
