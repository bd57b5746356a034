"""The desk on its screens: found, opened, acted on, booked, printed; wrong input is told beside its field."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.test_screens import SignIn, sign_in

from daicho.business.movements.tests.paper import codes
from daicho.foundation.documents.ground import specimen_seal
from daicho.foundation.documents.printing import font
from daicho.gateways.cards.domain.states import Action, State
from daicho.gateways.cards.handlers import card_notice
from daicho.gateways.cards.models import Appointment, Card, CardNotice, Opening
from daicho.gateways.cards.selectors import face as face_selector
from daicho.gateways.cards.selectors.lists import LISTS
from daicho.gateways.cards.tests.conftest import Desk, notice
from daicho.registers.residents.public import records_on

__all__ = ["sign_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def counter(sign_in: SignIn) -> Client:
    return sign_in("窓口1")


def page(client: Client, name: str, *args: object, **query: object) -> str:
    asked = {key: str(value) for key, value in query.items()}
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def test_from_somebodys_record_to_their_card(
    counter: Client, desk: Desk, family: list[UUID]
) -> None:
    card = desk.card(family[0])
    (held,) = records_on([family[0]], date(2026, 11, 20))
    record = page(counter, "residents_person", held.record)
    assert f"{reverse('cards_home')}?person={family[0]}" in record
    found = page(counter, "cards_home", atena_number=held.atena_number)
    assert "見本　太郎" in found
    assert reverse("cards_card", args=[card.key]) in found
    assert "特急発行の申請" in found
    shown = page(counter, "cards_card", card.key)
    assert "運用中" in shown
    assert reverse("cards_act", args=[card.key, "suspend"]) in shown
    assert reverse("cards_act", args=[card.key, "release"]) not in shown
    assert "「一時停止の解除」は、一時停止中のカードにする処理です。" in shown
    assert "登録されたカードはありません" in page(counter, "cards_home", person=family[1])
    assert "この番号の人はいません" in page(counter, "cards_home", atena_number="1")


def test_an_act_is_told_what_is_missing_and_then_kept(
    counter: Client, desk: Desk, family: list[UUID]
) -> None:
    card = desk.card(family[0])
    url = reverse("cards_act", args=[card.key, "suspend"])
    assert "本人の確認書類" in page(counter, "cards_act", card.key, "suspend")
    answer = counter.post(url, {"edition": card.edition, "words": "駅で失くした"})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "理由が選ばれていません。" in told
    assert "駅で失くした" in told
    right = {
        "edition": card.edition,
        "reason": "lost",
        "documents": ["passport"],
        "receiver": "self",
    }
    assert counter.post(url, right).status_code == 302
    card.refresh_from_db()
    assert card.state == State.SUSPENDED
    assert counter.post(url, right).status_code == 409
    assert counter.get(reverse("cards_act", args=[card.key, "expire"])).status_code == 404
    assert counter.get(reverse("cards_act", args=[card.key, "nothing"])).status_code == 404


def test_a_card_is_registered_on_the_screen(counter: Client, family: list[UUID]) -> None:
    key = uuid4()
    url = reverse("cards_new", args=["register"])
    assert "既にあるカードの登録" in page(counter, "cards_new", "register", person=family[0])
    fields = {
        "key": str(key),
        "person": str(family[0]),
        "kind": "basic_register",
        "card_number": "basic12345",
        "valid_until": "R7.12.1",
    }
    wrong = counter.post(url, fields | {"valid_until": ""})
    assert wrong.status_code == 422
    assert "有効期限がありません。" in wrong.content.decode()
    assert counter.post(url, fields).status_code == 302
    card = Card.objects.get(key=key)
    assert (card.kind, card.number, card.state) == ("basic_register", "BASIC12345", State.EXPIRED)


@pytest.mark.parametrize("code", LISTS)
def test_every_list_opens_empty_and_with_somebody(
    counter: Client, desk: Desk, family: list[UUID], code: str
) -> None:
    assert "該当するカードはありません" in page(counter, "cards_list", code)
    card = desk.card(family[0])
    desk.do(card, Action.SUSPEND, reason="lost")
    listed = "見本　太郎" in page(counter, "cards_list", code)
    assert listed is (code in ("suspended", "untold"))


def test_a_day_of_appointments(counter: Client, desk: Desk, family: list[UUID]) -> None:
    card = desk.arrived(family[0])
    place = {"office": "市民課", "day": "R8.11.24"}
    hours = {"from_time": "9:00", "until_time": "10:00", "minutes": "30", "capacity": "1"}
    url = reverse("cards_openings")
    assert counter.post(url, place | hours | {"minutes": "x"}).status_code == 422
    assert counter.post(url, place | hours | {"from_time": "25:00"}).status_code == 422
    assert counter.post(url, place | hours).status_code == 302
    opening = Opening.objects.order_by("from_time").first()
    assert opening is not None
    shown = page(counter, "cards_appointments", card=card.key, **place)
    assert "ここに予約する" in shown
    booked = counter.post(reverse("cards_book", args=[opening.key]), {"card": str(card.key)})
    assert booked.status_code == 302
    shown = page(counter, "cards_appointments", **place)
    assert "見本　太郎" in shown
    assert "取り消す" in shown
    assert "交付予約の変更" in page(counter, "cards_card", card.key)
    ending = reverse("cards_end", args=[Appointment.objects.get().key])
    assert counter.post(ending, place).status_code == 302
    assert "日付" in page(counter, "cards_appointments", day="99")


def test_the_face_of_a_card_is_looked_at_and_printed(
    counter: Client, family: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = reverse("cards_face", args=[family[0]])
    assert "異動後の内容" in page(counter, "cards_face", family[0])
    fields = {
        "paper": "individual_number",
        "left": "1",
        "notified_on": "R8.11.10",
        "reason": "転居",
        "content": "福島市五老内町9-9",
    }
    unsealed = counter.post(url, fields | {"pdf": "1"})
    assert unsealed.status_code == 503
    monkeypatch.setattr(face_selector, "seal_on", lambda _day, _kind: specimen_seal(font()))
    looked = counter.post(url, fields | {"preview": "1"}).content.decode()
    assert "9.0ポイント、1行です。" in looked
    printed = counter.post(url, fields | {"pdf": "1"})
    assert printed["Content-Type"] == "application/pdf"
    wrong = counter.post(url, fields | {"left": "9", "pdf": "1"})
    assert wrong.status_code == 422
    assert "残りの行数が正しくありません。" in wrong.content.decode()
    form = counter.get(reverse("cards_application", args=[family[0], "first"]))
    assert form["Content-Type"] == "application/pdf"
    assert counter.get(reverse("cards_application", args=[family[0], "x"])).status_code == 404


def test_held_notices_and_checks_on_their_screens(counter: Client) -> None:
    assert "該当する通知はありません" in page(counter, "cards_notices")
    card_notice(notice(codes(9_000_000, 1)[0], "abolition"))
    assert "この住民票コードの人が台帳にいません。" in page(counter, "cards_notices")
    row = CardNotice.objects.get()
    url = reverse("cards_settle", args=[row.key])
    assert counter.post(url, {"again": "1"}).status_code == 409
    unsaid = counter.post(url, {"words": ""})
    assert unsaid.status_code == 422
    assert 'href="#field-words"' in unsaid.content.decode()
    assert 'id="field-words"' in unsaid.content.decode()
    row.refresh_from_db()
    assert row.state == "held"
    assert "受付番号" in page(counter, "cards_checks")
    assert "この番号の特例転入はありません" in page(counter, "cards_checks", number="R8-9")


def test_who_does_not_sit_at_the_counter_sees_and_acts_not(
    sign_in: SignIn, desk: Desk, family: list[UUID]
) -> None:
    card = desk.card(family[0])
    approver = sign_in("決裁1")
    shown = page(approver, "cards_card", card.key)
    assert "今できる処理" not in shown
    answer = approver.post(reverse("cards_act", args=[card.key, "suspend"]), {"edition": "1"})
    assert answer.status_code == 403
    auditor = sign_in("監査1")
    assert auditor.get(reverse("cards_home")).status_code == 403
    card.refresh_from_db()
    assert card.state == State.IN_USE
