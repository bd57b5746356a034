"""Screens of inspection and rosters (閲覧・名簿): opened by their duties, and what is done on them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from daicho.business.certificates.tests.conftest import staff
from daicho.business.inspection.models import Application, Listing, OptOut, Visit
from daicho.business.inspection.tests.scene import approved
from daicho.business.movements.tests.family import Staff
from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs.models import Job
from daicho.kernel.access import Purpose
from daicho.registers.protection.tests.scene import support
from daicho.registers.residents.models import Version
from tests.test_screens import SignIn, couple, sign_in

__all__ = ["couple", "sign_in", "staff"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
COUNTER, EXAMINE, DECIDE, AUDIT, PROTECT = "窓口1", "審査1", "決裁1", "監査1", "支援1"
DESK = (COUNTER, EXAMINE, DECIDE)
PAPER = {
    "ground": "survey",
    "applicant": "架空大学",
    "representative": "学長　例示",
    "address": "東京都架空区見本町1番地",
    "telephone": "000-0000-0000",
    "purpose": "地域のくらしの調査",
    "outline": "地域のくらしの調査",
    "custody": "鍵のかかる棚に置く",
    "handlers": "研究室の3人",
    "outcome": "論文として公表する",
    "pledged": "on",
    "inspectors.0.name": "調査　員",
    "inspectors.0.standing": "東京都架空区見本町2番地",
    "method": "all",
    "order": "random",
}


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def pages(listing: UUID) -> list[tuple[str, tuple[str, ...]]]:
    """Addresses, and who may open them."""
    makers = (COUNTER, EXAMINE)
    return [
        (reverse("inspection_list"), DESK),
        (f"{reverse('inspection_list')}?state=refused&page=9", DESK),
        (reverse("inspection_new"), makers),
        (reverse("inspection_ledgers"), DESK),
        (reverse("inspection_new_ledger"), makers),
        (reverse("inspection_report"), DESK),
        (f"{reverse('inspection_report')}?year=1", DESK),
        (reverse("rosters_list"), DESK),
        *((reverse("rosters_new", args=[kind]), makers) for kind in ("sample", "safety", "school")),
        (reverse("rosters_listing", args=[listing]), DESK),
        (reverse("opt_outs"), makers),
    ]


@pytest.mark.parametrize("login", [COUNTER, EXAMINE, DECIDE, AUDIT])
def test_each_duty_opens_its_screens_and_no_other(
    sign_in: SignIn, couple: Version, login: str
) -> None:
    assert couple.person_id
    listing = made(sign_in(COUNTER), "safety")
    client = sign_in(login)
    for address, duties in pages(listing):
        before = Entry.objects.count()
        answer = client.get(address)
        outcomes = [e.outcome for e in Entry.objects.order_by("seq")[before:]]
        if login in duties:
            assert answer.status_code == 200, address
            assert outcomes in ([], ["done"]), address
        else:
            assert answer.status_code == 403, address
            assert outcomes == ["refused"], address


def made(client: Client, kind: str, **typed: str) -> UUID:
    key = uuid4()
    answer = client.post(reverse("rosters_new", args=[kind]), {"key": str(key), **typed})
    assert answer.status_code == 302, answer.content.decode()
    return key


def test_an_application_goes_from_its_paper_to_its_decision(
    sign_in: SignIn, couple: Version
) -> None:
    assert couple.person_id
    clerk, examiner, approver = (sign_in(login) for login in DESK)
    new = reverse("inspection_new")
    key = uuid4()
    refused = clerk.post(new, {**PAPER, "key": str(key), "ground": "commercial"})
    assert refused.status_code == 422
    assert "法11条・11条の2に掲げる場合だけ" in refused.content.decode()
    wrong = clerk.post(new, {**PAPER, "towns": "架空町", "wished_on": "R8.13.1"})
    assert wrong.status_code == 422
    assert "「架空町」という町字" in wrong.content.decode()
    fine = {**PAPER, "key": str(key), "towns": "五老内町"}
    assert clerk.post(new, fine).status_code == 302
    assert clerk.post(new, fine).status_code == 409
    page = reverse("inspection_application", args=[key])
    assert "鍵のかかる棚に置く" in text(clerk, page)

    def act(client: Client, action: str, **typed: str) -> int:
        edition = str(Application.objects.get(key=key).edition)
        address = reverse("inspection_act", args=[key, action])
        return client.post(address, {"edition": edition, **typed}).status_code

    assert act(clerk, "examine") == 403
    assert act(examiner, "return", words="") == 422
    assert act(examiner, "return", words="管理の方法を具体的に") == 302
    mend = reverse("inspection_mend", args=[key])
    assert "調査　員" in text(clerk, mend)
    mended = {**fine, "edition": "2", "custody": "金庫", "words": "直した"}
    assert clerk.post(mend, {**mended, "custody": ""}).status_code == 422
    assert clerk.post(mend, mended).status_code == 302
    assert act(examiner, "examine") == 302
    assert act(approver, "refuse") == 422
    assert act(approver, "approve") == 302
    assert act(approver, "nothing") == 404


def test_an_approved_application_is_served_ended_reported_and_charged(
    sign_in: SignIn, couple: Version, staff: Staff
) -> None:
    assert couple.person_id
    desk, second, chief = (one.serving(Purpose.BATCH) for one in staff)
    key = approved(desk, second, chief)
    clerk, examiner = sign_in(COUNTER), sign_in(EXAMINE)
    page = reverse("inspection_application", args=[key])

    def send(
        client: Client, name: str, *args: object, **typed: str
    ) -> Any:  # Any: a test client's answer
        edition = str(Application.objects.get(key=key).edition)
        return client.post(reverse(name, args=[key, *args]), {"edition": edition, **typed})

    answer = send(clerk, "inspection_own_list", key=str(uuid4()))
    assert "見本　太郎" in text(clerk, answer["Location"])
    listing = Listing.objects.get(application=key)
    visit = {"key": str(uuid4()), "listing": listing.number, "pages": "1", "inspector": "調査　員"}
    visit |= {"identity_documents": "driving_licence", "copied": "2"}
    assert send(clerk, "inspection_visit", **visit).status_code == 422
    assert send(clerk, "inspection_visit", **visit, attendant="職員").status_code == 302
    assert "600円" in text(clerk, page)
    assert send(examiner, "inspection_act", "confirm").status_code == 409
    gone = {"edition": str(listing.edition), "method": "shredded", "witness": "職員"}
    assert clerk.post(reverse("rosters_dispose", args=[listing.key]), gone).status_code == 302
    assert send(examiner, "inspection_act", "confirm").status_code == 302
    assert "確認済み" in text(clerk, page)
    report = reverse("inspection_report")
    assert "架空大学（学長　例示）" in text(clerk, f"{report}?year=2026")
    file = clerk.get(f"{reverse('inspection_report_as', args=['csv'])}?year=2026")
    assert "架空大学" in b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]  # a stream
    assert clerk.get(reverse("inspection_report_as", args=["x"])).status_code == 404
    charge = clerk.post(reverse("inspection_charge", args=[key]))
    assert charge.status_code == 302
    assert "600" in text(clerk, charge["Location"])


def test_a_visit_is_struck_on_the_screen(sign_in: SignIn, couple: Version) -> None:
    assert couple.person_id
    clerk, examiner, approver = (sign_in(login) for login in DESK)
    key = uuid4()
    clerk.post(reverse("inspection_new"), {**PAPER, "key": str(key)})

    def send(client: Client, name: str, *args: object, **typed: str) -> int:
        edition = str(Application.objects.get(key=key).edition)
        address = reverse(name, args=[key, *args])
        return client.post(address, {"edition": edition, **typed}).status_code

    assert send(examiner, "inspection_act", "examine") == 302
    assert send(approver, "inspection_act", "approve") == 302
    assert send(clerk, "inspection_own_list") == 302
    number = Listing.objects.get(application=key).number
    visit = {"listing": number, "pages": "1", "inspector": "別　人", "attendant": "職員"}
    documents = {"identity_documents": "passport", "copied": "0"}
    assert send(clerk, "inspection_visit", **visit, **documents) == 302
    page = text(clerk, reverse("inspection_application", args=[key]))
    assert "申請にない人（別　人）が閲覧している" in page
    one = Visit.objects.get(application=key)
    assert send(clerk, "inspection_strike", one.key, words="") == 422
    assert send(clerk, "inspection_strike", one.key, words="氏名の誤記") == 302
    page = text(clerk, reverse("inspection_application", args=[key]))
    assert "氏名の誤記" in page
    assert "申請にない人" not in page


def test_a_sample_is_asked_for_approved_made_and_taken(sign_in: SignIn, couple: Version) -> None:
    assert couple.person_id
    clerk, examiner, approver = (sign_in(login) for login in DESK)
    new = reverse("rosters_new", args=["sample"])
    assert clerk.post(new, {"method": "simple", "size": "x"}).status_code == 422
    assert clerk.get(reverse("rosters_new", args=["nothing"])).status_code == 404
    typed = {"purpose": "調査", "basis": "計画", "sex": "female", "method": "simple", "size": "1"}
    listing = made(clerk, "sample", **typed)
    page = reverse("rosters_listing", args=[listing])
    assert "承認を待っています" in text(clerk, page)
    decide = reverse("rosters_decide", args=[listing])
    assert approver.post(decide, {"edition": "1", "decision": "no"}).status_code == 422
    assert approver.post(decide, {"edition": "1", "decision": "approve"}).status_code == 302
    assert clerk.post(reverse("rosters_make", args=[listing]), {"edition": "1"}).status_code == 409
    assert clerk.post(reverse("rosters_make", args=[listing]), {"edition": "2"}).status_code == 302
    assert "見本　花子" in text(clerk, page)
    for form, kind in (("pdf", b"%PDF"), ("labels12", b"%PDF"), ("labels24", b"%PDF")):
        answer = clerk.get(f"{reverse('rosters_output', args=[listing, form])}?copies=9")
        body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a stream
        assert body[:4] in (kind, b"PK\x03\x04"), form
    for form in ("csv", "excel"):
        address = reverse("rosters_output", args=[listing, form])
        assert clerk.get(address).status_code == 403
        assert b"".join(examiner.get(address).streaming_content)  # type: ignore[attr-defined]  # a stream
    assert clerk.get(reverse("rosters_output", args=[listing, "x"])).status_code == 404
    asked = {"form": "pdf", "copies": "1", "key": str(uuid4())}
    job = clerk.post(reverse("rosters_job", args=[listing]), asked)
    assert job.status_code == 302
    assert Job.objects.get().kind == "rosters.output"
    dispose = reverse("rosters_dispose", args=[listing])
    assert clerk.post(dispose, {"edition": "3"}).status_code == 422
    assert (
        clerk.post(dispose, {"edition": "3", "method": "erased", "witness": "職員"}).status_code
        == 302
    )
    assert "受領番号" in text(clerk, page)


def test_who_is_not_shown_on_a_safety_roster_is_shown_to_protection_alone(
    sign_in: SignIn, couple: Version
) -> None:
    clerk = sign_in(COUNTER)
    support(couple.person_id)
    listing = made(clerk, "safety", towns="五老内町")
    page = text(clerk, reverse("rosters_listing", args=[listing]))
    assert "見本　太郎" not in page
    assert "照合 1" in page
    hidden = reverse("rosters_withheld", args=[listing])
    assert clerk.get(hidden).status_code == 403
    assert "見本　太郎" in text(sign_in(PROTECT), hidden)


def test_a_request_to_be_left_out_has_a_receipt_and_an_end(
    sign_in: SignIn, couple: Version
) -> None:
    clerk = sign_in(COUNTER)
    requests = reverse("opt_outs")
    assert clerk.post(requests, {"atena_number": "1"}).status_code == 422
    fine = {
        "atena_number": couple.person.atena_number,
        "filed_on": "R8.11.20",
        "filed_by": "self",
        "identity_documents": "passport",
    }
    answer = clerk.post(requests, fine)
    assert answer.status_code == 302
    assert "見本　太郎 様" in text(clerk, answer["Location"])
    assert clerk.post(requests, fine).status_code == 409
    key = OptOut.objects.get().key
    cancel = reverse("opt_out_cancel", args=[key])
    assert clerk.post(cancel, {"words": ""}).status_code == 422
    assert clerk.post(cancel, {"words": "本人の申出"}).status_code == 302
    assert clerk.post(cancel, {"words": "本人の申出"}).status_code == 409


def test_the_changes_of_a_school_register_are_a_page_of_it_alone(
    sign_in: SignIn, couple: Version
) -> None:
    assert couple.person_id
    clerk = sign_in(COUNTER)
    school = made(clerk, "school", year="2027", about="elementary")
    assert "作った後の異動はありません" in text(clerk, reverse("rosters_changes", args=[school]))
    safety = made(clerk, "safety")
    assert clerk.get(reverse("rosters_changes", args=[safety])).status_code == 404
