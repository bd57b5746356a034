"""Issuing (交付): who may have what, what stands on the sheet, and that what was kept is what was handed over."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from daicho.business.certificates.commands.issue import issue, preview_request
from daicho.business.certificates.commands.spoil import spoil
from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.domain.rights import Proof, Requester
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.desk import issued_sheet
from daicho.business.certificates.tests.asking import wish
from daicho.business.movements.tests.paper import (
    CHILD,
    FOREIGNER,
    HEAD,
    NOTIFIED,
    WIFE,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.foundation.audit.models import Entry
from daicho.kernel import clock
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Conflict, Invalid, Refused
from daicho.registers.residents.commands.write_memo import write_memo
from daicho.registers.residents.models import ResidentRecord, Version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]


def family(clerk: Access, examiner: Access, approver: Access) -> list[UUID]:
    """Four people of one household; the head has an IVS name and a number. Their records, in order."""
    pool()
    head = {**HEAD, "name": "葛\U000e0102城　太郎", "individual_number": individual_number(11)}
    paper = move_in_paper(head, WIFE, CHILD, {**FOREIGNER, "relationship": "同居人"})
    carry_through(clerk, examiner, approver, "move_in", paper)
    return list(Version.objects.order_by("member_order").values_list("record", flat=True))


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.proves("STD-1.1.3/m2", "STD-5.1/m2")
def test_the_whole_household_on_one_sheet(
    desk_clerk: Access, examiner: Access, approver: Access, clerk: Access
) -> None:
    records = family(clerk, examiner, approver)
    asked = frozenset({Item.RELATIONSHIP, Item.DOMICILE})
    (key,) = issue(desk_clerk, request=wish(records, items=asked))
    number, pdf = issued_sheet(desk_clerk, issue=key)
    text = text_of(pdf)
    assert number.startswith("20261120 福島市 本庁1 ")
    assert "葛\U000e0102城" in text
    for words in (
        "世帯全員の住民票",
        "SAMPLE MARIA",
        "同居人",
        "見本市長",
        "東京都架空区見本町1番地",
    ):
        assert words in text.replace("\n", "")
    assert individual_number(11) not in text
    row = Issue.objects.get(key=key)
    assert row.fee_yen == 300
    assert individual_number(11).encode() not in bytes(row.snapshot)


def test_what_is_not_asked_for_is_left_out(
    desk_clerk: Access, examiner: Access, approver: Access, clerk: Access
) -> None:
    records = family(clerk, examiner, approver)
    (key,) = issue(desk_clerk, request=wish(records[:3]))
    text = text_of(issued_sheet(desk_clerk, issue=key)[1])
    assert "世帯の一部の人の住民票" in text
    assert "架空国" not in text
    assert "同居人" not in text
    assert "省略" in text


def test_a_number_goes_to_the_person_but_to_nobody_else(
    desk_clerk: Access, examiner: Access, approver: Access, clerk: Access
) -> None:
    records = family(clerk, examiner, approver)[:1]
    asked = frozenset({Item.INDIVIDUAL_NUMBER})
    (key,) = issue(desk_clerk, request=wish(records, items=asked))
    text = text_of(issued_sheet(desk_clerk, issue=key)[1])
    assert individual_number(11) in text.replace(" ", "").replace("\n", "")
    assert Entry.objects.get(kind="certificates.issued").number_shown
    for requester, code in (
        (Requester.AGENT, "number_to_agent"),
        (Requester.OFFICIAL, "number_not_for_requester"),
        (Requester.THIRD_PARTY, "number_not_for_requester"),
    ):
        with pytest.raises(Invalid) as caught:
            issue(
                desk_clerk,
                request=wish(records, items=asked, requester=requester, ground="訴訟のため"),
            )
        assert code in {p.code for p in caught.value.problems}
    assert Issue.objects.count() == 1


def test_an_agent_may_have_the_number_posted(
    desk_clerk: Access, examiner: Access, approver: Access, clerk: Access
) -> None:
    records = family(clerk, examiner, approver)[:1]
    asked = frozenset({Item.INDIVIDUAL_NUMBER})
    request = wish(
        records,
        items=asked,
        requester=Requester.AGENT,
        by_post=True,
        proofs=frozenset({Proof.POWER}),
    )
    assert len(issue(desk_clerk, request=request)) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"documents": ()}, "identity_not_shown"),
        ({"documents": ("pension_book",)}, "identity_not_shown"),
        ({"documents": ("health_insurance", "pension_book")}, "identity_not_shown"),
        ({"requester_name": " "}, "requester_blank"),
        ({"requester": Requester.THIRD_PARTY}, "ground_blank"),
        ({"records": ()}, "nobody_chosen"),
        ({"copies": 0}, "copies"),
        ({"form": Form.REMOVED}, "not_removed"),
    ],
)
def test_a_refusal_says_why_and_nothing_is_kept(
    desk_clerk: Access,
    examiner: Access,
    approver: Access,
    clerk: Access,
    change: dict[str, object],
    code: str,
) -> None:
    records = family(clerk, examiner, approver)
    with pytest.raises(Invalid) as caught:
        issue(desk_clerk, request=wish(records, **change))
    assert code in {p.code for p in caught.value.problems}
    assert not Issue.objects.exists()
    assert Entry.objects.filter(kind="certificates.issued", outcome="refused").count() == 1


def test_the_removed_and_the_present_do_not_share_a_sheet(
    desk_clerk: Access, examiner: Access, approver: Access, clerk: Access
) -> None:
    records = family(clerk, examiner, approver)
    gone = ResidentRecord.objects.get(key=records[3]).person_id
    paper = {
        f"selected.{gone}": "on",
        "event_date": "2026-11-20",
        "notified_on": "2026-11-20",
        **NOTIFIED,
        "abroad": "domestic",
        "destination_address": "東京都架空区",
    }
    carry_through(clerk, examiner, approver, "move_out", paper)
    with pytest.raises(Invalid) as caught:
        issue(desk_clerk, request=wish(records))
    assert "removed" in {p.code for p in caught.value.problems}
    request = wish([records[3]], form=Form.REMOVED)
    (key,) = issue(desk_clerk, request=request)
    text = text_of(issued_sheet(desk_clerk, issue=key)[1])
    assert "除票" in text
    assert "東京都架空区" in text.replace("\n", "")


@pytest.mark.proves("STD-5.1/m9")
def test_before_the_planned_day_nothing_of_it_is_printed(
    desk_clerk: Access, examiner: Access, approver: Access, clerk: Access
) -> None:
    records = family(clerk, examiner, approver)
    person = ResidentRecord.objects.get(key=records[1]).person_id
    paper = {
        f"selected.{person}": "on",
        "event_date": "2026-11-25",
        "notified_on": "2026-11-20",
        **NOTIFIED,
        "abroad": "domestic",
        "destination_address": "大阪府架空市",
    }
    carry_through(clerk, examiner, approver, "move_out", paper)
    with clock.set_to(date(2026, 11, 24)):
        (key,) = issue(desk_clerk, request=wish(records, items=frozenset({Item.RELATIONSHIP})))
        text = text_of(issued_sheet(desk_clerk, issue=key)[1]).replace("\n", "")
        assert "見本　花子" in text
        assert "大阪府" not in text
    with clock.set_to(date(2026, 11, 25)), pytest.raises(Invalid):
        issue(desk_clerk, request=wish(records))


@pytest.mark.proves("STD-5.5/m5", "STD-5.5/m6")
def test_every_copy_has_a_number_of_its_own(
    desk_clerk: Access, examiner: Access, approver: Access, clerk: Access
) -> None:
    records = family(clerk, examiner, approver)
    issue(desk_clerk, request=wish(records, copies=3))
    assert len(set(Issue.objects.values_list("number", flat=True))) == 3


def test_a_request_sent_twice_is_issued_once(
    desk_clerk: Access, examiner: Access, approver: Access, clerk: Access
) -> None:
    request = wish(family(clerk, examiner, approver))
    issue(desk_clerk, request=request)
    with pytest.raises(Conflict):
        issue(desk_clerk, request=request)
    assert Issue.objects.count() == 1


def test_the_pdf_is_rebuilt_byte_for_byte_and_a_spoiled_one_is_marked_once(
    desk_clerk: Access, examiner: Access, approver: Access, clerk: Access
) -> None:
    (key,) = issue(desk_clerk, request=wish(family(clerk, examiner, approver)))
    first = issued_sheet(desk_clerk, issue=key)
    assert issued_sheet(desk_clerk, issue=key) == first
    spoil(desk_clerk, issue=key, reason="紙づまり")
    with pytest.raises(Conflict):
        spoil(desk_clerk, issue=key, reason="二度目")


def test_a_preview_is_marked_and_leaves_no_issue(
    desk_clerk: Access, examiner: Access, approver: Access, clerk: Access
) -> None:
    shown = preview_request(desk_clerk, request=wish(family(clerk, examiner, approver)))
    assert len(shown.pages) == 1
    assert shown.fee_yen == 300
    assert not Issue.objects.exists()


def test_only_the_counter_issues(approver: Access, examiner: Access, clerk: Access) -> None:
    records = family(clerk, examiner, approver)
    with pytest.raises(Refused):
        issue(approver.serving(Purpose.CERTIFICATE), request=wish(records))


@pytest.mark.proves("STD-1.1.15/m4", "STD-1.1.3/m3")
@pytest.mark.parametrize("form", [Form.HOUSEHOLD, Form.INDIVIDUAL])
def test_no_sheet_carries_a_memo(
    desk_clerk: Access, examiner: Access, approver: Access, clerk: Access, form: Form
) -> None:
    records = family(clerk, examiner, approver)
    words = "窓口だけの申し送り"
    for record in records:
        write_memo(clerk, record=record, memo=uuid4(), edition=0, text=words)
    chosen = records if form is Form.HOUSEHOLD else records[:1]
    asked = frozenset(Item) - {
        Item.INDIVIDUAL_NUMBER,
        Item.RESIDENT_CODE,
        Item.WITHOUT_KATAGAKI,
    }
    (key,) = issue(desk_clerk, request=wish(chosen, form=form, items=asked))
    text = text_of(issued_sheet(desk_clerk, issue=key)[1])
    assert "見本" in text
    assert ("見本　花子" in text) is (form is Form.HOUSEHOLD)
    assert words not in text.replace("\n", "")
