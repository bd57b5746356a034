"""A one-time link that makes a browser an enrolled terminal (端末の登録)."""

from __future__ import annotations

from datetime import timedelta

import click

from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.issue_enrolment_code import issue_enrolment_code
from daicho.kernel.access import Purpose
from daicho.operations.progress import console

ROLE = "app"
OFFICE = "市民課"


@click.command("terminal")
@click.argument("name", default="本庁1")
@click.option("--port", default=8700, show_default=True, help="Port of the screens (画面).")
@click.option("--hours", default=24, show_default=True, help="How long the link can be used.")
def command(name: str, port: int, hours: int) -> None:
    """Print a link for the terminal NAME (端末の名); it works once, in the browser that opens it."""
    code = issue_enrolment_code(
        system_access(Purpose.ADMINISTRATION, job="terminal"),
        name=name,
        office=OFFICE,
        valid_for=timedelta(hours=hours),
    )
    console.print(f"http://localhost:{port}/terminal/enrol/{code}/", soft_wrap=True)
