"""Every worked case of household-rules 4.3, and the edges of the algorithm."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from daicho.registers.residents.domain.kinship import Doubt, Fact
from daicho.registers.residents.domain.recompute import propose_head_change, propose_joining
from daicho.registers.residents.domain.tests.families import (
    family,
    key,
    kin,
    label,
    not_parent,
    parent,
    partner,
    told,
    years,
)

FOUR_GENERATIONS = (
    "A男 世帯主、B女 妻、C男 子、D女 子の妻、E男 子、F男 子の子、G女 子の子の妻、H男 子の子の子"
)
# C is married to D, and F is their child: what the title of the case says.
ELDEST_SON_MARRIED = [*partner("C", "D"), *parent("C", "F"), *parent("D", "F")]
ADOPTED_SON_IN_LAW = "A男 世帯主、B女 妻、C女 子、D男 子（子の夫）、E男 子の子"
SIBLINGS = "A男 世帯主、B女 妹、C男 弟、D女 弟の妻、E男 弟の子"
SIBLING_YEARS = "A=1960 B=1962 C=1965 D=1966 E=1995"


@dataclass(frozen=True)
class Case:
    name: str
    before: str
    head: str
    after: str
    facts: list[Fact] = field(default_factory=list)
    years: str = ""
    foreign: str = ""
    documented: str = ""


CASES = [
    Case(
        "K1",
        "A男 世帯主、B女 妻、C男 子、D女 子",
        "B",
        "A男 夫、B女 世帯主、C男 子、D女 子",
    ),
    Case("K2", "A男 世帯主、B女 妻、C男 子、D女 子", "C", "A男 父、B女 母、C男 世帯主、D女 妹"),
    Case("K3", "A男 世帯主、B女 妻、C男 子、D女 子", "D", "A男 父、B女 母、C男 兄、D女 世帯主"),
    Case(
        "K4",
        FOUR_GENERATIONS,
        "C",
        "A男 父、B女 母、C男 世帯主、D女 妻、E男 弟、F男 子、G女 子の妻、H男 子の子",
        ELDEST_SON_MARRIED,
    ),
    Case(
        "K5",
        FOUR_GENERATIONS,
        "B",
        "A男 夫、B女 世帯主、C男 子、D女 子の妻、E男 子、F男 子の子、G女 子の子の妻、"
        "H男 子の子の子",
        ELDEST_SON_MARRIED,
    ),
    Case(
        "K6",
        FOUR_GENERATIONS,
        "D",
        "A男 夫の父、B女 夫の母、C男 夫、D女 世帯主、E男 夫の弟、F男 子、G女 子の妻、H男 子の子",
        ELDEST_SON_MARRIED,
    ),
    Case(
        "K8",
        FOUR_GENERATIONS,
        "F",
        "A男 父の父、B女 父の母、C男 父、D女 母、E男 父の弟、F男 世帯主、G女 妻、H男 子",
        ELDEST_SON_MARRIED,
    ),
    Case(
        "K10",
        "A男 父、B女 母、C男 世帯主、D女 妻、E男 弟、F男 子、G女 子の妻、H男 子の子",
        "A",
        FOUR_GENERATIONS,
    ),
    Case(
        "K11",
        "A男 世帯主、B女 妻、C女 妻の子、D男 子、E男 子",
        "B",
        "A男 夫、B女 世帯主、C女 子、D男 夫の子、E男 子",
        [*not_parent("A", "C"), *not_parent("B", "D"), *parent("A", "E"), *parent("B", "E")],
    ),
    Case(
        "K13",
        "A男 世帯主、B女 妻（未届）、C男 子、D女 妻（未届）の子、E女 子",
        "B",
        "A男 夫（未届）、B女 世帯主、C男 子、D女 子、E女 夫（未届）の子",
        [*parent("A", "C"), *parent("B", "C", "D"), *not_parent("A", "D"), *not_parent("B", "E")],
    ),
    Case(
        "K14",
        ADOPTED_SON_IN_LAW,
        "D",
        "A男 父、B女 母、C女 妻、D男 世帯主、E男 子",
        [*parent("A", "D"), *parent("B", "D"), *partner("C", "D")],
        "E=1998",
    ),
    Case(
        "K15",
        ADOPTED_SON_IN_LAW,
        "C",
        "A男 父、B女 母、C女 世帯主、D男 夫、E男 子",
        [*parent("A", "D"), *parent("B", "D"), *partner("C", "D")],
        "E=1998",
    ),
    Case(
        "K16",
        SIBLINGS,
        "C",
        "A男 兄、B女 姉、C男 世帯主、D女 妻、E男 子",
        years=SIBLING_YEARS,
    ),
    Case(
        "K17",
        SIBLINGS,
        "E",
        "A男 父の兄、B女 父の姉、C男 父、D女 母、E男 世帯主",
        years=SIBLING_YEARS,
    ),
    Case(
        "K19",
        "A男 世帯主、B女 妻、C女 妻の母、D男 妻の兄、E男 子、F男 父、G男 弟、H女 弟の子、"
        "I女 弟の子の子",
        "B",
        "A男 夫、B女 世帯主、C女 母、D男 兄、E男 子、F男 夫の父、G男 夫の弟、H女 夫の弟の子、"
        "I女 夫の弟の子の子",
        years="A=1965 B=1967 C=1942 D=1964 E=1998 F=1940 G=1968 H=1992 I=2016",
    ),
    Case(
        "K20",
        "A男 世帯主、B女 妻、C男 同居人、D女 縁故者",
        "B",
        "A男 夫、B女 世帯主、C男 同居人、D女 縁故者",
    ),
    Case(
        "K21",
        "A男 世帯主、B女 妻、C男 弟",
        "B",
        "A男 夫、B女 世帯主、C男 縁故者",
        foreign="C",
    ),
    Case(
        "K21 with the document",
        "A男 世帯主、B女 妻、C男 弟",
        "B",
        "A男 夫、B女 世帯主、C男 夫の弟",
        foreign="C",
        documented="C",
    ),
    Case(
        "K26 (the family that leaves)",
        "A男 世帯主、B女 妻、C男 子、D女 子の妻、E男 子の子",
        "C",
        "A男 父、B女 母、C男 世帯主、D女 妻、E男 子",
        years="E=1998",
    ),
]


@pytest.mark.proves("STD-1.1.11/m2", "STD-1.1.11/m4")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_worked_cases(case: Case) -> None:
    members = family(case.before, years=years(case.years), foreign=case.foreign)
    proposals = propose_head_change(
        members,
        new_head=key(case.head),
        facts=case.facts,
        documented=frozenset(key(name) for name in case.documented),
    )
    assert told(proposals, members, case.after) == case.after


def change(
    before: str,
    head: str,
    *,
    facts: list[Fact] | None = None,
    born: str = "",
    foreign: str = "",
    documented: str = "",
) -> dict[str, str]:
    """Letter to 「続柄 doubts…」 for every member."""
    members = family(before, years=years(born), foreign=foreign)
    proposals = propose_head_change(
        members,
        new_head=key(head),
        facts=facts or [],
        documented=frozenset(key(name) for name in documented),
    )
    return {
        entry[0]: " ".join([str(told.after or "空"), *sorted(told.doubts)])
        for entry in before.split("、")
        for told in [proposals[key(entry)]]
    }


def test_worked_cases_with_unstated_facts_come_out_the_same_but_in_doubt() -> None:
    """K4 without saying who is whose: a family falls to the child whose wife lives here."""
    assert change(FOUR_GENERATIONS, "C") == {
        "A": "父",
        "B": "母 adoption",
        "C": "世帯主",
        "D": "妻 branch",
        "E": "弟",
        "F": "子 branch",
        "G": "子の妻 branch",
        "H": "子の子 branch",
    }


def test_facts_remove_the_doubt_about_adoption() -> None:
    text = "A男 世帯主、B女 妻、C男 子、D女 子"
    assert change(text, "B")["C"] == "子 adoption"
    assert change(text, "B", facts=parent("B", "C", "D"))["C"] == "子"
    assert change(text, "B", facts=not_parent("B", "C"))["C"] == "夫の子"


def test_an_unmarried_fathers_child_needs_his_acknowledgement() -> None:
    text = "B女 世帯主、A男 夫（未届）、C男 子"
    assert change(text, "A")["C"] == "妻（未届）の子 acknowledgement"
    assert change(text, "A", facts=parent("A", "C"))["C"] == "子"
    assert change(text, "A", facts=not_parent("A", "C"))["C"] == "妻（未届）の子"


@pytest.mark.proves("STD-1.1.11/m4")
def test_of_several_ways_the_highest_in_the_order_of_record() -> None:
    """A cousin who is also the wife is 妻 (STD-1.1.11)."""
    text = "A男 世帯主、B男 父の兄、C女 妻、D男 父"
    told_back = change(text, "D", facts=parent("B", "C"))
    assert told_back["C"] == "子の妻"
    assert change(text, "C", facts=parent("B", "C"))["A"] == "夫"


def test_an_adopted_son_in_law_is_named_as_both_by_his_parents() -> None:
    text = "A男 父、B女 母、C女 世帯主、D男 夫、E男 子"
    facts = [*parent("A", "D"), *parent("B", "D")]
    assert change(text, "A", facts=facts, born="E=1998")["D"] == "子（子の夫）"
    assert change(text, "A", born="E=1998")["D"] == "子の夫"


def test_grandparents_by_both_lines_are_confirmed() -> None:
    facts = [*parent("A", "D"), *parent("B", "D"), *parent("D", "E"), *parent("C", "E")]
    told_grandson = change(ADOPTED_SON_IN_LAW, "E", facts=facts, born="E=1998")
    assert told_grandson["A"] == "父の父 both_lines"
    assert told_grandson["D"] == "父"


def test_twins_and_unknown_births_keep_what_the_record_said() -> None:
    text = "A男 世帯主、B男 弟、C男 子、D男 子"
    twins = change(text, "B", born="A=1960 B=1960")
    assert twins["A"] == "兄 sibling_order"
    assert change(text, "C", born="A=1940 C=1970 D=1970")["D"] == "弟 sibling_order"
    certain = family(text)
    unknown = [
        kin("C男", "子", order=3, certain=False) if one.key == key("C") else one for one in certain
    ]
    proposal = propose_head_change(unknown, new_head=key("D"))[key("C")]
    assert proposal.after == label("兄")
    assert proposal.doubts == {Doubt.SIBLING_ORDER}


def test_known_half_blood_is_confirmed() -> None:
    facts = [*not_parent("B", "D"), *parent("B", "C")]
    assert change("A男 世帯主、B女 妻、C男 子、D女 子", "C", facts=facts)["D"] == "妹 half_blood"


def test_step_relations_without_adoption() -> None:
    text = "A男 世帯主、B女 妻、C女 妻の子、D男 子"
    facts = not_parent("B", "D")
    assert change(text, "C", facts=facts)["A"] == "母の夫"
    assert change(text, "C", facts=facts)["D"] == "母の夫の子"


@pytest.mark.proves("STD-1.1.11/m5")
def test_five_words_become_unspecified_kin() -> None:
    text = "A男 世帯主、B女 妻、C男 弟の子の子の子"
    assert change(text, "B", born="C=2000") == {
        "A": "夫",
        "B": "世帯主",
        "C": "縁故者 too_long",
    }


@pytest.mark.proves("STD-1.1.11/m7")
def test_foreign_members_are_kin_by_document_only() -> None:
    text = "A男 世帯主、B女 妻、C男 弟、D女 子"
    told_foreign = change(text, "B", foreign="ACD", documented="D")
    # Between the two heads one document proves both directions.
    assert told_foreign["A"] == "夫 foreign_document"
    assert told_foreign["C"] == "縁故者 foreign_document"
    assert told_foreign["D"] == "子 adoption"


def test_non_kin_stay_as_they_are_and_are_confirmed() -> None:
    text = "A男 世帯主、B女 妻、C男 同居人、D女 縁故者"
    assert change(text, "B")["C"] == "同居人 non_kin"
    assert change(text, "C") == {
        "A": "同居人 non_kin",
        "B": "同居人 non_kin",
        "C": "世帯主 non_kin",
        "D": "縁故者 non_kin",
    }


def test_a_blank_sex_or_relationship_gives_no_proposal() -> None:
    assert change("A 世帯主、B女 妻、C男 子", "C")["A"] == "父"
    assert change("A 世帯主、C男 子", "C")["A"] == "空 sex_unknown"
    assert change("A男 世帯主、B女 、C男 子", "C")["B"] == "空 blank"


@pytest.mark.proves("STD-4.1.4.2/m1")
def test_after_the_head_has_gone_the_old_relationships_still_serve() -> None:
    """N-06: a headless household, whose chains begin at somebody no longer there."""
    members = family("B女 妻、C男 子、D女 子")
    proposals = propose_head_change(members, new_head=key("B"))
    assert told(proposals, members, "B女 世帯主、C男 子、D女 子") == "B女 世帯主、C男 子、D女 子"


def test_k25_those_who_join_follow_from_the_one_entered() -> None:
    target = family("A男 世帯主", years=years("A=1960"))
    source = family("C男 世帯主、D女 妻、E男 子", years=years("C=1965 D=1966 E=1995"))
    proposals = propose_joining(target, joining=source, entered={key("C"): label("弟")})
    after = "C男 弟、D女 弟の妻、E男 弟の子"
    assert told(proposals, source, after) == after
    assert proposals[key("E")].doubts == set()


def test_k26_only_those_who_move_are_answered_for() -> None:
    members = family("A男 世帯主、B女 妻、C男 子、D女 子の妻", years=years(""))
    proposals = propose_head_change(
        members, new_head=key("C"), among=frozenset({key("C"), key("D")})
    )
    assert set(proposals) == {key("C"), key("D")}


def test_a_sons_widow_is_not_taken_for_his_brothers_wife_without_asking() -> None:
    """H-503 keeps her 子の妻; only the clerk can know whose."""
    text = "A男 世帯主、D女 子の妻、E男 子"
    assert change(text, "E")["D"] == "妻 branch"
    assert change(text, "D")["A"] == "夫の父"
    assert change(text, "D")["E"] == "夫 branch"


def test_a_fact_outweighs_a_longer_chain_on_the_record() -> None:
    """The stepmother's child turns out to be the father's: 妹, never 父の子."""
    text = "A男 世帯主、B男 父、C女 父の妻、D女 父の妻の子、E男 子"
    facts = [*parent("B", "D"), *parent("A", "E")]
    told_son = change(text, "E", facts=facts, born="A=1965 B=1935 C=1940 D=1970 E=1995")
    assert told_son["D"].split()[0] == "父の妹"
    told_father = change(text, "B", facts=facts, born="A=1965 B=1935 C=1940 D=1970 E=1995")
    assert told_father["D"] == "子"
