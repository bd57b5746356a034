"""Forms (入力の読取り): the conditions of a search, from what was posted."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from daicho.foundation.audit.domain.logs import FACETS
from daicho.foundation.audit.domain.types import Outcome, registry
from daicho.foundation.audit.selectors.criteria import Criteria
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.wareki import parse_date

TEXTS = ("login", "log", "kind", "outcome", "atena", "case", "terminal", "reference")
FIELDS = ("since", "until", *TEXTS, "number_shown")


def criteria_of(post: QueryDict) -> Criteria:
    """The conditions; `Invalid` with every date that cannot be read."""
    problems: list[Problem] = []
    since, until = _date(post, "since", problems), _date(post, "until", problems)
    if since and until and until < since:
        problems.append(
            Problem(
                "audit.backwards",
                "until",
                "期間の末日が初日より前です。",
                remedy="直してください。",
            )
        )
    if problems:
        raise Invalid(problems)
    before = post.get("before", "")
    return Criteria(
        since=since,
        until=until,
        **{name: (post.get(name) or "").strip() for name in TEXTS},
        number_shown=post.get("number_shown") == "on",
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )


def kinds() -> list[tuple[str, str]]:
    """The kinds of entry to choose from."""
    known = sorted(registry.by_code.values(), key=lambda each: each.code)
    return [("", "すべて"), *((each.code, each.title) for each in known)]


def logs() -> list[tuple[str, str]]:
    """The logs of the standard that the trail holds."""
    return [("", "すべて"), *((facet.code, facet.label) for facet in FACETS.values())]


def outcomes() -> list[tuple[str, str]]:
    return [("", "すべて"), *((each.value, each.label) for each in Outcome)]


def _date(post: QueryDict, field: str, problems: list[Problem]) -> date | None:
    text = (post.get(field) or "").strip()
    if not text:
        return None
    try:
        return parse_date(text, field=field)
    except Invalid as error:
        problems.extend(error.problems)
        return None
