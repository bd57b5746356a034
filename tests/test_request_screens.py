"""Screens of the desks (請求の受付・郵送・照会・電話): opened by their duties, and a request carried to its end on them."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from daicho.business.cash.commands.open_drawer import open_drawer
from daicho.business.cash.commands.take_payment import take_payment
from daicho.business.cash.domain.tenders import Tender
from daicho.business.cash.models import Account
from daicho.business.certificates.models import Issue
from daicho.business.requests.commands.inquiries import open_inquiry
from daicho.business.requests.commands.receive import receive
from daicho.business.requests.domain.inquiry import Asked
from daicho.business.requests.domain.states import State
from daicho.business.requests.models import Call, Dispatch, Inquiry, Request
from daicho.business.requests.tests.paper import codes_of, row_of, written
from daicho.business.requests.web.barcode import barcode_svg, modules_of
from daicho.foundation.audit.models import Entry
from daicho.kernel.access import Access, Purpose
from daicho.registers.residents.models import Version
from tests.test_screens import SignIn, couple, sign_in

__all__ = ["couple", "sign_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
COUNTER, EXAMINE, DECIDE, AUDIT = "窓口1", "審査1", "決裁1", "監査1"
DESK = (COUNTER, EXAMINE, DECIDE)
ASKED = Asked(
    agency="架空県警察本部",
    agency_address="架空県架空市一丁目1番1号",
    their_number="架警捜第12号",
    basis="criminal_procedure",
    reason="investigation",
    seen=("letter",),
    stated_name="見本　太郎",
    items=("residing", "address"),
)


@pytest.fixture
def request_key(clerk: Access, couple: Version) -> UUID:
    assert couple
    key = uuid4()
    receive(
        clerk.serving(Purpose.CERTIFICATE),
        request=key,
        written=written(stated_address="福島市五老内町3-1"),
    )
    return key


@pytest.fixture
def inquiry_key(clerk: Access, couple: Version) -> UUID:
    assert couple
    key = uuid4()
    open_inquiry(clerk.serving(Purpose.INQUIRY), inquiry=key, asked=ASKED)
    return key


def pages(request_key: UUID, inquiry: UUID) -> list[tuple[str, tuple[str, ...]]]:
    """Addresses, and who may open them."""
    own = (COUNTER,)
    return [
        (reverse("requests_list"), DESK),
        (f"{reverse('requests_list')}?day=&state=open&channel=post&words=x&page=9", DESK),
        (f"{reverse('requests_list')}?day=R8.13.1&state=x&channel=x", DESK),
        (reverse("requests_new"), own),
        (f"{reverse('requests_new')}?channel=post", own),
        (f"{reverse('requests_new')}?channel=?", own),
        (reverse("requests_dispatches"), DESK),
        (f"{reverse('requests_dispatches')}?since=R8.11.1&until=x&print=1", DESK),
        (reverse("requests_request", args=[request_key]), DESK),
        (reverse("requests_slip", args=[request_key]), DESK),
        *(
            (reverse(f"requests_{name}", args=[request_key]), own)
            for name in ("edit", "people", "confirm", "decide", "hand", "send", "label")
        ),
        (f"{reverse('requests_people', args=[request_key])}?name=x&birth=R8.13.1", own),
        (reverse("requests_telephone"), (COUNTER, EXAMINE)),
        (reverse("inquiries_list"), DESK),
        (f"{reverse('inquiries_list')}?state=answered", DESK),
        (reverse("inquiries_new"), own),
        (reverse("inquiries_inquiry", args=[inquiry]), DESK),
        (reverse("inquiries_edit", args=[inquiry]), own),
    ]


@pytest.mark.parametrize("login", [*DESK, AUDIT])
def test_each_duty_opens_its_screens_and_no_other(
    sign_in: SignIn, request_key: UUID, inquiry_key: UUID, login: str
) -> None:
    client = sign_in(login)
    for address, duties in pages(request_key, inquiry_key):
        before = Entry.objects.count()
        answer = client.get(address)
        outcomes = {e.outcome for e in Entry.objects.order_by("seq")[before:]}
        if login in duties:
            assert answer.status_code == 200, address
            assert "failed" not in outcomes, address
        else:
            assert answer.status_code == 403, address
            assert outcomes == {"refused"}, address


def posted(client: Client, name: str, key: UUID, **fields: Any) -> Any:  # Any: Django's answers
    """Send a form of a request, from the page as it is now."""
    edition = row_of(key).edition if Request.objects.filter(key=key).exists() else 0
    return client.post(reverse(name, args=[key]), {"edition": str(edition), **fields})


def test_a_request_at_the_counter_from_the_paper_to_the_hand(
    sign_in: SignIn, couple: Version, clerk: Access
) -> None:
    client = sign_in(COUNTER)
    key = uuid4()
    paper = {
        "key": str(key),
        "channel": "counter",
        "requester": "self",
        "requester_name": "見本　太郎",
        "stated_name": "見本　太郎",
        "stated_address": "福島市五老内町3-1",
        "form": "individual",
        "copies": "1",
        "called_number": "12",
    }
    wrong = client.post(reverse("requests_new"), {**paper, "stated_name": "", "form": "?"})
    assert wrong.status_code == 422
    assert "証明する人の氏名がありません。" in wrong.content.decode()
    assert client.post(reverse("requests_new"), paper).status_code == 302
    assert client.post(reverse("requests_new"), paper).status_code == 409
    page = reverse("requests_request", args=[key])
    assert "請求書の人を、台帳から探してください。" in client.get(page).content.decode()
    people = client.get(reverse("requests_people", args=[key])).content.decode()
    assert f"?record={couple.record_id}" in people
    opened = client.get(f"{reverse('requests_people', args=[key])}?record={couple.record_id}")
    assert "見本　花子" in opened.content.decode()
    nobody = posted(client, "requests_people", key, record=str(couple.record_id))
    assert nobody.status_code == 422
    chosen = {"records": str(couple.record_id), "requester_record": str(couple.record_id)}
    assert posted(client, "requests_people", key, **chosen).status_code == 302
    assert "来た人の本人確認をしてください。" in client.get(page).content.decode()
    identify_on_screen(client, key)
    decide_and_hand(client, key, clerk)
    assert "交付を終えました。" in client.get(page).content.decode()


def identify_on_screen(client: Client, key: UUID) -> None:
    """A card with an old name, one that cannot be read, and the right one."""
    old = {"card_text": "旧姓　太郎,福島県福島市五老内町3-1見本ハイツ101号,19850401,男"}
    differs = posted(client, "requests_confirm", key, documents="individual_number_card", **old)
    assert differs.status_code == 422
    assert "カードの氏名が、台帳と一致しません。" in differs.content.decode()
    assert posted(client, "requests_confirm", key, card_text="読めない").status_code == 422
    right = {"card_text": "見本　太郎,福島県福島市五老内町3-1見本ハイツ101号,19850401,男"}
    done = posted(client, "requests_confirm", key, documents="individual_number_card", **right)
    assert done.status_code == 302


def decide_and_hand(client: Client, key: UUID, clerk: Access) -> None:
    """Granted once, paid, and handed over only with its own sheets."""
    page = reverse("requests_request", args=[key])
    shown = client.get(reverse("requests_decide", args=[key])).content.decode()
    assert "できあがり（見本）" in shown
    assert posted(client, "requests_decide", key, act="grant").status_code == 302
    again = client.post(reverse("requests_decide", args=[key]), {"edition": "1", "act": "grant"})
    assert again.status_code == 409
    assert Issue.objects.count() == 1
    assert "会計の画面で、手数料を受け取ってください。" in client.get(page).content.decode()
    till = clerk.serving(Purpose.CERTIFICATE)
    pay(till)
    hand = {"called_number": "12", "read_back": "見本太郎"}
    mixed = posted(client, "requests_hand", key, **hand, scanned="20261120999999")
    assert mixed.status_code == 422
    assert "渡してはいけません" in mixed.content.decode()
    (code,) = codes_of(key)
    assert posted(client, "requests_hand", key, **hand, scanned=code).status_code == 302
    assert row_of(key).state == State.HANDED.value


def pay(till: Access) -> None:
    """What is due, in cash, to a drawer of the tests' own clerk."""
    open_drawer(till, float_cash_yen=10_000)
    account = Account.objects.get()
    take_payment(till, account=account.key, entry=uuid4(), tender=Tender("cash", tendered_yen=1000))


