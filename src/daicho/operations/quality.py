"""Quality (検査): what `./daicho check` and `./daicho test` run, each to its end, all reported."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from daicho.kernel.errors import Unavailable
from daicho.operations.home import CHECKOUT
from daicho.operations.progress import console


@dataclass(frozen=True, slots=True)
class Check:
    """One tool and its arguments; `tool` lies beside the environment's Python."""

    name: str
    tool: str
    arguments: tuple[str, ...] = ()


STATIC = (
    Check("書式", "ruff", ("format", "--check", ".")),
    Check("規則", "ruff", ("check", ".")),
    Check("型", "mypy", ("src",)),
    Check("層の契約", "lint-imports"),
)
FIX = (
    Check("書式", "ruff", ("format", ".")),
    Check("規則", "ruff", ("check", "--fix", ".")),
)


def tests(*, browser: bool, long: bool, write_conformance: bool) -> Check:
    """The test run: two processes, the one that is done first taking from the other, and only the kinds asked for."""
    left_out = [
        f"not {name}" for name, wanted in (("browser", browser), ("long", long)) if not wanted
    ]
    chosen = ("-m", " and ".join(left_out)) if left_out else ()
    written = ("--write-conformance",) if write_conformance else ()
    return Check("試験", "pytest", ("-n", "2", "--dist", "worksteal", *chosen, *written))


def run_all(checks: Sequence[Check], *, told: dict[str, str] | None = None) -> None:
    """Run every check, the later ones too when one fails; exits with 1 if any did."""
    told = {**quality_environment(), **(told or {})}
    failed = [check.name for check in checks if not _passes(check, told)]
    if failed:
        console.print(f"\n[bold red]不合格: {'・'.join(failed)}[/bold red]")
        sys.exit(1)
    console.print("\n[bold green]すべて合格しました。[/bold green]")


def quality_environment() -> dict[str, str]:
    """This process's variables without those that lead to a real installation or its settings."""
    mine = ("DJANGO_SETTINGS_MODULE", "DAICHO_HOME", "DAICHO_ROLE")
    theirs = ("DAICHO_DATABASE_URL", "DAICHO_DATABASE_PASSWORD")
    return {name: value for name, value in os.environ.items() if name not in (*mine, *theirs)}


def _passes(check: Check, told: dict[str, str]) -> bool:
    tool = Path(sys.executable).with_name(check.tool)
    if not tool.exists():
        raise Unavailable(
            f"{check.tool} が入っていません。", remedy="`./daicho` から実行すると入ります。"
        )
    console.rule(f"{check.name} ({check.tool})", align="left")
    sys.stdout.flush()
    began = time.monotonic()
    done = subprocess.run(
        [str(tool), *check.arguments],
        cwd=CHECKOUT,
        env=told,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    outcome = "合格" if done.returncode == 0 else f"不合格 ({done.returncode})"
    console.print(f"{check.name}: {outcome}、{time.monotonic() - began:.0f} 秒")
    return done.returncode == 0
