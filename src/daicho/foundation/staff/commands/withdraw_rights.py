"""Withdraw rights (申請・予約の取消し): before anybody decided, or before the day; all of it or nothing (STD-10.3)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import RIGHTS_WITHDRAWN
from daicho.foundation.staff.commands.ask_rights import check_lines
from daicho.foundation.staff.commands.rights_steps import (
    check_not_own,
    locked_request,
    overtaken,
)
from daicho.foundation.staff.commands.write_duties import take_back_duties
from daicho.foundation.staff.domain.aspects import Aspect, Subject
from daicho.foundation.staff.domain.states import RequestState, can_be_withdrawn
from daicho.foundation.staff.errors import check_filled
from daicho.foundation.staff.models import RightsLine, RightsRequest, Staff
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today


def withdraw_rights(access: Access, *, request_key: UUID, reason: str) -> None:
    """Take a request back; nobody takes back what is prepared about themselves.

    An account that was to be registered stays on record and never begins.
    """
    with recorded(access, RIGHTS_WITHDRAWN) as note:
        request, lines = locked_request(request_key)
        check_lines(access, {Aspect(line.aspect) for line in lines})
        check_filled(reason=(reason, "理由"))
        if not can_be_withdrawn(
            request.stands, effective_on=request.effective_on, today=business_today()
        ):
            raise overtaken(request)
        check_not_own(access, lines)
        if request.stands is RequestState.APPROVED:
            take_back_duties(access, lines)
            RightsLine.objects.filter(request=request).update(decided_at=None)
            _never_begin(lines)
        _mark(access, request, reason.strip())
        note.say(
            request=str(request.key),
            effective_on=request.effective_on.isoformat(),
            reason=reason.strip(),
        )


def _never_begin(lines: Iterable[RightsLine]) -> None:
    made = [
        line
        for line in lines
        if line.subject_kind == Subject.STAFF.value
        and line.aspect == Aspect.USE.value
        and not line.before
    ]
    for line in made:
        Staff.objects.filter(login=line.subject).update(valid_until=line.valid_from)


def _mark(access: Access, request: RightsRequest, reason: str) -> None:
    request.state = RequestState.WITHDRAWN.value
    request.withdrawn_by, request.withdrawn_by_name = access.staff_key, access.name
    request.withdrawn_at, request.withdrawn_words = business_now(), reason
    request.save(
        update_fields=[
            "state",
            "withdrawn_by",
            "withdrawn_by_name",
            "withdrawn_at",
            "withdrawn_words",
        ]
    )
