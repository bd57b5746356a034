"""Do what the node does by itself, for one what the register has to tell the others (outbox・送出); `up` runs this."""

from __future__ import annotations

import click
from django.conf import settings
from django.utils.module_loading import import_string

ROLE = "app"


@click.command("worker", hidden=True)
def command() -> None:
    """Run the worker (裏方の処理) until it is told to stop."""
    import_string(settings.WORKER)()
