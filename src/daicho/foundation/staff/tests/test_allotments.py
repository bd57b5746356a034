"""Allotments (事務分掌): what offices, duties and people are not shown, and what they do not do."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from daicho.foundation.staff.domain.aspects import Aspect, Subject
from daicho.foundation.staff.domain.wishes import Wish
from daicho.foundation.staff.policy import HideableItem, check_may, may
from daicho.foundation.staff.tests.conftest import Person
from daicho.foundation.staff.tests.governing import Office, at_office, rights, staff
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.urls("daicho.foundation.staff.web.urls")]

Register = Callable[..., Person]
SignIn = Callable[..., Client]
AccessOf = Callable[..., Access]


@pytest.fixture
def office(register: Register, access_of: AccessOf) -> Office:
    return Office(register, access_of)


@pytest.mark.proves("STD-10.3/m7")
def test_the_allotment_hides_items_and_keeps_operations(register: Register, office: Office) -> None:
    one, other = register("窓口1", Duty.COUNTER), register("審査1", Duty.EXAMINE)
    office.set(
        staff("審査1", Aspect.OFFICE, "支所"),
        at_office("支所", Aspect.HIDDEN, "my_number"),
        at_office("支所", Aspect.WITHHELD, "movements.examine"),
        Wish(Subject.DUTY, "counter", Aspect.HIDDEN, ("domicile",)),
        Wish(Subject.DUTY, "counter", Aspect.WITHHELD, ("certificates.issue", "residents.view")),
    )
    assert rights(one).hidden == {HideableItem.DOMICILE}
    assert rights(one).withheld == {"certificates.issue", "residents.view"}
    assert rights(other).hidden == {HideableItem.MY_NUMBER}
    assert rights(other).withheld == {"movements.examine"}


@pytest.mark.proves("STD-10.3/m7")
def test_a_withheld_operation_is_refused_in_words_and_leaves_the_menu(
    register: Register, office: Office, signed_in: SignIn
) -> None:
    keeper = register("管理3", Duty.ADMINISTER)
    browser = signed_in(keeper)
    assert browser.get("/terminals/").status_code == 200
    office.set(staff("管理3", Aspect.WITHHELD, "terminals.manage"))
    page = browser.get("/terminals/")
    assert page.status_code == 403
    assert "事務分掌で、この処理を行わない" in page.content.decode()
    assert 'href="/terminals/"' not in browser.get("/").content.decode()
    office.set(staff("管理3", Aspect.WITHHELD))
    assert browser.get("/terminals/").status_code == 200


def test_an_operation_is_kept_only_where_every_duty_for_it_has_it_withheld(
    register: Register, office: Office
) -> None:
    both = register("係1", Duty.COUNTER, Duty.EXAMINE)
    office.set(Wish(Subject.DUTY, "counter", Aspect.WITHHELD, ("numbers.show",)))
    assert rights(both).withheld == frozenset()
    office.set(Wish(Subject.DUTY, "examine", Aspect.WITHHELD, ("numbers.show",)))
    assert rights(both).withheld == {"numbers.show"}


def test_withheld_operations_are_asked_by_every_check() -> None:
    access = Access(
        staff_key=uuid4(),
        login="x",
        name="x",
        duties=frozenset({Duty.COUNTER}),
        purpose=Purpose.CERTIFICATE,
        terminal="本庁1",
        office="x",
        withheld=frozenset({"certificates.issue"}),
    )
    assert not may(access, "certificates.issue")
    with pytest.raises(Refused) as refused:
        check_may(access, "certificates.issue")
    assert refused.value.reason_code == "withheld_by_allotment"
    assert may(access, "certificates.history")
