"""The list of cases, one case, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
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
from daicho.business.movements.commands.return_case import return_case
from daicho.business.movements.domain.states import Action, State
from daicho.business.movements.selectors.cases import list_cases, view_case
from daicho.business.movements.selectors.confirmation import print_confirmation
from daicho.foundation.staff.public import StaffRequest, may, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.errors import Missing

STEPS: Final[dict[str, tuple[Callable[..., int], str]]] = {
    Action.EXAMINE: (examine, "審査を終えました。決裁を待ちます。"),
    Action.APPROVE: (approve, "決裁しました。台帳に記録されました。"),
    Action.RETURN: (return_case, "差し戻しました。"),
    Action.DISCARD: (discard, "破棄しました。"),
}


@require_GET
@screen("movements.list")
def case_list(request: StaffRequest) -> HttpResponse:
    """The cases that wait, or those in one state."""
    state = request.GET.get("state", "")
    found = list_cases(
        request.access, state=state, page=number_of(request.GET, "page", otherwise=1)
    )
    tabs = [
        {"title": "処理中すべて", "url": "?", "active": state not in set(State)},
        *(
            {"title": s.label, "url": f"?state={s.value}", "active": state == s.value}
            for s in State
        ),
    ]
    context = {
        "page": found.page,
        "lines": found.lines,
        "tabs": tabs,
        "may_draft": may(request.access, "movements.draft"),
    }
    return render(request, "movements/list.html", context)


@require_GET
@screen("movements.list")
def case_page(request: StaffRequest, case: UUID) -> HttpResponse:
    """One case."""
    view = view_case(request.access, case=case)
    actions = [
        {"code": a.value, "label": a.label, "danger": a in (Action.RETURN, Action.DISCARD)}
        for a in view.actions
        if a in STEPS
    ]
    context = {"view": view, "actions": actions, "may_edit": Action.SAVE in view.actions}
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
    command(
        request.access,
        case=case,
        edition=number_of(request.POST, "edition", otherwise=0),
        remark=request.POST.get("remark", ""),
    )
    messages.success(request, words)
    return redirect("movements_case", case=case)
