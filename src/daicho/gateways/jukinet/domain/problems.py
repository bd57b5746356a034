"""Problems as rows keep them (断られた理由の控え). Pure."""

from __future__ import annotations

from collections.abc import Iterable

from daicho.kernel.errors import Problem


def kept(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """What, why and remedy of each."""
    return [{"what": p.what, "why": p.why, "remedy": p.remedy} for p in problems]
