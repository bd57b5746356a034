"""Prove the trail (証跡の検証): every link, the heads kept outside, and with --register the register itself."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar, Protocol

import click
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string
from rich.progress import Progress

from daicho.config.database import connection_info
from daicho.foundation.audit.commands.anchor import anchor_path
from daicho.foundation.audit.commands.anchor_key import public_keys, public_path
from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.selectors.anchored import read_heads
from daicho.foundation.audit.selectors.verify import Report, Verdict, verify_chain
from daicho.kernel.errors import DaichoError, Missing
from daicho.operations.home import choose_home
from daicho.operations.node import CORE, node_of
from daicho.operations.progress import console, problems

ROLE = "auditor"
# Loaded only where there is a register: another node knows nothing of its models.
_REGISTER = "daicho.operations.register_digests"


class Compared(Protocol):
    """What a comparison of the register says (register_digests), a dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Any]]  # Any: as the standard library has it

    @property
    def intact(self) -> bool: ...
    def sentences(self) -> Sequence[str]: ...


@click.command("audit-verify")
@click.option(
    "--head",
    "heads",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A head that was kept elsewhere (署名つき先端); may be given more than once.",
)
@click.option(
    "--public-key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own copy of audit-signing.pub, instead of the installation's.",
)
@click.option("--register", is_flag=True, help="Also compare every version of the register (台帳).")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(
    heads: tuple[Path, ...], public_key: Path | None, register: bool, as_json: bool
) -> None:
    """Prove that no entry was changed, removed or made anew (証跡の検証).

    Exit code 0: proved. 1: something was changed. 2: it could not be proved (no head, a head
    that is not ours, no database).
    """
    try:
        report, compared = _verify(heads, public_key, register=register, quiet=as_json)
    except DaichoError as error:
        problems.print(error.message, markup=False)
        sys.exit(Verdict.UNPROVED)
    except (DatabaseError, OSError, ValueError) as error:
        problems.print(f"検証できません。{error}", markup=False)
        sys.exit(Verdict.UNPROVED)
    verdict = report.verdict
    if compared is not None and not compared.intact:
        verdict = Verdict.BROKEN
    if as_json:
        told = {
            "verdict": verdict.name.lower(),
            "chain": asdict(report),
            "register": asdict(compared) if compared else None,
        }
        console.print(json.dumps(told, ensure_ascii=False, indent=1), markup=False)
    else:
        _say(report, compared, verdict)
    sys.exit(verdict)


def _verify(
    files: tuple[Path, ...], public_key: Path | None, *, register: bool, quiet: bool
) -> tuple[Report, Compared | None]:
    home = choose_home().root
    kept = anchor_path(home)
    keys = public_keys(public_key or public_path(home))
    read = read_heads((*((kept,) if kept.exists() else ()), *files), keys=keys, node=settings.NODE)
    with _bar("証跡", lambda: Entry.objects.count(), quiet=quiet) as advance:
        report = verify_chain(heads=read.heads, refused_heads=read.refused, progress=advance)
    if not register:
        return report, None
    if node_of(choose_home()) is not CORE:
        raise Missing(
            "この装置に、台帳はありません。",
            why="台帳の版は、住民記録にだけあります。",
            remedy="--register を付けずに行ってください。",
            code="audit.no_register",
        )
    _become_reading_app()
    count = import_string(f"{_REGISTER}.count")
    compare: Callable[..., Compared] = import_string(f"{_REGISTER}.compare")
    with _bar("台帳の版", count, quiet=quiet) as advance:
        return report, compare(progress=advance)


@contextmanager
def _bar(
    what: str, total: Callable[[], int], *, quiet: bool
) -> Iterator[Callable[[int], None] | None]:
    if quiet or not console.is_terminal:
        yield None
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(what, total=total())
        yield lambda count: progress.advance(task, count)


def _become_reading_app() -> None:
    """The auditor may not read what the versions say: for that, the role `app`, unable to write."""
    info = connection_info(settings.HOME, "app")
    connection.close()
    connection.settings_dict.update(
        HOST=info.host, PORT=info.port, NAME=info.name, USER=info.user, PASSWORD=info.password
    )
    connection.settings_dict["OPTIONS"] = {
        **connection.settings_dict["OPTIONS"],
        "options": "-c default_transaction_read_only=on",
    }


def _say(report: Report, compared: Compared | None, verdict: Verdict) -> None:
    for sentence in (*report.sentences(), *(compared.sentences() if compared else ())):
        console.print(f"・{sentence}", markup=False)
    speed = report.entries / report.seconds if report.seconds else 0
    console.print(f"（{report.seconds:.1f} 秒、毎秒 {speed:,.0f} 件）", markup=False)
    words = {
        Verdict.INTACT: "[bold green]改ざんはありません。[/bold green]",
        Verdict.BROKEN: "[bold red]改ざんの跡があります。今の状態を保全し、監査の責任者に知らせてください。[/bold red]",
        Verdict.UNPROVED: "[bold yellow]証明できませんでした。[/bold yellow]",
    }
    console.print(words[verdict])
