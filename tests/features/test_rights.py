"""Steps of specs/features/rights.feature (権限の申請と予約)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_bdd import parsers, scenarios, then, when

from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.approve_rights import approve_rights
from daicho.foundation.staff.commands.ask_rights import ask_rights
from daicho.foundation.staff.commands.register_staff import register_staff
from daicho.foundation.staff.commands.withdraw_rights import withdraw_rights
from daicho.foundation.staff.domain.aspects import GRANTABLE, TABLE
from daicho.foundation.staff.domain.rights import Rights
from daicho.foundation.staff.domain.rights_file import read_file
from daicho.foundation.staff.models import Staff
from daicho.foundation.staff.operations import OPERATIONS
from daicho.foundation.staff.policy import may
from daicho.foundation.staff.selectors.hidden_items import hidden_items
from daicho.foundation.staff.selectors.rights import rights_on
from daicho.kernel import clock
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import DaichoError
from daicho.kernel.wareki import parse_date
from tests.features.entering import Table

scenarios(str(Path(__file__).parents[2] / "specs/features/rights.feature"))

GOVERN = (Duty.ADMINISTER, Duty.RESTRICT)
WHO = {"管理1": GOVERN, "管理2": GOVERN, "窓口1": (Duty.COUNTER,), "窓口2": (Duty.COUNTER,)}


@dataclass
class Town:
    """The staff, the last request, and what was refused."""

    days: ExitStack
    last: UUID | None = None
    refused: list[DaichoError] = field(default_factory=list)

    def go_to(self, day: str) -> None:
        self.days.enter_context(clock.set_to(parse_date(day, field="day")))

    def access(self, login: str) -> Access:
        staff = Staff.objects.get(login=login)
        rights = rights_on(staff, day=business_today())
        return Access(
            staff_key=staff.key,
            login=login,
            name=rights.name,
            duties=rights.duties,
            purpose=Purpose.ADMINISTRATION,
            terminal="本庁1",
            office=rights.office,
            withheld=rights.withheld,
        )

    def ask(self, login: str, day: str, rows: Table) -> None:
        """Ask for what the cells of a table say; an empty cell is left as it is."""
        labels, *lines = rows
        wishes = []
        for line in lines:
            cells = [(h, c) for h, c in zip(labels, line, strict=True) if c]
            out = io.StringIO()
            csv.writer(out).writerows([[h for h, _ in cells], [c for _, c in cells]])
            read = read_file(out.getvalue().encode())
            assert not read.rejects
            wishes += [w for w in read.wishes if TABLE[w.aspect].label in dict(cells)]
        self.last = ask_rights(
            self.access(login),
            key=uuid4(),
            effective_on=parse_date(day, field="day"),
            reason="人事異動",
            wishes=wishes,
        )


@pytest.fixture
def town(db: None) -> Iterator[Town]:
    assert db is None
    with ExitStack() as days:
        found = Town(days)
        found.go_to("令和9年3月15日")
        system = system_access(Purpose.ADMINISTRATION, job="test")
        for login, duties in WHO.items():
            register_staff(
                system,
                login=login,
                name=f"試験 {login}",
                office="市民課",
                password="kawasemi-no-tobu-asa",
                duties=duties,
            )
        yield found


def rights(login: str) -> Rights:
    return rights_on(Staff.objects.get(login=login), day=business_today())


@when(parsers.re("(?P<who>管理.)が(?P<day>令和.+日)から次のとおり申請する"))
def _(town: Town, who: str, day: str, datatable: Table) -> None:
    town.ask(who, day, datatable)


@when(parsers.re("(?P<who>管理.)が(?P<day>令和.+日)から次のとおり申請しようとする"))
def _(town: Town, who: str, day: str, datatable: Table) -> None:
    with pytest.raises(DaichoError) as caught:
        town.ask(who, day, datatable)
    town.refused.append(caught.value)


@when(parsers.re("(?P<who>管理.)が承認する"))
def _(town: Town, who: str) -> None:
    assert town.last
    approve_rights(town.access(who), request_key=town.last)


@when(parsers.re("(?P<who>管理.)が承認しようとする"))
def _(town: Town, who: str) -> None:
    assert town.last
    with pytest.raises(DaichoError) as caught:
        approve_rights(town.access(who), request_key=town.last)
    town.refused.append(caught.value)


@when(parsers.re("(?P<who>管理.)が予約を取り消す"))
def _(town: Town, who: str) -> None:
    assert town.last
    withdraw_rights(town.access(who), request_key=town.last, reason="内示の取消し")


@when(parsers.re("(?P<who>管理.)が予約を取り消そうとする"))
def _(town: Town, who: str) -> None:
    assert town.last
    with pytest.raises(DaichoError) as caught:
        withdraw_rights(town.access(who), request_key=town.last, reason="内示の取消し")
    town.refused.append(caught.value)


@when(parsers.re("(?P<day>令和.+日)になる"))
def _(town: Town, day: str) -> None:
    town.go_to(day)


@then(parsers.parse("{who}は使え、職務は「{duties}」である"))
def _(town: Town, who: str, duties: str) -> None:
    assert town
    assert rights(who).serves
    assert worded(rights(who)) == duties


@then(parsers.re("(?P<who>[^は]+)は(?P<office>[^は]+課)にいて、職務は「(?P<duties>.+)」である"))
def _(town: Town, who: str, office: str, duties: str) -> None:
    assert town
    found = rights(who)
    assert (found.serves, found.office, worded(found)) == (True, office, duties)


@then(parsers.re("(?P<who>[^は]+)は使えない"))
def _(town: Town, who: str) -> None:
    assert town
    assert not rights(who).serves


@then(parsers.re("(?P<who>[^は]+)は「(?P<title>.+)」が(?P<able>できる|できない)"))
def _(town: Town, who: str, title: str, able: str) -> None:
    operation = next(o for o in OPERATIONS.values() if o.title == title)
    access = town.access(who).serving(operation.purposes[0])
    assert may(access, operation.code) is (able == "できる")


@then(parsers.parse("{who}に「{item}」は表示しない"))
def _(town: Town, who: str, item: str) -> None:
    assert item in {hidden.label for hidden in hidden_items(town.access(who))}


@then(parsers.parse("「{words}」と断られる"))
def _(town: Town, words: str) -> None:
    assert words in town.refused[-1].message


def worded(found: Rights) -> str:
    return "・".join(duty.label for duty in GRANTABLE if duty in found.duties)