def test_a_refusal_shows_the_row_and_keeps_it(
    sign_in: SignIn, couple: Version, clerk: Access
) -> None:
    key = uuid4()
    paper = written(requester="third_party", proofs=(), stated_address="", ground="")
    receive(clerk.serving(Purpose.CERTIFICATE), request=key, written=paper)
    client = sign_in(COUNTER)
    assert posted(client, "requests_people", key, records=str(couple.record_id)).status_code == 302
    shown = client.get(reverse("requests_decide", args=[key])).content.decode()
    assert "この請求を断る行" in shown
    assert "資格の表の第17行「第三者」によります" in shown
    assert posted(client, "requests_decide", key, act="grant").status_code == 422
    assert posted(client, "requests_decide", key, act="refuse").status_code == 302
    page = client.get(reverse("requests_request", args=[key])).content.decode()
    assert "不交付の理由" in page
    assert "第17行" in page
    assert not Issue.objects.exists()


def test_a_request_by_post(sign_in: SignIn, couple: Version, clerk: Access) -> None:
    key = uuid4()
    paper = written(
        channel="post",
        requester="official",
        agency="架空県税事務所",
        ground="課税のため",
        proofs=("official_letter",),
        stated_address="",
    )
    receive(clerk.serving(Purpose.CERTIFICATE), request=key, written=paper)
    client = sign_in(COUNTER)
    bad = posted(client, "requests_notes", key, notes="12345-678901")
    assert bad.status_code == 422
    assert (
        posted(client, "requests_notes", key, notes="12345-678901,300,R8.11.2").status_code == 302
    )
    ask = reverse("requests_step", args=[key, "ask_correction"])
    late = {"edition": str(row_of(key).edition), "words": "電話した", "due_on": "R8.11.1"}
    assert client.post(ask, late).status_code == 422
    assert client.post(ask, {**late, "due_on": "R8.12.4"}).status_code == 302
    back = reverse("requests_step", args=[key, "corrected"])
    fine = {"edition": str(row_of(key).edition), "words": "届いた"}
    assert client.post(back, fine).status_code == 302
    assert posted(client, "requests_people", key, records=str(couple.record_id)).status_code == 302
    assert posted(client, "requests_decide", key, act="grant").status_code == 302
    send_on_screen(client, key)


