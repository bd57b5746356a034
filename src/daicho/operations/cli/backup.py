"""Write a backup of an installation (控え), without what may be in none (送付先情報); keys are kept apart."""

from __future__ import annotations

from pathlib import Path

import click

from daicho.operations.backup import keep
from daicho.operations.home import choose_home
from daicho.operations.progress import console, step


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Write the database and what belongs to it into the new FOLDER (docs/backup.md), also while it runs."""
    with step("控え"):
        keep(choose_home(), to=folder.absolute())
    console.print(f"{folder} に控えました。鍵は入っていません。", markup=False, soft_wrap=True)
    console.print("鍵は `./daicho keys backup` で控え、別の場所に保管してください。")
