"""Population tables: known numbers of three districts, uncertain births, planned removals, both times."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from daicho.business.statistics.domain.wish import Wish
from daicho.business.statistics.selectors.reports import Report, make_report
from daicho.foundation.audit.models import Entry
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Invalid, Missing, Refused
from daicho.kernel.periods import age_on
from daicho.kernel.uncertain_dates import BIRTH, LegalDate, read_legal_date
from daicho.registers.code_tables.tests.keeping import district
from daicho.registers.residents.domain.particulars import ResidenceCategory, Sex
from daicho.registers.residents.models import Version
from daicho.registers.residents.public import record_on
from daicho.registers.residents.tests.factories import (
    Resident,
    enter,
    foreigner,
    make_resident,
    remove,
)

TODAY = date(2026, 11, 20)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def made(access: Access, report: str, *, on: date = TODAY, **wish: Any) -> Report:
    """A report with every small number shown."""
    since = wish.pop("since", on.replace(day=1))
    return make_report(access, Wish(report, on, since, **{"exact": True, **wish}))


def member(of: Resident, **items: Any) -> Resident:
    number = of.items.household_number
    shared = {"household_number": number, "relationship_to_head": "子", "member_order": 2}
    return enter(replace(of.items, **{**shared, **items}))


class TestAreas:
    @pytest.fixture
    def town(self, clerk: Access) -> None:
        """Three districts: of one whole 町字, and of the lots below and above 100 of another."""
        keeper = replace(clerk, duties=frozenset({Duty.ADMINISTER}), purpose=Purpose.ADMINISTRATION)
        district(keeper, "districts", "001-1", "中央地区", "066000")
        district(keeper, "districts", "002-1", "東地区", "001000", "", "99番")
        district(keeper, "districts", "003-1", "西地区", "001000", "100番", "")
        for count, town, lot in ((3, "066000", 1), (2, "001000", 5), (4, "001000", 120)):
            for at in range(count):
                head = make_resident(town_code=town, banchi=f"{lot + at}番地")
                if at == 0:
                    member(head, birth_date=LegalDate.of_day(date(2015, 6, 3)))

    @pytest.mark.proves("REG-083")
    @pytest.mark.usefixtures("town")
    def test_three_districts_and_the_register_agree(self, reporting: Access) -> None:
        (table,) = made(reporting, "area", level="districts").tables
        by_name = {r.label: table.value(r.code, "all") for r in table.rows}
        assert by_name == {"計": 12, "中央地区": 4, "東地区": 3, "西地区": 5}
        homes = {r.label: table.value(r.code, "households") for r in table.rows}
        assert homes == {"計": 9, "中央地区": 3, "東地区": 2, "西地区": 4}
        assert Version.objects.filter(status="present", recorded__endswith=None).count() == 12
        assert [(c.one, c.other) for c in table.checks] == [(12, 12), (9, 9)]
        (ages,) = made(reporting, "area_age", level="districts", bands="three").tables
        young = {r.label: ages.value(r.code, "young") for r in ages.rows}
        assert young == {"計": 3, "中央地区": 1, "東地区": 1, "西地区": 1}

    def test_a_lot_of_no_district_is_counted_apart(self, reporting: Access) -> None:
        make_resident(town_code="002000", banchi="1番地")
        (table,) = made(reporting, "area", level="polling_districts").tables
        assert {r.label: table.value(r.code, "all") for r in table.rows} == {
            "計": 1,
            "投票区の定めのない所": 1,
        }

    def test_households_by_whose_they_are(self, reporting: Access) -> None:
        head = make_resident()
        member(head, kind="foreign", nationality="架空国", sex=Sex.FEMALE)
        enter(foreigner())
        make_resident()
        (table,) = made(reporting, "area").tables
        cells = ("households", "of_japanese", "of_foreigners", "of_both")
        assert [table.value("total", c) for c in cells] == [3, 1, 1, 1]


class TestDays:
    @pytest.mark.proves("STD-6.1/m4")
    def test_who_is_to_move_out_counts_until_the_planned_day(self, reporting: Access) -> None:
        remove(make_resident(), on=date(2026, 1, 2))
        remove(make_resident(), on=date(2025, 12, 31))
        (table,) = made(reporting, "age", on=date(2026, 1, 1)).tables
        assert table.value("total", "all") == 1
        (later,) = made(reporting, "age", on=date(2026, 1, 2)).tables
        assert later.value("total", "all") == 0

    @pytest.mark.proves("REG-074")
    def test_an_uncertain_birth_counts_by_its_year(self, reporting: Access) -> None:
        born = read_legal_date("1950年3月 日不詳", field="birth", rule=BIRTH, today=TODAY)
        who = make_resident(birth_date=born)
        shown = record_on(who.record, TODAY)
        assert shown is not None
        assert shown.particulars.birth_date.display() == "昭和25年3月 日不詳"
        ages = {}
        for day in (date(2026, 3, 30), date(2026, 3, 31), TODAY):
            (table,) = made(reporting, "age", on=day, bands="single").tables
            ages[day] = [r.label for r in table.rows if table.value(r.code, "all") == 1]
            assert "生年月日に不詳のある人は" in table.notes[0]
        assert ages == {
            date(2026, 3, 30): ["計", "75歳"],
            date(2026, 3, 31): ["計", "76歳"],
            TODAY: ["計", "76歳"],
        }

    def test_an_unknown_year_is_an_unknown_age(self, reporting: Access) -> None:
        make_resident(
            birth_date=read_legal_date("年月日不詳", field="birth", rule=BIRTH, today=TODAY)
        )
        (table,) = made(reporting, "age", bands="three").tables
        assert table.value("unknown", "all") == 1
        assert table.value("total", "all") == 1

    @pytest.mark.parametrize("day", [date(2023, 2, 28), date(2023, 3, 1), date(2024, 2, 29), TODAY])
    def test_ages_are_those_of_the_kernel(self, reporting: Access, day: date) -> None:
        births = [date(2000, 2, 29), date(2000, 3, 1), date(1999, 2, 28), day.replace(year=1920)]
        for birth in births:
            make_resident(birth_date=LegalDate.of_day(birth), since=birth)
        (table,) = made(reporting, "age", on=day, bands="single").tables
        counted = {r.label: table.value(r.code, "all") for r in table.rows[1:]}
        expected = Counter(age_on(LegalDate.of_day(b), on=day) or 0 for b in births)
        assert {label: n for label, n in counted.items() if n} == {
            ("100歳以上" if age >= 100 else f"{age}歳"): n for age, n in expected.items()
        }

    def test_what_was_known_then_and_what_is_known_now(self, reporting: Access) -> None:
        make_resident(since=date(2026, 11, 1))
        assert made(reporting, "age").tables[0].value("total", "all") == 1
        before = made(reporting, "age", known_on=date(2026, 11, 1)).tables[0]
        assert before.value("total", "all") == 0


class TestForeigners:
    def test_by_nationality_and_by_status(self, reporting: Access) -> None:
        for nationality, status in (
            ("見本国", "技能実習"),
            ("架空国", "永住者"),
            ("架空国", "留学"),
        ):
            enter(
                foreigner(
                    nationality=nationality,
                    residence_status=status,
                    residence_category=ResidenceCategory.MID_LONG_TERM,
                )
            )
        enter(
            foreigner(
                nationality="架空国",
                residence_status="",
                residence_category=ResidenceCategory.SPECIAL_PERMANENT,
            )
        )
        make_resident()
        (table,) = made(reporting, "nationality").tables
        assert [(r.label, table.value(r.code, "foreign")) for r in table.rows] == [
            ("計", 4),
            ("架空国", 3),
            ("見本国", 1),
        ]
        (statuses,) = made(reporting, "status").tables
        assert {r.label.strip(): statuses.value(r.code, "foreign") for r in statuses.rows} == {
            "計": 4,
            "中長期在留者": 3,
            "技能実習": 1,
            "永住者": 1,
            "留学": 1,
            "特別永住者": 1,
        }
        assert [(c.one, c.other) for c in statuses.checks] == [(4, 4)]


class TestActs:
    def test_one_table_is_one_entry_that_names_nobody(self, counting: Access) -> None:
        make_resident()
        made(counting, "area", exact=False)
        entry = Entry.objects.get()
        assert (entry.kind, entry.outcome) == ("statistics.made", "done")
        assert "地区別人口・世帯数" in entry.body
        assert entry.subjects == []

    def test_who_may_not(self, clerk: Access, counting: Access, auditor: Access) -> None:
        with pytest.raises(Refused):
            made(auditor, "area", exact=False)
        with pytest.raises(Refused):
            made(clerk, "area", exact=False)
        with pytest.raises(Refused):
            made(counting, "area", exact=True)
        with pytest.raises(Refused):
            made(counting, "annual", exact=False)
        with pytest.raises(Missing):
            made(counting, "nothing", exact=False)

    @pytest.mark.parametrize(
        ("report", "wish", "field"),
        [
            ("area", {"on": date(2026, 11, 21)}, "as_of"),
            ("area", {"on": date(1900, 1, 1)}, "as_of"),
            ("area", {"level": "?"}, "level"),
            ("area", {"known_on": date(2026, 12, 1)}, "known_on"),
            ("age", {"bands": "?"}, "bands"),
            ("age", {"area": "999000"}, "area"),
            ("movements", {"since": date(2026, 12, 1)}, "since"),
            ("movements", {"since": date(2020, 1, 1)}, "since"),
        ],
    )
    def test_a_wrong_wish_counts_nothing(
        self, counting: Access, report: str, wish: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Invalid) as caught:
            made(counting, report, exact=False, **wish)
        assert field in [p.field for p in caught.value.problems]
