"""A received 転出証明書情報 of a family of three, for the tests."""

from __future__ import annotations

from typing import Any

from daicho.business.movements.tests.paper import (
    CHILD,
    HEAD,
    NOTIFIED,
    PLACE,
    WIFE,
    codes,
    individual_number,
)

PEOPLE = (HEAD, WIFE, CHILD)


def document(**changed: Any) -> dict[str, Any]:
    """The document as a connector brings it."""
    people = [
        {
            **person,
            "individual_number": individual_number(300 + index),
            "resident_record_code": codes(3_000_000 + 50 * index, 10)[0],
            "name_kana_confirmed": True,
            "nhi_insured": True,
        }
        for index, person in enumerate(PEOPLE)
    ]
    return {
        "previous_municipality": "131016",
        "previous_address": "東京都千代田区霞が関1番地",
        "previous_postal_code": "100-0013",
        "previous_head": "見本　太郎",
        "certificate_reference": "TS-0001",
        "people": people,
        **changed,
    }


def at_the_counter(**fields: str) -> dict[str, str]:
    """What the clerk adds to the quoted draft."""
    return {
        "event_date": "2026-11-16",
        "notified_on": "2026-11-19",
        "basis": "届出",
        "card_shown": "on",
        **NOTIFIED,
        **PLACE,
        **fields,
    }
