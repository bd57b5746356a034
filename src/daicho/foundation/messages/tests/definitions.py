"""The definitions of specs/messages/ for the tests: schemas, layouts, examples, golden bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

SPECS = Path(__file__).parents[5] / "specs"
MESSAGES = SPECS / "messages"
SUFFIX = ".schema.json"
CONTENT = frozenset(
    {"check_digit", "calendar", "count", "seion", "substitution", "pair", "index", "not_yet"}
)
"""Codes that no schema can give; `missing`, `length` and `twice` come from both."""


@cache
def schemas() -> dict[str, Any]:
    """Every schema by kind."""
    found = sorted((MESSAGES / "schemas").glob(f"*{SUFFIX}"))
    return {path.name.removesuffix(SUFFIX): json.loads(path.read_text("utf-8")) for path in found}


@cache
def validator(kind: str) -> Draft202012Validator:
    Draft202012Validator.check_schema(schemas()[kind])
    return Draft202012Validator(schemas()[kind])


@cache
def layouts() -> dict[str, Any]:
    """Every layout by name, as its file has it."""
    found = sorted((MESSAGES / "layouts").glob("*.yaml"))
    return {path.stem: yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) for path in found}


@cache
def ledger() -> dict[str, Any]:
    """The requirements of the seeds' data items by id."""
    rows = yaml.load((SPECS / "ledger/data-items.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return {row["id"]: row for row in rows["requirements"]}


def examples() -> list[Path]:
    """The files of good messages."""
    return sorted((MESSAGES / "examples").glob("*/*.json"))


def refused() -> list[Path]:
    """The files of refused messages."""
    found = sorted((MESSAGES / "examples").glob("*/refused/*.json"))
    return [path for path in found if path.parts[-3] != "envelope"]


def unreadable() -> list[Path]:
    """The files of bytes that are no envelope."""
    return sorted((MESSAGES / "examples/envelope/refused").glob("*.json"))


def golden() -> list[Path]:
    """The files of exact bytes."""
    return sorted((MESSAGES / "golden").glob("*/*.json"))


def load(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def name_of(path: Path) -> str:
    """What a test calls a file: its path below specs/messages/."""
    return str(path.relative_to(MESSAGES).with_suffix(""))


def example(kind: str, name: str) -> dict[str, Any]:
    """The body of a good message."""
    body: dict[str, Any] = load(MESSAGES / "examples" / kind / f"{name}.json")["body"]
    return body


def steps(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value within a value."""
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, each in inside:
        yield (*path, step)
        yield from steps(each, (*path, step))
