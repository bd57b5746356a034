"""After a correction (訂正の後): the certificates that went out on wrong data are named, and others are told once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from daicho.business.certificates.commands.issue import issue
from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.models import Issue
from daicho.business.certificates.tests.asking import wish
from daicho.business.certificates.tests.test_issue import family
from daicho.business.movements.selectors.cases import view_case
from daicho.business.movements.tests.correcting import cancelling, case_of, correcting
from daicho.business.movements.tests.paper import carry_through
from daicho.config import wiring
from daicho.foundation.outbox.models import Message
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.registers.residents.models import ResidentRecord

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
Staff = tuple[Access, Access, Access]


@pytest.fixture
def staff(clerk: Access, examiner: Access, approver: Access) -> Staff:
    """Everybody, with a mayor, wired as a process that serves."""
    wiring.connect()
    system = system_access(Purpose.ADMINISTRATION, job="test")
    set_certifier(system, valid_from=date(2020, 4, 1), title="見本市長", name="台帳　守")
    return clerk, examiner, approver


def copy_of(clerk: Access, record: UUID) -> str:
    """A sheet about one record, and its 発行番号."""
    (key,) = issue(clerk.serving(Purpose.CERTIFICATE), request=wish([record]))
    number: str = Issue.objects.get(key=key).number
    return number


@pytest.mark.parametrize("kind", ["error_amend", "reversal"])
def test_certificates_on_wrong_data_are_named_before_and_after_the_decision(
    staff: Staff, kind: str
) -> None:
    clerk = staff[0]
    records = family(*staff)
    wrong = case_of("entry_domestic_move_in")
    given = copy_of(clerk, records[1])
    people = [ResidentRecord.objects.get(key=r).person_id for r in records]
    paper = (
        correcting(wrong, {people[1]: {"name": "見本　華子"}})
        if kind == "error_amend"
        else cancelling(wrong, people)
    )
    case = carry_through(*staff, kind, paper)
    (copy,) = view_case(clerk.serving(Purpose.MOVEMENT), case=case).copies
    assert (copy.number in given, copy.title) == (True, "住民票の写し（世帯連記式）")
    if kind == "error_amend":
        later = copy_of(clerk, records[1])
        copies = view_case(clerk.serving(Purpose.MOVEMENT), case=case).copies
        assert later not in {c.number for c in copies}


def test_who_was_told_of_the_wrong_one_is_told_of_the_correction_once(staff: Staff) -> None:
    records = family(*staff)
    wrong = case_of("entry_domestic_move_in")
    person = ResidentRecord.objects.get(key=records[1]).person_id
    case = carry_through(*staff, "error_amend", correcting(wrong, {person: {"name": "見本　華子"}}))
    told = [m.payload for m in Message.objects.filter(kind="movements.approved")]
    about = [t for t in told if t["case"] == str(case)]
    assert len(about) == 1
    assert about[0]["corrects"] == str(wrong)
    assert sum(1 for t in told if t.get("corrects")) == 1
