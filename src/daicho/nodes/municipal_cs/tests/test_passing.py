"""Passing (電文の取次ぎ): handed on unchanged, in the same thread, to whom the table says; what the receiver says comes back."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.commands.sealing import bytes_of
from daicho.foundation.lines.models import DoorAttempt, ReceivedMessage, SentMessage
from daicho.foundation.lines.public import Accepted, Party, Received, TurnedAway
from daicho.kernel import clock
from daicho.kernel.clock import TOKYO, real_now
from daicho.nodes.municipal_cs.commands.erase import erase_expired
from daicho.nodes.municipal_cs.domain.passing import PASSINGS, Side, municipality_to
from daicho.nodes.municipal_cs.handlers import HANDLERS, SETTLERS
from daicho.nodes.municipal_cs.models import Certificate, Erasure, Passage
from daicho.nodes.municipal_cs.tasks import hourly
from daicho.nodes.municipal_cs.tests.conftest import Nation
from daicho.nodes.municipal_cs.tests.scene import (
    CARDS,
    CORE,
    NATION,
    PREFECTURE,
    REFUSED,
    WAKO_CORE,
    WAKO_CS,
    Scene,
    code_of,
    codes,
    items,
    number_of,
    sent,
)

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[5] / "specs" / "messages" / "examples"


def certificate(origin: str = "072010", destination: str = "112291") -> dict[str, Any]:
    """A 転出証明書情報 of one person."""
    return {
        "destination": {"municipality": destination, "address": "埼玉県和光市広沢1番5号"},
        "origin": {
            "municipality": origin,
            "address": "福島県福島市五老内町3番1号",
            "head": "架空　太郎",
        },
        "reference": "TS-2026-000123",
        "move_out_on": "20261201",
        "card_holders": [0],
        "people": [
            {
                "kind": "japanese",
                "name": "架空　太郎",
                "name_kana": "カクウ　タロウ",
                "name_kana_confirmed": True,
                "birth_date": "319800715",
                "sex": "male",
                "relationship": "世帯主",
                "domicile": "福島県福島市五老内町3番地1",
                "family_register_head": "架空　太郎",
                "resident_record_code": code_of(1),
                "individual_number": number_of(1),
                "nhi_insured": True,
                "ltc_insured": False,
                "late_elderly_insured": False,
                "pension_insured": False,
            }
        ],
    }


def arrival(origin: str, municipality: str) -> dict[str, Any]:
    """A 転入通知 of the same person."""
    return {
        "origin": origin,
        "arrived_on": "20261202",
        "notified_on": "20261203",
        "address": "埼玉県和光市広沢1番5号",
        "municipality": municipality,
        "people": [{"code": code_of(1), "birth_on": "319800715"}],
    }


def request(origin: str = "072010") -> dict[str, Any]:
    return {"code": code_of(1), "origin": origin}


def test_a_certificate_goes_out_unchanged_and_the_answer_comes_back(scene: Scene) -> None:
    thread = uuid4()
    answer = scene.say(CORE, "departure.certificate", certificate(), thread=thread)
    assert codes(answer) == ["passage.on_its_way"]
    out = sent("departure.certificate")[0]
    assert (str(out.receiver.municipality), out.thread) == ("112291", thread)
    assert out.body == certificate()
    scene.outcome(out.id, WAKO_CS)
    assert Passage.objects.get().state == "accepted"
    assert sent("outcome", CORE)[0].body["outcome"] == "accepted"


def test_a_refusal_of_the_other_town_comes_back_in_its_words(scene: Scene) -> None:
    scene.say(CORE, "arrival.notice", arrival("112291", "072010"))
    scene.outcome(sent("arrival.notice")[0].id, WAKO_CS, REFUSED)
    told = sent("outcome", CORE)[0]
    assert (told.body["outcome"], codes(told)) == ("refused", ["nation.test"])
    assert Passage.objects.get().problems[0]["what"] == "試験の拒否です。"


def test_what_comes_in_goes_to_the_register(scene: Scene) -> None:
    scene.say(WAKO_CS, "departure.certificate", certificate("112291", "072010"))
    assert [e.body["origin"]["municipality"] for e in sent("departure.certificate", CORE)] == [
        "112291"
    ]
    row = Certificate.objects.get()
    assert (row.way, row.origin, row.people) == ("in", "112291", 1)
    scene.say(WAKO_CS, "arrival.notice", arrival("072010", "112291"))
    assert len(sent("arrival.notice", CORE)) == 1


@pytest.mark.proves("JUK-009")
def test_a_request_is_answered_with_what_the_register_gave_or_with_nobody(scene: Scene) -> None:
    answer = scene.say(WAKO_CS, "departure.request", request())
    assert (answer.body["outcome"], codes(answer)) == ("refused", ["departure.none"])
    assert "該当なし" in answer.body["problems"][0]["what"]
    scene.say(CORE, "departure.certificate", certificate())
    thread = uuid4()
    answer = scene.say(WAKO_CS, "departure.request", request(), thread=thread)
    assert answer.body["outcome"] == "accepted"
    first, second = sent("departure.certificate", WAKO_CS)
    assert (second.thread, second.body) == (thread, certificate())
    assert first.thread != thread


def test_a_certificate_of_a_cancelled_or_finished_departure_answers_no_request(
    scene: Scene,
) -> None:
    scene.update()
    scene.update(sequence=2, i21="国内転出", i32="1")
    scene.say(CORE, "departure.certificate", certificate())
    scene.update(sequence=3, i21="異動の取消し（修正）")
    assert codes(scene.say(WAKO_CS, "departure.request", request())) == ["departure.none"]
    scene.say(CORE, "departure.certificate", certificate())
    scene.say(WAKO_CS, "arrival.notice", arrival("072010", "112291"))
    assert codes(scene.say(WAKO_CS, "departure.request", request())) == ["departure.none"]


def test_our_own_request_goes_to_the_origin_and_its_refusal_comes_back(scene: Scene) -> None:
    scene.say(CORE, "departure.request", request("112291"))
    out = sent("departure.request", WAKO_CS)[0]
    scene.outcome(out.id, WAKO_CS, REFUSED)
    assert codes(sent("outcome", CORE)[0]) == ["nation.test"]


@pytest.mark.proves("JUK-008")
def test_an_unused_certificate_is_erased_after_thirty_days(scene: Scene) -> None:
    received = datetime(2026, 11, 1, 9, 0, tzinfo=TOKYO)
    with clock.set_to(received):
        scene.say(WAKO_CS, "departure.certificate", certificate("112291", "072010"))
    with clock.set_to(received + timedelta(days=29)):
        hourly()
        assert Certificate.objects.get().sealed is not None
        assert not Erasure.objects.exists()
    with clock.set_to(received + timedelta(days=31)):
        hourly()
        hourly()
    row = Certificate.objects.get()
    assert (row.sealed, row.codes) == (None, [])
    assert row.erased_at is not None
    erased = Erasure.objects.get()
    assert (erased.what, erased.count, erased.kept_days) == ("departure.certificate", 1, 30)
    assert erased.at.astimezone(TOKYO).date() == date(2026, 12, 2)
    entry = Entry.objects.get(kind="cs.erased")
    assert json.loads(entry.body)["detail"]["certificates"] == 1


@pytest.mark.proves("JUK-008")
def test_no_message_holds_what_the_file_has_erased(scene: Scene) -> None:
    scene.say(WAKO_CS, "departure.certificate", certificate("112291", "072010"))
    came, goes = ReceivedMessage.objects.get(), SentMessage.objects.get()
    digests = (came.digest, goes.digest)
    with clock.set_to(real_now() + timedelta(days=29)):
        hourly()
        assert bytes_of(came) is not None
    with clock.set_to(real_now() + timedelta(days=31)):
        hourly()
    came, goes = ReceivedMessage.objects.get(), SentMessage.objects.get()
    assert (bytes(came.sealed), came.key_id, bytes_of(came)) == (b"", "", None)
    # What the register has not been given yet is given first.
    assert (goes.state, goes.erased_at) == ("waiting", None)
    scene.outcome(goes.key, CORE)
    with clock.set_to(real_now() + timedelta(days=31)):
        hourly()
        hourly()
    goes = SentMessage.objects.get(key=goes.key)
    assert (bytes(goes.sealed), bytes_of(goes), goes.state) == (b"", None, "accepted")
    assert (came.digest, goes.digest) == digests
    assert all((came.signature, came.certificate, came.erased_at, goes.erased_at))
    told = [json.loads(e.body)["detail"] for e in Entry.objects.filter(kind="lines.bodies_erased")]
    assert [each["count"] for each in told] == [1, 1]


def test_nothing_due_leaves_no_entry(scene: Scene, system: Any) -> None:
    assert scene
    assert erase_expired(system) == 0
    assert not Entry.objects.filter(kind="cs.erased").exists()


def test_cards_and_the_annex_go_to_their_own_systems(scene: Scene) -> None:
    example = json.loads(next((EXAMPLES / "card.event").glob("*.json")).read_text("utf-8"))
    scene.say(CORE, "card.event", example["body"])
    out = sent("card.event", CARDS)[0]
    assert out.body == example["body"]
    assert out.order is not None
    annex = json.loads(next((EXAMPLES / "annex.update").glob("*.json")).read_text("utf-8"))
    scene.say(CORE, "annex.update", annex["body"])
    assert sent("annex.update", PREFECTURE)[0].body == annex["body"]
    notice = json.loads(next((EXAMPLES / "card.notice").glob("*.json")).read_text("utf-8"))
    scene.say(CARDS, "card.notice", notice["body"])
    assert sent("card.notice", CORE)[0].body == notice["body"]


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        (CARDS, "departure.certificate"),
        (NATION, "card.notice"),
        (PREFECTURE, "annex.notice"),
        (NATION, "symbol.request"),
    ],
)
def test_a_kind_from_the_wrong_side_is_not_handed_on(scene: Scene, sender: Any, kind: str) -> None:
    body = json.loads(next((EXAMPLES / kind).glob("*.json")).read_text("utf-8"))["body"]
    assert codes(scene.say(sender, kind, body)) == ["passage.sender"]
    assert not Passage.objects.exists()


@pytest.mark.proves("JUK-036", "JUK-040")
@pytest.mark.parametrize("sender", [WAKO_CS, NATION, PREFECTURE, CARDS])
@pytest.mark.parametrize("kind", ["identity.update", "dispatch.information", "number.request"])
def test_what_is_the_registers_comes_from_the_register_alone(
    scene: Scene, sender: Any, kind: str
) -> None:
    bodies = {
        "identity.update": {"layout": "identity-38", "items": items()},
        "number.request": {"code": code_of(1), "reason": "new"},
        "dispatch.information": json.loads(
            (EXAMPLES / "dispatch.information" / "newborn_65.json").read_text("utf-8")
        )["body"],
    }
    answer = scene.say(sender, kind, bodies[kind])
    assert codes(answer) == ["sender.register_only"]
    assert "既存住基以外" in answer.body["problems"][0]["what"]


@pytest.mark.proves("JUK-036", "JUK-040", "JUK-041")
@pytest.mark.parametrize("kind", sorted(HANDLERS))
def test_nobody_else_of_a_town_hall_gets_as_far_as_a_handler(scene: Scene, kind: str) -> None:
    """Another town's register stands for every system that is not one of the CS's peers: it has a certificate, no more."""
    with pytest.raises(TurnedAway):
        scene.say(WAKO_CORE, kind, {})
    row = DoorAttempt.objects.get()
    assert (row.claimed, row.address) == (str(WAKO_CORE), "127.0.0.1")
    assert not ReceivedMessage.objects.exists()
    assert Entry.objects.filter(kind__startswith="lines.").count() == 1


def test_a_message_comes_twice_and_is_handed_on_once(scene: Scene) -> None:
    scene.say(CORE, "arrival.notice", arrival("112291", "072010"))
    row = ReceivedMessage.objects.get()
    assert Passage.objects.get().message == row.key


def test_a_notice_that_names_no_town_goes_where_the_nation_says_that_the_person_lives(
    scene: Scene, nation: Nation
) -> None:
    example = (EXAMPLES / "register.notice" / "death_on_unknown_day.json").read_text("utf-8")
    body = json.loads(example)["body"]
    body["person"]["code"] = code_of(3)
    assert codes(scene.say(CORE, "register.notice", body)) == ["passage.receiver"]
    nation.people["x"] = items(serial=3, i8="112291")
    assert codes(scene.say(CORE, "register.notice", body)) == ["passage.on_its_way"]
    assert sent("register.notice", WAKO_CS)[0].body == body
    assert nation.asked[0].body["purpose"] == "住民票記載事項通知の宛先の確認"  # type: ignore[index]


def test_what_goes_back_goes_to_whoever_wrote_in_the_same_thread(scene: Scene) -> None:
    thread = uuid4()
    notice = json.loads(next((EXAMPLES / "annex.notice").glob("*.json")).read_text("utf-8"))
    scene.say(WAKO_CS, "annex.notice", notice["body"], thread=thread)
    back = json.loads(next((EXAMPLES / "annex.mismatch").glob("*.json")).read_text("utf-8"))
    scene.say(CORE, "annex.mismatch", back["body"], thread=thread)
    assert len(sent("annex.mismatch", WAKO_CS)) == 1


def test_the_table_is_whole() -> None:
    assert set(PASSINGS) <= set(HANDLERS)
    assert {k for k, p in PASSINGS.items() if not p.asks} <= set(SETTLERS)
    for passing in PASSINGS.values():
        assert passing.out or passing.into
        assert not (passing.out is Side.OTHER_CS and not (passing.to or passing.whose))


def test_the_other_municipality_is_read_from_the_body() -> None:
    body = {"former": {"municipality": "072010"}, "new": {"municipality": "112291"}}
    moved = PASSINGS["domicile.moved"]
    assert municipality_to(moved, body, own="072010") == "112291"
    assert municipality_to(moved, body, own="112291") == "072010"
    assert municipality_to(moved, {"new": {}, "former": None}, own="072010") == ""


def test_a_cancelled_certificate_is_asked_for_in_vain_and_the_other_town_is_told(
    scene: Scene,
) -> None:
    scene.say(CORE, "departure.certificate", certificate())
    cancelled = {
        "origin": "072010",
        "destination": "112291",
        "reference": certificate()["reference"],
        "cancelled_on": "20261121",
    }
    assert codes(scene.say(CORE, "departure.cancelled", cancelled)) == ["passage.on_its_way"]
    (out,) = sent("departure.cancelled", WAKO_CS)
    assert out.body == cancelled
    assert codes(scene.say(WAKO_CS, "departure.request", request())) == ["departure.none"]


def test_a_cancellation_that_comes_in_goes_to_the_register(scene: Scene) -> None:
    scene.say(WAKO_CS, "departure.certificate", certificate("112291", "072010"))
    cancelled = {
        "origin": "112291",
        "destination": "072010",
        "reference": certificate()["reference"],
        "cancelled_on": "20261121",
    }
    scene.say(WAKO_CS, "departure.cancelled", cancelled)
    assert sent("departure.cancelled", CORE)[0].body == cancelled
    assert Certificate.objects.get().used_at is not None


def test_nobody_asks_in_the_name_of_another_municipality(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = json.loads((EXAMPLES / "wide_area.request" / "person.json").read_text("utf-8"))["body"]
    went: list[Party] = []

    def relayed(_received: Received, receiver: Party) -> Accepted:
        went.append(receiver)
        return Accepted()

    monkeypatch.setattr("daicho.nodes.municipal_cs.commands.pass_on.relay", relayed)
    told = scene.say(WAKO_CS, "wide_area.request", asked | {"municipality": "131016"})
    assert (codes(told), went) == (["passage.claimed"], [])
    told = scene.say(WAKO_CS, "wide_area.request", asked | {"municipality": "112291"})
    assert (codes(told), went) == ([], [CORE])
