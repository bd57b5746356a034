"""Steps of specs/features/code_tables.feature (コード表)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.foundation.audit.models import Entry
from daicho.kernel import wareki
from daicho.kernel.access import Duty, Purpose
from daicho.kernel.addresses import towns_of
from daicho.kernel.clock import business_today
from daicho.kernel.wareki import format_wareki, parse_date
from daicho.registers.code_tables.commands.import_rows import RejectedLines, import_rows
from daicho.registers.code_tables.domain.code_table import CodeTable
from daicho.registers.code_tables.domain.csv_file import headings
from daicho.registers.code_tables.domain.tables import TABLES
from daicho.registers.code_tables.public import (
    addresses_search,
    districts_of,
    full_name,
    load_eras,
    rows_on,
    search_buildings,
    search_in,
)
from daicho.registers.residents.selectors.history import view_history
from tests.features.conftest import Story
from tests.features.entering import TOWN, Table
from tests.features.register import day_of, held_on, holding_of

scenarios(str(Path(__file__).parents[2] / "specs/features/code_tables.feature"))


@pytest.fixture(autouse=True)
def calendar_as_it_was() -> Iterator[None]:
    """No era of one scenario is known to the next."""
    yield
    wareki.proclaim(())


@pytest.fixture
def rejected() -> list[RejectedLines]:
    """What came back for the last file."""
    return []


def titled(title: str) -> CodeTable:
    return next(table for table in TABLES.values() if table.title == title)


def town_code(name: str) -> str:
    return next((town.code for town in towns_of(TOWN) if town.name == name), name)


def file_of(table: CodeTable, rows: Table) -> bytes:
    """The rows as the file that a clerk would choose."""
    labels, *lines = rows
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, headings(table))
    writer.writeheader()
    for line in lines:
        cells = dict(zip(labels, line, strict=True))
        writer.writerow(cells | {"町字": town_code(cells["町字"])} if "町字" in cells else cells)
    return out.getvalue().encode()


@given(parsers.parse("「{title}」に次の行を登録する"))
@when(parsers.parse("「{title}」に次の行を登録する"))
def _(story: Story, rejected: list[RejectedLines], title: str, datatable: Table) -> None:
    keeper = replace(
        story.clerk, duties=frozenset({Duty.ADMINISTER}), purpose=Purpose.ADMINISTRATION
    )
    table = titled(title)
    try:
        import_rows(keeper, table=table.code, content=file_of(table, datatable), reason="試験")
    except RejectedLines as error:
        rejected.append(error)
    load_eras()


@when(parsers.parse("町字に候補の{name}を選ぶ"))
def _(story: Story, name: str) -> None:
    (town,) = search_in(name, TOWN, business_today(), limit=9)
    story.paper |= {"town_code": town.code, "town_code_text": town.name}


@then(parsers.re("五老内町の「(?P<banchi>[^」]*)」の方書の候補は「(?P<names>[^」]+)」である"))
def _(banchi: str, names: str) -> None:
    found = search_buildings(town_code("五老内町"), banchi, business_today())
    assert set(found) == (set() if names == "なし" else set(names.split("、")))


@then(parsers.re("町字の候補「(?P<typed>[^」]+)」に(?P<name>.+)は(?P<how>出る|出ない)"))
def _(typed: str, name: str, how: str) -> None:
    found = [town.name for town in search_in(typed, TOWN, business_today(), limit=12)]
    assert (name in found) is (how == "出る")


@then(parsers.re("本籍の候補「(?P<typed>[^」]+)」に(?P<name>.+)は出る"))
def _(typed: str, name: str) -> None:
    found = addresses_search(typed, business_today(), old_names=True)
    assert name in [full_name(town) for town in found]


@then(
    parsers.re(
        "(?P<day>[^の]+)の(?P<name>.+)の小学校区は「(?P<school>[^」]+)」、投票区は「(?P<polling>[^」]+)」である"
    )
)
def _(day: str, name: str, school: str, polling: str) -> None:
    held = held_on(name, day_of(day))
    assert held is not None
    found = districts_of(held.particulars.town_code, held.particulars.banchi, day_of(day))
    assert found["elementary_districts"][1] == school
    assert found["polling_districts"][1] == polling


@then(parsers.parse("{day}は「{words}」と表示される"))
def _(day: str, words: str) -> None:
    assert format_wareki(parse_date(day, field="")) == words


@then(
    parsers.re(
        "(?P<line>\\d)行目の「(?P<item>.+)」が受け付けられず、「(?P<title>.+)」には何も登録されない"
    )
)
def _(rejected: list[RejectedLines], line: str, item: str, title: str) -> None:
    (error,) = rejected
    assert [(each.line, each.item) for each in error.lines] == [(int(line), item)]
    assert rows_on(titled(title).code, business_today()) == ()


@given(parsers.parse("窓口の職員は{office}の端末「{terminal}」にいる"))
def _(story: Story, office: str, terminal: str) -> None:
    assert office in [row.values["name"] for row in rows_on("offices", business_today())]
    clerk, examiner, approver = story.staff
    story.staff = (replace(clerk, office=office, terminal=terminal), examiner, approver)


@then(parsers.parse("{name}の履歴の入力場所は「{office}」、端末は「{terminal}」である"))
def _(story: Story, name: str, office: str, terminal: str) -> None:
    newest = view_history(story.clerk, record=holding_of(name).record).lines[0]
    assert (newest.place, newest.terminal) == (office, terminal)


@then(parsers.parse("仮登録の証跡の端末は「{terminal}」である"))
def _(terminal: str) -> None:
    entry = Entry.objects.filter(kind="movements.case_submitted").latest("seq")
    assert entry.terminal == terminal
