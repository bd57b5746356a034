"""Issued papers (交付した書類): what a request or a notice has brought, to be printed, handed over, or spoiled."""

from __future__ import annotations

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from daicho.business.certificates.commands.print_note import file_name
from daicho.business.certificates.commands.spoil import spoil
from daicho.business.certificates.selectors.desk import issued_sheet
from daicho.business.certificates.selectors.history import Conditions, search_history
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of


@require_GET
@screen("certificates.issue")
def issued(request: StaffRequest, request_key: UUID) -> HttpResponse:
    """What a request has brought: every sheet to print, and the hand-over check."""
    wanted = Conditions(request_key=request_key)
    found = search_history(
        request.access, wanted=wanted, page=number_of(request.GET, "page", otherwise=1)
    )
    return render(request, "certificates/issued.html", {"found": found})


@require_GET
@screen("certificates.issue")
def sheet(request: StaffRequest, key: UUID) -> HttpResponse:
    """The PDF of an issued sheet."""
    number, pdf = issued_sheet(request.access, issue=key)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(file_name(number))}"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@screen("certificates.spoil")
def mark_spoiled(request: StaffRequest, key: UUID) -> HttpResponse:
    """書損じ."""
    spoil(request.access, issue=key, reason=request.POST.get("reason", ""))
    messages.success(request, "書損じとして記録しました。")
    return redirect("certificates_history")
