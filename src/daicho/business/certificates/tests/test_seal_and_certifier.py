"""In whose name and with which seal a sheet goes out on its day (公印 STD-1.3.7、認証者 STD-1.3.9)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

import pytest

from daicho.business.certificates.commands.compose import compose
from daicho.business.certificates.commands.issue import fee_of, issue
from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.domain.composition import Form
from daicho.business.certificates.models import Certifier
from daicho.business.certificates.tests.asking import asked
from daicho.business.certificates.tests.conftest import words_of
from daicho.foundation.staff.public import system_access
from daicho.kernel import clock
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Invalid
from daicho.registers.code_tables.tests.keeping import ROUND, SQUARE, keep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]

TOMORROW = date(2026, 11, 21)
THREE_DAYS_ON = date(2026, 11, 24)


@pytest.fixture
def keeper() -> Access:
    return system_access(Purpose.ADMINISTRATION, job="test")


@pytest.fixture
def deputy(keeper: Access) -> None:
    """職務代理者 for three days from tomorrow, entered today."""
    set_certifier(
        keeper,
        valid_from=TOMORROW,
        valid_until=THREE_DAYS_ON,
        title="見本市長職務代理者",
        name="副　市長",
        acting=True,
    )


@contextmanager
def on(day: date) -> Iterator[None]:
    with clock.set_to(day):
        yield


def printed_on(access: Access, person: UUID, day: date) -> str:
    """All that a sheet issued on a day prints."""
    with on(day):
        (key,) = issue(access, request=asked(person, Form.INDIVIDUAL))
        return words_of(access, key)


@pytest.mark.proves("STD-1.3.9/m1", "STD-1.3.9/m2")
@pytest.mark.usefixtures("deputy")
def test_a_deputy_certifies_on_exactly_their_days(desk_clerk: Access, family: list[UUID]) -> None:
    days = [TOMORROW + timedelta(days=n) for n in range(-1, 4)]
    printed = [printed_on(desk_clerk, family[0], day) for day in days]
    assert ["職務代理者副市長" in words for words in printed] == [False, True, True, True, False]
    assert ["台帳守" in words for words in printed] == [True, False, False, False, True]


@pytest.mark.proves("STD-1.3.7/m1")
@pytest.mark.usefixtures("deputy")
def test_the_seal_of_whoever_certifies_is_what_is_printed(
    desk_clerk: Access, keeper: Access, family: list[UUID]
) -> None:
    keep(keeper, "seals", "mayor", {"picture": SQUARE})
    keep(keeper, "seals", "acting", {"picture": ROUND})
    request = asked(family[0], Form.INDIVIDUAL)

    def seal_of(day: date) -> str:
        with on(day):
            seal = compose(desk_clerk, request, specimen=True).sheets[0].issue.seal
        assert seal
        return seal.svg

    assert seal_of(TOMORROW - timedelta(days=1)) == SQUARE
    assert seal_of(TOMORROW) == ROUND
    assert seal_of(THREE_DAYS_ON) == SQUARE


def test_a_sheet_that_was_issued_keeps_the_seal_of_its_day(
    desk_clerk: Access, keeper: Access, family: list[UUID]
) -> None:
    keep(keeper, "seals", "mayor", {"picture": SQUARE})
    (key,) = issue(desk_clerk, request=asked(family[0], Form.INDIVIDUAL))
    before = words_of(desk_clerk, key)
    keep(keeper, "seals", "mayor", {"picture": ROUND}, reason="改刻")
    assert words_of(desk_clerk, key) == before


def test_the_fee_of_the_day_is_asked(keeper: Access, family: list[UUID]) -> None:
    request = asked(family[0], Form.INDIVIDUAL)
    before = fee_of(request, 1)
    values = {"yen": "450", "source": "手数料条例"}
    keep(keeper, "certificate_fees", "resident_record_copy", values, from_on=TOMORROW)
    assert fee_of(request, 1) == before
    with on(TOMORROW):
        assert fee_of(request, 2) == 900


@pytest.mark.proves("STD-1.3.9/n1")
@pytest.mark.parametrize(
    ("title", "name", "field"),
    [
        ("見本市長", "", "name"),
        ("見本市長", "　", "name"),
        ("見本市長", "公印", "name"),
        ("見本市長公印", "台帳　守", "title"),
        ("", "台帳　守", "title"),
    ],
)
def test_a_certifier_is_a_person_with_a_title_and_a_name(
    keeper: Access, title: str, name: str, field: str
) -> None:
    before = Certifier.objects.count()
    with pytest.raises(Invalid) as caught:
        set_certifier(keeper, valid_from=TOMORROW, title=title, name=name)
    assert caught.value.problems[0].field == field
    assert Certifier.objects.count() == before


@pytest.mark.parametrize(
    ("acting", "until"), [(False, THREE_DAYS_ON), (True, TOMORROW), (True, date(2026, 1, 1))]
)
def test_only_a_deputy_has_a_last_day_and_it_is_not_before_the_first(
    keeper: Access, acting: bool, until: date
) -> None:
    with pytest.raises(Invalid) as caught:
        set_certifier(
            keeper,
            valid_from=TOMORROW,
            valid_until=until,
            title="見本市長",
            name="台帳　守",
            acting=acting,
        )
    assert caught.value.problems[0].field == "last_on"
