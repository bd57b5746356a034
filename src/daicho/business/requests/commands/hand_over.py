"""Hand over (引渡し): to whom it belongs, every sheet of it, nothing of anybody else's (practice.md §2)."""

from __future__ import annotations

from uuid import UUID

from daicho.business.cash.public import paid
from daicho.business.certificates.public import sheets_of_requests
from daicho.business.requests.audit_types import HANDED_OVER, HANDOVER_STOPPED
from daicho.business.requests.commands.steps import check_step, describe, keep_act, lock_request
from daicho.business.requests.domain.handover import (
    Check,
    Due,
    handover_problems,
    sheet_problems,
)
from daicho.business.requests.domain.states import Action
from daicho.business.requests.models import Request
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.protection.public import Channel, may_disclose

FOREIGN = "handover.foreign"
POSTED = Problem(
    "handover.posted",
    "",
    "この請求の証明書は、窓口では渡しません。",
    "郵送すると決めて作ったものです。番号を載せたものは、登録された住所へだけ送ります。",
    "発送の画面から送ってください。",
)


def hand_over(access: Access, *, request: UUID, edition: int, check: Check) -> int:
    """End a request at the counter. `Invalid` with everything that does not fit; a sheet of another request is kept
    on the trail by itself, for it is a mix-up that was stopped.
    """
    check_may(access, "requests.handle")
    try:
        with recorded(access, HANDED_OVER) as note:
            row = lock_request(request)
            check_step(row, Action.HAND_OVER, edition=edition)
            describe(note, row, Action.HAND_OVER)
            check_disclosable(access, row)
            due = sheets_due(row)
            wrong = handover_problems(
                check,
                due,
                called_number=row.called_number,
                name=row.requester_name,
                fee_open=fee_open(row),
            )
            if row.by_post:
                wrong.append(POSTED)
            if wrong:
                raise Invalid(wrong)
            keep_act(
                access,
                row,
                Action.HAND_OVER,
                facts={"sheets": len([d for d in due if not d.spoiled])},
            )
            describe(note, row, Action.HAND_OVER)
    except Invalid as error:
        if any(p.code == FOREIGN for p in error.problems):
            keep_mix_up(access, request)
        raise
    return row.edition


def check_sheets(scanned: tuple[str, ...], row: Request) -> None:
    """`Invalid` unless exactly the sheets of the request were read; for envelopes as for hands."""
    if wrong := sheet_problems(scanned, sheets_due(row)):
        raise Invalid(wrong)


def keep_mix_up(access: Access, request: UUID) -> None:
    """A mix-up that was stopped (取違えの防止), for the monthly review of incidents."""
    with recorded(access, HANDOVER_STOPPED) as note:
        row = lock_request(request)
        describe(note, row, Action.HAND_OVER)
        note.say(outcome="別の請求の書類")


def sheets_due(row: Request) -> tuple[Due, ...]:
    """The sheets of what was made for the request, spoiled ones too."""
    found = sheets_of_requests([row.issue_key]) if row.issue_key else ()
    return tuple(Due(sheet.number, sheet.title, sheet.spoiled) for sheet in found)


def fee_yen(row: Request) -> int:
    """The fee of what was made and not spoiled, in yen."""
    found = sheets_of_requests([row.issue_key]) if row.issue_key else ()
    return sum(sheet.fee_yen for sheet in found if not sheet.spoiled)


def fee_open(row: Request) -> bool:
    """Whether something is due that the cash desk has not taken."""
    return row.issue_key is not None and fee_yen(row) > 0 and not paid(row.issue_key)


def check_disclosable(access: Access, row: Request) -> None:
    """`Invalid` when a measure or a suppression began after the paper was made: it stays here (STD-3.4)."""
    found = may_disclose(access, persons=row.persons, channel=Channel.CERTIFICATE)
    if not found.permits:
        raise Invalid([p for p in found.problems(field="") if p.is_error])
