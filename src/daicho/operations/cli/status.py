"""Show whether it runs, where, and what was restarted; exit code 3 when it does not run."""

from __future__ import annotations

import sys

import click

from daicho.operations.home import choose_home
from daicho.operations.progress import console
from daicho.operations.supervisor import read_state


@click.command("status")
def command() -> None:
    """Show the address and each process (プロセス). Exit code 3 when nothing runs."""
    home = choose_home()
    state = read_state(home)
    if state is None:
        console.print(f"動いていません。置き場: {home.root}", markup=False)
        sys.exit(3)
    console.print(f"http://localhost:{state.port} ({state.started_at} から)")
    for server in state.servers:
        now = f"pid {server.pid}" if server.pid else "起動し直しを待っています"
        console.print(f"  {server.name:10} {now}  再起動 {server.restarts} 回")
    console.print(f"置き場: {home.root}", markup=False)
