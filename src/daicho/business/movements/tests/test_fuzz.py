"""Whatever is typed (でたらめな入力): a plan, or problems in words; never a crash."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daicho.business.movements.commands.save_draft import seal_numbers
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.planning import preview_case
from daicho.business.movements.domain.sheet import Input, Selects
from daicho.business.movements.domain.summary import facts_of
from daicho.business.movements.domain.world import Town, World
from daicho.business.movements.web.payloads import names_of
from daicho.kernel.errors import DaichoError
from daicho.kernel.periods import ClosingCalendar
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Kind, Particulars, Removal, Sex, Status
from daicho.registers.residents.domain.segments import Holding, Stretch

TODAY = date(2026, 11, 20)
PEOPLE = [UUID(int=n) for n in range(1, 5)]
HOUSEHOLDS = ("0000000019", "0000000027")
RELATIONS = ("世帯主", "妻", "子", "子の子", "父", "同居人", "縁故者", "夫（未届）", "")
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "on",
            "new",
            "existing",
            "japanese",
            "foreign",
            "domestic_certificate",
            "overseas",
            "male",
            "mid_long_term",
            "R8.11.1",
            "令和8年11月1日",
            "昭和20年 月日不詳",
            "年月日不詳",
            "2026-12-01",
            "S64.1.8",
            "9999-99-99",
            "見本　太郎",
            "葛\U000e0102城　太郎",
            "ミホン　タロウ",
            "066000",
            "五老内町",
            "3-1",
            "123456789018",
            "1" * 500,
            "\u0000",
            "\U000e0100",
            "孫",
            *RELATIONS,
            *HOUSEHOLDS,
            *(str(p) for p in PEOPLE),
        ]
    ),
)


def held(number: int, **more: Any) -> Holding:
    """Somebody of the small world."""
    since = LegalDate.of_day(date(2020, 4, 1))
    items = Particulars(
        kind=Kind.JAPANESE,
        name=f"見本　{number}",
        birth_date=LegalDate.of_day(date(1960 + number * 10, 1, 1)),
        sex=Sex.MALE if number % 2 else Sex.FEMALE,
        household_number=HOUSEHOLDS[number // 4],
        head_name="見本　1",
        relationship_to_head=RELATIONS[number - 1] if number < 4 else "世帯主",
        member_order=number,
        domicile="架空",
        family_register_head="見本　1",
        municipality_code="072010",
        town_code="066000",
        town="五老内町",
        banchi="3-1",
        address="福島市五老内町3-1",
        resident_since=since,
        address_since=since,
        removal=more.get("removal", Removal.NONE),
    )
    return Holding(
        version=UUID(int=100 + number),
        record=UUID(int=200 + number),
        person=PEOPLE[number - 1],
        atena_number=f"000000000{number}",
        history_number=1,
        change=UUID(int=300),
        status=more.get("status", Status.PRESENT),
        valid=Stretch(date(2020, 4, 1), None),
        particulars=items,
    )


WORLD = World(
    today=TODAY,
    calendar=ClosingCalendar(),
    town=Town("072010", "福島市", "福島県"),
    holdings=(
        held(1),
        held(2),
        held(3, status=Status.REMOVED, removal=Removal.MOVED_OUT),
        held(4),
    ),
)


@st.composite
def papers(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A kind, and a paper that fills any of its fields with anything."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    sheet = KINDS[kind].sheet
    names = sorted(names_of(sheet.sections))
    if sheet.persons:
        names += [f"persons.{n}.{f}" for n in (0, 1) for f in sorted(names_of(sheet.persons))]
        names.append("persons.0.returning")
    if sheet.selects is not Selects.NOBODY:
        names += ["household", "new_head"]
        names += [f"{part}.{p}" for part in ("selected", "relationship") for p in PEOPLE]
    chosen = draw(st.lists(st.sampled_from(names), max_size=25, unique=True))
    return kind, {name: draw(WORDS) for name in chosen}


def check(paper: tuple[str, dict[str, str]]) -> None:
    """A plan without errors, or problems that say something."""
    kind, payload = paper
    plan, problems = preview_case(KINDS[kind], payload, WORLD)
    facts_of(payload, today=TODAY)
    if not any(p.is_error for p in problems):
        assert plan is not None
    for problem in problems:
        assert problem.what, problem
        assert problem.why, problem
        assert problem.remedy, problem
    with suppress(DaichoError):
        seal_numbers(payload)


@pytest.mark.proves("STD-11.1/m4")
@given(papers())
@settings(max_examples=300)
def test_anything_may_be_typed(paper: tuple[str, dict[str, str]]) -> None:
    check(paper)


@pytest.mark.long
@given(papers())
@settings(max_examples=50_000)
def test_anything_may_be_typed_for_an_hour(paper: tuple[str, dict[str, str]]) -> None:
    check(paper)


def test_every_kind_has_a_form() -> None:
    for kind in KINDS.values():
        assert kind.sheet.sections
        inputs = {spec.input for section in kind.sheet.sections for spec in section.fields}
        assert Input.DATE in inputs