def send_on_screen(client: Client, key: UUID) -> None:
    """Only to the agency; in the book; brought back by the post."""
    envelope = {
        "to_name": "架空県税事務所",
        "to_address": "福島市五老内町3番1号",
        "method": "simple_registered",
        "tracking": "123",
        "scanned": "\n".join(codes_of(key)),
        "label": row_of(key).number,
    }
    away = posted(client, "requests_send", key, **{**envelope, "to_address": "どこか"}, act="send")
    assert away.status_code == 422
    assert posted(client, "requests_send", key, **envelope, act="send").status_code == 302
    assert Dispatch.objects.get().notes_returned == 1
    book = client.get(f"{reverse('requests_dispatches')}?print=1").content.decode()
    assert "架空県税事務所" in book
    assert posted(client, "requests_came_back", key, words="").status_code == 422
    assert posted(client, "requests_came_back", key, words="宛先不明").status_code == 302
    unknown = reverse("requests_step", args=[key, "grant"])
    assert client.post(unknown, {"edition": "1"}).status_code == 404


def test_an_inquiry_is_answered_on_screens(sign_in: SignIn, couple: Version) -> None:
    clerk, key = sign_in(COUNTER), uuid4()
    paper: dict[str, Any] = {
        "key": str(key),
        "agency": "架空県警察本部",
        "agency_address": "架空県架空市一丁目1番1号",
        "their_number": "架警捜第12号",
        "their_date": "R8.11.18",
        "seen": "letter",
        "stated_name": "見本　太郎",
        "asked": ["residing", "address"],
    }
    refused = clerk.post(reverse("inquiries_new"), paper)
    assert refused.status_code == 422
    words = refused.content.decode()
    assert "法的根拠が選ばれていません。" in words
    assert "照会の理由が選ばれていません。" in words
    paper |= {"basis": "criminal_procedure", "reason": "investigation"}
    assert (
        clerk.post(reverse("inquiries_new"), {**paper, "their_date": "R8.13.1"}).status_code == 422
    )
    assert clerk.post(reverse("inquiries_new"), paper).status_code == 302

    answer_on_screen(sign_in, clerk, paper, key, str(couple.record_id))


