"""Cases in each other's way (競合): overtaken, busy, later history, days out of order."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.discard import discard
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.return_case import return_case
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import (
    CHILD,
    alerts_of,
    carry_through,
)
from daicho.kernel import clock
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.writes import holdings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_a_case_overtaken_by_another_is_not_approved(staff: Staff, family: list[UUID]) -> None:
    clerk, examiner, approver = staff
    number = now(family[0]).particulars.household_number
    baby = {
        **CHILD,
        "name": "見本　三太",
        "name_kana": "ミホン　サンタ",
        "birth_date": "2026-11-15",
    }
    paper = {"target_household": number, "noticed_on": "2026-11-19"}
    paper |= {f"persons.0.{k}": v for k, v in baby.items()}
    birth = uuid4()
    edition = submit(
        clerk,
        case=birth,
        kind="birth",
        payload=paper,
        edition=0,
        confirmed=alerts_of("birth", paper),
    )
    edition = examine(examiner, case=birth, edition=edition)
    carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    with pytest.raises(Conflict) as caught:
        approve(approver, case=birth, edition=edition)
    assert caught.value.reason_code == "case.overtaken"
    edition = return_case(examiner, case=birth, edition=edition, remark="転居が先に決裁されました")
    edition = submit(
        clerk,
        case=birth,
        kind="birth",
        payload=paper,
        edition=edition,
        confirmed=alerts_of("birth", paper),
    )
    edition = examine(examiner, case=birth, edition=edition)
    approve(approver, case=birth, edition=edition)
    assert now(Case.objects.get(key=birth).persons[0]).particulars.banchi == "9-9"


@pytest.mark.proves("STD-4.0.8/m2")
def test_a_person_in_a_case_is_not_in_another_until_it_is_discarded(
    staff: Staff, family: list[UUID]
) -> None:
    clerk = staff[0]
    case, paper = uuid4(), moving(family, **NEXT_DOOR)
    edition = submit(clerk, case=case, kind="move_within", payload=paper, edition=0, confirmed=())
    death = {
        f"selected.{family[2]}": "on",
        "event_date": "2026-11-18",
        "noticed_on": "2026-11-19",
    }
    with pytest.raises(Invalid) as caught:
        submit(clerk, case=uuid4(), kind="death", payload=death, edition=0, confirmed=())
    assert "person_busy" in {p.code for p in caught.value.problems}
    discard(clerk, case=case, edition=edition)
    carry_through(*staff, "death", death)
    assert now(family[2]).status is Status.REMOVED


def test_what_came_later_is_not_overwritten(staff: Staff, family: list[UUID]) -> None:
    carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    earlier = moving(family, **NEXT_DOOR, event_date="2026-10-01") | {"banchi": "5-5"}
    with pytest.raises(Invalid) as caught:
        submit(staff[0], case=uuid4(), kind="move_within", payload=earlier, edition=0, confirmed=())
    assert "later_history" in {p.code for p in caught.value.problems}


def test_a_death_before_the_birth_is_refused(staff: Staff, family: list[UUID]) -> None:
    paper = {
        f"selected.{family[3]}": "on",
        "event_date": "H30.7.3",
        "noticed_on": "2026-11-19",
    }
    with pytest.raises(Invalid):
        submit(staff[0], case=uuid4(), kind="death", payload=paper, edition=0, confirmed=())
    assert now(family[3]).status is Status.PRESENT


def test_birth_and_death_on_one_day(staff: Staff, family: list[UUID]) -> None:
    number = now(family[0]).particulars.household_number
    baby = {
        **CHILD,
        "name": "見本　三太",
        "name_kana": "ミホン　サンタ",
        "birth_date": "2026-11-15",
    }
    paper = {"target_household": number, "noticed_on": "2026-11-19"}
    paper |= {f"persons.0.{k}": v for k, v in baby.items()}
    case = carry_through(*staff, "birth", paper)
    child = Case.objects.get(key=case).persons[0]
    death = {f"selected.{child}": "on", "event_date": "2026-11-15", "noticed_on": "2026-11-19"}
    carry_through(*staff, "death", death)
    own = holdings.of_persons([child])
    assert [h.history_number for h in own] == [1, 2]
    assert own[0].valid.empty
    assert now(child).status is Status.REMOVED
    with clock.set_to(date(2026, 11, 21)):
        assert now(child, date(2026, 11, 21)).status is Status.REMOVED
