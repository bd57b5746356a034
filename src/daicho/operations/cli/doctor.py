"""Examine (点検): Python, disk, keys, database, font, browser, port, clock; what to do about each."""

from __future__ import annotations

import sys

import click

from daicho.operations.doctor import Health, examine
from daicho.operations.home import choose_home
from daicho.operations.progress import console

_COLOURS = {Health.OK: "green", Health.WARN: "yellow", Health.FAIL: "red"}


@click.command("doctor")
def command() -> None:
    """Examine the installation; each line is ok, warn or fail. Exit code 1 if anything failed."""
    findings = examine(choose_home())
    for finding in findings:
        console.print(f"{finding.health:5}", style=_COLOURS[finding.health], end="")
        console.print(f"{finding.point}: {finding.what} {finding.remedy}", markup=False)
    if any(finding.health is Health.FAIL for finding in findings):
        sys.exit(1)
