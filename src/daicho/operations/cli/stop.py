"""Stop what `up` started, in order."""

from __future__ import annotations

import click

from daicho.operations.home import choose_home
from daicho.operations.progress import step
from daicho.operations.supervisor import stop_running


@click.command("stop")
def command() -> None:
    """Stop the running installation: first the worker and the screens (画面), then the database."""
    with step("停止"):
        stop_running(choose_home())
