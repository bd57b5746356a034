"""Run jobs (バッチ処理), one at a time; `up` runs as many of these as jobs may run at once."""

from __future__ import annotations

import click

from daicho.config.job_runner import run

ROLE = "app"


@click.command("jobs", hidden=True)
def command() -> None:
    """Run jobs (バッチ処理) until it is told to stop."""
    run()
