"""Type-ahead (候補入力): 町字, 市区町村, whole addresses in stages, and the 方書 of a lot. Nothing personal."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from daicho.foundation.staff.public import StaffRequest, screen
from daicho.kernel.addresses import Town, search_municipalities
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Missing
from daicho.registers.code_tables.selectors.addresses import (
    addresses_search,
    full_name,
    search_in,
    stages,
)
from daicho.registers.code_tables.selectors.places import lot_notes, search_buildings

LIMIT: Final = 12
MOST_WORDS: Final = 100


@require_GET
@screen("home")
def towns(request: StaffRequest) -> JsonResponse:
    """`?q=` → towns of this municipality (or of `?municipality=`) by name, kana, 郵便番号 or heads of kana."""
    query = _words(request)
    municipality = request.GET.get("municipality", "") or settings.TOWN["code"]
    try:
        found = search_in(query, municipality, business_today(), limit=LIMIT) if query else ()
    except Missing:
        found = ()
    options: dict[str, dict[str, str]] = {}
    for town in found:
        options.setdefault(town.code, _option(town))
    return JsonResponse({"options": list(options.values())})


@require_GET
@screen("home")
def municipalities(request: StaffRequest) -> JsonResponse:
    """`?q=` → municipalities of the country, by name or kana."""
    query = _words(request)
    found = search_municipalities(query, limit=LIMIT) if query else ()
    return JsonResponse(
        {
            "options": [
                {"value": of.code, "label": of.full_name, "note": of.prefecture_kana + of.kana}
                for of in found
            ]
        }
    )


@require_GET
@screen("home")
def addresses(request: StaffRequest) -> JsonResponse:
    """`?q=` → places of the country: by 郵便番号 or heads of kana, and in stages from the 都道府県; `old=1` with 旧町名.

    An option with `more` is followed by another stage.
    """
    query, day = _words(request), business_today()
    staged = stages(query, day)
    if staged:
        options = [{"value": words, "label": words, "more": more} for words, more in staged]
        return JsonResponse({"options": options})
    found = addresses_search(query, day, old_names=bool(request.GET.get("old")), limit=LIMIT)
    return JsonResponse({"options": [_place(town) for town in found]})


@require_GET
@screen("home")
def buildings(request: StaffRequest) -> JsonResponse:
    """`?town_code=&banchi=` → the 方書 of that lot. What is typed as a 方書 narrows them and leads to no lot."""
    town_code, banchi = request.GET.get("town_code", ""), request.GET.get("banchi", "")
    day = business_today()
    try:
        names = search_buildings(town_code, banchi, day)
        notes = lot_notes(town_code, banchi, day) if names or (town_code and banchi) else ()
    except Invalid:
        names, notes = (), ()
    query = _words(request)
    said = "、".join(words or kind for kind, words in notes)
    found = [name for name in names if query in name or name in query] if query else names
    return JsonResponse(
        {"options": [{"value": name, "label": name, "note": said} for name in found[:LIMIT]]}
    )


def _words(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:MOST_WORDS]


def _post(town: Town) -> str:
    return f"〒{town.postal_code[:3]}-{town.postal_code[3:]}" if town.postal_code else ""


def _option(town: Town) -> dict[str, str]:
    more = "丁目は続けて数字" if town.has_chome else ""
    return {
        "value": town.code,
        "label": town.name,
        "note": "\u3000".join(part for part in (town.kana, _post(town), more) if part),
        "kana": town.kana,
        "postal_code": town.postal_code,
    }


def _place(town: Town) -> dict[str, object]:
    words = full_name(town)
    note = "\u3000".join(part for part in (town.kana, _post(town), town.note) if part)
    return {
        "value": words,
        "label": words,
        "note": note,
        "postal_code": town.postal_code,
        "more": town.has_chome,
    }
