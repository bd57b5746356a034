"""案内票: which counters a movement leads to, from what happened, the age of the day, and what the register knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from daicho.business.certificates.domain.guidance import AGES, COUNTERS, RULES, Ages, visits
from daicho.business.certificates.selectors.occasions import notices_of_case
from daicho.business.certificates.tests.conftest import words_of
from daicho.business.certificates.tests.notice_paper import lines_of, send
from daicho.business.movements.models import Case
from daicho.foundation.law_values import value_on
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import TOKYO
from daicho.kernel.uncertain_dates import BIRTH, LegalDate, read_legal_date
from daicho.registers.code_tables.tests.keeping import keep
from daicho.registers.residents.domain.case_acts import CaseAct, Effect
from daicho.registers.residents.domain.particulars import Kind, Particulars, Status

TODAY = date(2026, 11, 20)


def ages(day: date = TODAY) -> Ages:
    return Ages({code: int(value_on("ages", code, day).facts["years"]) for code in AGES}, day)


def somebody(born: date, **items: Any) -> Particulars:
    return Particulars(
        kind=Kind.JAPANESE,
        name="見本　太郎",
        birth_date=LegalDate.of_day(born),
        household_number="1",
        municipality_code="072010",
        address="福島市五老内町3番1号",
        **items,
    )


def act(reason: str, items: Particulars) -> CaseAct:
    removes = reason.startswith("removal")
    enters = reason.startswith("entry")
    effect = Effect(
        person=uuid4(),
        record=uuid4(),
        atena_number="1",
        status=Status.REMOVED if removes else Status.PRESENT,
        from_on=TODAY,
        before=None if enters else items,
        after=items,
    )
    return CaseAct(
        change=uuid4(),
        kind="",
        reason=reason,
        basis="届出",
        event_date=LegalDate.of_day(TODAY),
        event_on=TODAY,
        notified_on=TODAY,
        noticed_on=None,
        processed_at=datetime(2026, 11, 20, 9, tzinfo=TOKYO),
        effects=(effect,),
    )


def counters(
    reason: str,
    born: date,
    day: date = TODAY,
    **items: Any,  # Any: items by name
) -> set[str]:
    return {v.code for v in visits([act(reason, somebody(born, **items))], ages(day))}


IN, OUT, ABROAD, DIED, BORN = (
    "entry_domestic_move_in",
    "removal_domestic_move_out",
    "removal_overseas_move_out",
    "removal_death",
    "entry_birth",
)


@pytest.mark.parametrize(
    ("reason", "born", "items", "expected"),
    [
        (IN, date(1985, 4, 1), {}, {"health", "pension", "water"}),
        (IN, date(1985, 4, 1), {"card_status": "交付済"}, {"health", "pension", "card", "water"}),
        (IN, date(1950, 4, 1), {}, {"late_elderly", "care", "water"}),
        (IN, date(1958, 4, 1), {}, {"health", "care", "water"}),
        (
            IN,
            date(2016, 4, 2),
            {},
            {"health", "child_allowance", "child_medical", "school", "water"},
        ),
        (BORN, TODAY, {}, {"health", "child_allowance", "child_medical", "card"}),
        (OUT, date(1985, 4, 1), {}, {"water"}),
        (OUT, date(1985, 4, 1), {"nhi_insured": True}, {"health", "water"}),
        (ABROAD, date(1985, 4, 1), {}, {"pension", "water"}),
        (DIED, date(1950, 4, 1), {"pension_insured": True}, {"late_elderly", "care", "pension"}),
        (DIED, date(1985, 4, 1), {}, set()),
        ("household_split", date(1985, 4, 1), {"nhi_insured": True}, {"health"}),
        ("household_split", date(1985, 4, 1), {}, set()),
        ("correction_error", date(1985, 4, 1), {"nhi_insured": True}, set()),
    ],
)
def test_who_goes_where(reason: str, born: date, items: dict[str, Any], expected: set[str]) -> None:
    assert counters(reason, born, **items) == expected


@pytest.mark.parametrize(
    ("code", "born", "first"),
    [
        # On the eve of a birthday an age is reached.
        ("late_elderly", date(1951, 11, 21), date(2026, 11, 20)),
        ("care", date(1961, 11, 21), date(2026, 11, 20)),
        ("pension", date(2006, 11, 21), date(2026, 11, 20)),
        # Born on 1 April they go to school a year before those born on 2 April.
        ("school", date(2020, 4, 1), date(2026, 4, 1)),
        ("school", date(2020, 4, 2), date(2027, 4, 1)),
    ],
)
def test_an_age_begins_on_its_day(code: str, born: date, first: date) -> None:
    eve = date.fromordinal(first.toordinal() - 1)
    assert code in counters(IN, born, first)
    assert code not in counters(IN, born, eve)


@pytest.mark.parametrize(
    ("code", "born", "last"),
    [
        ("pension", date(1966, 11, 22), date(2026, 11, 20)),
        ("school", date(2011, 4, 1), date(2026, 3, 31)),
        ("school", date(2011, 4, 2), date(2027, 3, 31)),
        ("child_allowance", date(2008, 4, 1), date(2026, 3, 31)),
        ("child_allowance", date(2008, 4, 2), date(2027, 3, 31)),
    ],
)
def test_an_age_ends_on_its_day(code: str, born: date, last: date) -> None:
    after = date.fromordinal(last.toordinal() + 1)
    assert code in counters(IN, born, last)
    assert code not in counters(IN, born, after)


def test_the_law_of_the_day_counts() -> None:
    """児童手当 ended with 中学校 until October 2024."""
    born = date(2008, 9, 1)
    assert "child_allowance" not in counters(IN, born, date(2024, 9, 30))
    assert "child_allowance" in counters(IN, born, date(2024, 10, 1))


def test_an_unknown_birth_leads_nowhere_by_age() -> None:
    unknown = replace(
        somebody(TODAY), birth_date=read_legal_date("S60", rule=BIRTH, today=TODAY, field="birth")
    )
    found = {v.code for v in visits([act(IN, unknown)], ages())}
    assert found == {"health", "water"}


def test_every_counter_of_the_table_has_a_rule() -> None:
    assert list(RULES) == [code for code, _ in COUNTERS]


@pytest.mark.django_db
@pytest.mark.usefixtures("today", "certifier")
def test_the_slip_waits_on_the_case_with_the_counters_of_the_town(
    desk_clerk: Access, family: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert family
    monkeypatch.setattr("daicho.registers.code_tables.ports.counters", lambda: COUNTERS)
    case = Case.objects.get(kind="move_in").key
    keeper = system_access(Purpose.ADMINISTRATION, job="test")
    place = {
        "name": "保険年金課",
        "place": "1階 5番",
        "phone": "024-000-0001",
        "bring": "資格喪失証明書",
    }
    keep(keeper, "counters", "health", place)
    line = lines_of(desk_clerk, case)["guidance_slip"]
    assert not line.in_flow
    assert line.detail[0].startswith("国民健康保険（保険年金課　1階 5番）: 見本　太郎、見本　花子")
    (shown,) = [x for x in notices_of_case(desk_clerk, case) if x.kind == "guidance_slip"]
    assert shown.detail == line.detail
    text = words_of(desk_clerk, send(desk_clerk, case, "guidance_slip"))
    for words in (
        "案内票",
        "国民健康保険",
        "保険年金課",
        "1階5番",
        "持ち物資格喪失証明書",
        "転入する学校の指定",
    ):
        assert words in text
