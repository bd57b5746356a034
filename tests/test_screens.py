"""Every screen by every duty: opened where the policy says so, refused in words and on the trail where not."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from uuid import UUID, uuid4

import pyotp
import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from daicho.business.certificates.models import Issue
from daicho.business.movements.domain.amendment_kinds import AMENDMENT_KINDS
from daicho.business.movements.domain.immigration_file import LAYOUT
from daicho.business.movements.models import ImmigrationNotice
from daicho.business.movements.tests.paper import (
    HEAD,
    NOTIFIED,
    WIFE,
    carry_through,
    move_in_paper,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.access import system_access
from daicho.foundation.staff.commands.enrol_terminal import enrol_this_terminal
from daicho.foundation.staff.terminals import COOKIE
from daicho.kernel.access import Access, Purpose
from daicho.registers.residents.models import Version
from tests.desk import PAPER, name_people, step
from tests.town import PASSWORD, furnish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
SignIn = Callable[[str], Client]
COUNTER, EXAMINE, DECIDE, AUDIT = "窓口1", "審査1", "決裁1", "監査1"
DESK = (COUNTER, EXAMINE, DECIDE)


@pytest.fixture
def sign_in() -> SignIn:
    """A browser of the enrolled terminal, signed in with two factors."""
    secrets = furnish()
    key = enrol_this_terminal(
        system_access(Purpose.ADMINISTRATION, job="test"), name="本庁1", office="市民課"
    )

    def enter(login: str) -> Client:
        client = Client()
        client.cookies[COOKIE] = signing.dumps(str(key), salt="daicho.foundation.staff.terminal")
        client.post("/sign-in/", {"login": login, "password": PASSWORD})
        cache.clear()
        code = pyotp.TOTP(secrets[login]).now()
        assert client.post("/sign-in/second/", {"code": code}).status_code == 302
        return client

    return enter


@pytest.fixture
def couple(sign_in: SignIn, clerk: Access, examiner: Access, approver: Access) -> Version:
    """The head of a household of two."""
    assert callable(sign_in)
    carry_through(clerk, examiner, approver, "move_in", move_in_paper(HEAD, WIFE))
    return Version.objects.get(member_order=1)


def pages(head: Version) -> list[tuple[str, tuple[str, ...]]]:
    """Addresses, and the duties that may open them."""
    person, record = str(head.person_id), head.record_id
    kinds = ("move_within", "move_out", "death", "household_head_change", "arrival_notice")
    forms = [f"{reverse('movements_new', args=[k])}?person={person}" for k in kinds]
    forms += [reverse("movements_new", args=[k]) for k in ("move_in", "birth")]
    forms += [f"{reverse('movements_new', args=[k.code])}?person={person}" for k in AMENDMENT_KINDS]
    return [
        *((form, (COUNTER,)) for form in forms),
        (reverse("movements_draft"), (COUNTER,)),
        (reverse("movements_list"), DESK),
        (f"{reverse('movements_list')}?state=approved&page=7", DESK),
        (reverse("immigration_notices"), DESK),
        (f"{reverse('immigration_notices')}?show=all&page=7", DESK),
        (reverse("immigration_messages"), DESK),
        (f"{reverse('immigration_messages')}?show=all", DESK),
        (reverse("code_pool"), DESK),
        (f"{reverse('requests_new')}?person={person}", (COUNTER,)),
        (reverse("certificates_history"), DESK),
        (reverse("certificates_notices"), (COUNTER,)),
        (reverse("certificates_notices_arrival"), (COUNTER,)),
        (reverse("certificates_notices_late"), (COUNTER,)),
        (reverse("certificates_person", args=[record]), (COUNTER,)),
        (f"{reverse('certificates_history')}?day=R8.13.1", DESK),
        (reverse("residents_search"), DESK),
        (reverse("residents_person", args=[record]), DESK),
        (reverse("residents_household", args=[record]), DESK),
        (reverse("residents_history", args=[record]), DESK),
    ]


@pytest.mark.parametrize("login", [*DESK, AUDIT])
def test_each_duty_opens_its_screens_and_no_other(
    sign_in: SignIn, couple: Version, login: str
) -> None:
    client = sign_in(login)
    for address, duties in pages(couple):
        before = Entry.objects.count()
        answer = client.get(address)
        entries = Entry.objects.order_by("seq")[before:]
        if login in duties:
            assert answer.status_code == 200, address
            assert all(e.outcome == "done" for e in entries), address
            assert len(entries) <= 1, address
        else:
            assert answer.status_code == 403, address
            assert "見本" not in answer.content.decode().replace("見本市", ""), address
            assert [e.outcome for e in entries] == ["refused"], address


def test_what_is_not_there_is_said_in_words(sign_in: SignIn) -> None:
    client = sign_in(COUNTER)
    missing = [
        reverse("movements_case", args=[uuid4()]),
        reverse("movements_new", args=["no-such-kind"]),
        f"{reverse('requests_new')}?person={uuid4()}",
        reverse("certificates_sheet", args=[uuid4()]),
        reverse("residents_person", args=[uuid4()]),
    ]
    for address in missing:
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "ください" in answer.content.decode(), address


def post_paper(client: Client, case: UUID, act: str, **more: str) -> int:
    paper = {**move_in_paper({**HEAD, "name": "例示　花"}), "act": act, "edition": "0", **more}
    return client.post(reverse("movements_edit", args=[case, "move_in"]), paper).status_code


def test_a_form_read_again_saves_nothing_and_one_sent_twice_saves_once(
    sign_in: SignIn,
) -> None:
    client = sign_in(COUNTER)
    case = uuid4()
    assert post_paper(client, case, "check") == 200
    assert client.get(reverse("movements_case", args=[case])).status_code == 404
    assert post_paper(client, case, "save") == 302
    assert post_paper(client, case, "save") == 409
    assert post_paper(client, case, "submit", edition="1") == 302
    assert post_paper(client, case, "submit", edition="1") == 409


def test_wrong_numbers_of_a_request_are_not_a_crash(sign_in: SignIn, couple: Version) -> None:
    client = sign_in(COUNTER)
    wild = {"copies": "9" * 30, "record": "x", "form": "?", "requester": "?", "channel": "?"}
    assert client.post(reverse("requests_new"), wild).status_code == 422
    take = reverse("movements_take", args=[uuid4(), "approve"])
    assert client.post(take, {"edition": "x"}).status_code == 404
    assert client.get(f"{reverse('movements_list')}?page=x").status_code == 200
    assert client.get(f"{reverse('requests_new')}?person=x").status_code == 200
    assert couple.record_id


def test_a_request_begun_on_a_record_leads_to_its_household_and_to_paper(
    sign_in: SignIn, couple: Version
) -> None:
    client = sign_in(COUNTER)
    record = client.get(reverse("residents_person", args=[couple.record_id])).content.decode()
    begin = f"{reverse('requests_new')}?person={couple.person_id}"
    assert begin in record
    form = client.get(begin)
    written = form.context["written"]
    assert (written.stated_name, written.form) == ("見本　太郎", "household")
    # What the paper says of the address is compared with the register: nothing fills it in.
    assert written.stated_address == ""
    paper = {**PAPER, "key": str(form.context["key"]), "record": str(form.context["record"])}
    wrong = client.post(reverse("requests_new"), {**paper, "stated_name": ""})
    assert wrong.status_code == 422
    assert str(wrong.context["record"]) == paper["record"]
    answer = client.post(reverse("requests_new"), {**paper, "stated_birth": written.stated_birth})
    key = UUID(paper["key"])
    assert answer["Location"] == (
        f"{reverse('requests_people', args=[key])}?record={couple.record_id}"
    )
    people = client.get(answer["Location"])
    assert [m.stated for m in people.context["found"].members] == [True, False]
    name_people(client, key, [couple.record_id])
    assert step(client, "requests_decide", key, act="grant").status_code == 302
    page = client.get(reverse("certificates_issued", args=[Issue.objects.get().request_key]))
    sheet = page.context["found"].lines[0]
    pdf = client.get(reverse("certificates_sheet", args=[sheet.key]))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Cache-Control"] == "no-store"
    spoiled = client.post(reverse("certificates_spoil", args=[sheet.key]), {"reason": "紙づまり"})
    assert spoiled.status_code == 302
    assert "書損じ" in client.get(reverse("certificates_history")).content.decode()


def test_no_certificate_is_made_but_upon_a_request_with_its_number(sign_in: SignIn) -> None:
    """The form that issued without a 受付番号 is gone, by whatever address."""
    client = sign_in(COUNTER)
    for address in ("/certificates/issue/", f"/certificates/desk/{uuid4()}/"):
        assert client.get(address).status_code == 404
    menu = client.get(reverse("requests_list")).context["menu"]
    titles = [entry.title for section in menu for entry in section.items]
    assert "請求の受付" in titles
    assert "証明書の交付" not in titles


def moved_out(clerk: Access, examiner: Access, approver: Access, head: Version) -> UUID:
    """The case of the couple's 転出."""
    people = Version.objects.values_list("person_id", flat=True)
    paper = {
        **{f"selected.{person}": "on" for person in people},
        **NOTIFIED,
        "event_date": "2026-11-25",
        "notified_on": "2026-11-20",
        "abroad": "domestic",
        "destination_address": "大阪府架空市例示1番地",
    }
    assert head.person_id in people
    return carry_through(clerk, examiner, approver, "move_out", paper)


