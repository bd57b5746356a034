"""Arrival notice on the line (転入通知, 住基法9条1項・3項): what the former municipality is told. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from daicho.foundation.messages.public import birth_text, day_text
from daicho.registers.residents.domain.particulars import Particulars


def arrival_body(
    people: Sequence[tuple[Particulars, str]],
    *,
    origin: str,
    reference: str,
    arrived_on: date,
    notified_on: date,
) -> dict[str, Any]:
    """The body of `arrival.notice`: those who came from one municipality (`origin`, 6 digits), each with the 住民票コード."""
    first = people[0][0]
    told = {
        "origin": origin,
        "reference": reference,
        "arrived_on": day_text(arrived_on),
        "notified_on": day_text(notified_on),
        "address": first.full_address,
        "postal_code": first.postal_code,
        "municipality": first.municipality_code,
        "people": [_person(items, code) for items, code in people],
    }
    return {name: value for name, value in told.items() if value}


def _person(items: Particulars, code: str) -> dict[str, str]:
    told = {
        "code": code,
        "name": items.printed_name,
        "birth_on": birth_text(items.birth_date),
    }
    return {name: text for name, text in told.items() if text}
