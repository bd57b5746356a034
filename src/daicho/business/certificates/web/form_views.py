"""届出書の様式 and 不在住・廃棄済証明: what is handed to somebody to fill in, and what proves that nobody is there."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from daicho.business.certificates.commands.prove_absence import (
    AbsencePreview,
    preview_absence,
    prove_absence,
)
from daicho.business.certificates.domain.absence import AbsenceWish, Lack
from daicho.business.certificates.domain.applications import APPLICATIONS
from daicho.business.certificates.selectors.applications import print_blank, print_filled
from daicho.foundation.law_values import in_force
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import parse_date


@require_GET
@screen("certificates.notices")
def forms(request: StaffRequest) -> HttpResponse:
    """The forms; with `?record=` those that are filled in for somebody."""
    record = key_of(request.GET.get("record", ""))
    context = {"forms": list(APPLICATIONS.values()), "record": record}
    return render(request, "certificates/forms.html", context)


@require_GET
@screen("certificates.notices")
def form(request: StaffRequest, code: str) -> HttpResponse:
    """One form as PDF: blank, or for a record and its household."""
    record = key_of(request.GET.get("record", ""))
    if record is None:
        pdf = print_blank(request.access, code=code)
    else:
        alone = bool(request.GET.get("alone"))
        pdf = print_filled(request.access, code=code, record=record, alone=alone)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename={code}.pdf"
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
@screen("certificates.issue")
def absence(request: StaffRequest) -> HttpResponse:
    """不在住証明・廃棄済証明: GET asks, POST shows the sheet or issues it."""
    typed = request.POST
    if request.method == "GET":
        return _draw(request, uuid4())
    key = key_of(typed.get("key", "")) or uuid4()
    try:
        wish = _read(typed, key)
        if typed.get("act") == "issue" and typed.get("seen") == _seen(wish):
            prove_absence(request.access, wish=wish)
            messages.success(request, "交付しました。印刷して、手渡す前に内容を確かめてください。")
            return redirect("certificates_issued", request_key=wish.key)
        shown = preview_absence(request.access, wish=wish)
    except Invalid as error:
        return _draw(request, key, problems=error.problems)
    return _draw(request, key, shown=shown, seen=_seen(wish))


def _read(typed: QueryDict, key: UUID) -> AbsenceWish:
    day = typed.get("removed_on", "").strip()
    return AbsenceWish(
        key=key,
        lack=next((one for one in Lack if one == typed.get("lack")), Lack.ABSENT),
        name=typed.get("name", ""),
        address=typed.get("address", ""),
        removed_on=parse_date(day, field="removed_on") if day else None,
        requester_name=typed.get("requester_name", ""),
        ground=typed.get("ground", ""),
        documents=tuple(typed.getlist("documents")),
    )


def _seen(wish: AbsenceWish) -> str:
    """What the sheet says: one that differs from what was looked at is shown again."""
    return f"{wish.lack.value}|{wish.name.strip()}|{wish.address.strip()}|{wish.removed_on}"


def _draw(
    request: StaffRequest,
    key: UUID,
    *,
    problems: tuple[Problem, ...] = (),
    shown: AbsencePreview | None = None,
    seen: str = "",
) -> HttpResponse:
    context = {
        "key": key,
        "typed": request.POST,
        "chosen": request.POST.getlist("documents"),
        "problems": problems,
        "shown": shown,
        "seen": seen,
        "kinds": [(one.value, one.label) for one in Lack],
        "lack": request.POST.get("lack", Lack.ABSENT.value),
        "documents": in_force("identity_documents", business_today()),
    }
    status = 422 if problems else 200
    return render(request, "certificates/absence.html", context, status=status)
