"""Pages (頁): lists stand so many a page, so that a page named at the desk says which persons were shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.widths import half_width

ROWS_A_PAGE: Final = 25
PAGES_A_VOLUME: Final = 100
_PART = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


def page_of(position: int) -> int:
    """The page on which the n-th line stands; both counted from 1."""
    return (position - 1) // ROWS_A_PAGE + 1


def pages_for(count: int) -> int:
    """How many pages a list of so many takes; an empty list has one that says so."""
    return max(1, page_of(count)) if count else 1


def positions_on(pages: Iterable[int]) -> list[tuple[int, int]]:
    """The first and the last position of each page."""
    return [((page - 1) * ROWS_A_PAGE + 1, page * ROWS_A_PAGE) for page in pages]


def read_pages(text: str, *, last: int) -> tuple[int, ...]:
    """「1-3、5」 as pages; `Invalid` for what is none, runs backwards, or is past the last page."""
    found: set[int] = set()
    folded = half_width(text).replace("、", ",").replace("〜", "-").replace("~", "-")
    for part in filter(None, (one.strip() for one in folded.split(","))):
        match = _PART.fullmatch(part)
        first = int(match[1]) if match else 0
        until = int(match[2] or match[1]) if match else 0
        if not 1 <= first <= until <= last:
            raise Invalid([_unreadable(last)])
        found.update(range(first, until + 1))
    if not found:
        raise Invalid([_unreadable(last)])
    return tuple(sorted(found))


def pages_text(pages: Sequence[int]) -> str:
    """1-3、5 for 1, 2, 3, 5."""
    spans: list[list[int]] = []
    for page in sorted(pages):
        if spans and spans[-1][1] == page - 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    return "、".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans)


def _unreadable(last: int) -> Problem:
    return Problem(
        "inspection.pages",
        "pages",
        "閲覧した頁を受け付けられません。",
        f"この一覧は1頁から{last}頁までです。",
        "「1-3、5」のように入力してください。",
    )
