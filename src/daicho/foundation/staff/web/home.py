"""Home (ホーム) and purpose (利用目的の選択)."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff import ports
from daicho.foundation.staff.audit_types import PURPOSE_CHOSEN
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.staff.screens import StaffRequest, screen
from daicho.foundation.staff.sessions import choose_purpose
from daicho.foundation.staff.web.locking import safe_next
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Invalid, Problem


@require_GET
@screen("home")
def home_view(request: StaffRequest) -> HttpResponse:
    """What the person may do today, and for which purpose they now work."""
    context = {
        "purposes": purposes_of(request.access),
        "waiting": ports.waiting_for(request.access) if request.access.terminal else (),
    }
    return render(request, "staff/home.html", context)


@require_POST
@screen("home")
def purpose_view(request: StaffRequest) -> HttpResponse:
    """Choose the purpose of what follows; the choice is on the trail, as every later entry's
    purpose is.
    """
    chosen = next((p for p in Purpose if p.value == request.POST.get("purpose")), None)
    if chosen is None or chosen not in purposes_of(request.access):
        raise Invalid(
            [
                Problem(
                    "purpose_unknown",
                    "purpose",
                    "この利用目的は選べません。",
                    why="今日の職務にない目的です。",
                    remedy="一覧から選んでください。",
                )
            ]
        )
    with recorded(request.access.serving(chosen), PURPOSE_CHOSEN):
        choose_purpose(request, chosen.value)
    return redirect(safe_next(request, request.POST.get("next", "")))


def purposes_of(access: Access) -> tuple[Purpose, ...]:
    """The purposes that some operation of the person's duties knows; what serves any purpose brings none of its own."""
    known = {
        purpose
        for operation in OPERATIONS.values()
        if operation.personal
        and access.has(*operation.duties)
        and set(operation.purposes) != set(Purpose)
        for purpose in operation.purposes
    }
    return tuple(purpose for purpose in Purpose if purpose in known)
