"""Tell the 市町村CS of everybody present of whom it was never told (本人確認情報の初回登録)."""

from __future__ import annotations

import click

from daicho.foundation.staff.access import system_access
from daicho.gateways.jukinet.commands.tell_everybody import tell_everybody
from daicho.kernel.access import Purpose
from daicho.operations.progress import console

ROLE = "app"


@click.command("tell-everybody")
def command() -> None:
    """Queue one message for each; the lines send them. May be stopped and run again."""
    told = waiting = 0
    for sent, without in tell_everybody(system_access(Purpose.BATCH, job="tell_everybody")):
        told, waiting = told + sent, waiting + without
    console.print(f"市町村CSへの送信待ちにした人: {told:,}", markup=False)
    if waiting:
        console.print(f"番号がまだないため送れない人: {waiting:,}", markup=False)
