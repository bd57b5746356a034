"""市町村通知 by line (IMM-003): each with its event, in the order of the movements; sent back, put right, sent again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from daicho.business.movements.models import ImmigrationMessage
from daicho.business.movements.selectors.immigration import list_messages
from daicho.business.movements.tests.amending import amendment, block, foreigner
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import HEAD, carry_through, move_in_paper, pool
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.messages.public import check_body
from daicho.gateways.immigration.commands.tell_again import close_notice, tell_again
from daicho.gateways.immigration.domain.states import State
from daicho.gateways.immigration.listeners import tell_what_is_due
from daicho.gateways.immigration.models import Telling
from daicho.gateways.immigration.selectors.tellings import list_tellings, view_telling
from daicho.gateways.immigration.tests.conftest import Says, Sent
from daicho.kernel.clock import set_to
from daicho.kernel.errors import Conflict, Invalid, Problem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

DEFECT = Problem(
    "immigration.missing",
    "person.residence_until",
    "必要な事項がありません。",
    "通知の内容に不備があります。",
    "訂正して、通知を送り直してください。",
)


def away(person: UUID, **fields: str) -> dict[str, str]:
    return moving(
        [person],
        event_date="2026-12-01",
        notified_on="2026-11-20",
        abroad="domestic",
        destination_address="大阪府架空市",
        **fields,
    )


@pytest.mark.proves("IMM-003", "STD-4.5.7/m2", "STD-4.5.7/m6")
def test_a_notice_goes_with_its_movement_and_is_told_when_the_agency_has_it(
    staff: Staff, sent: Sent, says: Says
) -> None:
    person = foreigner(staff)
    with_card = NEXT_DOOR | {"identity_document": "residence_card"}
    carry_through(*staff, "move_within", moving([person], **with_card))
    entry, moved = sent()
    assert (entry.receiver.municipality, entry.receiver.node) == ("000000", "immigration")
    assert not check_body(moved.kind, moved.body)
    assert [m.body["basis"] for m in (entry, moved)] == ["住基法", "住基法・入管法"]
    assert [m.body["reason"] for m in (entry, moved)] == ["国内転入", "転居"]
    assert moved.body["address"].endswith("9-9")
    assert moved.body["previous_address"] == entry.body["address"]
    assert moved.body["person"]["residence_card_number"] == "ZZ00000001ZZ"
    assert [m.order.number for m in (entry, moved) if m.order] == [1, 2]
    says(entry)
    assert list(Telling.objects.order_by("place").values_list("state", flat=True)) == [
        "told",
        "waiting",
    ]
    standing = [line.standing for line in list_messages(staff[0], everything=True, page=1).lines]
    assert standing == ["送付中", "通知済"]
    assert len(sent()) == 2, "an event that is delivered again makes nothing anew"


def test_no_message_tells_of_a_japanese(staff: Staff, sent: Sent) -> None:
    pool()
    carry_through(*staff, "move_in", move_in_paper(HEAD))
    assert sent() == []


@pytest.mark.proves("STD-4.5.7/m4", "STD-4.5.7/m5")
def test_a_planned_move_out_waits_for_its_day(staff: Staff, sent: Sent) -> None:
    person = foreigner(staff)
    carry_through(*staff, "move_out", away(person))
    assert [m.body["reason"] for m in sent()] == ["国内転入"]
    assert tell_what_is_due() == 0
    with set_to(date(2026, 12, 1)):
        assert tell_what_is_due() == 1
        assert tell_what_is_due() == 0
    told = sent()
    assert [m.body["reason"] for m in told] == ["国内転入", "国内転出"]
    assert told[1].body["destination"] == "大阪府架空市"


@pytest.mark.proves("IMM-009", "STD-4.5.7/m9")
def test_what_came_back_is_put_right_in_the_register_and_sent_again(
    staff: Staff, sent: Sent, says: Says
) -> None:
    person = foreigner(staff)
    (first,) = sent()
    says(first, DEFECT)
    (line,) = list_tellings(staff[0], state="refused", page=1).lines
    assert line.trouble == DEFECT.what
    paper = amendment(
        block("amend", person, name_kanji="見本　真理"),
        basis="職権",
        ground="旅券",
        amend_reason="記載漏れ",
        permitted_by="課長",
    )
    carry_through(*staff, "amend", paper)
    row = Telling.objects.get()
    tell_again(staff[0], message=row.message, typed={"address": "福島市五老内町3番1号"})
    again = sent()[1]
    assert again.body["person"]["name_kanji"] == "見本　真理"
    assert again.body["address"] == "福島市五老内町3番1号"
    assert again.body["notice_number"] == first.body["notice_number"]
    assert "corrects" not in again.body
    says(first, DEFECT)
    row.refresh_from_db()
    assert row.state == State.WAITING, "the answer to the older one says nothing"
    says(again)
    row.refresh_from_db()
    assert (row.state, row.told_number) == (State.TOLD, row.number)
    assert SentMessage.objects.get(key=first.id).made_anew is not None


@pytest.mark.proves("STD-4.5.7/m9")
def test_what_the_agency_has_may_be_told_once_more(staff: Staff, sent: Sent, says: Says) -> None:
    foreigner(staff)
    (first,) = sent()
    row = Telling.objects.get()
    with pytest.raises(Conflict):
        tell_again(staff[0], message=row.message, typed={})
    says(first)
    tell_again(staff[0], message=row.message, typed={})
    again = sent()[1]
    assert again.body["notice_number"] == f"{first.body['notice_number']}-1"
    assert again.body["corrects"] == first.body["notice_number"]


def test_one_that_is_not_sent_has_its_reason(staff: Staff, sent: Sent, says: Says) -> None:
    foreigner(staff)
    (first,) = sent()
    says(first, DEFECT)
    row = Telling.objects.get()
    with pytest.raises(Invalid):
        close_notice(staff[0], message=row.message, reason=" ")
    close_notice(staff[0], message=row.message, reason="後の通知で足りる")
    with pytest.raises(Conflict):
        tell_again(staff[0], message=row.message, typed={})
    view = view_telling(staff[0], message=row.message)
    assert (view.line.state, view.line.trouble) == (State.CLOSED, "後の通知で足りる")


def test_a_notice_that_could_never_be_sent_is_seen_at_once(staff: Staff, sent: Sent) -> None:
    foreigner(staff, residence_card_number="12")
    assert [m.body["person"]["residence_card_number"] for m in sent()] == ["12"]
    row = Telling.objects.get()
    assert row.state == State.REFUSED
    assert row.problems


def test_a_cancelled_movement_takes_back_only_what_has_not_begun_to_go(
    staff: Staff, sent: Sent
) -> None:
    person = foreigner(staff)
    sent()
    case = carry_through(*staff, "move_out", away(person))
    sent()
    cancel = {
        "of_case": str(case),
        f"selected.{person}": "on",
        "event_date": "2026-11-20",
        "basis": "職権",
        "ground": "転出しないことになった",
    }
    carry_through(*staff, "reversal", cancel)
    with set_to(date(2026, 12, 2)):
        assert tell_what_is_due() == 0
    assert ImmigrationMessage.objects.filter(withdrawn_at__isnull=False).count() == 1
