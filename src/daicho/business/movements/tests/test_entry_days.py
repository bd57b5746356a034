"""Uncertain days (不詳日) of entries: where they are taken as written, and where they are not."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.submit import submit
from daicho.business.movements.tests.family import Staff, now
from daicho.business.movements.tests.paper import HEAD, alerts_of, carry_through
from daicho.business.movements.tests.test_entries import (
    ALONE,
    NEWBORN,
    SETTING,
    enter_all,
    entered,
    with_people,
)
from daicho.kernel.errors import Invalid
from daicho.registers.residents.models import Change, Version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.proves("STD-1.1.8/m4")
def test_an_uncertain_alien_registration_and_uncertain_days(staff: Staff) -> None:
    paper = SETTING | {"resident_since": "平成15年頃", "address_since": "令和元年5月上旬"}
    person = ALONE | {"old_alien_registration_date": "平成5年 月日不詳"}
    items = entered(staff, "address_setting", paper, person)
    assert items.old_alien_registration_date is not None
    assert items.old_alien_registration_date.display() == "平成5年 月日不詳"
    assert items.foreign_resident_since is not None
    assert items.address_since is not None
    assert items.foreign_resident_since.display() == "平成15年頃"
    assert items.address_since.display() == "令和元年5月上旬"
    assert not items.residence_notified
    assert now_is_from(date(2026, 11, 16))


def now_is_from(day: date) -> bool:
    return bool(Version.objects.get().valid.lower == day)


@pytest.mark.proves("STD-1.1.8/m2")
@pytest.mark.parametrize("words", ["令和5年頃", "令和5年 月日不詳", "平成15年2月29日"])
def test_the_items_that_take_an_uncertain_day_take_it(staff: Staff, words: str) -> None:
    paper = SETTING | {"resident_since": words, "address_since": words}
    for person, since in ((HEAD, "resident_since"), (ALONE, "foreign_resident_since")):
        birth = words if since == "resident_since" else words.replace("令和5年", "2023年")
        birth = birth.replace("平成15年", "2003年") if person is ALONE else birth
        full = paper | {"banchi": f"{len(since)}-1"}
        items = entered(staff, "address_setting", full, person | {"birth_date": birth})
        for name in (since, "address_since"):
            assert getattr(items, name).display() == words
        assert items.birth_date.display() == birth
    for name in ("event_date", "noticed_on"):
        wrong = with_people(SETTING | {"basis": "通知", name: words}, HEAD | {"name": "例示　一"})
        codes = refused_anew(staff, wrong)
        assert codes & {"date.uncertain_not_allowed", "date.not_in_calendar"}


def refused_anew(staff: Staff, paper: dict[str, str]) -> set[str]:
    """The codes of the errors of a 住所設定 that is refused."""
    with pytest.raises(Invalid) as caught:
        submit(
            staff[0],
            case=uuid4(),
            kind="address_setting",
            payload=paper,
            edition=0,
            confirmed=alerts_of("address_setting", paper),
        )
    return {p.code for p in caught.value.problems if p.is_error}


@pytest.mark.proves("STD-1.1.8/m2")
@pytest.mark.parametrize("words", ["令和8年10月頃", "令和8年 月日不詳"])
def test_the_day_of_a_birth_a_death_and_a_disappearance_may_be_uncertain(
    staff: Staff, family: list[UUID], words: str
) -> None:
    number = now(family[0]).particulars.household_number
    born = {"noticed_on": "2026-11-19", "target_household": number}
    enter_all(staff, "birth", born, NEWBORN | {"relationship": "子", "birth_date": words})
    assert Change.objects.get(reason="entry_birth").event_date.display() == words
    for kind, person in (("death", family[3]), ("disappearance", family[2])):
        paper = {
            f"selected.{person}": "on",
            "event_date": words,
            "noticed_on": "2026-11-19",
            "ground": "通知",
            "basis": "通知",
        }
        case = carry_through(*staff, kind, paper)
        assert Change.objects.get(key=case).event_date.display() == words
