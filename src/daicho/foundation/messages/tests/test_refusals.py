"""Every code that a receipt may bear is in specs/messages/refusals.yaml, once, with words for a clerk."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import yaml

from daicho.foundation.messages.envelope import NODES
from daicho.foundation.messages.problems import WORDS
from daicho.foundation.messages.public import (
    check_body,
    item_problem,
    problems_of,
    receipt_body,
)
from daicho.foundation.messages.tests import definitions as specs
from daicho.kernel.errors import Problem


@cache
def _rows() -> list[dict[str, Any]]:
    told = yaml.safe_load((specs.MESSAGES / "refusals.yaml").read_text("utf-8"))
    rows: list[dict[str, Any]] = told["refusals"]
    return rows


def test_every_code_stands_once_and_says_who_what_why_and_what_to_do() -> None:
    codes = [row["code"] for row in _rows()]
    assert len(set(codes)) == len(codes)
    for row in _rows():
        assert re.fullmatch(r"[a-z_]+(\.[a-z_0-9]+)+", row["code"])
        assert set(row["by"]) <= set(NODES), row["code"]
        assert row["by"], row["code"]
        assert row["outcome"] in {"refused", "held", "accepted"}
        assert all(row[words].endswith("。") for words in ("what", "why", "remedy")), row["code"]


def test_words_of_the_codec_are_those_of_the_file() -> None:
    told = {row["code"]: (row["what"], row["why"], row["remedy"]) for row in _rows()}
    for code, words in WORDS.items():
        assert told[f"message.{code}"] == words


def test_codes_of_the_examples_are_in_the_file() -> None:
    known = {row["code"] for row in _rows()}
    found = {specs.load(path)["code"] for path in (*specs.refused(), *specs.unreadable())}
    assert found <= known
    assert known >= {p["code"] for p in specs.example("receipt", "refused")["problems"]}


@pytest.mark.parametrize("row", _rows(), ids=lambda row: str(row["code"]))
def test_receipt_may_bear_every_row(row: dict[str, Any]) -> None:
    problem = Problem(row["code"], "items.1", row["what"], row["why"], row["remedy"])
    body = receipt_body(row["outcome"], [problem])
    assert check_body("receipt", body) == []
    assert specs.validator("receipt").is_valid(body)
    assert problems_of(body) == (problem,)


def test_problem_of_another_make_becomes_one_that_a_receipt_may_bear() -> None:
    """The kernel's own codes and paths may have other letters, and words may be long."""
    problems = [
        Problem("text-too-long", "persons.0.氏名", "長" * 400),
        Problem("", "", "誤りがあります。"),
        item_problem("unknown_item", "people.0.架空太郎"),
    ]
    body = receipt_body("refused", problems * 60)
    assert check_body("receipt", body) == []
    assert specs.validator("receipt").is_valid(body)
    assert [each["code"] for each in body["problems"][:2]] == [
        "receiver.text_too_long",
        "receiver.other",
    ]
    assert "架空" not in str(body)
