"""Make a new home of a backup (復元); the keys are brought back apart (`keys restore`)."""

from __future__ import annotations

from pathlib import Path

import click

from daicho.operations.backup import bring_back
from daicho.operations.home import choose_home
from daicho.operations.progress import console, step


@click.command("restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def command(folder: Path) -> None:
    """Fill the home that DAICHO_HOME names, which is new, from the backup FOLDER (docs/backup.md)."""
    home = choose_home()
    with step("復元"):
        bring_back(home, backup=folder.absolute())
    console.print(f"{home.root} に戻しました。", markup=False, soft_wrap=True)
    console.print("続けて `./daicho keys restore` で鍵を戻し、`./daicho up` で始めます。")
    console.print(
        "その後 `./daicho audit-verify` で証跡を確かめ、"
        "回線のある装置では、控えの後の電文を整合性確認で確かめます（手引き「控えと復元」）。"
    )
