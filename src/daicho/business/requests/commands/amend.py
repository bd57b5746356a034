"""Amend (請求の内容を直す): what was typed wrong, or what the requester changed; decided before, it is decided again."""

from __future__ import annotations

from uuid import UUID

from daicho.business.requests.audit_types import REQUEST_ACTED
from daicho.business.requests.commands.steps import (
    check_step,
    choices_on,
    describe,
    is_identified,
    keep_act,
    lock_request,
)
from daicho.business.requests.domain.states import Action
from daicho.business.requests.domain.written import Written, trimmed, written_problems
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid

FOUND_BY = ("stated_name", "stated_birth", "stated_address", "requester", "requester_name")


def amend(access: Access, *, request: UUID, edition: int, written: Written) -> int:
    """Put the request right. Returns the new edition.

    Where it speaks of somebody else than before, who was found is sought again; the channel does not change.
    """
    check_may(access, "requests.handle")
    with recorded(access, REQUEST_ACTED) as note:
        row = lock_request(request)
        check_step(row, Action.AMEND, edition=edition)
        today = business_today()
        if wrong := written_problems(written, choices_on(today)):
            raise Invalid(wrong)
        columns = trimmed(written)
        columns.pop("channel")
        changed = sorted(name for name, value in columns.items() if getattr(row, name) != value)
        if set(changed) & set(FOUND_BY):
            row.persons, row.records, row.requester_person = [], [], None
        if "form" in changed:
            row.records = []
        for name, value in columns.items():
            setattr(row, name, value)
        row.confirmed = []
        row.decided_at = row.decided_by = None
        row.decided_by_name = ""
        row.identified = is_identified(row, today)
        keep_act(access, row, Action.AMEND, facts={"changed": changed})
        describe(note, row, Action.AMEND)
        note.say(requester=row.requester, form=row.form)
    return row.edition
