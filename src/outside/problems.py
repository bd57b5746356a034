"""Problems (不備): why a message is refused, in words that a clerk reads, with no personal data in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason: its code, the path of the item in the body, what, why, and what to do."""

    code: str
    item: str
    what: str
    why: str = ""
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        return {
            "code": self.code,
            "item": self.item,
            "what": self.what,
            "why": self.why,
            "remedy": self.remedy,
        }


class Refusal(Exception):
    """A message is not taken, for these reasons."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(problem.code for problem in self.problems))


def refuse(code: str, item: str, what: str, why: str = "", remedy: str = "") -> Refusal:
    """A refusal for one reason; to be raised."""
    return Refusal([Problem(code, item, what, why, remedy)])
