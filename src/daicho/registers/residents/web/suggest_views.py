"""Type-ahead (候補入力): towns with their 丁目, and municipalities. Nothing personal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex
from django.conf import settings
from django.http import JsonResponse
from django.views.decorators.http import require_GET

from daicho.foundation.staff.public import StaffRequest, screen
from daicho.kernel.addresses import Town, search_municipalities, search_towns
from daicho.kernel.addresses.banchi import kanji_number
from daicho.kernel.addresses.towns import LAST_CHOME
from daicho.kernel.errors import Missing
from daicho.kernel.widths import half_width

LIMIT: Final = 12
_CHOME = regex.compile(
    r"(?P<base>.+?)\s*(?P<number>[0-9]{1,2}|[一二三四五六七八九十]+)\s*(?:丁目?|チョウメ|ちょうめ)?"
)


@require_GET
@screen("home")
def towns(request: StaffRequest) -> JsonResponse:
    """`?q=` → towns of this municipality (or of `?municipality=`); a number after a town with 丁目 is its 丁目."""
    query = request.GET.get("q", "").strip()
    municipality = request.GET.get("municipality", "") or settings.TOWN["code"]
    try:
        found = list(dict.fromkeys(_towns(query, municipality))) if query else []
    except Missing:
        found = []
    options: dict[str, dict[str, str]] = {}
    for town in found:
        options.setdefault(town.code, _option(town))
    return JsonResponse({"options": list(options.values())[:LIMIT]})


def _towns(query: str, municipality: str) -> Iterator[Town]:
    split = _CHOME.fullmatch(half_width(query))
    if split:
        text = split["number"]
        number = int(text) if text.isdigit() else kanji_number(text)
        for town in search_towns(split["base"], municipality_code=municipality, limit=LIMIT):
            if town.has_chome and 1 <= number <= LAST_CHOME:
                yield town.with_chome(number)
    yield from search_towns(query, municipality_code=municipality, limit=LIMIT)


def _option(town: Town) -> dict[str, str]:
    post = f"〒{town.postal_code[:3]}-{town.postal_code[3:]}" if town.postal_code else ""
    more = "丁目は続けて数字" if town.has_chome else ""
    return {
        "value": town.code,
        "label": town.name,
        "note": "\u3000".join(part for part in (town.kana, post, more) if part),
        "kana": town.kana,
        "postal_code": town.postal_code,
    }


@require_GET
@screen("home")
def municipalities(request: StaffRequest) -> JsonResponse:
    """`?q=` → municipalities of the country, by name or kana."""
    query = request.GET.get("q", "").strip()
    found = search_municipalities(query, limit=LIMIT) if query else ()
    return JsonResponse(
        {
            "options": [
                {"value": of.code, "label": of.full_name, "note": of.prefecture_kana + of.kana}
                for of in found
            ]
        }
    )
