"""Steps of specs/features/entries.feature: all of them are the counter's shared ones."""

from __future__ import annotations

from pathlib import Path

from pytest_bdd import scenarios

scenarios(str(Path(__file__).parents[2] / "specs/features/entries.feature"))
