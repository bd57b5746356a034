"""Exclusive work (排他制御): two clerks and one resident; and the right of its own for 住民票コードの付番."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.discard import discard
from daicho.business.movements.commands.save_draft import save_draft
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.public import designate_number
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import carry_through, individual_number
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Conflict, Invalid, Refused
from daicho.registers.residents.selectors.known import AsOf
from daicho.registers.residents.selectors.person import view_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def other(clerk: Access) -> Access:
    """窓口2."""
    return replace(clerk, staff_key=uuid4(), login="窓口2", name="試験 窓口2", terminal="本庁2")


def death_of(person: UUID) -> dict[str, str]:
    return {f"selected.{person}": "on", "event_date": "2026-11-18", "noticed_on": "2026-11-19"}


@pytest.mark.proves("STD-10.3/m8")
def test_whom_another_clerk_is_entering_can_only_be_looked_at(
    staff: Staff, family: list[UUID], other: Access
) -> None:
    clerk, case = staff[0], uuid4()
    edition = save_draft(
        clerk, case=case, kind="move_within", payload=moving(family, **NEXT_DOOR), edition=0
    )
    number = Case.objects.get(key=case).number
    for command, more in ((save_draft, {}), (submit, {"confirmed": ()})):
        with pytest.raises(Conflict) as refused:
            command(
                other,
                case=uuid4(),
                kind="death",
                payload=death_of(family[2]),
                edition=0,
                **more,  # type: ignore[arg-type]  # what the one command has and the other not
            )
        assert refused.value.reason_code == "case.person_busy"
        assert number in refused.value.message
        assert clerk.name in refused.value.message
    assert Case.objects.filter(entered_by=other.staff_key).count() == 0
    looking = other.serving(Purpose.INQUIRY)
    assert view_person(looking, record=now(family[2]).record, as_of=AsOf()).head

    discard(clerk, case=case, edition=edition)
    save_draft(other, case=uuid4(), kind="death", payload=death_of(family[2]), edition=0)


@pytest.mark.proves("STD-10.3/m8")
def test_whoever_is_in_a_case_under_way_is_entered_by_nobody_else(
    staff: Staff, family: list[UUID], other: Access
) -> None:
    paper = moving(family, **NEXT_DOOR)
    submit(staff[0], case=uuid4(), kind="move_within", payload=paper, edition=0, confirmed=())
    for clerk in (staff[0], other):
        with pytest.raises(Conflict):
            save_draft(clerk, case=uuid4(), kind="death", payload=death_of(family[2]), edition=0)
    with pytest.raises(Invalid) as invalid:
        submit(
            other,
            case=uuid4(),
            kind="death",
            payload=death_of(family[2]),
            edition=0,
            confirmed=(),
        )
    assert "person_busy" in {p.code for p in invalid.value.problems}


def test_a_clerks_own_drafts_are_not_in_their_way(staff: Staff, family: list[UUID]) -> None:
    for _ in range(2):
        save_draft(staff[0], case=uuid4(), kind="death", payload=death_of(family[2]), edition=0)
    assert Case.objects.filter(kind="death").count() == 2


@pytest.mark.proves("STD-10.3/m10")
def test_entering_a_code_wants_its_own_right_and_nothing_else_does(
    staff: Staff, family: list[UUID]
) -> None:
    without = replace(staff[0], duties=frozenset({Duty.COUNTER}))
    paper = {f"selected.{family[0]}": "on", "event_date": "2026-11-18"}
    for kind in ("code_assign", "code_change"):
        with pytest.raises(Refused) as refused:
            save_draft(without, case=uuid4(), kind=kind, payload=paper, edition=0)
        assert refused.value.reason_code == "duty_missing"
        assert "住民票コード付番の職務が必要" in refused.value.message
    assert not Case.objects.filter(kind__startswith="code_").exists()
    assert Entry.objects.filter(outcome="refused").count() == 2
    save_draft(without, case=uuid4(), kind="death", payload=death_of(family[2]), edition=0)
    save_draft(staff[0], case=uuid4(), kind="code_change", payload=paper, edition=0)


def test_a_draft_of_the_system_holds_nobody_until_somebody_takes_it_up(
    staff: Staff, family: list[UUID]
) -> None:
    """A notice made it: the counter goes on, and whoever goes on with it has entered it."""
    clerk, drafted = staff[0], uuid4()
    system = system_access(Purpose.MOVEMENT, job="jukinet")
    save_draft(system, case=drafted, kind="death", payload=death_of(family[2]), edition=0)
    carry_through(*staff, "move_within", moving(family, **NEXT_DOOR))
    save_draft(clerk, case=drafted, kind="death", payload=death_of(family[2]), edition=1)
    row = Case.objects.get(key=drafted)
    assert (row.entered_by, row.entered_by_name) == (clerk.staff_key, clerk.name)


def test_a_notice_about_somebody_in_a_case_under_way_is_not_refused_for_good(
    staff: Staff, family: list[UUID]
) -> None:
    """It comes again when that case is over (JUK-025)."""
    case = uuid4()
    submit(
        staff[0],
        case=case,
        kind="move_within",
        payload=moving(family, **NEXT_DOOR),
        edition=0,
        confirmed=(),
    )
    number, system = individual_number(9), system_access(Purpose.MOVEMENT, job="jukinet")
    with pytest.raises(Conflict) as waits:
        designate_number(system, person=family[0], number=number, notice="B-1")
    assert waits.value.reason_code == "case.person_busy"
    discard(staff[0], case=case, edition=1, remark="取りやめ")
    designate_number(system, person=family[0], number=number, notice="B-1")
    assert now(family[0]).particulars.individual_number_ref is not None
