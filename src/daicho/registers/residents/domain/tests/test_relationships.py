"""The words of relationship (STD-1.1.11)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.relationships import (
    UNCHAINABLE,
    Atom,
    Rank,
    Relationship,
    parse_relationship,
)

CHAINABLE = sorted(set(Atom) - UNCHAINABLE)
relationships = st.one_of(
    st.sampled_from(sorted(UNCHAINABLE)).map(lambda atom: Relationship((atom,))),
    st.lists(st.sampled_from(CHAINABLE), min_size=1, max_size=4).map(
        lambda atoms: Relationship(tuple(atoms))
    ),
)


def refusal(text: str) -> Invalid:
    with pytest.raises(Invalid) as caught:
        parse_relationship(text, field="persons.0.relationship")
    return caught.value


@pytest.mark.proves("STD-1.1.11/m1", "STD-1.1.11/m2")
@given(relationships)
def test_every_lawful_relationship_reads_back(relationship: Relationship) -> None:
    assert parse_relationship(str(relationship), field="relationship") == relationship


@pytest.mark.proves("STD-1.1.11/m1", "STD-1.1.11/m3")
@pytest.mark.parametrize("atom", list(Atom))
def test_every_word_stands_alone(atom: Atom) -> None:
    assert parse_relationship(atom.value, field="relationship").parts == (atom,)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("妻(未届)", "妻（未届）"),
        ("夫（未届け）", "夫（未届）"),
        (" 子 の 妻　", "子の妻"),
        ("子(子の夫)の子", "子（子の夫）の子"),
    ],
)
def test_width_and_spaces_are_forgiven(written: str, read: str) -> None:
    assert str(parse_relationship(written, field="relationship")) == read


def test_the_no_in_brackets_is_no_joint() -> None:
    assert len(parse_relationship("子（子の夫）の子の子の子", field="relationship").parts) == 4


@pytest.mark.proves("STD-1.1.11/n1")
@pytest.mark.parametrize(
    ("written", "lawful"),
    [
        ("孫", "「子の子」"),
        ("孫の妻", "「子の子の妻」"),
        ("祖父", "「父の父」または「母の父」"),
        ("祖母", "「父の母」または「母の母」"),
        ("おじ", "「父の兄」または「父の弟」または「母の兄」または「母の弟」"),
        ("おば", "「父の姉」または「父の妹」または「母の姉」または「母の妹」"),
        ("甥", "「兄の子」または「姉の子」または「弟の子」または「妹の子」"),
        ("姪", "「兄の子」または「姉の子」または「弟の子」または「妹の子」"),
        ("家事使用人", "「同居人」"),
        ("準世帯主", "「同居人」"),
        ("準世帯主の妻", "「同居人」"),
        ("長男", "「子」"),
        ("二女の夫", "「子の夫」"),
        ("養子", "「子」"),
        ("事実上の養子", "「縁故者」"),
        ("内縁の妻の子", "「妻（未届）の子」"),
        ("玄孫の子", "「縁故者」"),
    ],
)
def test_words_outside_the_system_name_the_lawful_one(written: str, lawful: str) -> None:
    refused = refusal(written)
    assert refused.reason_code == "relationship_not_in_system"
    assert refused.problems[0].field == "persons.0.relationship"
    assert refused.problems[0].remedy == f"{lawful}と入力してください。"


@pytest.mark.proves("STD-1.1.11/m5")
def test_five_words_are_led_to_unspecified_kin() -> None:
    refused = refusal("子の子の子の子の子")
    assert refused.reason_code == "relationship_over_4"
    assert "「縁故者」" in refused.problems[0].remedy


@pytest.mark.parametrize(
    ("written", "lawful"),
    [("縁故者の子", "縁故者"), ("同居人の妻", "同居人"), ("世帯主の妻", "妻")],
)
def test_some_words_are_never_chained(written: str, lawful: str) -> None:
    refused = refusal(written)
    assert refused.reason_code == "relationship_not_chainable"
    assert f"「{lawful}」" in refused.problems[0].remedy


def test_blank_and_nonsense_are_refused_with_a_way_out() -> None:
    assert refusal(" 　").reason_code == "relationship_blank"
    assert "同居人" in refusal("となりの人").problems[0].remedy


@given(st.text(alphabet="子妻夫父母兄弟の（）未届孫長男祖", max_size=12))
def test_any_text_is_read_or_refused_with_lawful_words(text: str) -> None:
    try:
        assert str(parse_relationship(text, field="relationship"))
    except Invalid as refused:
        problem = refused.problems[0]
        assert problem.what
        assert problem.remedy


@pytest.mark.parametrize(
    ("text", "rank", "generation"),
    [
        ("世帯主", Rank.HEAD, 0),
        ("夫（未届）", Rank.PARTNER, 0),
        ("子", Rank.CHILD, 1),
        ("子（子の夫）", Rank.CHILD_FAMILY, 1),
        ("子の子の妻", Rank.CHILD_FAMILY, 2),
        ("子の妻の父", Rank.RELATIVE, 0),
        ("母", Rank.PARENT, -1),
        ("妹", Rank.SIBLING, 0),
        ("母の父", Rank.GRANDPARENT, -2),
        ("父の父の父", Rank.RELATIVE, -3),
        ("妻の子", Rank.RELATIVE, 1),
        ("縁故者", Rank.KIN_UNSPECIFIED, 0),
    ],
)
def test_rank_and_generation(text: str, rank: Rank, generation: int) -> None:
    relationship = parse_relationship(text, field="relationship")
    assert (relationship.rank, relationship.generation) == (rank, generation)
