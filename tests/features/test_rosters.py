"""Steps of specs/features/rosters.feature (名簿と抽出, STD-9.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.inspection.commands.ask_listing import ask_listing
from daicho.business.inspection.commands.decide_listing import decide_listing
from daicho.business.inspection.commands.make_listing import make_listing
from daicho.business.inspection.commands.opt_outs import OptOutPaper, cancel_opt_out, opt_out
from daicho.business.inspection.domain.conditions import SEXES, Condition, Method
from daicho.business.inspection.domain.listings import ListKind, State
from daicho.business.inspection.domain.wishes import ListWish
from daicho.business.inspection.models import Listing, ListingMember
from daicho.business.inspection.selectors.outputs import Form
from daicho.business.inspection.tests.conftest import content, people, printed
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_today
from daicho.registers.protection.tests.scene import support
from daicho.registers.residents.models import Person
from tests.features.conftest import Story
from tests.features.register import day_of, person_named
from tests.features.test_inspection import code_of

scenarios(str(Path(__file__).parents[2] / "specs/features/rosters.feature"))


@dataclass
class Roster:
    """The list of a scenario, and the request to be left out."""

    clerk: Access
    approver: Access
    key: UUID = field(default_factory=uuid4)
    opted: UUID = field(default_factory=uuid4)

    def make(self, kind: ListKind, **wish: object) -> None:
        self.key = uuid4()
        ask_listing(self.clerk, listing=self.key, wish=ListWish(kind=kind, **wish))  # type: ignore[arg-type]  # by name
        make_listing(self.clerk, listing=self.key)

    @property
    def row(self) -> Listing:
        return Listing.objects.get(key=self.key)


@pytest.fixture
def roster(story: Story) -> Roster:
    clerk, _, approver = story.staff
    return Roster(clerk.serving(Purpose.BATCH), approver.serving(Purpose.BATCH))


@when("令和8年度に18歳になる人の募集対象者名簿を作る")
def _(roster: Roster) -> None:
    roster.make(ListKind.RECRUITS, year=2026, about="recruit")


@when("令和9年度の小学校の学齢簿を作る")
def _(roster: Roster) -> None:
    roster.make(ListKind.SCHOOL, year=2027, about="elementary")


@when(parsers.parse("{town}の安否名簿を作る"))
def _(roster: Roster, town: str) -> None:
    roster.make(ListKind.SAFETY, condition=Condition(towns=(code_of(town),)))


@when(parsers.parse("{town}の{sex}の人から{size:d}人を無作為に抽出することを求める"))
def _(roster: Roster, town: str, sex: str, size: int) -> None:
    code = next(code for code, label in SEXES.items() if label == sex)
    condition = Condition(towns=(code_of(town),), sex=code, method=Method.SIMPLE, size=size)
    wish = ListWish(
        kind=ListKind.SAMPLE, condition=condition, purpose="市民意識調査", basis="総合計画"
    )
    ask_listing(roster.clerk, listing=roster.key, wish=wish)


@when("別の職員が承認する")
def _(roster: Roster) -> None:
    decide_listing(roster.approver, listing=roster.key, edition=1, approved=True)
    make_listing(roster.clerk, listing=roster.key)


@when(parsers.parse("{name}が名簿からの除外を申し出る"))
def _(roster: Roster, name: str) -> None:
    paper = OptOutPaper(
        atena_number=Person.objects.get(key=person_named(name)).atena_number,
        filed_on=business_today(),
        filed_by="self",
        identity_documents=("individual_number_card",),
    )
    opt_out(roster.clerk, key=roster.opted, paper=paper)


@when(parsers.parse("{name}が除外の申出を取り消す"))
def _(roster: Roster, name: str) -> None:
    assert person_named(name)
    cancel_opt_out(roster.clerk, key=roster.opted, words="本人の申出")


@given(parsers.parse("{name}に支援措置がある"))
def _(name: str) -> None:
    support(person_named(name))


@then("名簿はまだできていない")
def _(roster: Roster) -> None:
    assert roster.row.state == State.ASKED.value
    assert not ListingMember.objects.filter(listing=roster.key).exists()


@then(parsers.parse("名簿に載っているのは{names}である"))
def _(roster: Roster, names: str) -> None:
    assert set(people(roster.key)) == {person_named(name) for name in names.split("、")}


@then(parsers.parse("抽出されたのは{count:d}人で、{names}のうちの人である"))
def _(roster: Roster, count: int, names: str) -> None:
    found = people(roster.key)
    assert len(found) == len(set(found)) == count
    assert set(found) <= {person_named(name) for name in names.split("、")}


@then(parsers.parse("名簿の基準日は{day}である"))
def _(roster: Roster, day: str) -> None:
    assert roster.row.day == day_of(day)


@then(parsers.parse("{name}の保護者は「{guardian}」である"))
def _(roster: Roster, name: str, guardian: str) -> None:
    member = ListingMember.objects.get(listing=roster.key, person=person_named(name))
    assert member.notes["guardian"] == guardian


def paper(roster: Roster) -> str:
    return "".join(printed(content(roster.clerk, roster.key, Form.PDF)))


@then(parsers.parse("名簿の紙に「{words}」がある"))
def _(roster: Roster, words: str) -> None:
    assert "".join(words.split()) in paper(roster)


@then(parsers.parse("名簿の紙に「{words}」はない"))
def _(roster: Roster, words: str) -> None:
    assert "".join(words.split()) not in paper(roster)