@pytest.mark.proves("STD-4.1.3.0.3/m1", "REG-065")
def test_a_notice_goes_from_the_case_to_paper_and_is_reissued(
    sign_in: SignIn, couple: Version, clerk: Access, examiner: Access, approver: Access
) -> None:
    case = moved_out(clerk, examiner, approver, couple)
    client = sign_in(COUNTER)
    page = client.get(reverse("movements_case", args=[case])).content.decode()
    assert "この異動で出す通知" in page
    address = reverse("certificates_notice", args=[case, "move_out_certificate"])
    assert address in page
    assert "未発行" in page
    shown = client.get(address)
    assert shown.status_code == 200
    key = str(shown.context["wish"].key)
    typed = {"key": key, "act": "issue", "sealed": "on", "document_number": "福市民第1号"}
    issued = client.post(address, typed)
    assert issued.status_code == 302
    assert client.post(address, typed).status_code == 409
    (line,) = client.get(issued["Location"]).context["found"].lines
    pdf = client.get(reverse("certificates_sheet", args=[line.key]))
    assert pdf.content.startswith(b"%PDF")
    assert "再交付の理由" in client.get(address).content.decode()
    again = reverse("certificates_reissue", args=[line.key])
    assert client.post(again, {"reason": ""}).status_code == 422
    assert client.post(again, {"reason": "紛失"}).status_code == 302
    history = client.get(f"{reverse('certificates_history')}?kind=move_out_certificate")
    assert [row.reissue for row in history.context["found"].lines] == [True, False]
    listed = client.get(reverse("certificates_person", args=[couple.record_id])).content.decode()
    assert "発行済" in listed


