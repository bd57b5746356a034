"""Envelopes to bytes and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.foundation.messages.public import (
    MOST_BYTES,
    Endpoint,
    Envelope,
    Order,
    decode,
    encode,
    from_bytes,
    to_bytes,
)
from daicho.kernel.errors import Invalid

KEY = UUID("00000000-0000-4000-8000-000000000001")
CORE = Endpoint("072010", "core")
CS = Endpoint("072010", "municipal_cs")
JSON_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | JSON_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(JSON_TEXT, inner, max_size=3),
    max_leaves=8,
)


def _envelope(**changed: Any) -> Envelope:
    return Envelope(
        **{
            "kind": "line.status",
            "id": KEY,
            "thread": KEY,
            "sender": CORE,
            "receiver": CS,
            "made_at": datetime(2026, 11, 20, 9, tzinfo=timezone(timedelta(hours=9))),
            "order": Order("0" * 32, 1),
            "answers": None,
            "body": {},
            **changed,
        }
    )


@given(st.dictionaries(JSON_TEXT, JSON, max_size=4))
def test_what_is_written_is_read_the_same(body: dict[str, Any]) -> None:
    raw = to_bytes(_envelope(body=body))
    again = from_bytes(raw)
    assert again.body == body
    assert to_bytes(again) == raw


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    with pytest.raises(Invalid):
        from_bytes(raw)


@given(JSON)
def test_one_value_has_one_form(value: Any) -> None:
    assert decode(encode(value)) == value


def test_keys_are_in_the_order_of_code_points() -> None:
    assert encode({"𠮷": 1, "ｚ": 2, "a": 3}).decode() == '{"a":3,"ｚ":2,"𠮷":1}'
    assert encode({"a": '\n\x7f/"\\é'}).decode() == '{"a":"\\n\x7f/\\"\\\\é"}'


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "Line Status"},
        {"sender": Endpoint("072010", "tax_office")},
        {"receiver": Endpoint("7201", "core")},
        {"made_at": datetime(2026, 11, 20, 9)},  # noqa: DTZ001
        {"order": Order("0" * 31, 1)},
        {"order": Order("0" * 32, 0)},
        {"edition": "2025.1"},
        {"body": {"share": 0.5}},
        {"body": {"day": datetime(2026, 11, 20, tzinfo=UTC)}},
        {"body": {1: "one"}},
        {"body": {"half": "\ud800"}},
    ],
)
def test_envelope_that_nobody_could_read_is_not_written(changed: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        to_bytes(_envelope(**changed))


def test_too_large_a_message_is_neither_written_nor_read() -> None:
    with pytest.raises(Invalid) as caught:
        to_bytes(_envelope(body={"words": "x" * MOST_BYTES}))
    assert caught.value.problems[0].code == "message.too_large"
    with pytest.raises(Invalid) as caught:
        from_bytes(b"x" * (MOST_BYTES + 1))
    assert caught.value.problems[0].code == "message.too_large"


def test_nesting_without_end_is_no_message() -> None:
    deep = b'{"a":' * 200_000 + b"1" + b"}" * 200_000
    with pytest.raises(Invalid):
        from_bytes(deep)


def test_body_is_not_shown_where_an_envelope_is_printed() -> None:
    shown = repr(_envelope(body={"secret": "見本"}))
    assert "secret" not in shown
