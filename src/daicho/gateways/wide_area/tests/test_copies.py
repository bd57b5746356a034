"""当市での交付 (JUK-031): who is identified, what is asked, what the paper says, and that nothing of it stays."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from pypdf import PdfReader

from daicho.business.cash.models import Account
from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.public import Refusal
from daicho.gateways.wide_area.commands.issue_copy import documents_of_the_day, issue_copy
from daicho.gateways.wide_area.commands.spoil_copy import spoil_copy
from daicho.gateways.wide_area.domain.wish import Include, Scope, Wish
from daicho.gateways.wide_area.models import WideAreaCopy
from daicho.gateways.wide_area.selectors.copies import list_copies
from daicho.gateways.wide_area.tests.conftest import Residence
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Problem, Refused
from daicho.registers.residents.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier", "lines")]


def wish(**told: Any) -> Wish:
    """What 架空　太郎 of 和光市 asks for with the card."""
    told = {
        "code": "92128315677",
        "name": "架空　太郎",
        "birth_on": "319800715",
        "scope": Scope.PERSON,
        "include": frozenset(),
        "document": "individual_number_card",
    } | told
    return Wish(**told)


def words_of(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.mark.proves("JUK-029", "JUK-031")
def test_a_copy_is_issued_and_only_the_issue_record_stays(
    desk: Access, residence: Residence
) -> None:
    before = Person.objects.count()
    handed = issue_copy(desk, key=uuid4(), wish=wish(include=frozenset({Include.RELATIONSHIP})))
    (asked,) = residence.asked
    body = asked.body_at(None)
    assert (asked.receiver.municipality, asked.receiver.node) == ("072010", "municipal_cs")
    assert (body["document"], body["municipality"]) == ("個人番号カード", "072010")
    assert body["include"] == ["relationship"]
    words = words_of(handed.pdf)
    for shown in (
        "住民票の写し（広域交付）",
        "埼玉県和光市長から通知された",
        "架空太郎",
        "世帯主",
        "見本市長",
    ):
        assert shown in words, shown
    assert "本籍" not in words
    assert "筆頭者" not in words
    assert "個人番号" not in words
    assert Person.objects.count() == before
    row = WideAreaCopy.objects.get()
    assert (row.number, row.reference, row.municipality) == (handed.number, "WA-000001", "112291")
    kept = {str(getattr(row, field.name)) for field in row._meta.fields}
    assert not {"92128315677", "319800715", "埼玉県和光市広沢1-5"} & kept
    assert Entry.objects.filter(kind="wide_area.copy_issued").count() == 1


def test_what_was_not_asked_for_is_not_printed(desk: Access, residence: Residence) -> None:
    residence.body["people"][0]["individual_number"] = "123456789018"
    handed = issue_copy(desk, key=uuid4(), wish=wish())
    assert "123456789018" not in words_of(handed.pdf)
    asked = wish(include=frozenset({Include.NUMBER}))
    assert "123456789018" in words_of(issue_copy(desk, key=uuid4(), wish=asked).pdf)


def test_a_foreign_resident_has_the_items_of_residence(desk: Access, residence: Residence) -> None:
    residence.body["people"] = [
        {
            "name_alphabet": "SAMPLE MARIA",
            "birth_on": "319880203",
            "sex": "女",
            "foreign_resident_since": "20200401",
            "nationality": "架空国",
            "residence_category": "mid_long_term",
            "residence_until": "20280203",
        }
    ]
    asked = wish(name="SAMPLE MARIA", birth_on="319880203", include=frozenset({Include.RESIDENCE}))
    words = words_of(issue_copy(desk, key=uuid4(), wish=asked).pdf)
    for shown in ("SAMPLEMARIA", "1988年2月3日", "架空国", "中長期在留者", "2028年2月3日"):
        assert shown in words, shown


def test_the_copy_is_charged_once(desk: Access, residence: Residence) -> None:
    key = uuid4()
    issue_copy(desk, key=key, wish=wish())
    with pytest.raises(Conflict):
        issue_copy(desk, key=key, wish=wish())
    assert len(residence.asked) == 1
    assert Account.objects.filter(request_key=key).count() == 1
    assert WideAreaCopy.objects.get().fee_yen == 300


def test_only_documents_with_a_photograph_identify(desk: Access, residence: Residence) -> None:
    offered = dict(documents_of_the_day())
    assert "individual_number_card" in offered
    assert not {"health_insurance", "pension_book", "employee_card"} & set(offered)
    with pytest.raises(Invalid) as caught:
        issue_copy(
            desk,
            key=uuid4(),
            wish=wish(document="pension_book", code="92128315678", name="", birth_on=""),
        )
    assert {p.field for p in caught.value.problems} == {"document", "code", "name", "birth_on"}
    assert residence.asked == []


def test_what_the_other_municipality_refuses_is_said_and_nothing_is_numbered(
    desk: Access, residence: Residence
) -> None:
    problem = Problem("wide_area.not_issued", "code", "広域交付はできません。", "止めています。")
    residence.error = Refusal((problem,))
    with pytest.raises(Invalid) as caught:
        issue_copy(desk, key=uuid4(), wish=wish())
    assert caught.value.problems[0].code == "wide_area.not_issued"
    assert not WideAreaCopy.objects.exists()
    assert not Account.objects.exists()


def test_an_answer_about_another_person_is_not_drawn(desk: Access, residence: Residence) -> None:
    residence.body["people"][0]["name"] = "架空　次郎"
    with pytest.raises(Invalid) as caught:
        issue_copy(desk, key=uuid4(), wish=wish())
    assert caught.value.problems[0].code == "wide_area.other_person"
    assert not WideAreaCopy.objects.exists()


@pytest.mark.usefixtures("residence")
def test_a_copy_that_was_not_handed_over_is_spoiled_once(desk: Access) -> None:
    key = issue_copy(desk, key=uuid4(), wish=wish()).key
    with pytest.raises(Invalid):
        spoil_copy(desk, copy=key, reason=" ")
    spoil_copy(desk, copy=key, reason="紙詰まり")
    with pytest.raises(Conflict):
        spoil_copy(desk, copy=key, reason="紙詰まり")
    (line,) = list_copies(desk, page=1).lines
    assert (line.spoiled, line.requester) == ("紙詰まり", "架空　太郎")


def test_whoever_is_not_at_the_counter_issues_nothing(
    examiner: Access, residence: Residence
) -> None:
    with pytest.raises(Refused):
        issue_copy(examiner, key=uuid4(), wish=wish())
    assert residence.asked == []
