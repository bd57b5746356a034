"""抽出: the index of compositions, beginning one, copying, naming and deleting; and the catalogue of items."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from daicho.business.extraction.commands.save_composition import (
    Naming,
    begin_composition,
    copy_composition,
    delete_composition,
    save_composition,
)
from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import sources
from daicho.business.extraction.domain.functions import FUNCTIONS
from daicho.business.extraction.selectors.compositions import list_compositions
from daicho.business.extraction.web.drawing import grouped_items, open_sources
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import key_of, number_of
from daicho.kernel.errors import Invalid, Missing


@require_GET
@screen("extraction.view")
def index(request: StaffRequest) -> HttpResponse:
    """One's own compositions and the office's, and what a new one may be of."""
    page, lines = list_compositions(
        request.access, page=number_of(request.GET, "page", otherwise=1)
    )
    context = {
        "page": page,
        "lines": lines,
        "sources": open_sources(request),
        "key": uuid4(),
    }
    return render(request, "extraction/index.html", context)


@require_GET
@screen("extraction.view")
def catalogue(request: StaffRequest) -> HttpResponse:
    """The catalogue of items: name, type, length, letters, codes; and the functions."""
    chosen = request.GET.get("source", "")
    code = chosen if chosen in sources() else "residents"
    context = {
        "source": sources()[code],
        "groups": grouped_items(code),
        "relations": [
            (relation, [item for _, items in grouped_items(code, relation.code) for item in items])
            for relation in sources()[code].relations
        ],
        "tabs": [
            {"title": source.title, "url": f"?source={source.code}", "active": source.code == code}
            for source in sources().values()
        ],
        "functions": list(FUNCTIONS.values()),
    }
    return render(request, "extraction/catalogue.html", context)


@require_POST
@screen("extraction.view")
def begin(request: StaffRequest) -> HttpResponse:
    """Begin a composition over a source."""
    source = request.POST.get("source", "")
    if source not in sources():
        raise Missing("このデータはありません。", remedy="抽出の画面から選び直してください。")
    key = key_of(request.POST.get("key", "")) or uuid4()
    begin_composition(request.access, composition=key, query=q.Query(source=source))
    return redirect("extraction_scope", composition=key)


@require_POST
@screen("extraction.view")
def copy(request: StaffRequest, composition: UUID) -> HttpResponse:
    """A copy to be changed."""
    key = key_of(request.POST.get("key", "")) or uuid4()
    copy_composition(request.access, composition=composition, copy=key)
    messages.success(request, "写しを作りました。")
    return redirect("extraction_scope", composition=key)


@require_POST
@screen("extraction.view")
def delete(request: StaffRequest, composition: UUID) -> HttpResponse:
    """Put a composition away."""
    edition = number_of(request.POST, "edition", otherwise=0)
    delete_composition(request.access, composition=composition, edition=edition)
    messages.success(request, "控えを消しました。")
    return redirect("extractions")


@require_POST
@screen("extraction.view")
def name(request: StaffRequest, composition: UUID) -> HttpResponse:
    """Keep it under a name, and share it."""
    naming = Naming(request.POST.get("title", "").strip(), bool(request.POST.get("shared")))
    try:
        save_composition(
            request.access,
            composition=composition,
            edition=number_of(request.POST, "edition", otherwise=0),
            naming=naming,
        )
    except Invalid as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "名称を保存しました。")
    return redirect("extraction_check", composition=composition)
