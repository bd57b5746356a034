"""Steps of specs/features/corrections.feature: a 異動 chosen from a history, corrected or taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.domain.every_item import EVERY_ITEM
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.tests.correcting import cancelling, correcting
from daicho.kernel import clock
from daicho.registers.residents.models import Change, ResidentRecord
from daicho.registers.residents.selectors.effects import effect_of
from daicho.registers.residents.writes import holdings
from tests.features.conftest import Story
from tests.features.entering import field_labelled
from tests.features.register import day_of, held_on, holding_of, household_of, person_named

scenarios(str(Path(__file__).parents[2] / "specs/features/corrections.feature"))


def case_in_history(name: str, *, first: bool) -> UUID:
    """The case of the first or the last 異動 of somebody's history."""
    own = sorted(holdings.of_persons([person_named(name)]), key=lambda h: h.history_number)
    case: UUID = Change.objects.get(key=own[0 if first else -1].change).case
    return case


def begin(story: Story, kind: str, paper: dict[str, str]) -> None:
    story.kind, story.paper = KINDS[kind], paper
    story.case, story.edition, story.refusal = uuid4(), 0, None


@given("異動する人は世帯の全員である")
@when("異動する人は世帯の全員である")
def _(story: Story) -> None:
    present = holdings.present_in([household_of("見本　太郎")], date(2026, 10, 1))
    story.paper |= {f"selected.{held.person}": "on" for held in present}


@given(parsers.parse("異動する人は{name}である"))
def _(story: Story, name: str) -> None:
    story.paper[f"selected.{person_named(name)}"] = "on"


@when(parsers.parse("{name}の最初の異動の「{label}」を「{words}」に直す"))
def _(story: Story, name: str, label: str, words: str) -> None:
    spec = field_labelled(EVERY_ITEM, label)
    assert spec is not None
    edits = {person_named(name): {spec.name: words}}
    begin(story, "error_amend", correcting(case_in_history(name, first=True), edits))


@when(parsers.parse("{name}の最後の異動を取り消す"))
def _(story: Story, name: str) -> None:
    case = case_in_history(name, first=False)
    direct = [record.person for record in effect_of(case).direct]
    begin(story, "reversal", cancelling(case, direct))


@then(
    parsers.re(
        "(?P<day>[^\\s「]+日)の世帯「(?P<name>.+)」の世帯主の氏名は全員「(?P<head>.+)」である"
    )
)
def _(day: str, name: str, head: str) -> None:
    on = clock.business_today() if day == "今日" else day_of(day)
    held = held_on(name, on)
    assert held is not None
    members = holdings.present_in([held.particulars.household_number], on)
    assert {m.particulars.head_name for m in members} == {head}


@then(parsers.parse("{name}の世帯番号は、{day}と今日で違う"))
def _(name: str, day: str) -> None:
    held = held_on(name, day_of(day))
    assert held is not None
    assert held.particulars.household_number != household_of(name)


@then(parsers.parse("{name}の住民票は{count}枚ある"))
def _(name: str, count: str) -> None:
    assert ResidentRecord.objects.filter(person=holding_of(name).person).count() == int(count)
