"""Quality (検査): what `./daicho check` and `./daicho test` run, each to its end, all reported."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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
_MOST_PROCESSES = 6
NODES = {"municipal_cs": "市町村CS"}
FIX = (
    Check("書式", "ruff", ("format", ".")),
    Check("規則", "ruff", ("check", "--fix", ".")),
)


@dataclass(frozen=True, slots=True)
class Done:
    """How a check ended; `said` is what it wrote, where that was kept back."""

    check: Check
    code: int
    seconds: float
    said: str = ""


def tests(*, browser: bool, long: bool, write_conformance: bool, proofs: Path) -> tuple[Check, ...]:
    """The test runs: each node's on its own settings, then all the others, which count what the nodes proved.

    Some processes, the one that is done first taking from the others, and only the kinds asked for. `proofs` is a folder
    for what the runs hand over.
    """
    left_out = [
        f"not {name}" for name, wanted in (("browser", browser), ("long", long)) if not wanted
    ]
    chosen = ("-m", " and ".join(left_out)) if left_out else ()
    shared = ("-n", str(_processes()), "--dist", "worksteal", *chosen)
    written = ("--write-conformance",) if write_conformance else ()
    nodes = []
    counted: list[str] = []
    for node, title in NODES.items():
        # One word with its option: pytest looks for its root beside every path that stands alone.
        handed_over = proofs / f"{node}.json"
        apart = (f"--ds=daicho.config.settings.testing_{node}", f"src/daicho/nodes/{node}")
        nodes.append(
            Check(f"{title}の試験", "pytest", (*apart, *shared, f"--proofs-to={handed_over}"))
        )
        counted.append(f"--proofs-from={handed_over}")
    return (*nodes, Check("試験", "pytest", (*shared, *counted, *written)))


def _processes() -> int:
    # One more than cores: a process that waits for its browser, its server or a disk leaves a core to another.
    return min(_MOST_PROCESSES, len(os.sched_getaffinity(0)) + 1)


def run_all(
    checks: Sequence[Check], *, beside: Sequence[Check] = (), told: dict[str, str] | None = None
) -> None:
    """Run every check, the later ones too when one fails; exits with 1 if any did.

    Those `beside` run meanwhile, one after another; what they say is shown after all the others.
    """
    told = {**quality_environment(), **(told or {})}
    programs = {check: _program(check) for check in (*checks, *beside)}
    with ThreadPoolExecutor(max_workers=1) as meanwhile:
        others = [
            meanwhile.submit(_run, check, programs[check], told, kept_back=True) for check in beside
        ]
        done = []
        for check in checks:
            _head(check)
            done.append(_run(check, programs[check], told))
            _foot(done[-1])
        for other in others:
            done.append(other.result())
            _head(done[-1].check)
            console.print(done[-1].said, end="", markup=False)
            _foot(done[-1])
    failed = [each.check.name for each in done if each.code != 0]
    if failed:
        console.print(f"\n[bold red]不合格: {'・'.join(failed)}[/bold red]")
        sys.exit(1)
    console.print("\n[bold green]すべて合格しました。[/bold green]")


def quality_environment() -> dict[str, str]:
    """This process's variables without those that lead to a real installation or its settings.

    Python keeps what it has compiled: hundreds of processes start in a test run, and each would compile it all again.
    """
    mine = ("DJANGO_SETTINGS_MODULE", "DAICHO_HOME", "DAICHO_ROLE")
    theirs = ("DAICHO_DATABASE_URL", "DAICHO_DATABASE_PASSWORD")
    left_out = (*mine, *theirs, "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if name not in left_out}


def _program(check: Check) -> Path:
    found = Path(sys.executable).with_name(check.tool)
    if not found.exists():
        raise Unavailable(
            f"{check.tool} が入っていません。", remedy="`./daicho` から実行すると入ります。"
        )
    return found


def _run(check: Check, program: Path, told: dict[str, str], *, kept_back: bool = False) -> Done:
    began = time.monotonic()
    done = subprocess.run(
        [str(program), *check.arguments],
        cwd=CHECKOUT,
        env=told,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if kept_back else None,
        stderr=subprocess.STDOUT if kept_back else None,
        text=True,
        check=False,
    )
    return Done(check, done.returncode, time.monotonic() - began, done.stdout or "")


def _head(check: Check) -> None:
    console.rule(f"{check.name} ({check.tool})", align="left")
    sys.stdout.flush()


def _foot(done: Done) -> None:
    outcome = "合格" if done.code == 0 else f"不合格 ({done.code})"
    console.print(f"{done.check.name}: {outcome}、{done.seconds:.0f} 秒")
