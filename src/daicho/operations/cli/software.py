"""Compare what runs on this machine with the list of what may (動いてよいソフトウェアの点検, JUK-054)."""

from __future__ import annotations

import sys

import click

from daicho.operations.home import choose_home
from daicho.operations.progress import console
from daicho.operations.software import compare, write_list


@click.command("software")
@click.option("--write", is_flag=True, help="Begin the list with what runs now; look it through.")
def command(write: bool) -> None:
    """Name what runs or is registered to start and is not on the list (software.txt in the home). Exit code 1 if any is."""
    home = choose_home()
    if write:
        console.print(f"{write_list(home)}", markup=False, soft_wrap=True)
        return
    found = compare(home)
    for each in found.beyond:
        console.print(f"一覧にない: {each.words}", style="red", markup=False)
    for name in found.starting:
        console.print(f"一覧になく、起動に登録されている: {name}", style="red", markup=False)
    for name in found.missing:
        console.print(f"動いていない: {name}", style="yellow", markup=False)
    if found.beyond or found.starting:
        sys.exit(1)
    console.print("動いているものと起動の登録は、全部一覧にあります。", style="green")