def answer_on_screen(
    sign_in: SignIn, clerk: Client, paper: dict[str, Any], key: UUID, record: str
) -> None:
    """Put to decision, decided by another, answered under a number."""

    def edition() -> str:
        return str(Inquiry.objects.get(key=key).edition)

    save = {**paper, "edition": edition(), "act": "save", "records": record}
    assert clerk.post(reverse("inquiries_edit", args=[key]), save).status_code == 302
    take = reverse("inquiries_step", args=[key, "submit"])
    assert clerk.post(take, {"edition": edition()}).status_code == 302
    assert clerk.post(reverse("inquiries_step", args=[key, "open"]), {}).status_code == 404
    assert clerk.post(reverse("inquiries_answer", args=[key]), {}).status_code == 409
    approve = reverse("inquiries_step", args=[key, "approve"])
    assert clerk.post(approve, {"edition": edition()}).status_code == 403
    decider = sign_in(DECIDE)
    assert decider.post(approve, {"edition": edition()}).status_code == 302
    answer = reverse("inquiries_answer", args=[key])
    assert clerk.post(answer, {"edition": edition(), "our_number": ""}).status_code == 422
    fine = {"edition": edition(), "our_number": "市民第34号"}
    assert clerk.post(answer, fine).status_code == 302
    page = clerk.get(reverse("inquiries_inquiry", args=[key])).content.decode()
    link = re.search(r'href="(/certificates/sheets/[^"]+\.pdf)"', page)
    assert link
    assert clerk.get(link[1])["Content-Type"] == "application/pdf"


def test_the_telephone_panel_answers_and_keeps(sign_in: SignIn, request_key: UUID) -> None:
    client = sign_in(COUNTER)
    panel = reverse("requests_telephone")
    assert client.post(panel, {"topic": ""}).status_code == 422
    said = {"topic": "own_request", "number": row_of(request_key).number, "name": "見本太郎"}
    nothing = client.post(panel, {**said, "key": str(uuid4())}).content.decode()
    assert "お答えできる情報はありません。" in nothing
    right = {**said, "key": str(uuid4()), "telephone": "000-1111-2222"}
    assert "受け付けて、内容を確かめています。" in client.post(panel, right).content.decode()
    assert client.post(panel, right).status_code == 409
    assert Call.objects.count() == 2


def test_a_barcode_is_drawn_as_the_standard_has_it() -> None:
    # The symbol for "A" in the code set B is 33, its check symbol (104 + 33) % 103 = 34.
    assert modules_of("A") == "211214" + "111323" + "131123" + "2331112"
    svg = barcode_svg("請2026-000001")
    assert 'aria-label="バーコード 2026-000001"' in svg
    assert svg.count("<rect") == 3 * (11 + 3) + 1
