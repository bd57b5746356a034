"""Both ways of reading agree: the models of daicho and the schemas of specs/messages/ judge every example alike."""

from __future__ import annotations

import copy
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from daicho.foundation.messages.public import (
    KINDS,
    check_body,
    decode,
    encode,
    from_bytes,
    to_bytes,
)
from daicho.foundation.messages.tests import definitions as specs
from daicho.kernel.errors import Invalid

PEOPLE_WHO_ARE_NOT = re.compile("架空|仮名|見本|KAKUU|KAMEI")


def test_every_kind_has_its_schema_and_stands_in_the_readme() -> None:
    assert set(specs.schemas()) == set(KINDS) | {"envelope"}
    readme = (specs.MESSAGES / "README.md").read_text("utf-8")
    table = readme.partition("## Kinds")[2].partition("## Bodies")[0]
    named = set(re.findall(r"`([a-z_]+(?:\.[a-z_]+)*)`", table)) - {"municipal_cs"}
    assert named == {kind for kind in KINDS if not kind.endswith(".answer")}
    assert {kind.removesuffix(".answer") for kind in KINDS} == named


def test_every_kind_has_good_refused_and_golden_messages() -> None:
    assert {path.parent.name for path in specs.examples()} == set(KINDS)
    assert {path.parts[-3] for path in specs.refused()} == set(KINDS)
    assert {path.parent.name for path in specs.golden()} == set(KINDS)


@pytest.mark.parametrize("path", specs.examples(), ids=specs.name_of)
def test_good_message_is_taken(path: Path) -> None:
    told = specs.load(path)
    assert told["kind"] == path.parent.name
    assert specs.validator("envelope").is_valid(told)
    assert specs.validator(told["kind"]).is_valid(told["body"])
    made = datetime.fromisoformat(told["made_at"]).date()
    assert check_body(told["kind"], told["body"], on=made) == []
    raw = encode(told)
    assert to_bytes(from_bytes(raw)) == raw


@pytest.mark.parametrize("path", specs.refused(), ids=specs.name_of)
def test_bad_message_is_refused_for_its_reason(path: Path) -> None:
    told = specs.load(path)
    envelope = told["envelope"]
    assert specs.validator("envelope").is_valid(envelope)
    problems = check_body(envelope["kind"], envelope["body"])
    assert (told["code"], told["item"]) in {(p.code, p.field) for p in problems}
    passes = specs.validator(envelope["kind"]).is_valid(envelope["body"])
    assert passes == (told["by"] == "content")


@pytest.mark.parametrize("path", specs.unreadable(), ids=specs.name_of)
def test_bytes_that_are_no_envelope_are_not_read(path: Path) -> None:
    told = specs.load(path)
    with pytest.raises(Invalid) as caught:
        from_bytes(told["raw"].encode("utf-8"))
    assert told["code"] in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize("path", specs.golden(), ids=specs.name_of)
def test_golden_bytes_are_read_and_written_again_unchanged(path: Path) -> None:
    raw = path.read_bytes()
    assert to_bytes(from_bytes(raw)) == raw
    example = specs.MESSAGES / "examples" / path.parent.name / path.name
    assert decode(raw) == specs.load(example)


def test_people_of_the_examples_are_invented() -> None:
    found = [
        (path.name, value)
        for path in specs.examples()
        for name, value in _named_texts(specs.load(path)["body"])
        if name in {"name", "head", "name_alphabet", "roman_name"}
        and not PEOPLE_WHO_ARE_NOT.search(value)
    ]
    assert found == []


def test_no_words_of_a_problem_show_a_value() -> None:
    """What is said of a message is read by many and kept long: every text of an example is looked for in all of it."""
    for path in specs.refused():
        told = specs.load(path)["envelope"]
        words = "".join(p.message + p.field for p in check_body(told["kind"], told["body"]))
        personal = {
            value
            for name, value in _named_texts(told["body"])
            if name not in {"reason", "layout"} and len(value) > 4 and not value.isascii()
        }
        codes = set(re.findall(r"(?<![0-9])[0-9]{11,12}(?![0-9])", words))
        assert not codes, path
        assert not [value for value in personal if value in words], path


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_schema_and_model_judge_every_change_alike(kind: str) -> None:
    """Each item of each example left out, made null, of another type, longer, with a line break, and one too many."""
    validator = specs.validator(kind)
    seen: set[tuple[str, ...]] = set()
    for path in specs.examples():
        if path.parent.name != kind:
            continue
        body = specs.load(path)["body"]
        for changed, what in _changes(body, seen):
            problems = {p.code.removeprefix("message.") for p in check_body(kind, changed)}
            if validator.is_valid(changed):
                assert problems <= specs.CONTENT | {"missing", "twice", "length"}, what
            else:
                assert problems, what


def _changes(body: dict[str, Any], seen: set[tuple[str, ...]]) -> list[tuple[Any, Any]]:
    changed: list[tuple[Any, Any]] = [({**body, "one_too_many": "1"}, "one too many")]
    for path in specs.steps(body):
        choice = str(body.get("event") or body.get("by") or body.get("layout") or "")
        plain = (choice, *("*" if isinstance(step, int) else step for step in path))
        if plain in seen:
            continue
        seen.add(plain)
        for value in _others(_at(body, path)):
            changed.append((_put(body, path, value), (path, value)))
        changed.append((_without(body, path), (path, "left out")))
    return changed


def _others(value: Any) -> list[Any]:
    if isinstance(value, str):
        return [None, 1, "", "x" * 400, value + "\n", "１", value + "9", value[:-1] + "\x00"]
    if isinstance(value, int):
        return [None, "", [], -1, 10**9, str(value), 1, True]
    if isinstance(value, dict):
        return [None, "", [], {}, {**value, "one_too_many": "1"}, {**value, "99": "1"}]
    return [None, "", {}, [], [1], value * 2, value * 3]


def _at(body: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        body = body[step]
    return body


def _put(body: Any, path: tuple[str | int, ...], value: Any) -> Any:
    changed = copy.deepcopy(body)
    _at(changed, path[:-1])[path[-1]] = value
    return changed


def _without(body: Any, path: tuple[str | int, ...]) -> Any:
    changed = copy.deepcopy(body)
    del _at(changed, path[:-1])[path[-1]]
    return changed


def _named_texts(value: Any, name: str = "") -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(name, value)]
    if isinstance(value, list):
        return [found for each in value for found in _named_texts(each, name)]
    inside = value.items() if isinstance(value, dict) else ()
    return [found for key, each in inside for found in _named_texts(each, str(key))]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_lists_hold_as_many_on_both_sides(kind: str) -> None:
    """The least and the most of every list, as the schema says and as the model's own schema does."""
    ours = sorted(_limits(KINDS[kind].body.json_schema()))
    assert ours == sorted(_limits(specs.schemas()[kind]))


def _limits(schema: Any) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    if isinstance(schema, dict):
        if schema.get("type") == "array":
            found.add((schema.get("minItems", 0), schema.get("maxItems", -1)))
        for each in schema.values():
            found |= _limits(each)
    elif isinstance(schema, list):
        for each in schema:
            found |= _limits(each)
    return found
