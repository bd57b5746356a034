"""Entries (入力の読取り): what a posted form of the staff screens holds, as typed values or
`Problem`s.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import QueryDict

from daicho.kernel.access import Duty
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.kernel.wareki import parse_date


def date_of(post: QueryDict, field: str, *, label: str) -> date:
    """A date that must be given."""
    found = optional_date_of(post, field)
    if found is None:
        raise Invalid(
            [
                Problem(
                    "date_needed",
                    field,
                    f"{label}が入力されていません。",
                    remedy="入力してください。",
                )
            ]
        )
    return found


def optional_date_of(post: QueryDict, field: str) -> date | None:
    """A date, or None when the field is blank."""
    text = post.get(field, "").strip()
    return parse_date(text, field=field) if text else None


def duties_of(post: QueryDict, *, duties: tuple[Duty, ...]) -> frozenset[Duty]:
    """The ticked duties."""
    ticked = set(post.getlist("duties"))
    return frozenset(duty for duty in duties if duty.value in ticked)


def duty_of(post: QueryDict, *, duties: tuple[Duty, ...]) -> Duty:
    """The one duty chosen."""
    found = next((duty for duty in duties if duty.value == post.get("duty")), None)
    if found is None:
        raise Invalid(
            [
                Problem(
                    "duty_needed", "duty", "職務が選ばれていません。", remedy="一つ選んでください。"
                )
            ]
        )
    return found


def key_of(text: str) -> UUID:
    """An opaque key sent back by a form."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Missing("指定されたものは見つかりません。", code="key_unreadable") from error
