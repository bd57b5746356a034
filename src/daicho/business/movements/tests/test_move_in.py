"""Move in (転入): a family from another city, from the paper to the register."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.tests.paper import (
    CHILD,
    FOREIGNER,
    HEAD,
    WIFE,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.outbox.models import Message
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Refused
from daicho.registers.residents.models import Version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.proves("REG-001", "STD-4.0.2/m2", "STD-4.1.1.1/m2")
def test_a_family_of_three_stands_on_the_register(
    clerk: Access, examiner: Access, approver: Access
) -> None:
    pool()
    carry_through(clerk, examiner, approver, "move_in", move_in_paper(HEAD, WIFE, CHILD))
    rows = list(Version.objects.order_by("member_order"))
    assert [r.particulars().relationship_to_head for r in rows] == ["世帯主", "妻", "子"]
    assert len({r.particulars().household_number for r in rows}) == 1
    assert {r.particulars().head_name for r in rows} == {"見本　太郎"}
    for row in rows:
        items = row.particulars()
        assert items.resident_since == items.address_since
        assert items.resident_record_code_ref is not None
        assert row.valid.lower == date(2026, 11, 16)
        assert row.valid.upper is None
        assert row.history_number == 1
    message = Message.objects.get()
    assert set(message.subjects) == {r.person_id for r in rows}


def test_a_foreigner_and_her_numbers(clerk: Access, examiner: Access, approver: Access) -> None:
    pool()
    paper = move_in_paper(HEAD, {**FOREIGNER, "individual_number": individual_number(7)})
    case = carry_through(clerk, examiner, approver, "move_in", paper)
    her = Version.objects.get(kind="foreign").particulars()
    assert her.individual_number_ref is not None
    assert her.foreign_resident_since is not None
    assert her.resident_since is None
    assert her.birth_date.display() == "1988年2月3日"
    stored = str(Case.objects.get(key=case).payload)
    assert individual_number(7) not in stored


@pytest.mark.proves("STD-4.0.8/m1")
def test_a_draft_is_not_on_the_register(clerk: Access) -> None:
    submit(
        clerk,
        case=uuid4(),
        kind="move_in",
        payload=move_in_paper(HEAD),
        edition=0,
        confirmed=(),
    )
    assert not Version.objects.exists()


def test_nobody_decides_on_their_own_entry(
    examiner: Access, approver: Access, clerk: Access
) -> None:
    case = uuid4()
    both = clerk.__class__(
        staff_key=clerk.staff_key,
        login=clerk.login,
        name=clerk.name,
        duties=clerk.duties | examiner.duties | approver.duties,
        purpose=clerk.purpose,
        terminal=clerk.terminal,
        office=clerk.office,
    )
    edition = submit(
        both, case=case, kind="move_in", payload=move_in_paper(HEAD), edition=0, confirmed=()
    )
    with pytest.raises(Refused):
        examine(both, case=case, edition=edition)
    edition = examine(examiner, case=case, edition=edition)
    with pytest.raises(Refused):
        approve(both, case=case, edition=edition)
    assert not Version.objects.exists()
    refusals = (
        Entry.objects.filter(outcome="refused").order_by("seq").values_list("kind", flat=True)
    )
    assert list(refusals) == ["movements.case_examined", "movements.case_approved"]


def test_a_stale_page_and_a_form_sent_twice(clerk: Access, examiner: Access) -> None:
    case = uuid4()
    paper = move_in_paper(HEAD)
    edition = submit(clerk, case=case, kind="move_in", payload=paper, edition=0, confirmed=())
    with pytest.raises(Conflict):
        submit(clerk, case=case, kind="move_in", payload=paper, edition=0, confirmed=())
    examine(examiner, case=case, edition=edition)
    with pytest.raises(Conflict):
        examine(examiner, case=case, edition=edition)
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"event_date": "2026-11-21"}, "event_date"),
        ({"event_date": "2026-02-30"}, "event_date"),
        ({"persons.0.birth_date": "2026-11-18"}, "persons.0.birth_date"),
        ({"persons.0.individual_number": "123456789012"}, "persons.0.individual_number"),
        ({"persons.1.relationship": "世帯主"}, "persons.1.relationship"),
        ({"persons.1.relationship": "孫"}, "persons.1.relationship"),
        ({"persons.0.name": "見\u0007本　太郎"}, "persons.0.name"),
        ({"persons.0.name": "\U000e0100見本　太郎"}, "persons.0.name"),
        ({"persons.0.name": "見" * 10_000}, "persons.0.name"),
        ({"persons.0.name_kana": "みほん"}, ""),
        ({"town_code": ""}, "town_code"),
        ({"destination": "existing", "target_household": "0000000000"}, "target_household"),
        ({"certificate_seen": ""}, "certificate_seen"),
        ({"persons.0.domicile": ""}, "persons.0.domicile"),
    ],
)
def test_bad_input_is_refused_beside_its_field(
    clerk: Access, change: dict[str, str], field: str
) -> None:
    paper = move_in_paper(HEAD, WIFE) | change
    if field == "":
        # Hiragana is turned into katakana, not refused.
        submit(clerk, case=uuid4(), kind="move_in", payload=paper, edition=0, confirmed=())
        return
    with pytest.raises(Invalid) as caught:
        submit(clerk, case=uuid4(), kind="move_in", payload=paper, edition=0, confirmed=())
    assert field in {p.field for p in caught.value.problems if p.is_error}
    assert not Case.objects.exists()


@pytest.mark.proves("STD-4.1.1.2/m1")
def test_a_present_resident_cannot_move_in(
    clerk: Access, examiner: Access, approver: Access
) -> None:
    pool()
    number = {"individual_number": individual_number(8)}
    carry_through(clerk, examiner, approver, "move_in", move_in_paper({**HEAD, **number}))
    with pytest.raises(Invalid) as caught:
        submit(
            clerk,
            case=uuid4(),
            kind="move_in",
            payload=move_in_paper({**HEAD, **number}),
            edition=0,
            confirmed=(),
        )
    assert caught.value.reason_code == "already_resident"


def test_an_alert_wants_a_confirmation_that_is_kept(clerk: Access) -> None:
    paper = move_in_paper({**HEAD, "relationship": ""})
    with pytest.raises(Invalid) as caught:
        submit(clerk, case=uuid4(), kind="move_in", payload=paper, edition=0, confirmed=())
    keys = {f"{p.code}:{p.field}" for p in caught.value.problems}
    case = uuid4()
    submit(clerk, case=case, kind="move_in", payload=paper, edition=0, confirmed=keys)
    kept = Case.objects.get(key=case).confirmations
    assert {f"{c['code']}:{c['field']}" for c in kept} == keys
