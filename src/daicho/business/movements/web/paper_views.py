"""Screen of paper files (届出のデータの取込, STD-10.8): a CSV in, drafts out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from daicho.business.movements.commands.import_papers import ImportedPapers, import_papers
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.paper_file import PaperKind, headers_of
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.kernel.errors import Invalid, Problem


@require_http_methods(["GET", "POST"])
@screen("movements.draft")
def papers(request: StaffRequest) -> HttpResponse:
    """Choose a file; POST takes it and shows the drafts that were made of it."""
    problems: tuple[Problem, ...] = ()
    done: ImportedPapers | None = None
    chosen = request.POST.get("paper", PaperKind.CERTIFICATE.value)
    if request.method == "POST":
        try:
            done = _take(request, chosen)
        except Invalid as error:
            problems = tuple(error.problems)
    context = {
        "problems": problems,
        "done": done,
        "drafts": [(n, KINDS[k].title, k, case) for n, k, case in done.drafts] if done else (),
        "options": [(k.value, k.label) for k in PaperKind],
        "chosen": chosen,
        "kinds": [(k.value, k.label, headers_of(k, KINDS["move_in"].sheet)) for k in PaperKind],
    }
    return render(request, "movements/papers.html", context, status=422 if problems else 200)


def _take(request: StaffRequest, chosen: str) -> ImportedPapers:
    sent = request.FILES.get("file")
    if sent is None or chosen not in set(PaperKind):
        raise Invalid(
            [
                Problem(
                    "paper.no_file",
                    "file",
                    "データの種類とファイルを選んでください。",
                    "届出のデータを取り込む操作です。",
                    "どちらも選んで、もう一度取り込んでください。",
                )
            ]
        )
    return import_papers(
        request.access, kind=PaperKind(chosen), name=sent.name or "", content=sent.read()
    )