def test_who_may_not_issue_sees_the_notices_without_a_way_to_them(
    sign_in: SignIn, couple: Version, clerk: Access, examiner: Access, approver: Access
) -> None:
    case = moved_out(clerk, examiner, approver, couple)
    page = sign_in(DECIDE).get(reverse("movements_case", args=[case])).content.decode()
    assert "転出証明書" in page
    assert reverse("certificates_notice", args=[case, "move_out_certificate"]) not in page


def test_the_lists_of_those_to_write_to(
    sign_in: SignIn, couple: Version, clerk: Access, examiner: Access, approver: Access
) -> None:
    assert moved_out(clerk, examiner, approver, couple)
    client = sign_in(COUNTER)
    for name in (
        "certificates_notices",
        "certificates_notices_arrival",
        "certificates_notices_late",
    ):
        answer = client.get(reverse(name))
        assert answer.status_code == 200, name
        assert "ありません" in answer.content.decode(), name
    nobody = client.post(reverse("certificates_notices"), {"chosen": ["1"]})
    assert nobody.status_code == 422
    assert "送る相手がいません。" in nobody.content.decode()
    assert client.get(f"{reverse('certificates_notices_late')}?month=x").status_code == 422
    made = client.post(reverse("certificates_notices_list", args=["arrival_list"]))
    assert made.status_code == 302
    wrong = reverse("certificates_notices_list", args=["no-such-list"])
    assert client.post(wrong).status_code == 404


@pytest.mark.proves("STD-4.5.6/m2", "STD-4.5.6/m4")
def test_a_file_of_notices_is_taken_on_its_screen_or_told_what_is_wrong(sign_in: SignIn) -> None:
    client = sign_in(COUNTER)
    url = reverse("immigration_notices")
    assert client.get(url).status_code == 200
    for sent in ({}, {"file": BytesIO(b"x\r\n1\r\n")}):
        answer = client.post(url, sent)
        assert answer.status_code == 422
        assert "ファイル" in answer.content.decode()
    told = {
        "通知番号": "N-1",
        "通知日": "2026-11-18",
        "処理": "修正",
        "事由の生じた日": "2026-11-10",
        "氏名": "NOBODY HERE",
        "生年月日": "1988-02-03",
        "在留期間": "5年",
    }
    lines = [",".join(LAYOUT.headers), ",".join(told.get(h, "") for h in LAYOUT.headers)]
    assert client.post(url, {"file": BytesIO("\n".join(lines).encode())}).status_code == 302
    page = client.get(url).content.decode()
    assert "NOBODY HERE" in page
    assert "未取込" in page
    notice = ImmigrationNotice.objects.get()
    match = reverse("immigration_match", args=[notice.key])
    assert client.post(match, {"atena_number": "1"}).status_code == 302
    dismiss = reverse("immigration_dismiss", args=[notice.key])
    client.post(dismiss, {"reason": "他市の住民"})
    assert client.post(dismiss, {"reason": "もう一度"}).status_code == 409
    assert "他市の住民" in client.get(f"{url}?show=all").content.decode()
    refused = sign_in(EXAMINE).post(match, {"atena_number": "1"})
    assert refused.status_code == 403
