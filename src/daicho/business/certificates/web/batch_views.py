"""一括帳票: asked for with whom and why, then its counts, files and what was left out; the files are its job's."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from daicho.business.certificates.commands.ask_batch import ask_batch
from daicho.business.certificates.domain.batch import (
    BATCH_PAPERS,
    ITEMS_OF_A_BATCH,
    LEAST_PER_FILE,
    MOST_PER_FILE,
    USUAL_PER_FILE,
    BatchWish,
    Order,
    Source,
)
from daicho.business.certificates.domain.composition import Item
from daicho.business.certificates.selectors.batches import (
    list_batches,
    town_choices,
    view_batch,
)
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.errors import Invalid, Problem


@require_GET
@screen("certificates.batch")
def batches(request: StaffRequest) -> HttpResponse:
    """Every batch, newest first."""
    page, lines = list_batches(request.access, page=number_of(request.GET, "page", otherwise=1))
    return render(request, "certificates/batches.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "POST"])
@screen("certificates.batch")
def new_batch(request: StaffRequest) -> HttpResponse:
    """The form; POST asks for the batch."""
    if request.method == "GET":
        return _draw(request, _read(request.GET))
    wish = _read(request.POST)
    try:
        ask_batch(request.access, wish=wish)
    except Invalid as error:
        return _draw(request, wish, problems=error.problems, status=422)
    messages.success(
        request, "一括帳票の作成を依頼しました。でき上がると、ファイルを取り出せます。"
    )
    return redirect("certificates_batch", batch=wish.key)


@require_GET
@screen("certificates.batch")
def batch(request: StaffRequest, batch: UUID) -> HttpResponse:
    """One batch."""
    page = number_of(request.GET, "page", otherwise=1)
    view = view_batch(request.access, batch=batch, page=page)
    return render(request, "certificates/batch.html", {"view": view})


def _read(typed: QueryDict) -> BatchWish:
    """The form as typed; whatever is no choice is checked later."""
    return BatchWish(
        key=key_of(typed.get("key", "")) or uuid4(),
        paper=typed.get("paper", ""),
        source=typed.get("source", ""),
        order=typed.get("order", Order.POST.value),
        per_file=number_of(typed, "per_file", otherwise=USUAL_PER_FILE),
        towns=tuple(typed.getlist("towns")),
        numbers=tuple(typed.get("numbers", "").split()),
        requester_name=typed.get("requester_name", ""),
        ground=typed.get("ground", ""),
        items=frozenset(i for i in Item if typed.get(f"item.{i.value}")),
        proven=bool(typed.get("proven")),
        document_number=typed.get("document_number", ""),
        case=key_of(typed.get("case", "")),
    )


def _draw(
    request: StaffRequest, wish: BatchWish, *, problems: Iterable[Problem] = (), status: int = 200
) -> HttpResponse:
    of_case = wish.case is not None
    papers = [p for p in BATCH_PAPERS.values() if (Source.CASE in p.sources) is of_case]
    sources = (Source.CASE,) if of_case else (Source.KIND, Source.TOWNS, Source.NUMBERS)
    context = {
        "wish": wish,
        "problems": tuple(problems),
        "papers": [(paper.code, paper.title) for paper in papers],
        "sources": [(source.value, source.label) for source in sources],
        "orders": [(order.value, order.label) for order in Order],
        "towns": town_choices(),
        "numbers": "\n".join(wish.numbers),
        "items": ITEMS_OF_A_BATCH,
        "least": LEAST_PER_FILE,
        "most": MOST_PER_FILE,
    }
    return render(request, "certificates/batch_new.html", context, status=status)
