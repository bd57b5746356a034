"""Identify (人の特定, REG-066): whom the request is about, and who asks, as the register knows them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from daicho.business.certificates.public import ROWS, Requester
from daicho.business.requests.audit_types import REQUEST_ACTED
from daicho.business.requests.commands.steps import check_step, describe, keep_act, lock_request
from daicho.business.requests.domain.states import Action
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.public import check_shown, named_records_on

NOBODY = Problem(
    "request.nobody",
    "records",
    "証明する人が選ばれていません。",
    "請求書の人を、台帳から選びます。",
    "証明書に載せる人を選んでください。",
)


def identify(
    access: Access,
    *,
    request: UUID,
    edition: int,
    records: Sequence[UUID],
    requester_record: UUID | None = None,
) -> int:
    """Keep whose records are meant, and the record of the requester where they are on the register.

    `Invalid` when nobody is chosen, or the requester's row does not fit those chosen (本人, 同一世帯の人).
    """
    check_may(access, "requests.handle")
    with recorded(access, REQUEST_ACTED) as note:
        row = lock_request(request)
        check_step(row, Action.IDENTIFY, edition=edition)
        wanted = [*records, *([requester_record] if requester_record else [])]
        held = {h.record: h for h in named_records_on(wanted, business_today())}
        chosen = [held[r] for r in dict.fromkeys(records) if r in held]
        if not chosen:
            raise Invalid([NOBODY])
        check_shown(access, [h.person for h in held.values()])
        asks = held.get(requester_record) if requester_record else None
        if asks is None and row.requester == Requester.SELF.value and len(chosen) == 1:
            asks = chosen[0]
        wrong = _standing(
            Requester(row.requester),
            asks.person if asks else None,
            asks.particulars.household_number if asks and asks.status is Status.PRESENT else "",
            {h.person for h in chosen},
            {h.particulars.household_number for h in chosen if h.status is Status.PRESENT},
        )
        if wrong:
            raise Invalid(wrong)
        row.records = [h.record for h in chosen]
        row.persons = list(dict.fromkeys(h.person for h in chosen))
        row.requester_person = asks.person if asks else None
        keep_act(access, row, Action.IDENTIFY, facts={"people": len(chosen)})
        describe(note, row, Action.IDENTIFY)
    return row.edition


def _standing(
    requester: Requester,
    asks: UUID | None,
    household: str,
    subjects: set[UUID],
    households: set[str],
) -> list[Problem]:
    """Whether the register bears out what the requester says of themselves."""
    row = ROWS[requester]
    if requester is Requester.SELF and (
        asks is None or (asks not in subjects and household not in households)
    ):
        return [
            Problem(
                "request.not_self",
                "requester_record",
                "請求者が、証明する人の中にいません。",
                f"{row.name}は、本人が自分（と同じ世帯の人）について請求するものです（{row.articles}）。",
                "請求者を台帳から選ぶか、請求者の区分を直してください。",
            )
        ]
    if requester is Requester.HOUSEHOLD and (asks is None or households - {household}):
        return [
            Problem(
                "request.not_household",
                "requester_record",
                "請求者は、証明する人と同じ世帯にいません。",
                f"{row.name}は、今、同じ世帯に属する人に限ります（{row.articles}）。",
                "請求者を台帳から選ぶか、請求者の区分（第三者など）を直してください。",
            )
        ]
    return []
