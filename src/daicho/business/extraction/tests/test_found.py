"""Found (見つかる人): the compiled query finds exactly whom a plain reckoning finds; no word of a user's is ever SQL."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings

from daicho.business.certificates.models import Issue
from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.catalogue import items_of, sources
from daicho.business.extraction.domain.days import settled
from daicho.business.extraction.domain.functions import FUNCTIONS
from daicho.business.extraction.domain.items import Kind
from daicho.business.extraction.selectors.running import all_rows, few_rows
from daicho.business.extraction.selectors.statement import (
    Shield,
    count_statement,
    rows_statement,
)
from daicho.business.extraction.tests.evaluating import World, known
from daicho.business.extraction.tests.wishes import WORDS, conds, queries
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Sex
from daicho.registers.residents.tests.factories import change, enter, foreigner, make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TODAY = date(2026, 11, 20)
NOBODY = Shield()
SOME = settings(max_examples=80)
"""Shapes of conditions; the town below does not change while they are tried."""


def town() -> World:
    head = make_resident(name="見本　太郎")
    home = head.items.household_number
    make_resident(
        name="見本　花子", sex=Sex.FEMALE, relationship_to_head="妻", household_number=home,
        head_name="見本　太郎", birth_date=LegalDate.of_day(date(1990, 2, 28)),
    )  # fmt: skip
    make_resident(
        name="𠮷田　三", birth_date=LegalDate.of_day(date(2024, 2, 29)), household_number=home,
        relationship_to_head="子", head_name="見本　太郎", former_surname="架空",
        nhi_insured=True, remarks="試験",
    )  # fmt: skip
    moved = make_resident(
        name="転居　する", birth_date=LegalDate.decode("S20.5|和|day_unknown|1945-05-31")
    )
    change(moved, on=date(2024, 6, 1), address="架空町1番地", banchi="1")
    enter(foreigner(residence_until=date(2027, 3, 31)))
    return World(TODAY, known(), list(Issue.objects.all()))


@pytest.mark.proves("STD-10.1/m4")
def test_the_statement_finds_whom_a_plain_reckoning_finds() -> None:
    world = town()

    @SOME
    @given(conds())
    def compared(cond: q.Cond) -> None:
        check_found(world, cond)

    compared()


def check_found(world: World, cond: q.Cond) -> None:
    """Both find the same rows, of a day and of the whole history."""
    for history in (False, True):
        query = settled(
            q.Query(
                columns=(q.Column(q.Item("atena_number")), q.Column(q.Item("history_number"))),
                where=cond,
                history=history,
                people=q.People.ALL,
            ),
            TODAY,
        )
        wanted = [(v.person.atena_number, v.history_number) for v in world.found(query)]
        with transaction.atomic():
            rows = few_rows(rows_statement(query, NOBODY))
            counted = few_rows(count_statement(query, NOBODY))
        assert sorted((row[1], row[2]) for row in rows) == sorted(wanted), cond
        assert counted == [(len(wanted), len({number for number, _ in wanted}))], cond


COMPARED: tuple[tuple[str, tuple[q.Literal, ...]], ...] = (
    ("former_surname", (q.Text("架空"), q.Text(""))),
    ("sex", (q.Text("女"), q.Text("男"))),
    ("member_order", (q.Number(1), q.Number(0))),
    ("age", (q.Number(41), q.Number(2))),
    ("residence_until", (q.Day(date(2027, 3, 31)), q.TODAY)),
    ("birth_date", (q.Day(date(1990, 2, 28)), q.Day(date(1945, 5, 31)))),
    ("valid_until", (q.Day(date(2024, 6, 1)), q.TODAY)),
)


@pytest.mark.proves("STD-10.1/m4")
def test_every_comparison_with_blanks_and_without() -> None:
    world = town()
    for code, values in COMPARED:
        check_found(world, q.Blank(q.Item(code)))
        check_found(world, q.Among(q.Item(code), values))
        for op in q.Op:
            for value in values:
                check_found(world, q.Compare(op, q.Item(code), value))
    for op in (q.Op.EQ, q.Op.NE):
        check_found(world, q.Compare(op, q.Item("nhi_insured"), q.Flag(True)))
    for how in q.How:
        for text in ("見本", "三", "太郎"):
            check_found(world, q.Match(how, q.Item("name"), text))


@pytest.mark.proves("STD-10.1/m4")
def test_every_function_over_every_item_of_its_kind() -> None:
    world = town()
    literal: dict[Kind, q.Literal] = {
        Kind.TEXT: q.Text("見本"),
        Kind.NUMBER: q.Number(2),
        Kind.DAY: q.TODAY,
    }
    for function in FUNCTIONS.values():
        for item in items_of("residents"):
            if item.type.kind is not function.takes[0] or function.raw not in (None, item.type):
                continue
            others = [literal[kind] for kind in function.takes[1:]]
            call = q.Call(function.name, (q.Item(item.code), *others))
            value: q.Literal = (
                q.Flag(True) if function.gives is Kind.FLAG else literal[function.gives]
            )
            check_found(world, q.Compare(q.Op.NE, call, value))
    for by in q.Reckoning:
        for number in (0, 7):
            reckoned = q.Reckoned(by, q.Item("age"), q.Number(number))
            check_found(world, q.Compare(q.Op.GT, reckoned, q.Number(5)))


@pytest.mark.proves("STD-10.1/m4")
@pytest.mark.parametrize("source", ["residents", "issues", "trail"])
def test_every_query_that_makes_sense_runs(source: str) -> None:
    town()

    @settings(max_examples=25)
    @given(queries(source))
    def ran(query: q.Query) -> None:
        with transaction.atomic():
            list(all_rows(rows_statement(settled(query, TODAY), NOBODY)))

    ran()


def test_no_word_of_a_user_is_ever_part_of_the_statement() -> None:
    def reworded(value: Any) -> Any:
        match value:
            case q.Text(_):
                return q.Text("ほかの言葉")
            case q.Match(how, left, _):
                return q.Match(how, reworded(left), "ほかの言葉")
            case tuple():
                return tuple(reworded(one) for one in value)
        if hasattr(value, "__dataclass_fields__"):
            given_ = {n: reworded(getattr(value, n)) for n in value.__dataclass_fields__}
            return type(value)(**given_)
        return value

    @SOME
    @given(queries("residents"))
    def same(query: q.Query) -> None:
        one, other = settled(query, TODAY), reworded(settled(query, TODAY))
        first, second = rows_statement(one, NOBODY), rows_statement(other, NOBODY)
        assert first.sql == second.sql
        assert not any(word in first.sql for word in WORDS if "DROP" in word or "架空町" in word)

    same()


@pytest.mark.proves("STD-10.1/m1", "STD-10.1/m2", "STD-10.1/m3")
@pytest.mark.parametrize("source", ["residents", "issues", "trail"])
def test_every_item_can_be_shown_and_asked_about(source: str) -> None:
    town()
    for relation in ("", *(each.code for each in sources()[source].relations)):
        for item in items_of(source, relation):
            of = q.Item(item.code)
            blank: q.Cond = q.Not(q.Blank(of))
            where = q.Related(relation, blank, q.Op.GE, 0) if relation else blank
            shown = q.Item(items_of(source)[0].code) if relation else of
            query = settled(q.Query(source=source, columns=(q.Column(shown),), where=where), TODAY)
            with transaction.atomic():
                few_rows(rows_statement(query, NOBODY))
            if item.type.kind is Kind.SECRET:
                assert not relation


def test_a_group_is_totalled() -> None:
    world = town()
    query = q.Query(
        columns=(q.Column(q.Item("sex")),),
        measures=(q.Measure(q.Total.ROWS), q.Measure(q.Total.PERSONS), q.Measure(q.Total.SUM, q.Item("age"))),
        sort=(q.Sort(q.Item("sex"), descending=True),),
    )  # fmt: skip
    query = settled(query, TODAY)
    rows = few_rows(rows_statement(query, NOBODY))
    wanted: dict[str, list[int]] = {}
    for version in world.found(query):
        wanted.setdefault(Sex(version.sex).label, []).append(world.age(version) or 0)
    assert {row[1]: tuple(map(int, row[2:])) for row in rows} == {
        sex: (len(ages), len(ages), sum(ages)) for sex, ages in wanted.items()
    }
    assert [row[1] for row in rows] == ["男", "女"]
