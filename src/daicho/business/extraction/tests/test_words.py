"""Words (式): what is printed reads as the same query again; what cannot be read is told with its place."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import sources
from daicho.business.extraction.domain.checking import query_problems
from daicho.business.extraction.domain.naming import item_names
from daicho.business.extraction.domain.reading import read_cond, read_expr
from daicho.business.extraction.domain.stored import from_stored, stored
from daicho.business.extraction.domain.whole import read_query
from daicho.business.extraction.domain.words import cond_words, query_words
from daicho.business.extraction.tests.wishes import queries
from daicho.kernel.errors import Invalid, Problem

EVERY = st.sampled_from(("residents", "issues", "trail")).flatmap(queries)
MANY = settings(max_examples=60)


@pytest.mark.proves("STD-10.1/m5")
@MANY
@given(EVERY)
def test_what_is_printed_reads_as_the_same_query(query: q.Query) -> None:
    assert read_query(query_words(query)) == query


@MANY
@given(EVERY)
def test_what_is_stored_is_the_same_query(query: q.Query) -> None:
    assert from_stored(json.loads(json.dumps(stored(query)))) == query


@MANY
@given(EVERY)
def test_what_makes_sense_is_accepted(query: q.Query) -> None:
    assert query_problems(query) == []


@MANY
@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    told: tuple[Problem, ...] = ()
    try:
        read_query(text)
        read_cond(text, "residents")
    except Invalid as error:
        told = error.problems
    assert all(problem.what and problem.remedy for problem in told)


@pytest.mark.parametrize("source", sources())
def test_every_item_is_read_by_its_name(source: str) -> None:
    for name, code in item_names(source).items():
        assert read_expr(name, source) == q.Item(code)
    for relation in sources()[source].relations:
        for name, code in item_names(source, relation.code).items():
            found = read_cond(f"件数({relation.label}, {name} 空欄) = 0", source)
            assert isinstance(found, q.Related)
            assert found.where == q.Blank(q.Item(code))


@pytest.mark.proves("STD-10.1/m5")
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("年齢 ≧ 65", q.Compare(q.Op.GE, q.Item("age"), q.Number(65))),
        ("年齢>=６５", q.Compare(q.Op.GE, q.Item("age"), q.Number(65))),
        ("性別＝「女」", q.Compare(q.Op.EQ, q.Item("sex"), q.Text("女"))),
        (
            "氏名（漢字）含む「王」",
            q.Match(q.How.CONTAINS, q.Item("name_kanji"), "王"),
        ),
        (
            "生年月日 < 昭和20年4月1日",
            q.Compare(q.Op.LT, q.Item("birth_date"), q.Day(date(1945, 4, 1))),
        ),
        (
            "件数(交付履歴, 交付日 ≧ 前月初 かつ 交付日 ≦ 前月末) ≧ 3",
            q.Related(
                "issues",
                q.All(
                    (
                        q.Compare(q.Op.GE, q.Item("issued_on"), q.DayWord("前月初")),
                        q.Compare(q.Op.LE, q.Item("issued_on"), q.DayWord("前月末")),
                    )
                ),
                q.Op.GE,
                3,
            ),
        ),
        (
            "年齢 < 6 または 年齢 ≧ 75 かつ でない(旧氏 空欄)",
            q.Any(
                (
                    q.Compare(q.Op.LT, q.Item("age"), q.Number(6)),
                    q.All(
                        (
                            q.Compare(q.Op.GE, q.Item("age"), q.Number(75)),
                            q.Not(q.Blank(q.Item("former_surname"))),
                        )
                    ),
                )
            ),
        ),
    ],
)
def test_people_write_it_in_their_own_way(text: str, meant: q.Cond) -> None:
    found = read_cond(text, "residents")
    assert found == meant
    assert read_cond(cond_words(meant, "residents"), "residents") == meant


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("年れい ≧ 65", "「年れい」を読み取れません（1文字目）"),
        ("年齢 ≧", "途中で終わっています"),
        ("年齢", "「年齢」は条件ではありません"),
        ("年齢 ≧ 65 かつ", "途中で終わっています"),
        ("件数(手数料) ≧ 1", "件数を数えるものがありません"),
        ("交付日 ≧ 前月初", "「交付日」という項目は、データ「住民票」にありません"),
        ('左(氏名) = "見"', "「左」に渡すものの数が違います"),
        ("生年月日 = 2025-02-30", "暦にない日付"),
        ("(" * 40 + "年齢 = 1" + ")" * 40, "括弧が深すぎます"),
        ("氏名 = 見本", "「見本」を読み取れません"),
        ("SELECT 1", "「SELECT」を読み取れません"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, told: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_cond(text, "residents")
    assert told in caught.value.problems[0].what


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("氏名 ≧ 65", "文字と数を比べています"),
        ("成年被後見人 > はい", "大小は比べられません"),
        ('個人番号 = "123456789018"', "番号を条件にすることはできません"),
        ('年齢 含む "6"', "「年齢」は数です"),
        ("時(生年月日) = 3", "型が「日時」の項目だけです"),
        ('氏名 = "見\t本"', "制御"),
    ],
)
def test_what_makes_no_sense_is_told(text: str, told: str) -> None:
    query = q.Query(columns=(q.Column(q.Item("name")),), where=read_cond(text, "residents"))
    assert any(told in problem.what for problem in query_problems(query)), query_problems(query)


def test_a_query_of_nothing_is_no_query() -> None:
    assert "出す項目がありません。" in [p.what for p in query_problems(q.Query())]


@pytest.mark.parametrize("kept", [None, {}, {"version": 2}, {"version": 1, "query": {"is": "os"}}])
def test_what_was_not_stored_is_not_read(kept: object) -> None:
    with pytest.raises(ValueError, match="query"):
        from_stored(kept)
