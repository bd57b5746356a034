"""Requirements (要件): every ledger id and every line of the standard, and the decisions where two of them clash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

LINE_KEYS = {"must": "m", "must_not": "n"}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing asked for; `group` is the ledger file or the chapter of the standard."""

    id: str
    title: str
    group: str


class DecisionKind(StrEnum):
    """`superseded`: the words no longer hold; `conflict`: they hold, as far as the decision lets them."""

    SUPERSEDED = "superseded"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of specs/conflicts.yaml: which ids give way, to what, how it was decided and why."""

    key: str
    kind: DecisionKind
    ids: tuple[str, ...]
    places: tuple[str, ...]
    against: str
    decision: str
    reason: str


def read_specification(path: Path) -> Any:
    """A file of specs/ as plain values; by the parser in C, as every process of a test run reads them all."""
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def all_requirements(specs: Path) -> tuple[Requirement, ...]:
    """The ledger in the order of its file names, then the standard in its own order."""
    return (*_ledger(specs / "ledger"), *_standard(specs / "register-standard.yaml"))


def all_decisions(specs: Path) -> tuple[Decision, ...]:
    """The rows of conflicts.yaml; a missing column is an error."""
    raw = read_specification(specs / "conflicts.yaml")
    return tuple(_decision(row) for row in raw["decisions"])


def decisions_by_id(decisions: tuple[Decision, ...]) -> Mapping[str, tuple[Decision, ...]]:
    """Every id that a decision touches, with its decisions in order."""
    found: dict[str, tuple[Decision, ...]] = {}
    for decision in decisions:
        for each in decision.ids:
            found[each] = (*found.get(each, ()), decision)
    return found


def _ledger(folder: Path) -> list[Requirement]:
    return [
        Requirement(row["id"], row["title"], path.name)
        for path in sorted(folder.glob("*.yaml"))
        for row in read_specification(path)["requirements"]
    ]


def _standard(path: Path) -> list[Requirement]:
    entries = read_specification(path)["entries"]
    return [
        Requirement(f"{entry['id']}/{letter}{number}", _line_title(entry, text), _chapter(entry))
        for entry in entries
        for key, letter in LINE_KEYS.items()
        for number, text in enumerate(entry.get(key) or (), start=1)
    ]


def _chapter(entry: Mapping[str, Any]) -> str:  # Any: a row of YAML
    return f"STD {entry['id'].removeprefix('STD-').partition('.')[0]}"


def _line_title(entry: Mapping[str, Any], text: str) -> str:
    # A line may be half a page; its beginning is enough to find it in the specification.
    shown = text if len(text) <= 48 else f"{text[:47]}…"
    return f"{entry['title']}: {shown}"


def _decision(row: Mapping[str, Any]) -> Decision:
    return Decision(
        key=row["key"],
        kind=DecisionKind(row["kind"]),
        ids=tuple(row["ids"]),
        places=tuple(row["places"]),
        against=row["against"],
        decision=row["decision"],
        reason=row["reason"],
    )
