"""Erase again what a restored backup brought back (復元後の再廃棄), by the receipts kept outside the database."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from django.conf import settings

from daicho.business.retention.public import FOLDER, reapply_receipts
from daicho.foundation.staff.access import system_access
from daicho.kernel.access import Purpose
from daicho.kernel.errors import DaichoError
from daicho.operations.progress import console, problems

ROLE = "loader"


@click.command("retention-reapply")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(files: tuple[Path, ...]) -> None:
    """Erase again what the receipts name; FILES kept elsewhere, else all in receipts/ of the installation.

    Run it after every restore, before anybody signs in (docs/retention.md). It may be repeated.

    Exit code 0: nothing that was erased is there. 1: a file was not signed by this installation.
    """
    home = settings.HOME
    chosen = files or tuple(sorted((home / FOLDER).glob("*.jsonl")))
    access = system_access(Purpose.BATCH, job="retention-reapply")
    returned = 0
    for path in chosen:
        try:
            done = reapply_receipts(access, path=path, home=home)
        except DaichoError as error:
            problems.print(error.message, markup=False)
            sys.exit(1)
        returned += done.returned
        console.print(
            f"・{done.number}: {done.named:,}件のうち、戻っていた{done.returned:,}件を消しました。",
            markup=False,
        )
    console.print(
        f"受領書{len(chosen)}件を適用しました。廃棄したものは残っていません（消し直したもの{returned:,}件）。",
        markup=False,
    )
