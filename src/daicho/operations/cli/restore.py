"""Fill a new home's database from a backup (復元); the keys and `node.json` must be there."""

from __future__ import annotations

from pathlib import Path

import click

from daicho.operations.backup import restore
from daicho.operations.home import choose_home
from daicho.operations.node import node_of
from daicho.operations.postgres import Cluster
from daicho.operations.progress import console


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Start the home's server, make its empty database, fill it from FILE, stop again (docs/backup.md)."""
    home = choose_home()
    home.ensure()
    cluster = Cluster(home)
    with home.held(), cluster.running():
        cluster.provision()
        restore(cluster, node_of(home).database, backup=file.absolute())
    console.print(
        "戻しました。`./daicho up` の後、./daicho audit-verify で証跡を確かめてください。"
    )
