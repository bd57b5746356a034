"""Return rights (権限の申請の差戻し): another than who asked says why not; nothing was changed and nothing is."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import RIGHTS_RETURNED
from daicho.foundation.staff.commands.ask_rights import check_lines
from daicho.foundation.staff.commands.rights_steps import check_asked, locked_request
from daicho.foundation.staff.domain.aspects import Aspect
from daicho.foundation.staff.domain.states import RequestState
from daicho.foundation.staff.errors import check_filled
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Refused


def return_rights(access: Access, *, request_key: UUID, reason: str) -> None:
    """Return a request with the reason; who asked takes it back instead."""
    with recorded(access, RIGHTS_RETURNED) as note:
        request, lines = locked_request(request_key)
        check_lines(access, {Aspect(line.aspect) for line in lines})
        check_filled(reason=(reason, "理由"))
        check_asked(request)
        if request.asked_by == access.staff_key:
            raise Refused(
                "自分の申請は差し戻せません。",
                remedy="取りやめるときは「取り消す」を使ってください。",
                code="rights.own_request",
            )
        request.state = RequestState.RETURNED.value
        request.decided_by, request.decided_by_name = access.staff_key, access.name
        request.decided_at, request.decided_words = business_now(), reason.strip()
        request.save(
            update_fields=["state", "decided_by", "decided_by_name", "decided_at", "decided_words"]
        )
        note.say(
            request=str(request.key),
            effective_on=request.effective_on.isoformat(),
            reason=reason.strip(),
        )
