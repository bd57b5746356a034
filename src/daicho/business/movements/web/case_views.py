"""One case, and what is done with it; the list of them is in `board_views`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.discard import discard
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.hold import hold
from daicho.business.movements.commands.resume import resume
from daicho.business.movements.commands.return_case import return_case
from daicho.business.movements.domain.states import Action
from daicho.business.movements.selectors.cases import view_case
from daicho.business.movements.selectors.confirmation import print_confirmation
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.errors import Missing
from daicho.kernel.wareki import parse_date

STEPS: Final[dict[str, tuple[Callable[..., int], str]]] = {
    Action.EXAMINE: (examine, "審査を終えました。決裁を待ちます。"),
    Action.APPROVE: (approve, "決裁しました。台帳に記録されました。"),
    Action.RETURN: (return_case, "差し戻しました。"),
    Action.HOLD: (hold, "保留にしました。保留を解くまで決裁できません。"),
    Action.RESUME: (resume, "保留を解きました。内容を確かめて、仮登録し直してください。"),
    Action.DISCARD: (discard, "破棄しました。"),
}
DANGER = (Action.RETURN, Action.HOLD, Action.DISCARD)


@require_GET
@screen("movements.list")
def case_page(request: StaffRequest, case: UUID) -> HttpResponse:
    """One case."""
    view = view_case(request.access, case=case)
    actions = [
        {"code": a.value, "label": a.label, "danger": a in DANGER}
        for a in view.actions
        if a in STEPS
    ]
    context = {
        "view": view,
        "actions": actions,
        "may_edit": Action.SAVE in view.actions,
        "may_hold": Action.HOLD in view.actions,
    }
    return render(request, "movements/case.html", context)


@require_GET
@screen("movements.list")
def confirmation(request: StaffRequest, case: UUID) -> HttpResponse:
    """確認用帳票, to be looked at or printed before the case is recorded."""
    made = print_confirmation(request.access, case=case)
    response = HttpResponse(made.pdf, content_type="application/pdf")
    name = made.number.replace(" ", "-")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}.pdf"
    return response


@require_POST
@screen("movements.list")
def take(request: StaffRequest, case: UUID, action: str) -> HttpResponse:
    """Take a step; the command checks the right, the state, the person and the page."""
    if action not in STEPS:
        raise Missing(
            "この操作はありません。",
            remedy="異動の画面から選び直してください。",
            code="case.action",
        )
    command, words = STEPS[action]
    more = {"until": _until(request.POST.get("held_until", ""))} if action == Action.HOLD else {}
    command(
        request.access,
        case=case,
        edition=number_of(request.POST, "edition", otherwise=0),
        remark=request.POST.get("remark", ""),
        **more,
    )
    messages.success(request, words)
    return redirect("movements_case", case=case)


def _until(text: str) -> date | None:
    return parse_date(text, field="held_until") if text.strip() else None
