"""Steps of specs/features/household.feature: the household arithmetic in the counter's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.household_alerts import confirmations
from daicho.registers.residents.domain.household_events import form_household, leave_household
from daicho.registers.residents.domain.household_moves import merge_households, split_household
from daicho.registers.residents.domain.households import Entrant, Household, Outcome, Person
from daicho.registers.residents.domain.kinship import Fact, Tie
from daicho.registers.residents.domain.member_order import order_by_rule
from daicho.registers.residents.domain.recompute import (
    Proposal,
    propose_head_change,
    propose_joining,
)
from daicho.registers.residents.domain.relationships import Sex, parse_relationship

scenarios(str(Path(__file__).parents[5] / "specs/features/household.feature"))

ON = date(2026, 11, 20)
SEXES: dict[str, Sex] = {"男": "male", "女": "female"}
PERSON = re.compile(r"([A-J])([男女])(\d{4})(外?) (\S+)")


@dataclass
class Story:
    household: Household | None = None
    target: Household | None = None
    facts: list[Fact] = field(default_factory=list)
    documented: set[UUID] = field(default_factory=set)
    proposals: dict[UUID, Proposal] = field(default_factory=dict)
    outcome: Outcome | None = None
    refusal: Invalid | None = None
    order: str = ""

    @property
    def here(self) -> Household:
        assert self.household is not None
        return self.household

    @property
    def made(self) -> Outcome:
        assert self.outcome is not None
        return self.outcome


@pytest.fixture
def story() -> Story:
    return Story()


def key(letter: str) -> UUID:
    return uuid5(NAMESPACE_OID, letter)


def letter(of: UUID) -> str:
    return next(each for each in "ABCDEFGHIJ" if key(each) == of)


def read_household(text: str, *, number: str, facts: list[Fact]) -> Household:
    entrants = []
    head = None
    for entry in text.split("、"):
        match = PERSON.fullmatch(entry)
        assert match, entry
        name, sex, year, foreign, words = match.groups()
        head = key(name) if words == "世帯主" else head
        person = Person(
            key=key(name),
            name=f"見本{name}",
            sex=SEXES[sex],
            birth_on=date(int(year), 4, 1),
            resident_number=f"{ord(name):010d}",
            foreign=bool(foreign),
        )
        entrants.append(Entrant(person, parse_relationship(words, field="relationship")))
    made = form_household(entrants, number=number, place_key="地番1", head=head, on=ON, facts=facts)
    return made.households[0]


def written(household: Household) -> str:
    return "、".join(f"{letter(one.key)} {one.relationship}" for one in household.members)


@given(parsers.parse("世帯「{text}」"))
def _(story: Story, text: str) -> None:
    story.household = read_household(text, number="0000000019", facts=story.facts)


@given(parsers.parse("先の世帯「{text}」"))
def _(story: Story, text: str) -> None:
    story.target = read_household(text, number="0000000027", facts=[])


@given(parsers.parse("親族関係の事実「{text}」"))
def _(story: Story, text: str) -> None:
    for fact in [] if text == "なし" else text.split("、"):
        one, other = re.findall("[A-J]", fact)
        tie = Tie.PARTNER if fact.endswith("夫婦") else Tie.PARENT
        tie = Tie.NOT_PARENT if fact.endswith("親でない") else tie
        story.facts.append(Fact(tie, key(one), key(other)))


@given(parsers.parse("{name}の続柄を示す文書がある"))
def _(story: Story, name: str) -> None:
    story.documented.add(key(name))


@when(parsers.parse("{name}を世帯主にする提案を求める"))
def _(story: Story, name: str) -> None:
    story.proposals = propose_head_change(
        story.here.kins(),
        new_head=key(name),
        facts=story.facts,
        documented=frozenset(story.documented),
    )


@then(parsers.parse("提案は「{text}」になる"))
def _(story: Story, text: str) -> None:
    told = {letter(one): str(proposal.after) for one, proposal in story.proposals.items()}
    assert told == dict(entry.split(" ") for entry in text.split("、"))


@then(parsers.parse("{name}の続柄は「{what}」と確認を求められる"))
def _(story: Story, name: str, what: str) -> None:
    assert what in [problem.what for problem in confirmations(story.proposals[key(name)])]


@when(parsers.parse("続柄「{text}」を入力する"))
def _(story: Story, text: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_relationship(text, field="relationship")
    story.refusal = caught.value


@then(parsers.parse("続柄は断られ「{lawful}」へ導かれる"))
def _(story: Story, lawful: str) -> None:
    assert story.refusal is not None
    assert f"「{lawful}」" in story.refusal.problems[0].remedy


@when(parsers.parse("{name}が消除される"))
def _(story: Story, name: str) -> None:
    story.outcome = leave_household(story.here, leaving=[key(name)], on=ON)


@when(parsers.parse("{name}を「{words}」として全員が先の世帯へ入る"))
def _(story: Story, name: str, words: str) -> None:
    assert story.target is not None
    entered = {key(name): parse_relationship(words, field="relationship")}
    proposals = propose_joining(story.target.kins(), joining=story.here.kins(), entered=entered)
    relationships = {one: proposal.after for one, proposal in proposals.items()}
    story.outcome = merge_households(
        story.here, target=story.target, relationships=relationships, on=ON
    )


@when(parsers.parse("{name}を世帯主として「{names}」が分かれる"))
def _(story: Story, name: str, names: str) -> None:
    moving = frozenset(key(each) for each in names)
    proposals = propose_head_change(story.here.kins(), new_head=key(name), among=moving)
    relationships = {one: proposal.after for one, proposal in proposals.items() if one != key(name)}
    story.outcome = split_household(
        story.here, number="0000000027", head=key(name), relationships=relationships, on=ON
    )


@then(parsers.parse("世帯は「{text}」になる"))
def _(story: Story, text: str) -> None:
    assert written(story.made.households[0]) == text


@then(parsers.re("(先の世帯|新しい世帯)は「(?P<text>.+)」になる"))
def _(story: Story, text: str) -> None:
    assert written(story.made.households[1]) == text


@then("世帯主の氏名は空になる")
def _(story: Story) -> None:
    assert {member.head_name for member in story.made.households[0].members} == {""}


@then(parsers.parse("「{what}」と知らされる"))
def _(story: Story, what: str) -> None:
    assert what in [problem.what for problem in story.made.alerts]


@then(parsers.parse("通知書の宛先は{name}になる"))
def _(story: Story, name: str) -> None:
    assert story.made.notice_to == key(name)


@then(parsers.parse("履歴が増えるのは「{names}」だけになる"))
def _(story: Story, names: str) -> None:
    assert "".join(sorted(letter(change.key) for change in story.made.changes)) == names


@when("規則で並べる")
def _(story: Story) -> None:
    order = order_by_rule(story.here.entries(), facts=story.facts)
    story.order = "".join(letter(one) for one in order)


@then(parsers.parse("並びは「{names}」になる"))
def _(story: Story, names: str) -> None:
    assert story.order == names
