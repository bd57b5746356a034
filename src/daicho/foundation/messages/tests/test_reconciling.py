"""Rows and digests that both sides make alike."""

from __future__ import annotations

import hashlib
import tracemalloc

from daicho.foundation.messages.public import check_body, digest_of, encode, project, row_of
from daicho.foundation.messages.tests import definitions as specs


def test_row_of_either_layout_is_the_same_row() -> None:
    items = specs.example("identity.update", "move_in_with_former_surname_40")["items"]
    short = project("identity-40", "identity-38", items)
    assert row_of("identity-40", items) == row_of("identity-38", short)
    body = specs.example("reconcile.rows.answer", "identity_rows")
    body["rows"] = [row_of("identity-40", items)]
    assert check_body("reconcile.rows.answer", body) == []
    assert {"9", "14", "20", "28", "34"}.isdisjoint(body["rows"][0]["items"])


def test_digest_is_that_of_the_definition() -> None:
    """The example's digests were made by hand from README.md: its one row, encoded, and a line feed."""
    blocks = specs.example("reconcile.digests", "two_blocks")["blocks"]
    rows = specs.example("reconcile.rows.answer", "identity_rows")["rows"]
    by_hand = {0: hashlib.sha256(b""), 1: hashlib.sha256(encode(rows[0]) + b"\n")}
    for block in blocks:
        assert block["digest"] == by_hand[block["count"]].hexdigest()
        assert block["digest"] == digest_of(rows[: block["count"]])


def test_digest_changes_with_any_letter_and_any_order() -> None:
    one = {"items": {"1": "1", "2": "架空　太郎"}}
    other = {"items": {"1": "2", "2": "架空　花子"}}
    assert digest_of([one, other]) != digest_of([other, one])
    assert digest_of([one]) != digest_of([{"items": {"1": "1", "2": "架空　太朗"}}])


def test_rows_are_not_kept() -> None:
    """A whole population passes through: memory does not grow with the number of rows."""
    tracemalloc.start()
    digest_of({"items": {"1": str(number), "2": "架空　太郎" * 20}} for number in range(5_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 300_000
