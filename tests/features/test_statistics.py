"""Steps of specs/features/statistics.feature (統計: STD-6.1, REG-085, REG-086)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.commands.submit import submit
from daicho.business.movements.tests.correcting import leaving
from daicho.business.movements.tests.paper import HEAD, alerts_of, carry_through, move_in_paper
from daicho.business.statistics.domain.guarding import recoverable
from daicho.business.statistics.domain.tables import Table as Counted
from daicho.business.statistics.domain.tables import relations
from daicho.business.statistics.domain.wish import Wish
from daicho.business.statistics.selectors.reports import make_report
from daicho.kernel.access import Purpose
from daicho.kernel.errors import DaichoError
from tests.features.conftest import Story
from tests.features.entering import Table
from tests.features.register import day_of, person_named

scenarios(str(Path(__file__).parents[2] / "specs/features/statistics.feature"))


def count(
    story: Story, report: str, day: date, since: date | None = None, *, exact: bool = True
) -> Counted:
    """The first table of a report, asked for by the examiner."""
    access = replace(story.staff[1], purpose=Purpose.STATISTICS)
    wish = Wish(report, day, since or day, exact=exact)
    return make_report(access, wish).tables[0]


@pytest.fixture
def counted() -> list[Counted]:
    """The tables of a scenario, the newest last."""
    return []


@given(parsers.parse("{name}が{day}を予定日とする転出を届け、決裁を受けた"))
def _(story: Story, name: str, day: str) -> None:
    paper = {**leaving([person_named(name)]), "event_date": day_of(day).isoformat()}
    carry_through(*story.staff, "move_out", paper)


@given(parsers.parse("{name}が{day}に死亡し、決裁を受けた"))
def _(story: Story, name: str, day: str) -> None:
    paper = {
        f"selected.{person_named(name)}": "on",
        "event_date": day_of(day).isoformat(),
        "noticed_on": "2026-11-19",
    }
    carry_through(*story.staff, "death", paper)


@given("仮登録のままの転入が1件ある")
def _(story: Story) -> None:
    paper = move_in_paper({**HEAD, "name": "例示　太郎"}, banchi="9-9")
    confirmed = alerts_of("move_in", paper)
    submit(story.clerk, case=uuid4(), kind="move_in", payload=paper, edition=0, confirmed=confirmed)


@then(parsers.parse("{day}現在の人口は{people:d}人、世帯は{homes:d}世帯"))
def _(story: Story, day: str, people: int, homes: int) -> None:
    table = count(story, "area", day_of(day))
    assert table.value("total", "all") == people
    assert table.value("total", "households") == homes


@then(parsers.parse("{since}から{until}までの増減は次のとおりである"))
def _(story: Story, counted: list[Counted], since: str, until: str, datatable: Table) -> None:
    table = count(story, "movements", day_of(until), day_of(since))
    by_label = {r.label.strip("　"): table.value(r.code, "all") for r in table.rows}
    for label, number in datatable[1:]:
        assert by_label[label] == int(number), label
    counted.append(table)


@then("その集計は台帳の人口と一致する")
def _(counted: list[Counted]) -> None:
    assert counted[-1].checks
    assert not counted[-1].differing()


@then(parsers.parse("年齢別人口で「{first}」から「{last}」までの1人の数は伏せられている"))
def _(story: Story, counted: list[Counted], first: str, last: str) -> None:
    table = count(story, "age", date(2026, 11, 20), exact=False)
    labels = [r.label for r in table.rows]
    concerned = table.rows[labels.index(first) : labels.index(last) + 1]
    alone = [(r.code, "all") for r in concerned if table.value(r.code, "all") == 1]
    assert alone
    assert set(alone) <= table.hidden
    counted.append(table)


@then("伏せた数は、表の計からは分からない")
def _(counted: list[Counted]) -> None:
    table = counted[-1]
    assert not recoverable(relations(table), table.hidden, table.values)


@when(parsers.parse("{day}現在の人口を求める"))
def _(story: Story, day: str) -> None:
    try:
        count(story, "area", day_of(day))
    except DaichoError as error:
        story.refusal = error
