"""Words (電文の言葉): problems as they are stored beside a row and read again for a screen; no personal data is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from daicho.kernel.errors import Problem


def stored(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Problems as JSON."""
    return [
        {"code": p.code, "item": p.field, "what": p.what, "why": p.why, "remedy": p.remedy}
        for p in problems
    ]


def read(rows: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """The problems again."""
    return tuple(Problem(r["code"], r["item"], r["what"], r["why"], r["remedy"]) for r in rows)
