"""Steps of specs/features/look_up.feature (住民の照会, REG-003 to REG-006)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytest_bdd import parsers, scenarios, then, when

from daicho.business.movements.tests.paper import individual_number
from daicho.foundation.audit.models import Entry
from daicho.kernel.errors import Refused
from daicho.registers.residents.domain.resident_query import ResidentQuery
from daicho.registers.residents.public import search, view_person
from daicho.registers.residents.selectors.known import AsOf
from daicho.registers.residents.selectors.person import RecordView
from daicho.registers.residents.selectors.search import ResidentLine
from tests.features.conftest import Story
from tests.features.entering import Table
from tests.features.register import holding_of, household_of

scenarios(str(Path(__file__).parents[2] / "specs/features/look_up.feature"))


@dataclass
class Desk:
    """What stands on the screen, and how long the trail was before."""

    lines: tuple[ResidentLine, ...] = ()
    opened: RecordView | None = None
    entries: list[int] = field(default_factory=list)

    @property
    def record(self) -> RecordView:
        assert self.opened is not None
        return self.opened


@pytest.fixture
def desk() -> Desk:
    return Desk()


def find(story: Story, desk: Desk, *, login: str = "窓口1", **typed: str) -> None:
    access = next(one for one in story.staff if one.login == login)
    desk.entries = seen_entries()
    try:
        desk.lines = search(access, ResidentQuery.of(typed)).lines
    except Refused as error:
        story.refusal = error


def seen_entries() -> list[int]:
    return list(Entry.objects.order_by("seq").values_list("seq", flat=True))


def new_entry(desk: Desk) -> Entry:
    """The one entry that the last act left."""
    return Entry.objects.exclude(seq__in=desk.entries).get()


@when(parsers.parse("{name}の宛名番号で検索する"))
def _(story: Story, desk: Desk, name: str) -> None:
    find(story, desk, atena_number=holding_of(name).atena_number)


@when(parsers.parse("{name}の世帯番号で検索する"))
def _(story: Story, desk: Desk, name: str) -> None:
    find(story, desk, household_number=household_of(name))


@when("誰のものでもない宛名番号で検索する")
def _(story: Story, desk: Desk) -> None:
    find(story, desk, atena_number="0000000000")


@when(parsers.parse("カナ「{kana}」と生年月日「{birth}」で検索する"))
def _(story: Story, desk: Desk, kana: str, birth: str) -> None:
    find(story, desk, name=kana, birth=birth)


@when(parsers.re("(?P<login>窓口1|決裁1)が見本(?P<index>\\d)の個人番号で検索する"))
def _(story: Story, desk: Desk, login: str, index: str) -> None:
    find(story, desk, login=login, individual_number=individual_number(int(index)))


@when(parsers.parse("{place:d}番目の人の住民票を開く"))
def _(story: Story, desk: Desk, place: int) -> None:
    desk.entries = seen_entries()
    desk.opened = view_person(story.clerk, record=desk.lines[place - 1].record, as_of=AsOf())


@then(parsers.parse("「{names}」が出る"))
def _(desk: Desk, names: str) -> None:
    assert [line.name for line in desk.lines] == ([] if names == "該当なし" else names.split("、"))


@then("検索した操作ログが1件増えている")
def _(desk: Desk) -> None:
    entry = new_entry(desk)
    assert (entry.kind, entry.outcome, entry.login) == ("residents.searched", "done", "窓口1")


@then("開いた住民票は次のとおりである")
def _(desk: Desk, datatable: Table) -> None:
    lines = {label: text for group in desk.record.groups for label, text in group.lines}
    assert [[label, lines[label]] for label, _ in datatable] == [list(row) for row in datatable]


@then(parsers.parse("開いた住民票は{place:d}番目の人のものである"))
def _(desk: Desk, place: int) -> None:
    assert desk.record.record == desk.lines[place - 1].record
    assert desk.record.head is not None
    assert desk.record.head.atena_number == desk.lines[place - 1].atena_number


@then("その人だけを特定した操作ログが1件増えている")
def _(desk: Desk) -> None:
    entry = new_entry(desk)
    assert desk.record.head is not None
    assert (entry.kind, entry.subjects) == ("residents.record_viewed", [desk.record.head.person])


@then("個人番号では検索できないとして断られる")
def _(story: Story, desk: Desk) -> None:
    assert isinstance(story.refusal, Refused)
    assert desk.lines == ()


@then("断られた操作ログが1件増え、誰の名も番号も残っていない")
def _(desk: Desk) -> None:
    entry = new_entry(desk)
    assert (entry.kind, entry.outcome, entry.subjects) == ("residents.searched", "refused", [])
    assert individual_number(2) not in entry.body
    assert "見本　花子" not in entry.body
