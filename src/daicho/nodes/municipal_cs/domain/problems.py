"""Problems of an update (更新の誤り): one sentence in three parts for each rule, beside the item that it is about."""

from __future__ import annotations

from daicho.kernel.errors import Problem

_AGAIN = "既存住基で内容を確かめ、直して送り直してください。"


def item_path(number: str) -> str:
    """Where an item stands in the body of a message."""
    return f"items.{number}" if number else ""


def item_problem(code: str, number: str, what: str, why: str, remedy: str = _AGAIN) -> Problem:
    """A problem of one item of an update."""
    return Problem(f"identity.{code}", item_path(number), what, why, remedy)
