"""Write a backup of the database (控え), without what may be in none (送付先情報); keys are kept apart."""

from __future__ import annotations

from pathlib import Path

import click

from daicho.operations.backup import back_up
from daicho.operations.home import choose_home
from daicho.operations.node import node_of
from daicho.operations.postgres import Cluster
from daicho.operations.progress import console


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Write the running node's database into FILE (docs/backup.md). Exit code 1: nothing is left behind."""
    home = choose_home()
    back_up(Cluster(home), node_of(home).database, to=file.absolute())
    console.print(f"{file} に控えました。鍵は入っていません（daicho keys backup）。", markup=False)
