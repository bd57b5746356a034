"""Conformance (適合): docs/conformance.md, written from what a full test run proved, in a stable order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from daicho.operations.papers.requirements import (
    Decision,
    DecisionKind,
    Requirement,
    decisions_by_id,
)

HEAD = """\
# Conformance

Written by a full test run (`./daicho test --write-conformance`), never by hand; the run fails when this
file does not say what the run proved. Ledger ids are those of `specs/ledger/`; `STD-1.1.5/m3` is the third
`must` line of that section of `specs/register-standard.yaml`, `/n1` the first `must_not` line. A section of the
standard that has optional lines only is not listed.

- **proved**: a test that claims the id passed. Tests marked `long` do not count here.
- **superseded**, **in conflict**: decided in `specs/conflicts.yaml`, under the key that is named.
- **not yet**: no test shows it. It may be partly there; nobody should rely on it.
"""


class Standing(StrEnum):
    """How one requirement stands."""

    PROVED = "proved"
    SUPERSEDED = "superseded"
    CONFLICT = "in conflict"
    NOT_YET = "not yet"


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement, how it stands, and what shows it."""

    requirement: Requirement
    standing: Standing
    words: str


def render(
    requirements: Sequence[Requirement],
    decisions: tuple[Decision, ...],
    proofs: Mapping[str, Set[str]],
) -> str:
    """The whole document. `proofs`: id to the node ids of the tests that passed."""
    decided = decisions_by_id(decisions)
    rows = [_row(each, decided.get(each.id, ()), proofs) for each in requirements]
    groups = [(name, list(found)) for name, found in groupby(rows, lambda r: r.requirement.group)]
    parts = [HEAD, _counts(groups)]
    parts += [_section(name, found) for name, found in groups]
    return "\n".join(parts)


def _row(
    requirement: Requirement, decisions: Sequence[Decision], proofs: Mapping[str, Set[str]]
) -> Row:
    tests = sorted({short_node(node) for node in proofs.get(requirement.id, ())})
    notes = [f"`{decision.key}`" for decision in decisions]
    if tests:
        shown = "<br>".join(f"`{test}`" for test in tests)
        words = f"{shown}<br>as decided in {', '.join(notes)}" if notes else shown
        return Row(requirement, Standing.PROVED, words)
    if not decisions:
        return Row(requirement, Standing.NOT_YET, "")
    gone = any(each.kind is DecisionKind.SUPERSEDED for each in decisions)
    against = "; ".join(
        f"{each.against} ({note})" for each, note in zip(decisions, notes, strict=True)
    )
    standing = Standing.SUPERSEDED if gone else Standing.CONFLICT
    return Row(requirement, standing, f"{'by' if gone else 'with'} {against}")


def short_node(node: str) -> str:
    """A test's node id without its parameters and the folders that every test is in."""
    path, _, name = node.partition("[")[0].partition("::")
    return f"{path.removeprefix('src/daicho/').replace('/tests/', '/')}::{name}"


def _counts(groups: Iterable[tuple[str, Sequence[Row]]]) -> str:
    lines = [
        "## Counts",
        "",
        f"| where | {' | '.join(Standing)} | all |",
        f"| --- |{' ---: |' * (len(Standing) + 1)}",
    ]
    totals = {"ledger": Counter[Standing](), "standard": Counter[Standing]()}
    for name, rows in groups:
        counted = Counter(row.standing for row in rows)
        totals["standard" if name.startswith("STD") else "ledger"] += counted
        lines.append(_count_line(name, counted))
    lines += [_count_line(f"**{name}**", counted) for name, counted in totals.items()]
    lines.append(_count_line("**all**", totals["ledger"] + totals["standard"]))
    return "\n".join([*lines, ""])


def _count_line(name: str, counted: Counter[Standing]) -> str:
    cells = " | ".join(str(counted[standing]) for standing in Standing)
    return f"| {name} | {cells} | {counted.total()} |"


def _section(name: str, rows: Sequence[Row]) -> str:
    lines = [f"## {name}", "", "| id | what | standing | shown by |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {row.requirement.id} | {_cell(row.requirement.title)} | {row.standing} | {row.words} |"
        for row in rows
    ]
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
