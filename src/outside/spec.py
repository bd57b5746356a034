"""The definitions (電文の定義): the JSON Schemas and layouts of `specs/messages/`, read once at start.

Where a pattern says that a text is a number with a check digit or a date, the validator judges those as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from outside.calendar_days import is_birth, is_day
from outside.check_digits import is_individual_number, is_municipality, is_resident_code
from outside.problems import Problem

_SUFFIX = ".schema.json"
_MOST_PROBLEMS = 100
_LONGEST_PATH = 120
_TOWN_CODE = "大字・字コード"


@dataclass(frozen=True, slots=True)
class Spec:
    """One edition's definitions: a validator for the envelope and for the body of each kind."""

    folder: Path
    validators: Mapping[str, Any]
    layouts: Mapping[str, Mapping[str, str]]

    def knows(self, kind: str) -> bool:
        """Whether the edition has this kind."""
        return kind != "envelope" and kind in self.validators

    def faults(self, name: str, value: Any) -> list[Problem]:
        """What in a value is not as its schema says, item by item; empty: nothing."""
        found = sorted(self.validators[name].iter_errors(value), key=lambda each: each.json_path)
        return [_problem(error) for error in _leaves(found)][:_MOST_PROBLEMS]

    def since(self, layout: str) -> Mapping[str, str]:
        """From which day (YYYYMMDD) the later items of a layout may be told."""
        return self.layouts[layout]


def load(folder: Path) -> Spec:
    """Read every schema and layout of a folder. FileNotFoundError without the envelope's schema."""
    schemas = {
        path.name.removesuffix(_SUFFIX): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((folder / "schemas").glob(f"*{_SUFFIX}"))
    }
    if "envelope" not in schemas:
        raise FileNotFoundError(folder / "schemas" / f"envelope{_SUFFIX}")
    validators = {}
    for name, schema in schemas.items():
        judging = Draft202012Validator if name == "envelope" else _Judging
        validators[name] = judging(schema)
    layouts = {path.stem: _since(path) for path in sorted((folder / "layouts").glob("*.yaml"))}
    return Spec(folder, validators, layouts)


def _since(path: Path) -> dict[str, str]:
    layout = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    return {str(each["num"]): str(each["since"]) for each in layout["items"] if "since" in each}


def _pattern(
    validator: Any, pattern: str, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """The pattern; then, where it tells what the text is, its check digit or its day."""
    wrong = list(Draft202012Validator.VALIDATORS["pattern"](validator, pattern, instance, schema))
    yield from wrong
    if wrong or not isinstance(instance, str) or schema.get("title") == _TOWN_CODE:
        return
    for begin, rule, is_right in _MEANINGS:
        if pattern.startswith(begin) and not is_right(instance):
            yield ValidationError(rule, validator=rule)


def _required(
    _validator: Any, names: list[str], instance: Any, _schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """Each missing property, by its own path."""
    for name in names:
        if isinstance(instance, dict) and name not in instance:
            yield ValidationError("missing", path=[name])


def _additional(
    _validator: Any, _closed: bool, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    """Each property that the schema does not have, by its own path; every object of the edition is closed."""
    for name in instance if isinstance(instance, dict) else ():
        if name not in schema["properties"]:
            yield ValidationError("unknown", path=[name])


def is_time(text: str) -> bool:
    """Whether a time with its offset is of the calendar and the clock."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


_MEANINGS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("^[0-9]{11}$", "check_digit", is_resident_code),
    ("^[0-9]{12}$", "check_digit", is_individual_number),
    ("^[0-9]{6}$", "check_digit", is_municipality),
    ("^[12][0-9]{3}(0[1-9]|", "calendar", is_day),
    ("^(0{8}|", "calendar", is_day),
    ("^(0{9}|", "calendar", is_birth),
    ("^[0-9]{4}-[0-9]{2}-[0-9]{2}T", "calendar", is_time),
)
_Judging: Any = extend(  # type: ignore[no-untyped-call]  # the library's own gap
    Draft202012Validator,
    {"pattern": _pattern, "required": _required, "additionalProperties": _additional},
)


def _leaves(errors: list[ValidationError]) -> Iterator[ValidationError]:
    for error in errors:
        if error.validator == "oneOf":
            yield from _leaves(_chosen(error))
        else:
            yield error


def _chosen(error: ValidationError) -> list[ValidationError]:
    """What is wrong with the choice that the value names; without one, that it names none."""
    branches: dict[int, list[ValidationError]] = {}
    for each in error.context or ():
        branches.setdefault(int(each.schema_path[0]), []).append(each)
    names = _names(error)
    for found in branches.values():
        if not any(len(e.relative_path) == 1 and e.relative_path[0] in names for e in found):
            return found
    unnamed = [each for found in branches.values() for each in found if each.relative_path]
    return [each for each in unnamed if each.relative_path[0] in names][:1] or [error]


def _names(error: ValidationError) -> set[str]:
    """The properties by which the choices of a `oneOf` are told apart: all have them, and one says which."""
    branches: Any = error.validator_value
    return {
        name
        for branch in branches
        for name in branch.get("required", ())
        if "const" in branch["properties"][name]
        and all(name in other["properties"] for other in branches)
    }


def _problem(error: ValidationError) -> Problem:
    rule = str(error.validator)
    code, what = _WORDS.get(rule, ("message.value", "定めのない値です。"))
    return Problem(
        code,
        ".".join(str(step) for step in error.absolute_path)[:_LONGEST_PATH],
        what,
        "電文の定義に合いません。",
        "元の記録を直して、送り直してください。",
    )


_WORDS = {
    "required": ("message.missing", "必要な項目がありません。"),
    "additionalProperties": ("message.unknown_item", "定義にない項目があります。"),
    "type": ("message.type", "項目の型が違います。"),
    "pattern": ("message.format", "項目の形式が違います。"),
    **dict.fromkeys(
        ("minLength", "maxLength", "minItems", "maxItems", "minProperties"),
        ("message.length", "項目の長さまたは数が違います。"),
    ),
    "None": (
        "message.unknown_item",
        "ここでは使えない項目があります。",
    ),  # a schema that is `false`
    "uniqueItems": ("message.twice", "同じものが二度並んでいます。"),
    "check_digit": ("message.check_digit", "検査用数字が合いません。"),
    "calendar": ("message.calendar", "暦にない日付、または元号の合わない日付です。"),
}
