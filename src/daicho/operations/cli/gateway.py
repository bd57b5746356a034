"""Serve the 住基ネットゲートウェイ between a town's register and its 市町村CS; `up` runs this where the town has one."""

from __future__ import annotations

import click

from daicho.config.gateway_runner import run


@click.command("gateway", hidden=True)
def command() -> None:
    """Run the gateway (中継の処理) until it is told to stop."""
    run()
