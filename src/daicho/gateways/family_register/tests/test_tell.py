"""Out (本籍地へ、都道府県へ): what an approved movement means for the 附票, here and elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import FOREIGNER, HEAD, carry_through
from daicho.config import wiring
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Lost, Party, Settled
from daicho.foundation.outbox.public import deliver
from daicho.gateways.family_register.commands.hand_over import fetch, hand_over
from daicho.gateways.family_register.commands.place_told import drop_told, place_told
from daicho.gateways.family_register.makers import notice_anew, update_anew
from daicho.gateways.family_register.models import Annex, AnnexEntry, AnnexLine, Told
from daicho.gateways.family_register.settlers import notice_settled, update_settled
from daicho.gateways.family_register.tests.conftest import (
    ELSEWHERE,
    HERE,
    NOWHERE,
    MovedIn,
    Sent,
)
from daicho.kernel.errors import Conflict, Invalid

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.mark.proves("FAM-002", "STD-7.1.1.1/m12")
def test_the_domicile_elsewhere_is_told_of_a_move_in(moved_in: MovedIn, sent: Sent) -> None:
    moved_in(ELSEWHERE, HEAD)
    (notice,) = sent("annex.notice")
    body = notice.body
    assert body["family_register"] == {
        "municipality": "112291",
        "domicile": ELSEWHERE,
        "head": "見本　太郎",
    }
    assert body["address"]["municipality"] == "072010"
    assert body["address"]["address"].startswith("福島市五老内町3")
    assert body["address"]["since"] == "20260401"
    assert body["reason"] == "国内転入"
    assert body["previous"] == {"address": "東京都千代田区霞が関1番地"}
    (person,) = body["people"]
    assert (person["name"], person["birth_on"], person["sex"]) == ("見本　太郎", "319850401", "男")
    assert len(person["code"]) == 11
    assert not Annex.objects.exists()
    assert sent("annex.update") == []


@pytest.mark.proves("FAM-002")
def test_who_has_no_domicile_is_told_to_nobody(moved_in: MovedIn, sent: Sent) -> None:
    moved_in(ELSEWHERE, FOREIGNER | {"relationship": "世帯主"})
    moved_in("なし", HEAD, banchi="8-8")
    assert sent("annex.notice") == []
    assert not Told.objects.exists()
    assert not AnnexLine.objects.exists()


@pytest.mark.proves("FAM-001", "STD-7.1.1.1/m12")
def test_a_move_within_is_one_entry_of_our_own_annex_and_one_line_for_the_family_desk(
    moved_in: MovedIn, staff: Staff, sent: Sent
) -> None:
    (person,) = moved_in(HERE, HEAD)
    sent()
    hand_over(staff[0])
    carry_through(*staff, "move_within", moving([person]) | NEXT_DOOR)
    assert sent("annex.notice") == []
    entries = AnnexEntry.objects.filter(line__person=person).order_by("number")
    assert [e.reason for e in entries] == ["国内転入", "転居"]
    assert entries[1].address.endswith("9-9")
    assert entries[1].case is not None
    _, content = fetch(staff[0], handover=hand_over(staff[0]))
    rows = content.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "転居" in rows[1]
    assert entries[1].address in rows[1]
    with pytest.raises(Conflict):
        hand_over(staff[0])


@pytest.mark.proves("FAM-001")
def test_a_move_within_of_somebody_from_elsewhere_is_no_line_for_the_family_desk(
    moved_in: MovedIn, staff: Staff, sent: Sent
) -> None:
    (person,) = moved_in(ELSEWHERE, HEAD)
    carry_through(*staff, "move_within", moving([person]) | NEXT_DOOR)
    assert [m.body["reason"] for m in sent("annex.notice")] == ["国内転入", "転居"]
    with pytest.raises(Conflict) as caught:
        hand_over(staff[0])
    assert caught.value.reason_code == "handover.nothing"


@pytest.mark.proves("FAM-009", "JUK-029")
def test_a_change_of_our_annex_is_told_in_order_and_settled_by_the_answer(
    moved_in: MovedIn, staff: Staff, sent: Sent
) -> None:
    (person,) = moved_in(HERE, HEAD)
    carry_through(*staff, "move_within", moving([person]) | NEXT_DOOR)
    first, second = sent("annex.update")
    assert first.body["record_number"] == second.body["record_number"]
    assert [m.body["update_number"] for m in (first, second)] == ["1", "2"]
    assert [m.order.number for m in (first, second) if m.order] == [1, 2]
    assert second.body["domicile_municipality"] == "072010"
    assert second.body["record_status"] == "現存"
    assert second.body["name_kana"] == "ミホン　タロウ"
    entry = AnnexEntry.objects.get(update=second.id)
    assert entry.update_state == "queued"
    update_settled(settled(second.id, "accepted"))
    entry.refresh_from_db()
    assert entry.update_state == "accepted"


@pytest.mark.proves("STD-7.1.1.1/m13")
def test_the_origin_tells_of_a_departure_abroad_and_of_no_other(
    moved_in: MovedIn, staff: Staff, sent: Sent
) -> None:
    abroad, within = moved_in(ELSEWHERE)[:2]
    before = len(sent("annex.notice"))
    paper = moving([abroad], event_date="2026-11-10", notified_on="2026-11-05")
    carry_through(
        *staff, "move_out", paper | {"abroad": "overseas", "destination_address": "架空国架空市"}
    )
    carry_through(
        *staff,
        "move_out",
        moving([within], event_date="2026-11-10", notified_on="2026-11-05")
        | {"abroad": "domestic", "destination_address": "大阪府架空市"},
    )
    told = [m.body for m in sent("annex.notice")[before:] if m.body["reason"] != "世帯主変更"]
    assert [b["reason"] for b in told] == ["国外転出"]
    assert told[0]["overseas"] == {"destination": "架空国架空市", "planned_on": "20261110"}


def test_our_own_annex_says_who_went_abroad_and_loses_who_dies(
    moved_in: MovedIn, staff: Staff, sent: Sent
) -> None:
    head, wife, *_ = moved_in(HERE)
    paper = moving([wife], event_date="2026-11-10", notified_on="2026-11-05")
    carry_through(
        *staff, "move_out", paper | {"abroad": "overseas", "destination_address": "架空国架空市"}
    )
    death = {f"selected.{head}": "on", "event_date": "2026-11-18", "noticed_on": "2026-11-19"}
    carry_through(*staff, "death", death)
    updates = {m.body["name"]: m.body for m in sent("annex.update")}
    assert updates["見本　花子"]["overseas"] == "架空国架空市"
    assert updates["見本　花子"]["record_status"] == "現存"
    assert updates["見本　太郎"]["record_status"] == "消除"
    line = AnnexLine.objects.get(person=head)
    assert line.ended_words == "死亡"
    assert line.annex.state == "current"


def test_a_domicile_in_which_no_municipality_is_read_waits_for_a_clerk(
    moved_in: MovedIn, staff: Staff, sent: Sent
) -> None:
    moved_in(NOWHERE, HEAD)
    assert sent("annex.notice") == []
    row = Told.objects.get()
    assert row.state == "unplaced"
    with pytest.raises(Invalid):
        place_told(staff[0], told=row.key, municipality="999999")
    place_told(staff[0], told=row.key, municipality="132063")
    (notice,) = sent("annex.notice")
    assert notice.body["family_register"]["municipality"] == "132063"
    with pytest.raises(Conflict):
        drop_told(staff[0], told=row.key, reason="要らない")


def test_a_waiting_one_that_is_ours_after_all_is_entered_here(
    moved_in: MovedIn, staff: Staff, sent: Sent
) -> None:
    (person,) = moved_in("五老内町3番地1", HEAD)
    assert sent("annex.notice") == []
    place_told(staff[0], told=Told.objects.get().key, municipality="072010")
    assert AnnexEntry.objects.get(line__person=person).reason == "国内転入"
    assert Told.objects.get().state == "dropped"
    assert len(sent("annex.update")) == 1


def test_what_the_other_side_says_stands_beside_the_notice(moved_in: MovedIn, sent: Sent) -> None:
    moved_in(ELSEWHERE, HEAD)
    (notice,) = sent("annex.notice")
    notice_settled(settled(notice.id, "accepted"))
    assert Told.objects.get().state == "accepted"
    assert SentMessage.objects.get(key=notice.id).matter


def test_a_register_without_lines_keeps_its_annexes_and_tells_nobody(
    moved_in: MovedIn, settings: Any
) -> None:
    settings.LINES = None
    moved_in(HERE, HEAD)
    moved_in(ELSEWHERE, HEAD | {"name": "例示　次男", "birth_date": "S50.1.1"}, banchi="7-7")
    deliver(wiring.LISTENERS)
    assert AnnexEntry.objects.count() == 1
    assert not Told.objects.exists()
    assert not SentMessage.objects.filter(kind__startswith="annex").exists()


def settled(message: Any, outcome: str) -> Settled:
    return Settled(
        id=message,
        kind="annex.update",
        thread=message,
        matter="",
        receiver=Party("072010", "municipal_cs"),
        outcome=outcome,
        problems=(),
    )


def test_a_refused_notice_is_made_again_with_the_address_of_today(
    moved_in: MovedIn, staff: Staff, sent: Sent
) -> None:
    (person,) = moved_in(ELSEWHERE, HEAD)
    (first,) = sent("annex.notice")
    carry_through(*staff, "move_within", moving([person]) | NEXT_DOOR)
    message = notice_anew(lost(first.id, "annex.notice"))
    again = next(m for m in sent("annex.notice") if m.id == message)
    assert again.body["address"]["address"].endswith("9-9")
    assert again.body["notice_number"] != first.body["notice_number"]
    with pytest.raises(Conflict):
        notice_anew(lost(person, "annex.notice"))


def test_a_refused_update_is_made_again_from_the_newest_entry(
    moved_in: MovedIn, sent: Sent
) -> None:
    moved_in(HERE, HEAD)
    (first,) = sent("annex.update")
    message = update_anew(lost(first.id, "annex.update"))
    assert [m.id for m in sent("annex.update")] == [first.id, message]
    assert AnnexEntry.objects.get().update == message


def lost(message: Any, kind: str) -> Lost:
    return Lost(id=message, kind=kind, thread=message, matter="", subject=None, body=None)
