"""Notices of the card system: what they change, what they leave alone, and what waits for a clerk."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from daicho.business.movements.tests.family import now
from daicho.business.movements.tests.paper import codes
from daicho.foundation.lines.models import ReceivedMessage, SentMessage
from daicho.foundation.lines.public import Accepted, Held, Received
from daicho.gateways.cards.commands.settle_notice import settle_notice
from daicho.gateways.cards.domain.notices import Standing
from daicho.gateways.cards.domain.states import Action, State
from daicho.gateways.cards.handlers import card_notice
from daicho.gateways.cards.models import Card, CardCertificate, CardEvent, CardNotice
from daicho.gateways.cards.selectors.notices import list_notices
from daicho.gateways.cards.tests.conftest import NUMBER, Desk, Sent, notice
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict, Invalid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
NOBODY = codes(9_000_000, 1)[0]


def kept_as_held(received: Received) -> None:
    """The message as the lines keep one that a handler holds."""
    ReceivedMessage.objects.create(
        key=received.id,
        kind=received.kind,
        thread=received.thread,
        sender=str(received.sender),
        peer=str(received.sender),
        address="127.0.0.1",
        made_at=received.made_at,
        received_at=real_now(),
        sealed=b"",
        key_id="",
        digest="",
        signature=b"",
        certificate="",
        state="held",
    )


@pytest.mark.proves("JUK-024")
def test_an_abolition_that_is_told_stands_on_the_card_and_on_the_register(
    desk: Desk, family: list[UUID], sent: Sent
) -> None:
    card = desk.card(family[0])
    sent()
    assert card_notice(notice(family[0], "abolition", reason="機構による廃止")) == Accepted()
    told = len(sent())
    card.refresh_from_db()
    assert card.state == State.ABOLISHED
    assert now(family[0]).particulars.card_status == "個人番号カード廃止"
    # What the card system says is not told back to it.
    assert told == 0
    assert CardEvent.objects.get(card=card, action="abolish").words == "機構による廃止"
    assert not CardCertificate.objects.filter(card=card, revoked_on=None).exists()


def test_a_card_comes_into_being_by_its_notices(family: list[UUID], desk: Desk) -> None:
    assert card_notice(notice(family[0], "issued", valid_until="20360401")) == Accepted()
    card = Card.objects.get(number=NUMBER)
    assert (card.state, str(card.valid_until)) == (State.ISSUED, "2036-04-01")
    assert card_notice(notice(family[0], "arrived")) == Accepted()
    certificates = [{"kind": "signature", "serial": "ABCD", "valid_until": "20311120"}]
    handed = notice(family[0], "handover", certificates=certificates)
    assert card_notice(handed) == Accepted()
    card.refresh_from_db()
    assert card.state == State.IN_USE
    assert CardCertificate.objects.get(card=card).serial == "ABCD"
    assert desk.access.name


def test_the_same_notice_has_no_second_effect(desk: Desk, family: list[UUID]) -> None:
    card = desk.card(family[0])
    first = notice(family[0], "suspension")
    assert card_notice(first) == Accepted()
    desk.do(card, Action.RELEASE)
    again = notice(family[0], "suspension", notice_number=first.body["notice_number"])
    assert card_notice(again) == Accepted()
    card.refresh_from_db()
    assert card.state == State.IN_USE
    assert CardNotice.objects.count() == 1


def test_what_the_desk_has_done_itself_changes_nothing(desk: Desk, family: list[UUID]) -> None:
    card = desk.card(family[0])
    desk.do(card, Action.SUSPEND, reason="lost")
    events = CardEvent.objects.count()
    assert card_notice(notice(family[0], "suspension")) == Accepted()
    assert CardEvent.objects.count() == events
    assert CardNotice.objects.get().state == Standing.UNCHANGED


@pytest.mark.parametrize("what", ["abolition", "suspension", "certificate_renewal"])
def test_a_notice_about_nobody_waits(desk: Desk, what: str) -> None:
    certificates = [{"kind": "signature", "serial": "ABCD", "valid_until": "20311120"}]
    more: dict[str, Any] = {"certificates": certificates} if what == "certificate_renewal" else {}
    assert isinstance(card_notice(notice(NOBODY, what, **more)), Held)
    (row,) = list_notices(desk.access, state="held", page=1)
    assert row.why == "この住民票コードの人が台帳にいません。"
    assert row.sealed is not None
    assert NOBODY.encode() not in bytes(row.sealed)
    assert not Card.objects.exists()


def test_a_notice_about_another_persons_card_or_none_waits(desk: Desk, family: list[UUID]) -> None:
    desk.card(family[0])
    assert isinstance(card_notice(notice(family[1], "abolition")), Held)
    assert isinstance(card_notice(notice(family[1], "abolition", number="UNKNOWN001")), Held)
    assert card_notice(notice(family[0], "release")) == Accepted()
    assert Card.objects.get().state == State.IN_USE
    assert CardNotice.objects.filter(state="held").count() == 2


def test_a_held_notice_is_tried_again_or_closed(
    desk: Desk, family: list[UUID], clerk: Access
) -> None:
    early, wrong = notice(family[0], "suspension"), notice(NOBODY, "abolition")
    for received in (early, wrong):
        assert isinstance(card_notice(received), Held)
        kept_as_held(received)
    row = CardNotice.objects.get(message=early.id)
    with pytest.raises(Conflict) as caught:
        settle_notice(clerk, notice=row.key, again=True)
    assert caught.value.reason_code == "card_notice.held"
    card = desk.card(family[0])
    assert settle_notice(clerk, notice=row.key, again=True) is Standing.APPLIED
    card.refresh_from_db()
    assert card.state == State.SUSPENDED
    other = CardNotice.objects.get(message=wrong.id)
    with pytest.raises(Invalid):
        settle_notice(clerk, notice=other.key, again=False)
    settle_notice(clerk, notice=other.key, again=False, words="市外の人の通知")
    with pytest.raises(Conflict):
        settle_notice(clerk, notice=other.key, again=False, words="もう一度")
    states = dict(ReceivedMessage.objects.values_list("key", "state"))
    assert states == {early.id: "accepted", wrong.id: "refused"}
    assert SentMessage.objects.filter(kind="outcome").count() == 2
    assert not CardNotice.objects.exclude(sealed=None).exists()
