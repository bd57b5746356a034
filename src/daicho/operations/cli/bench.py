"""Measure Daicho beside the least that could do the same work (性能測定), and write the results."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click

from daicho.operations.bench.town import BenchPlan, bench_town
from daicho.operations.environment import environment, python
from daicho.operations.home import CHECKOUT

GROUPS = (
    "lookup",
    "page",
    "approve",
    "correct",
    "certificate",
    "rate",
    "bulk",
    "batch",
    "export",
    "import",
    "statistics",
    "lines",
    "reconcile",
    "memory",
)


@click.command("bench")
@click.option(
    "--residents",
    type=click.IntRange(200),
    default=350_000,
    show_default=True,
    help="Size of the invented town (架空の町) that is measured.",
)
@click.option("--seed", default=1, show_default=True, help="Which invented town.")
@click.option(
    "--runs",
    type=click.IntRange(1),
    default=5,
    show_default=True,
    help="Rounds of each measurement; the medians of the rounds' ratios are judged.",
)
@click.option("--only", type=click.Choice(GROUPS), multiple=True, help="Only these measurements.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=CHECKOUT / "bench" / "results",
    help="Folder of the results [default: bench/results of the checkout].",
)
@click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep the loaded town here, so that the next run begins at once.",
)
def command(
    residents: int, seed: int, runs: int, only: tuple[str, ...], out: Path, cache: Path | None
) -> None:
    """Load an invented town into a database of its own and measure.

    Look-up, whole page, approval, correction at depth, certificates, pages a second, bulk changes, statistics, memory: each in turns with a
    bare side on the same machine in the same minutes. Ratios are judged, absolute times are told.
    """
    wish = {
        "residents": residents,
        "seed": seed,
        "rounds": runs,
        "groups": [group for group in GROUPS if not only or group in only],
        "out": str(out.absolute()),
    }
    with bench_town(BenchPlan(residents, seed), cache=cache) as home:
        done = subprocess.run(
            python("-m", "daicho.operations.bench", json.dumps(wish)),
            env=environment(home),
            stdin=subprocess.DEVNULL,
            check=False,
        )
    sys.exit(done.returncode)
