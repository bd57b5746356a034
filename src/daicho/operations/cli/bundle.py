"""Collect everything that an installation without a network needs (持ち込み用一式)."""

from __future__ import annotations

from pathlib import Path

import click

from daicho.operations.bundle import make_bundle
from daicho.operations.home import choose_home
from daicho.operations.progress import console


@click.command("bundle")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
def command(out: Path) -> None:
    """Fill the folder OUT with wheels, source, font (文字), SBOM (部品表) and check sums.

    On the other machine: `./daicho up --from-bundle OUT`. It needs the same Python minor version.
    """
    home = choose_home()
    home.ensure()
    make_bundle(out, home=home)
    console.print(f"{out} にそろえました。", markup=False)
