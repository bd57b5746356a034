"""Write the whole register as CSV (移行の書出し): all history, protection, code tables; numbers encrypted with age."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from daicho.foundation.staff.access import system_access
from daicho.foundation.vault.public import ring
from daicho.kernel.access import Purpose
from daicho.operations.progress import console
from daicho.operations.transfer.exporting import export
from daicho.operations.transfer.profile import OURS, read_profile
from daicho.operations.transfer.sealed import recipient

ROLE = "app"


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--recipient", "public_key", required=True, help="番号のファイルの受取人の age 公開鍵 (age1…)。"
)
@click.option(
    "--profile",
    "profile_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="ファイル名・列名・コードを別のレイアウトに合わせる設定ファイル (TOML)。",
)
def command(folder: Path, public_key: str, profile_file: Path | None) -> None:
    """台帳の全部を、新しいフォルダ FOLDER に CSV で書き出す（docs/import-export.md）。

    一つの時点の全履歴・異動・世帯・抑止・支援措置・本人通知・メモ・コード表と、レイアウトの五つの表。
    個人番号と住民票コードは、受取人だけが開ける一つのファイルに暗号化される。

    終了コード 0: 書き出した。1: 書き出せない（何も残らない）。2: 命令の誤り。
    """
    profile = read_profile(profile_file) if profile_file else OURS
    to = recipient(public_key)
    with _bar() as bar:

        def step(what: str, total: int) -> Callable[[int], None]:
            task = bar.add_task(what, total=total or 1)
            return lambda more: bar.advance(task, more)

        written = export(
            system_access(Purpose.BATCH, job="export"),
            folder.absolute(),
            recipient=to,
            keys=ring(),
            profile=profile,
            step=step,
        )
    for name, said in written.files.items():
        console.print(f"{name}: {said['lines']:,} 行", markup=False)
    console.print(f"{folder} に書き出しました。", markup=False)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        console=console,
    )
