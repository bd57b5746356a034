"""Features in Japanese (受入れの場面): every requirement of the lines that software can show has a scenario, or a reason here."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from daicho.operations.papers.requirements import read_specification

SPECS = Path(__file__).parents[1] / "specs"
LEDGERS: Final = ("jukinet", "family-register", "immigration")
WITHOUT_SCENARIO: Final[dict[str, str]] = {}
"""Requirements that are shown otherwise, each with the reason why no scenario can."""


def required() -> set[str]:
    """What the ledgers ask of software, or of software in support of the office's own work."""
    rows = [
        row
        for name in LEDGERS
        for row in read_specification(SPECS / "ledger" / f"{name}.yaml")["requirements"]
    ]
    return {row["id"] for row in rows if row["scope"] == "software" or row.get("support")}


def told() -> set[str]:
    """The ids that features bear, each above a scenario or above a rule with one."""
    found: set[str] = set()
    for path in sorted((SPECS / "features").glob("*.feature")):
        waiting: set[str] = set()
        for line in path.read_text("utf-8").splitlines():
            text = line.strip()
            if text.startswith("@"):
                waiting |= set(re.findall(r"@([A-Z]+-\d{3})\b", text))
            elif text.startswith(("シナリオ:", "シナリオアウトライン:")):
                found |= waiting
                waiting = set()
    return found


def test_every_requirement_of_the_lines_has_a_scenario_or_a_reason() -> None:
    assert required() - told() - set(WITHOUT_SCENARIO) == set()


def test_a_reason_is_of_a_requirement_that_has_no_scenario() -> None:
    assert set(WITHOUT_SCENARIO) <= required()
    assert set(WITHOUT_SCENARIO) & told() == set()
    assert all(WITHOUT_SCENARIO.values())


def test_every_feature_is_run() -> None:
    """A feature that no module of steps names would be read by nobody."""
    root = Path(__file__).parents[1]
    modules = [*root.glob("src/**/tests/**/test_*.py"), *root.glob("tests/**/test_*.py")]
    named = {
        name
        for path in modules
        for name in re.findall(r"specs/features/(\w+\.feature)", path.read_text("utf-8"))
    }
    assert {path.name for path in (SPECS / "features").glob("*.feature")} - named == set()
