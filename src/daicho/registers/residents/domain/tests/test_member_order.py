"""Order of record (STD-5.2, household-rules chapter 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

import pytest

from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.kinship import Fact
from daicho.registers.residents.domain.member_order import (
    Entry,
    append_joining,
    close_gaps,
    notice_addressee,
    numbered,
    order_by_rule,
    rearrange,
)
from daicho.registers.residents.domain.tests.families import family, key, parent, partner, years


def entries(text: str, *, born: str = "", first: str = "", numbers: str = "") -> list[Entry]:
    """Members in the order of the text; 宛名番号 by letter, or as `numbers` lists the letters."""
    listed = numbers or "ABCDEFGHIJ"
    return [
        Entry(
            member,
            resident_number=f"{listed.index(name[0]):09d}0",
            first_in_register=name[0] in first,
        )
        for name, member in zip(text.split("、"), family(text, years=years(born)), strict=True)
    ]


def letters(order: Iterable[UUID]) -> str:
    return "".join(name for one in order for name in "ABCDEFGHIJ" if key(name) == one)


def ruled(listed: Sequence[Entry], *, facts: Iterable[Fact] = ()) -> str:
    return letters(order_by_rule(listed, facts=facts))


@pytest.mark.proves("STD-5.2/m3", "STD-5.2/m4", "STD-5.2/m6", "STD-5.2/m7", "STD-5.2/m8")
def test_worked_example_in_any_entry_order() -> None:
    listed = entries(
        "J男 同居人、I女 妻の妹、H男 妻の父、G女 母、E男 子の子、D女 子の妻、C男 子、F男 子、"
        "B女 妻、A男 世帯主",
        born="A=1940 B=1944 C=1968 D=1969 E=1995 F=1972 G=1918 H=1915 I=1950 J=1930",
    )
    facts = [*partner("C", "D"), *parent("C", "E")]
    assert ruled(listed, facts=facts) == "ABFCDEGHIJ"
    assert ruled(listed[::-1], facts=facts) == "ABFCDEGHIJ"


@pytest.mark.proves("STD-5.2/m4", "STD-5.2/m5")
def test_families_of_children_go_by_the_childs_birth() -> None:
    listed = entries(
        "A男 世帯主、B男 子、C女 子の妻、D男 子の子、E男 子の子、F女 子、G男 子の夫、H女 子の子",
        born="A=1935 B=1965 C=1970 D=1999 E=1995 F=1960 G=1961 H=1990",
    )
    facts = [
        *partner("B", "C"), *parent("B", "D", "E"), *partner("F", "G"), *parent("F", "H"),
    ]  # fmt: skip
    assert ruled(listed, facts=facts) == "AFGHBCED"


def test_a_childs_further_family_stands_last_by_generation() -> None:
    """R-09: 子の子 before 子の子の妻 before 子の子の子."""
    listed = entries(
        "A男 世帯主、H男 子の子の子、G女 子の子の妻、F男 子の子、E女 子の子、C男 子、D女 子の妻",
        born="F=1988 E=1992",
    )
    facts = [*partner("F", "G"), *parent("C", "E", "F"), *parent("F", "H")]
    assert ruled(listed, facts=facts) == "ACDFEGH"


def test_an_adopted_son_in_law_stands_beside_the_child_he_married() -> None:
    listed = entries(
        "A男 世帯主、D男 子（子の夫）、F男 子、C女 子、E男 子の子", born="E=1995 F=1975"
    )
    assert ruled(listed, facts=[*partner("C", "D"), *parent("C", "E")]) == "AFCDE"


@pytest.mark.proves("STD-5.2/m6")
def test_parents_and_grandparents_are_led_by_the_first_in_the_register() -> None:
    text = "A男 世帯主、B男 父、C女 母、D女 妹、E男 兄、F男 父の父、G女 父の母"
    born = "A=1970 B=1945 C=1940 D=1975 E=1968 F=1915 G=1920"
    assert ruled(entries(text, born=born)) == "ACBEDFG"
    assert ruled(entries(text, born=born, first="BG")) == "ABCEDGF"


@pytest.mark.proves("STD-5.2/m8")
def test_the_partners_side_goes_parents_siblings_grandparents() -> None:
    listed = entries(
        "A男 世帯主、E女 妻の母の母、D男 妻の弟、C男 妻の父、B女 妻、F女 妻の母、G男 妻の兄",
        born="A=1970 B=1972 C=1940 D=1980 E=1918 F=1942 G=1965",
    )
    assert ruled(listed) == "ABCFGDE"


@pytest.mark.proves("STD-5.2/m9", "STD-5.2/m10")
def test_relatives_families_go_by_generation_then_birth() -> None:
    listed = entries(
        "A男 世帯主、B男 弟、C女 弟の妻、D男 弟の子、E男 父の弟、F女 父の弟の妻、G男 姉の子、"
        "H女 姉",
        born="A=1970 B=1975 C=1960 D=2000 E=1976 F=1977 G=1990 H=1965",
    )
    # 姉・弟 stand in the third place; their families follow the uncle's, the elder sister's first.
    assert ruled(listed) == "AHBEFGCD"


@pytest.mark.proves("STD-5.2/m7", "STD-5.2/m9")
def test_unspecified_kin_gather_by_facts_before_cohabitants() -> None:
    listed = entries(
        "A男 世帯主、B男 同居人、C男 縁故者、D女 縁故者、E男 縁故者、F女 縁故者",
        born="A=1970 B=1930 C=1960 D=1950 E=1990 F=1961",
    )
    assert ruled(listed) == "ADCFEB"
    assert ruled(listed, facts=[*partner("C", "F"), *parent("F", "E")]) == "ADCFEB"
    assert ruled(listed, facts=[*partner("C", "E"), *parent("C", "F")]) == "ADCEFB"


@pytest.mark.proves("STD-5.2/m3", "STD-5.2/m11")
def test_twins_go_by_resident_number() -> None:
    text, born = "A男 世帯主、B女 子、C女 子", "B=2001 C=2001"
    assert ruled(entries(text, born=born, numbers="ABC")) == "ABC"
    assert ruled(entries(text, born=born, numbers="ACB")) == "ACB"


def test_partners_in_common_law_rank_as_partners() -> None:
    assert ruled(entries("A男 世帯主、C男 子、B女 妻（未届）")) == "ABC"


def test_blank_relationships_stand_last() -> None:
    assert ruled(entries("A男 世帯主、B女 、C男 同居人")) == "ACB"


@pytest.mark.proves("STD-5.2/m2")
def test_joining_members_go_to_the_end_by_the_rule_among_themselves() -> None:
    existing = entries("A男 世帯主、C男 子、B女 妻")
    coming = entries("G男 同居人、F男 父、D女 母", born="F=1915 D=1912")
    order = append_joining(existing, joining=coming)
    assert letters(order) == "ACBDFG"
    assert numbered(order)[key("D")] == 4


@pytest.mark.proves("STD-5.2/m1")
def test_any_order_may_be_kept_but_nobody_is_lost_or_doubled() -> None:
    order = order_by_rule(entries("A男 世帯主、B女 妻、C男 子"))
    assert letters(rearrange(order, wanted=order[::-1])) == "CBA"
    for wrong in (order[:2], (*order, order[0]), (*order[:2], key("D"))):
        with pytest.raises(Invalid) as refusal:
            rearrange(order, wanted=wrong)
        assert refusal.value.reason_code == "member_order_incomplete"


def test_gaps_close_and_notices_go_to_the_first_who_stays() -> None:
    order = order_by_rule(entries("A男 世帯主、B女 妻、C男 子"))
    assert numbered(close_gaps(order, leaving={key("B")})) == {key("A"): 1, key("C"): 2}
    assert notice_addressee(order, leaving={key("A")}) == key("B")
    assert notice_addressee(order, leaving=set(order)) is None
