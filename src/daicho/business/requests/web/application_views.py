"""Screen of application files (交付申請書のデータの取込, STD-10.8): a CSV in, requests that wait for a person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from daicho.business.requests.commands.import_applications import (
    WORDS,
    ImportedApplications,
    import_applications,
)
from daicho.business.requests.domain.application_file import HEADERS
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.kernel.errors import Invalid, Problem

NO_FILE = Problem(
    "application.no_file",
    "file",
    "ファイルを選んでください。",
    "交付申請書のデータを取り込む操作です。",
    "CSV ファイルを選んで、もう一度取り込んでください。",
)


@require_http_methods(["GET", "POST"])
@screen("requests.receive")
def applications(request: StaffRequest) -> HttpResponse:
    """Choose a file; POST takes it and shows the requests that were made of it."""
    problems: tuple[Problem, ...] = ()
    done: ImportedApplications | None = None
    sent = request.FILES.get("file")
    if request.method == "POST" and sent is None:
        problems = (NO_FILE,)
    elif sent is not None:
        try:
            done = import_applications(request.access, name=sent.name or "", content=sent.read())
        except Invalid as error:
            problems = tuple(error.problems)
    context = {
        "problems": problems,
        "done": done,
        "headers": HEADERS,
        "choices": (
            ("請求者の区分", tuple(WORDS.requesters)),
            ("証明書の種類", tuple(WORDS.forms)),
            ("載せる事項", tuple(WORDS.items)),
        ),
    }
    return render(request, "requests/applications.html", context, status=422 if problems else 200)
