"""The benchmark: its arithmetic, its replay, and one small run from the command to the files."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction

from daicho.operations.bench.replay import statements_of
from daicho.operations.bench.report import Machine, Report, as_json, as_markdown, write
from daicho.operations.bench.timing import (
    Bar,
    Bout,
    Contest,
    Measured,
    Times,
    judge,
    judge_rates,
    run_round,
)
from daicho.operations.environment import COMMANDS, python

SLOWER = Contest(name="a", ours_is="ours", bare_is="bare", bar=Bar("slower", 3.0))


def test_the_ratio_is_the_median_of_the_rounds_own() -> None:
    rounds = [Times([2, 4, 90], [2, 2, 2]), Times([6], [2]), Times([100], [2])]
    found = judge(SLOWER, rounds)
    assert (found.ratio, found.lowest, found.highest) == (3.0, 2.0, 50.0)
    assert found.met is True
    assert (found.rounds, found.turns) == (3, 5)
    assert judge(SLOWER, rounds[1:]).met is False


def test_a_bar_of_speed_asks_for_the_other_way_round() -> None:
    fast = Contest(name="b", ours_is="", bare_is="", bar=Bar("speed", 0.7))
    assert judge(fast, [Times([10], [8])]).ratio == 0.8
    assert judge(fast, [Times([10], [8])]).met is True
    assert judge(fast, [Times([10], [6])]).met is False
    told = judge_rates(Contest(name="c", ours_is="", bare_is=""), [(50, 100), (30, 100), (10, 100)])
    assert (told.ratio, told.ours.median, told.unit, told.met) == (0.3, 30, "pages/s", None)


def test_the_sides_take_turns_in_beginning() -> None:
    seen: list[str] = []

    def bouts() -> Iterator[Bout]:
        while True:
            yield Bout(ours=lambda: seen.append("ours"), bare=lambda: seen.append("bare"))

    ticks: list[int] = []
    found = run_round(bouts(), turns=3, tick=lambda: ticks.append(1))
    assert seen == ["ours", "bare", "bare", "ours", "ours", "bare"]
    assert (len(found.ours), len(found.bare), len(ticks)) == (3, 3, 3)


def _report(*results: Measured) -> Report:
    return Report(
        measured_on=date(2026, 11, 20),
        residents=200,
        seed=1,
        machine=Machine("CPU", 2, 4096, "Linux x86_64", "3.11", "18.6", {"Django": "5.2"}),
        facts={"database, MB": 1234, "commit": 1.23456},
        results=results,
    )


def test_a_miss_is_said(tmp_path: Path) -> None:
    missed = judge(SLOWER, [Times([10], [2])])
    report = _report(missed, judge(SLOWER, [Times([2], [2])]))
    assert report.missed == (missed,)
    assert as_markdown(report).count("**missed**") == 1
    as_file, as_table = write(report, tmp_path / "new")
    assert as_file.name == "2026-11-20-200.json"
    assert as_table.read_text() == as_markdown(report)
    assert [r["met"] for r in json.loads(as_json(report))["results"]] == [False, True]
    assert sorted(p.name for p in as_file.parent.iterdir()) == [as_file.name, as_table.name]


@pytest.mark.django_db(transaction=False)
def test_what_is_noted_is_the_acts_own_and_leaves_nothing() -> None:
    def act() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nextval(%s)", ["residents_atena_seq"])
            with transaction.atomic():
                cursor.execute(
                    "INSERT INTO django_session VALUES (%s, %s, now())", ["bench-noted", "x"]
                )

    noted = [str(s.sql).split()[0] for s in statements_of(act)]
    # The test's own transaction makes `statements_of` a savepoint; within it only the inner one belongs to the act.
    assert [word for word in noted if word not in ("SAVEPOINT", "RELEASE")] == ["SELECT", "INSERT"]
    assert noted.count("SAVEPOINT") == noted.count("RELEASE") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session WHERE session_key = 'bench-noted'")
        assert cursor.fetchone() == (0,)


LOOKUPS = ["lookup-kana-birth", "lookup-atena-number", "lookup-individual-number"]
EVERYTHING = [
    *LOOKUPS,
    "page-lookup",
    "page-lookup-beside-guarded",
    "approve-request",
    "approve-command",
    "correct-at-depth",
    "certificate-render",
    "certificate-issue",
    "page-rate",
    "bulk-address-change",
    "batch-sheets",
    "export",
    "import",
    "statistics-area",
    "statistics-age",
    "statistics-movements",
    "lines-deliver",
    "lines-memory-sender",
    "lines-memory-receiver",
    "memory-reconcile-register",
    "memory-reconcile-cs-answering",
    "memory-reconcile-cs-with-prefecture",
    "memory-reconcile-cs-with-nation",
    "memory-results",
    "memory-statistics",
    "memory-workbook",
    "memory-list",
    "memory-roster",
    "memory-sheets",
]


@pytest.mark.long
@pytest.mark.parametrize(("groups", "names"), [(("--only", "lookup"), LOOKUPS), ((), EVERYTHING)])
def test_a_small_bench_writes_lawful_results(
    tmp_path: Path, groups: tuple[str, ...], names: list[str]
) -> None:
    """Never how fast: only that every comparison was made and told whole."""
    own = {"DAICHO_HOME", "DAICHO_ROLE", "DJANGO_SETTINGS_MODULE"}
    own |= {"DAICHO_SECRET_KEY", "DAICHO_STAFF_DATA_KEY"}
    wish = ("--residents", "200", "--runs", "1", "--out", str(tmp_path / "results"))
    done = subprocess.run(
        python("-m", COMMANDS, "bench", *wish, *groups),
        env={k: v for k, v in os.environ.items() if k not in own},
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (as_file,) = (tmp_path / "results").glob("*-200.json")
    told = json.loads(as_file.read_text())
    assert told["residents"] == 200
    assert [r["name"] for r in told["results"]] == names
    for result in told["results"]:
        assert result["ours"]["median"] > 0
        assert result["bare"]["median"] > 0
        assert result["lowest"] <= result["ratio"] <= result["highest"]
        assert (result["met"] is None) == (result["bar"] is None)
    text = as_file.read_text() + as_file.with_suffix(".md").read_text()
    assert str(tmp_path) not in text
    assert os.uname().nodename not in text
