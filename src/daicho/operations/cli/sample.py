"""Make an invented town (架空の町) in an empty register: 2,000 residents for trying out, or a whole city."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import click
from django.conf import settings
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from daicho.foundation.staff.access import system_access
from daicho.kernel.access import Purpose
from daicho.kernel.addresses import municipality_of, towns_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.operations.progress import console
from daicho.operations.sample.making import make
from daicho.operations.sample.town import TownPlan
from daicho.registers.residents.load import Prepared, load, next_free_numbers

ROLE = "loader"
KINDS = {
    "residents_person": "個人",
    "residents_residentrecord": "住民票 (除票を含む)",
    "residents_householdnumber": "世帯番号",
    "residents_change": "異動",
    "residents_version": "履歴",
    "residents_searchname": "検索用の氏名",
    "residents_searchplace": "検索用の住所",
    "vault_number": "保管した番号",
    "vault_poolcode": "付番用の住民票コード",
}


@click.command("sample")
@click.option("--residents", type=click.IntRange(1, 10_000_000), default=2000, show_default=True)
@click.option("--seed", default=1, show_default=True, help="Which invented town.")
@click.option("--town", help="Code of the municipality (全国地方公共団体コード), 6 digits.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The last day of its history.")
@click.option("--add", is_flag=True, help="Also into a register that is in use.")
@click.option("--processes", type=click.IntRange(1), help="Processes to make it in.")
def command(
    residents: int,
    seed: int,
    town: str | None,
    as_of: datetime | None,
    add: bool,
    processes: int | None,
) -> None:
    """Make an invented town (架空の町) with twenty years of history; the same for the same seed."""
    code = _town(town or settings.TOWN["code"])
    day = _last_day(as_of)
    plan = _plan(residents, seed, code, day, add=add)
    with _bar() as bar:
        shown = bar.add_task(f"{municipality_of(code).name} (架空)", total=len(plan.chunks) + 1)

        def told(batches: Iterator[Prepared]) -> Iterator[Prepared]:
            for batch in batches:
                yield batch
                bar.advance(shown)

        done = load(
            system_access(Purpose.BATCH, job="sample_town"),
            told(make(plan, processes=processes)),
            source=f"sample residents={residents} seed={seed} town={code} as_of={day}",
            into_used=add,
        )
    for table, label in KINDS.items():
        console.print(f"{label}: {done.counts.get(table, 0):,}", markup=False)
    console.print(
        f"{day} の住民: {residents:,} 人。履歴の要約値: {done.digest[:16]}…", markup=False
    )


def _last_day(as_of: datetime | None) -> date:
    """Yesterday unless told: what is done on the last day is done by its evening, and a register knows no future."""
    yesterday = business_today() - timedelta(days=1)
    day = as_of.date() if as_of else yesterday
    if day > yesterday:
        problem = Problem(
            code="as_of_future",
            field="as_of",
            what="歴史の最後の日が、昨日より後です。",
            why="まだ来ていない時刻の処理を、台帳に記録することはできません。",
            remedy=f"{yesterday} までの日にしてください。",
        )
        raise Invalid([problem])
    return day


def _plan(residents: int, seed: int, code: str, day: date, *, add: bool) -> TownPlan:
    atena, household = next_free_numbers() if add else (1, 1)
    return TownPlan(residents, seed, code, day, atena, household)


def _town(code: str) -> str:
    if not re.fullmatch("[0-9]{6}", code) or not towns_of(code):
        problem = Problem(
            code="town_unknown",
            field="town",
            what="この市区町村の町字がありません。",
            why=f"{code} は、全国地方公共団体コードの一覧にないか、町字の一覧がありません。",
            remedy="6桁のコードを確かめてください (福島市は 072010)。",
        )
        raise Invalid([problem])
    return code


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        console=console,
    )
