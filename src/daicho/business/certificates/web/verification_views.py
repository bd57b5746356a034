"""照合用一覧: the list that lets a receiver check a sheet, downloaded to be put on a host outside."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from daicho.business.certificates.commands.export_verification import export_verification
from daicho.foundation.staff.public import StaffRequest, screen


@require_http_methods(["GET", "POST"])
@screen("certificates.verify_export")
def verification(request: StaffRequest) -> HttpResponse:
    """GET says what the list holds and what not; POST downloads it."""
    if request.method == "GET":
        context = {
            "on": settings.CERTIFICATE_VERIFICATION,
            "address": settings.CERTIFICATE_VERIFICATION_URL,
        }
        return render(request, "certificates/verification.html", context)
    made = export_verification(request.access)
    response = HttpResponse(made.text, content_type="application/jsonl; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verification.jsonl"'
    return response
