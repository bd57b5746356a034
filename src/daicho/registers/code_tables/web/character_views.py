"""Choosing a character (文字選択の補助, STD-2.1.3): candidates for a character that cannot be typed, as the official font draws them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from daicho.foundation.documents.printing import font
from daicho.foundation.documents.public import Glyphs, glyphs_of
from daicho.foundation.staff.public import StaffRequest, screen
from daicho.foundation.ui.posted import number_of
from daicho.kernel.characters import (
    RADICALS,
    Glyph,
    codes_of,
    find_alike,
    find_by_code,
    find_by_reading,
    find_by_shape,
)
from daicho.kernel.errors import Unavailable

PER_PAGE: Final = 60
MOST_WORDS: Final = 20
MOST_STROKES: Final = 84
SIZE: Final = 100.0
BASELINE: Final = 88.0
READINGS_SHOWN: Final = 6
_READING: Final = re.compile(r"[ぁ-ゖァ-ヺー]{2,}")

NOTHING_ASKED: Final = (
    "読み（例: なべ）、似た文字や新字体（例: 辺）、コード（例: U+9089、MJ026193）のどれかを入れるか、"
    "総画数と部首を選んでください。"
)
NOTHING_FOUND: Final = (
    "見つかりません。読みは1文字ずつ（「わたなべ」ではなく「なべ」）、または一般的な新字体の文字を入れてみてください。"
    "読みが分からないときは、総画数と部首で探せます。文字情報基盤にない文字は、職権で文字を定める手続が要ります。"
)


@require_GET
@screen("home")
def characters(request: StaffRequest) -> JsonResponse:
    """`?q=` a reading, a character or a code; or `?strokes=` and `?radical=`; `?page=` of the candidates.

    Each with its codes and its outline, so that forms are told apart on a terminal without the font.
    """
    words = request.GET.get("q", "").strip()[:MOST_WORDS]
    strokes = number_of(request.GET, "strokes", otherwise=0)
    radical = number_of(request.GET, "radical", otherwise=0)
    if not words and not strokes and not radical:
        return JsonResponse({"options": [], "count": 0, "more": 0, "advice": NOTHING_ASKED})
    found = _found(words, strokes=strokes, radical=radical)
    page = max(1, number_of(request.GET, "page", otherwise=1))
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return JsonResponse(
        {
            "options": _options(shown),
            "count": len(found),
            "more": page + 1 if len(found) > page * PER_PAGE else 0,
            "advice": "" if found else NOTHING_FOUND,
        }
    )


@require_GET
@screen("home")
def radicals(_request: StaffRequest) -> JsonResponse:
    """The radicals to choose from, each with its number."""
    return JsonResponse(
        {"options": [{"value": n, "label": f"{c}（{n}）"} for n, c in enumerate(RADICALS, 1)]}
    )


def _found(words: str, *, strokes: int, radical: int) -> Sequence[Glyph]:
    """By the first of code, reading and likeness that finds any; strokes and radical narrow what is found."""
    if not words:
        return find_by_shape(strokes=strokes or None, radical=radical or None)
    found = find_by_code(words) or find_by_reading(words)
    if not found and not _READING.fullmatch(words):
        found = find_alike(words)
    return [
        glyph
        for glyph in found
        if (not strokes or glyph.strokes == strokes) and (not radical or radical in glyph.radicals)
    ]


def _options(found: Sequence[Glyph]) -> list[dict[str, object]]:
    try:
        drawn = glyphs_of(font())
    except Unavailable:
        # Without the font the browser's own is better than nothing.
        drawn = None
    return [
        {
            "value": glyph.cluster,
            "codes": " ".join(codes_of(glyph.cluster).ucs),
            "mj": glyph.mj,
            "juki": codes_of(glyph.cluster).juki or "",
            "strokes": glyph.strokes,
            "radical": glyph.radical_words,
            "readings": "・".join(glyph.readings[:READINGS_SHOWN]),
            "shape": _shape(drawn, glyph.cluster),
        }
        for glyph in found
    ]


def _shape(drawn: Glyphs | None, cluster: str) -> str:
    """The outline in a square of 100; empty where the font does not draw it."""
    known = drawn.drawn(cluster) if drawn else None
    return drawn.outline(known, scale=SIZE, x=0, y=BASELINE) if drawn and known else ""
