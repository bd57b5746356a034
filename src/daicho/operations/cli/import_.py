"""Take over another system's residents from CSV (移行の取込): everything is checked before anything is loaded."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click
from django.conf import settings
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from daicho.foundation.staff.access import system_access
from daicho.foundation.vault.public import ring
from daicho.kernel.access import Purpose
from daicho.kernel.errors import Conflict
from daicho.operations.progress import console, problems
from daicho.operations.transfer import checking, loading, report
from daicho.operations.transfer.profile import OURS, read_profile
from daicho.operations.transfer.run import Run, discard, open_run
from daicho.operations.transfer.sealed import identities

ROLE = "loader"
LEFT_OUT = 3

KINDS = {
    "residents_person": "個人",
    "residents_residentrecord": "住民票 (除票を含む)",
    "residents_householdnumber": "世帯番号",
    "residents_change": "異動",
    "residents_version": "履歴",
    "vault_number": "保管した番号",
    "residents_memoline": "メモ",
    "protection_suppression": "抑止",
    "protection_measureedition": "支援措置 (版)",
    "protection_noticewish": "本人通知",
    "code_tables_coderow": "コード表の行",
}
_File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--profile", "profile_file", type=_File, help="設定ファイル (TOML): 列名・コード・日付の対応。"
)
@click.option("--identity", type=_File, help="番号のファイルを開く age の秘密鍵のファイル。")
@click.option("--check", "only_check", is_flag=True, help="検査だけを行い、何も登録しない。")
@click.option(
    "--leave-out", is_flag=True, help="誤りのある人と、今その人と同じ世帯の人を除いて取り込む。"
)
@click.option(
    "--discard", "start_again", is_flag=True, help="途中までの検査を捨てて、初めから行う。"
)
@click.option("--processes", type=click.IntRange(1), help="検査に使うプロセスの数。")
def command(
    folder: Path,
    profile_file: Path | None,
    identity: Path | None,
    only_check: bool,
    leave_out: bool,
    start_again: bool,
    processes: int | None,
) -> None:
    """FOLDER の CSV を検査し、空の台帳に取り込む（docs/import-export.md）。

    途中で止まったら同じ命令をもう一度: 済んだところの続きから行い、二重には取り込まない。

    終了コード 0: 取り込んだ（--check では誤りなし）。1: 取り込めない。2: 命令の誤り。
    3: 誤りがあり、何も登録していない（rejects.csv に一行ずつある）。
    """
    profile = read_profile(profile_file) if profile_file else OURS
    text = profile_file.read_text(encoding="utf-8") if profile_file else ""
    means = checking.Means(
        profile=profile,
        keys=ring(),
        identities=identities(identity) if identity else [],
        processes=processes or 0,
    )
    with _bar() as bar:
        run = _run(bar, folder, means=means, text=text, again=start_again)
        verdict = _verdict(run, means, steps(bar))
        if not only_check and (verdict.clean or leave_out):
            _load(run, verdict, means, steps(bar))
            return
    if not verdict.clean:
        problems.print("誤りがあります。何も登録していません。")
        problems.print("直してもう一度行うか、--leave-out で除いて取り込んでください。")
        sys.exit(LEFT_OUT)
    console.print("誤りはありません。--check を外すと取り込みます。")


def _run(bar: Progress, folder: Path, *, means: checking.Means, text: str, again: bool) -> Run:
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    heard = steps(bar)("ファイルを確かめています", size)

    def opened() -> Run:
        return open_run(
            settings.HOME,
            folder,
            profile=means.profile,
            profile_text=text,
            keys=means.keys,
            heard=heard,
        )

    run = opened()
    if loading.is_loaded(run):
        # The machine may have stopped between the load and this.
        run.loaded = True
        run.forget()
        raise Conflict(
            "このファイルは、既に取り込まれています。",
            why=f"取込の番号 {run.key} で登録済みです。二度は登録しません。",
            remedy=f"報告は {run.folder} にあります。",
            code="transfer.loaded",
        )
    if again or run.loaded:
        # What was loaded once is not in this register: it was emptied after a rehearsal.
        discard(run)
        run = opened()
    return run


def _verdict(run: Run, means: checking.Means, step: checking.Step) -> checking.Verdict:
    """The check, or what it found before the last time broke off."""
    found = None
    if run.checked:
        verdict = checking.read_verdict(run)
    else:
        verdict, found = checking.check(run, means, step=step)
        report.write_report(run.folder, run, verdict, found, profile=means.profile)
        checking.save_verdict(run, verdict)
    for sentence in report.sentences(verdict, found):
        console.print(sentence, markup=False)
    console.print(f"報告: {run.folder}", markup=False)
    return verdict


def _load(run: Run, verdict: checking.Verdict, means: checking.Means, step: checking.Step) -> None:
    access = system_access(Purpose.BATCH, job="import")
    done = loading.load_run(access, run, verdict, means, step=step)
    report.write_report(run.folder, run, verdict, None, profile=means.profile)
    for table, label in KINDS.items():
        console.print(f"{label}: {done.counts.get(table, 0):,}", markup=False)
    console.print(f"取り込みました。履歴の要約値: {done.digest[:16]}…", markup=False)


def steps(bar: Progress) -> checking.Step:
    """Bars one below the other."""

    def step(what: str, total: int) -> Callable[[int], None]:
        task = bar.add_task(what, total=total or 1)
        return lambda more: bar.advance(task, more)

    return step


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        console=console,
    )
