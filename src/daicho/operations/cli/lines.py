"""Serve the lines (回線) to the other systems and send what waits; `up` runs this where lines are set up."""

from __future__ import annotations

import click

from daicho.config.lines_runner import run

ROLE = "app"


@click.command("lines", hidden=True)
def command() -> None:
    """Run the lines (回線の処理) until it is told to stop."""
    run()
