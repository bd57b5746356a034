"""Format the code and repair what the linter can."""

from __future__ import annotations

import click

from daicho.operations.quality import FIX, run_all


@click.command("fix")
def command() -> None:
    """Run `ruff format` and `ruff check --fix`."""
    run_all(FIX)
