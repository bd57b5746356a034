"""Open the 附票 of residents whose 本籍 is in this municipality (附票の最初の登録)."""

from __future__ import annotations

import click

from daicho.foundation.staff.access import system_access
from daicho.gateways.family_register.commands.open_annexes import open_annexes
from daicho.kernel.access import Purpose
from daicho.operations.progress import console

ROLE = "app"


@click.command("open-annexes")
def command() -> None:
    """Enter each from the register as it stands. May be stopped and run again."""
    entered = sum(open_annexes(system_access(Purpose.BATCH, job="open_annexes")))
    console.print(f"附票に記載した人: {entered:,}", markup=False)
