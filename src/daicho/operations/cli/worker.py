"""Deliver what the register has to tell the others (outbox・送出); `up` runs this."""

from __future__ import annotations

import click

from daicho.config.worker import run

ROLE = "app"


@click.command("worker", hidden=True)
def command() -> None:
    """Run the worker (裏方の処理) until it is told to stop."""
    run()
