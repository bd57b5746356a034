"""Register the sample accounts (試用の職員) of a node that has no register; `up --towns` runs this once."""

from __future__ import annotations

import click

from daicho.operations.home import choose_home
from daicho.operations.registering import register_missing

ROLE = "app"


@click.command("node-accounts", hidden=True)
def command() -> None:
    """Register those that are not registered yet."""
    register_missing(choose_home())
