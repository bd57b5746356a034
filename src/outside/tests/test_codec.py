"""The codec: reads and writes every golden file unchanged, takes every good example, refuses every bad one for its reason.

This is a reading of specs/messages of its own; a change in the definitions, or in either codec alone, makes it red.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from outside import codec, settings, spec
from outside.codec import Unreadable
from outside.problems import Refusal

MESSAGES = settings.CHECKOUT / "specs" / "messages"
SPEC = spec.load(MESSAGES)


def files(folder: str, pattern: str) -> list[Path]:
    return sorted((MESSAGES / folder).glob(pattern))


def name_of(path: Path) -> str:
    return path.relative_to(MESSAGES).as_posix()


@pytest.mark.parametrize("path", files("golden", "*/*.json"), ids=name_of)
def test_golden_bytes_are_read_and_written_again_unchanged(path: Path) -> None:
    raw = path.read_bytes()
    envelope = codec.read(raw, SPEC)
    codec.check_body(envelope, SPEC)
    assert codec.write(envelope) == raw


@pytest.mark.parametrize("path", files("examples", "*/*.json"), ids=name_of)
def test_a_good_example_is_taken(path: Path) -> None:
    raw = codec.canonical(json.loads(path.read_text(encoding="utf-8")))
    envelope = codec.read(raw, SPEC)
    codec.check_body(envelope, SPEC)
    assert codec.write(envelope) == raw


BAD = [path for path in files("examples", "*/refused/*.json") if path.parts[-3] != "envelope"]


@pytest.mark.parametrize("path", BAD, ids=name_of)
def test_a_bad_example_is_refused_for_its_reason(path: Path) -> None:
    bad = json.loads(path.read_text(encoding="utf-8"))
    envelope = codec.read(codec.canonical(bad["envelope"]), SPEC)
    with pytest.raises(Refusal) as refusal:
        codec.check_body(envelope, SPEC)
    # A rule across items has no item of its own in the example.
    found = [(each.code, each.item if bad["item"] else "") for each in refusal.value.problems]
    assert (bad["code"], bad["item"]) in found


@pytest.mark.parametrize("path", files("examples", "envelope/refused/*.json"), ids=name_of)
def test_bytes_that_are_no_envelope_cannot_be_read(path: Path) -> None:
    raw = json.loads(path.read_text(encoding="utf-8"))["raw"]
    with pytest.raises(Unreadable):
        codec.read(raw.encode("utf-8"), SPEC)


@pytest.mark.parametrize("path", files("schemas", "*.json"), ids=name_of)
def test_a_schema_is_one(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


def test_there_is_something_to_read() -> None:
    assert len(files("golden", "*/*.json")) > 10
    assert len(files("examples", "*/*.json")) > 40
    assert len(BAD) > 60


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1.0}',
        b'{"a":NaN}',
        b'{"a":1,"a":2}',
        b"\xff",
        b'{"a":"\\ud800"}',
        b"[" * 100_000,
    ],
)
def test_what_no_line_carries_cannot_be_read(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        codec.read(raw, SPEC)
