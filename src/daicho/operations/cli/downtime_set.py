"""Make the papers for a stop (電算停止時の用紙) as one PDF, to be printed beforehand; its numbers are reserved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import click

from daicho.business.downtime.public import SetWish, make_set, print_set
from daicho.foundation.staff.access import system_access
from daicho.kernel.access import Purpose
from daicho.operations.progress import console

ROLE = "app"


@click.command("downtime-set")
@click.option(
    "--office", default="市民課", show_default=True, help="The office that uses it (窓口)."
)
@click.option("--receptions", default=30, show_default=True, help="Lines of the 受付簿.")
@click.option("--issues", default=20, show_default=True, help="Lines of the 交付簿.")
@click.option("--copies", default=5, show_default=True, help="Copies of each blank form.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    default=Path("電算停止時の用紙.pdf"),
    show_default=True,
)
def command(office: str, receptions: int, issues: int, copies: int, out: Path) -> None:
    """Reserve numbers and write the instructions, both books and the blank forms into one PDF."""
    access = replace(system_access(Purpose.BATCH, job="downtime-set"), office=office)
    wish = SetWish(receptions=receptions, issues=issues, copies=copies)
    key = make_set(access, key=uuid4(), wish=wish)
    out.write_bytes(print_set(access, paper_set=key))
    console.print(f"{out}", markup=False, soft_wrap=True)
