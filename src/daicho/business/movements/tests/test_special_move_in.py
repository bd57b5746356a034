"""Special move-in (特例転入): the form is filled from the received document; what is quoted is verified, never retyped."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.departure_certificate import read_departure_certificate
from daicho.business.movements.models import Case
from daicho.business.movements.public import open_special_move_in
from daicho.business.movements.selectors.forms import open_form
from daicho.business.movements.tests.certificates import at_the_counter, document
from daicho.business.movements.tests.family import Staff, moving, now
from daicho.business.movements.tests.paper import (
    alerts_of,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.foundation.outbox.models import Message
from daicho.foundation.vault.models import PoolCode
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.residents.writes import holdings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def draft(staff: Staff, **changed: Any) -> tuple[UUID, dict[str, str]]:
    """A draft from the document, and its stored paper with what the clerk adds."""
    case = open_special_move_in(staff[0], document=document(**changed))
    stored: dict[str, str] = Case.objects.get(key=case).payload
    return case, stored | at_the_counter()


def decide(staff: Staff, case: UUID, paper: dict[str, str], **reasons: str) -> None:
    """Submit with every alert confirmed, examine, approve."""
    clerk, examiner, approver = staff
    edition = submit(
        clerk,
        case=case,
        kind="special_move_in",
        payload=paper,
        edition=1,
        confirmed=alerts_of("special_move_in", paper),
        reasons=reasons,
    )
    edition = examine(examiner, case=case, edition=edition)
    approve(approver, case=case, edition=edition)


@pytest.mark.proves("STD-4.1.1.3/m1", "STD-4.1.1.3/m2", "REG-012", "REG-049")
def test_three_people_are_filled_in_and_one_field_is_corrected(staff: Staff) -> None:
    pool()
    case, paper = draft(staff)
    assert paper["persons.1.name"] == "見本　花子"
    assert paper["previous_address"] == "東京都千代田区霞が関1番地"
    decide(staff, case, paper | {"katagaki": "見本荘2号"})
    row = Case.objects.get(key=case)
    people = [now(p).particulars for p in row.persons]
    assert {p.katagaki for p in people} == {"見本荘2号"}
    assert {p.previous_address for p in people} == {"東京都千代田区霞が関1番地"}
    assert {p.previous_address_code for p in people} == {"131016"}
    assert {p.previous_postal_code for p in people} == {"100-0013"}
    assert all(p.nhi_insured and p.name_kana_confirmed for p in people)
    # The numbers are those of the document: none is drawn, and one message tells of the 転入.
    assert all(p.individual_number_ref and p.resident_record_code_ref for p in people)
    assert PoolCode.objects.count() == 50
    assert str(row.notified_on) == "2026-11-19"
    assert row.payload["notifier_relation"] == "self"
    assert Message.objects.filter(kind="movements.approved").count() == 1


@pytest.mark.proves("REG-049")
def test_another_number_than_the_quoted_one_is_refused(staff: Staff) -> None:
    pool()
    case, paper = draft(staff)
    kept = {k: v for k, v in paper.items() if not k.startswith("persons.0.individual_number")}
    for typed in ({"persons.0.individual_number": individual_number(999)}, {}):
        with pytest.raises(Invalid) as caught:
            submit(
                staff[0],
                case=case,
                kind="special_move_in",
                payload=kept | typed,
                edition=1,
                confirmed=(),
            )
        assert [p.code for p in caught.value.problems if p.is_error] == [
            "number_differs_from_certificate"
        ]
    # The same number as shown on the card is the quoted one.
    decide(staff, case, kept | {"persons.0.individual_number": individual_number(300)})


@pytest.mark.proves("REG-039")
def test_a_name_typed_anew_wants_a_reason(staff: Staff) -> None:
    pool()
    case, paper = draft(staff)
    paper["persons.0.name"] = "見夲　太郎"
    key = "quoted_differs:persons.0.name"
    assert key in alerts_of("special_move_in", paper)
    with pytest.raises(Invalid):
        decide(staff, case, paper)
    decide(staff, case, paper, **{key: "届書の文字が戸籍のもの"})


def test_a_paper_without_the_document_is_asked_about() -> None:
    paper = move_in_paper(document()["people"][0], card_shown="on")
    paper = {k: v for k, v in paper.items() if not k.endswith(("_confirmed", "insured"))}
    assert "certificate_not_quoted:certificate_reference" in alerts_of("special_move_in", paper)


def test_a_document_that_comes_twice_makes_one_draft(staff: Staff) -> None:
    case = uuid4()
    open_special_move_in(staff[0], document=document(), case=case)
    with pytest.raises(Conflict):
        open_special_move_in(staff[0], document=document(), case=case)
    assert Case.objects.count() == 1
    stored = str(Case.objects.get().payload)
    assert individual_number(300) not in stored


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"people": []}, "people"),
        ({"people": [{}] * 31}, "people"),
        ({"people": ["見本　太郎"]}, "people.0"),
        ({"people": [{"kind": "japanese"}]}, "people.0.birth_date"),
        ({"people": [{"kind": "martian", "birth_date": "S60.4.1"}]}, "people.0.kind"),
        ({"people": [{"kind": "japanese", "birth_date": 19850401}]}, "people.0.birth_date"),
        ({"people": [{"kind": "japanese", "birth_date": "S60", "tax": "1"}]}, "people.0.tax"),
        (
            {"people": [{"kind": "japanese", "birth_date": "S60", "individual_number": "1" * 12}]},
            "people.0.individual_number",
        ),
        ({"previous_address": ""}, "previous_address"),
        ({"previous_address": "あ" * 301}, "previous_address"),
        ({"previous_municipality": "999999"}, "previous_municipality"),
        ({"quoted.persons.0.name": "x"}, "quoted.persons.0.name"),
    ],
)
def test_a_document_that_no_form_can_take_is_refused(change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_departure_certificate(document(**change))
    assert field in {p.field for p in caught.value.problems}


@pytest.mark.proves("STD-4.1.1.2/m5", "STD-4.1.1.2/m3")
def test_who_returns_keeps_the_characters_of_the_name_and_takes_the_rest_from_the_document(
    staff: Staff,
) -> None:
    pool()
    person = {**document()["people"][0], "name": "見\U000e0100本　太郎", "remarks": "以前の備考"}
    person = {k: v for k, v in person.items() if isinstance(v, str)}
    first = carry_through(
        *staff,
        "move_in",
        move_in_paper(person, event_date="2026-04-01", notified_on="2026-04-02"),
    )
    (key,) = Case.objects.get(key=first).persons
    carry_through(
        *staff, "move_out", moving([key], abroad="domestic", destination_address="大阪府架空市")
    )
    case, paper = draft(staff, people=[{**document()["people"][0], "domicile": "東京都港区1番"}])
    view = open_form(
        staff[0], kind="special_move_in", payload=paper, aid=f"take_over:persons.0:{key}"
    )
    paper = dict(view.payload)
    assert paper["persons.0.returning"] == str(key)
    assert paper["persons.0.name"] == "見\U000e0100本　太郎"
    assert paper["persons.0.domicile"] == "東京都港区1番"
    assert paper["persons.0.remarks"] == "以前の備考"
    paper["persons.0.remarks"] = "直した備考"
    reasons = {"quoted_differs:persons.0.name": "住民票の文字"}
    decide(staff, case, paper, **reasons)
    present = now(key)
    assert present.particulars.remarks == "直した備考"
    assert len({h.atena_number for h in holdings.of_persons([key])}) == 1
