"""送付先情報: compared with the nation, given on unaltered, never twice, encrypted on a medium, and in no table that lasts."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pyrage
import pytest
from django.db import connection

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.envelopes import Envelope
from daicho.foundation.lines.models import ReceivedMessage, SentMessage
from daicho.foundation.vault.public import ring
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Refused, Unavailable
from daicho.nodes.municipal_cs.commands.provide import send_dispatch
from daicho.nodes.municipal_cs.commands.take_dispatch import USE
from daicho.nodes.municipal_cs.commands.write_medium import write_medium
from daicho.nodes.municipal_cs.models import (
    Dispatch,
    DispatchPayload,
    DispatchPerson,
    Erasure,
    MediumOutput,
)
from daicho.nodes.municipal_cs.operations import OPERATIONS
from daicho.nodes.municipal_cs.tasks import hourly, work_once
from daicho.nodes.municipal_cs.tests.conftest import Nation
from daicho.nodes.municipal_cs.tests.scene import (
    CARDS,
    CORE,
    REFUSED,
    Scene,
    code_of,
    codes,
    items,
    number_of,
    sent,
)
from daicho.nodes.municipal_cs.web.urls import urlpatterns

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[5] / "specs/messages/examples/dispatch.information/newborn_65.json"
NEWBORN: dict[str, Any] = json.loads(EXAMPLE.read_text("utf-8"))["body"]


def body(*serials: int) -> dict[str, Any]:
    """送付先情報 of households of one newborn each."""
    told = deepcopy(NEWBORN)
    household = told["households"][0]
    told["households"] = []
    for serial in serials or (1,):
        own = deepcopy(household)
        own["people"][0]["items"] |= {"38": code_of(serial), "50": number_of(serial)}
        told["households"].append(own)
    return told


def at_the_nation(serial: int, **changed: str) -> dict[str, str]:
    """What the nation holds of the same newborn."""
    own = NEWBORN["households"][0]["people"][0]["items"]
    same = {"i2": own["40"], "i11": own["46"], "i6": own["48"], "i7": own["49"]}
    return items(serial=serial, **{**same, **changed})


def offer(scene: Scene, *serials: int) -> Envelope:
    return scene.say(CORE, "dispatch.information", body(*serials))


@pytest.fixture
def knowing(nation: Nation) -> Nation:
    """A nation that knows the newborns."""
    nation.people |= {str(n): at_the_nation(n) for n in range(1, 5)}
    return nation


@pytest.mark.proves("JUK-059")
def test_two_newborns_reach_the_card_system_and_nobody_goes_twice(
    scene: Scene, knowing: Nation
) -> None:
    assert codes(offer(scene, 1, 2)) == ["dispatch.waits"]
    assert work_once()
    out = sent("dispatch.information", CARDS)
    assert [e.body for e in out] == [body(1, 2)]
    scene.outcome(out[0].id, CARDS)
    row = Dispatch.objects.get()
    assert (row.state, row.people, row.basis) == ("provided", 2, "個人番号カード省令23条の2・35条")
    assert sent("outcome", CORE)[0].body["outcome"] == "accepted"
    answer = offer(scene, 2, 3)
    assert codes(answer) == ["dispatch.twice"]
    assert answer.body["problems"][0]["item"] == "households.0.people.0.items"
    assert codes(offer(scene, 3, 3)) == ["dispatch.twice", "dispatch.twice"]
    assert len(knowing.asked) == 2


@pytest.mark.proves("JUK-027")
@pytest.mark.parametrize(
    ("changed", "number"),
    [
        ({"i11": "福島県福島市本町1番1号"}, "46"),
        ({"i2": "架空　四郎"}, "40"),
        ({"i6": "520261119"}, "48"),
        ({"i7": "女"}, "49"),
        ({"i13": number_of(9)}, "50"),
    ],
)
def test_one_that_differs_from_the_nation_is_stopped_and_made_anew(
    scene: Scene, knowing: Nation, changed: dict[str, str], number: str
) -> None:
    knowing.people["1"] = at_the_nation(1, **changed)
    offer(scene, 1)
    work_once()
    row = Dispatch.objects.get()
    assert (row.state, row.problems[0]["code"]) == ("stopped", "dispatch.mismatch")
    assert row.problems[0]["item"] == f"households.0.people.0.items.{number}"
    assert sent("dispatch.information", CARDS) == []
    assert codes(sent("outcome", CORE)[0]) == ["dispatch.mismatch"]
    assert not DispatchPayload.objects.exists()
    knowing.people["1"] = at_the_nation(1)
    assert codes(offer(scene, 1)) == ["dispatch.waits"]
    work_once()
    assert len(sent("dispatch.information", CARDS)) == 1


def test_a_nation_that_is_away_is_asked_again(scene: Scene, knowing: Nation) -> None:
    knowing.away = True
    offer(scene)
    assert not work_once()
    assert Dispatch.objects.get().state == "received"
    knowing.away = False
    assert work_once()
    assert Dispatch.objects.get().state == "sending"


def test_nobody_at_the_nation_is_stopped(scene: Scene, nation: Nation) -> None:
    offer(scene)
    work_once()
    assert Dispatch.objects.get().problems[0]["code"] == "dispatch.unknown"
    assert nation.asked


@pytest.mark.proves("JUK-020")
def test_one_character_changed_and_it_is_not_sent(
    scene: Scene, knowing: Nation, settings: Any, system: Access
) -> None:
    assert knowing
    settings.DISPATCH_BY_LINE = False
    offer(scene)
    work_once()
    row, own = Dispatch.objects.get(), ring()
    assert row.state == "checked"
    payload = DispatchPayload.objects.get()
    text = own.open_text(USE, bytes(payload.sealed), key_id=payload.data_key)
    altered = own.seal_text(USE, text.replace("架空　三郎", "架空　四郎"))
    DispatchPayload.objects.all().delete()
    DispatchPayload.objects.create(dispatch=row.key, sealed=altered, data_key=own.active_data)
    send_dispatch(system, row.key)
    row.refresh_from_db()
    assert (row.state, row.problems[0]["code"]) == ("stopped", "dispatch.altered")
    assert sent("dispatch.information", CARDS) == []


@pytest.mark.proves("JUK-020")
def test_the_digest_of_what_came_is_that_of_what_goes(scene: Scene, knowing: Nation) -> None:
    assert knowing
    offer(scene, 1, 2)
    came = Dispatch.objects.get().digest
    work_once()
    entry = Entry.objects.get(kind="cs.dispatch_sent")
    assert json.loads(entry.body)["digest"] == came
    assert sent("dispatch.information", CARDS)[0].body == body(1, 2)


@pytest.mark.proves("JUK-059")
def test_what_is_not_of_the_layout_is_refused(scene: Scene) -> None:
    stranger = body()
    stranger["households"][0]["items"]["46"] = "福島県"
    assert scene.say(CORE, "dispatch.information", stranger).body["outcome"] == "refused"
    other = json.loads((EXAMPLE.parent / "gaiji_67.json").read_text("utf-8"))["body"]
    assert codes(scene.say(CORE, "dispatch.information", other)) == ["dispatch.layout"]
    foreign = body()
    foreign["households"][0]["items"]["9"] = "112291"
    assert codes(scene.say(CORE, "dispatch.information", foreign)) == ["dispatch.municipality"]
    assert not Dispatch.objects.exists()


def test_what_a_crash_took_is_said_to_be_made_anew(scene: Scene, knowing: Nation) -> None:
    offer(scene)
    DispatchPayload.objects.all().delete()  # what PostgreSQL does to an UNLOGGED table after a crash
    work_once()
    assert Dispatch.objects.get().state == "lost"
    assert codes(sent("outcome", CORE)[0]) == ["dispatch.lost"]
    assert codes(offer(scene)) == ["dispatch.waits"]
    assert knowing


def test_a_refusal_of_the_card_system_ends_it(scene: Scene, knowing: Nation) -> None:
    assert knowing
    offer(scene)
    work_once()
    scene.outcome(sent("dispatch.information", CARDS)[0].id, CARDS, REFUSED)
    assert Dispatch.objects.get().state == "stopped"
    assert codes(sent("outcome", CORE)[0]) == ["nation.test"]
    assert not DispatchPerson.objects.filter(freed=False).exists()


def test_the_content_is_in_no_logged_table(scene: Scene, knowing: Nation) -> None:
    assert knowing
    offer(scene)
    work_once()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relpersistence FROM pg_class WHERE relname IN"
            " ('municipal_cs_dispatchpayload', 'lines_volatilebody') ORDER BY 1"
        )
        assert cursor.fetchall() == [
            ("lines_volatilebody", "u"),
            ("municipal_cs_dispatchpayload", "u"),
        ]
    for kept in (ReceivedMessage, SentMessage):
        row = kept.objects.get(kind="dispatch.information")
        assert (bytes(row.sealed), row.key_id) == (b"", "")
    trail = "".join(Entry.objects.values_list("body", flat=True))
    assert "架空　三郎" not in trail
    assert number_of(1) not in trail


def test_the_content_is_erased_after_its_period(scene: Scene, knowing: Nation) -> None:
    assert knowing
    start = business_now()
    offer(scene)
    work_once()
    scene.outcome(sent("dispatch.information", CARDS)[0].id, CARDS)
    with clock.set_to(start + timedelta(days=29)):
        hourly()
        assert DispatchPayload.objects.count() == 1
    with clock.set_to(start + timedelta(days=31)):
        hourly()
    assert not DispatchPayload.objects.exists()
    assert Dispatch.objects.get().erased_at is not None
    assert [(e.what, e.count) for e in Erasure.objects.all()] == [("dispatch.information", 1)]


@pytest.fixture
def checked(scene: Scene, knowing: Nation, settings: Any) -> list[UUID]:
    """Two that wait for a medium."""
    assert knowing
    settings.DISPATCH_BY_LINE = False
    offer(scene, 1)
    offer(scene, 2)
    work_once()
    return list(Dispatch.objects.order_by("received_at").values_list("key", flat=True))


@pytest.mark.proves("JUK-022", "JUK-023")
def test_a_medium_is_encrypted_and_every_output_is_on_record(
    checked: list[UUID], settings: Any, approver: Access, clerk: Access
) -> None:
    identity = pyrage.x25519.Identity.generate()
    with pytest.raises(Unavailable):
        write_medium(approver, number="M-1", dispatches=checked)
    settings.CARD_SYSTEM_RECIPIENT = str(identity.to_public())
    with pytest.raises(Refused):
        write_medium(clerk, number="M-1", dispatches=checked)
    sealed = write_medium(approver, number="M-1", dispatches=checked)
    assert "架空".encode() not in sealed
    lines = pyrage.decrypt(sealed, [identity]).decode().splitlines()
    assert json.loads(lines[0])["count"] == len(lines) - 1 == 2
    assert [json.loads(line) for line in lines[1:]] == [body(1), body(2)]
    write_medium(approver, number="M-2", dispatches=checked[:1])
    rows = MediumOutput.objects.order_by("at")
    assert [(r.number, r.staff_name, r.terminal, r.people) for r in rows] == [
        ("M-1", approver.name, approver.terminal, 2),
        ("M-2", approver.name, approver.terminal, 1),
    ]
    assert {d.state for d in Dispatch.objects.all()} == {"provided"}
    assert [e.body["outcome"] for e in sent("outcome", CORE)] == ["accepted", "accepted"]
    with pytest.raises(Invalid) as caught:
        write_medium(approver, number="M-2", dispatches=checked)
    assert caught.value.problems[0].code == "medium.number_used"


def test_what_changed_meanwhile_is_not_put_out(
    checked: list[UUID], settings: Any, approver: Access
) -> None:
    settings.CARD_SYSTEM_RECIPIENT = str(pyrage.x25519.Identity.generate().to_public())
    Dispatch.objects.filter(pk=checked[0]).update(state="sending")
    with pytest.raises(Conflict):
        write_medium(approver, number="M-1", dispatches=checked)
    assert not MediumOutput.objects.exists()


@pytest.mark.proves("JUK-043")
def test_nothing_counts_or_shows_the_content() -> None:
    about = [o for o in OPERATIONS if "送付先情報" in o.title]
    assert {o.code for o in about} == {"dispatch.view", "dispatch.medium"}
    assert not [o for o in about if "集計" in o.title or "統計" in o.title]
    routes = [str(p.pattern) for p in urlpatterns if "dispatch" in str(p.pattern)]
    assert routes == ["dispatches/", "dispatches/medium/"]


def test_what_the_register_makes_anew_after_a_breakdown_is_the_same_one(
    scene: Scene, knowing: Nation
) -> None:
    """The newer message takes the place of the lost one; the card system gets it once, and the register hears it once."""
    assert knowing
    thread = uuid4()
    first = scene.say(CORE, "dispatch.information", body(1), thread=thread)
    assert codes(first) == ["dispatch.waits"]
    work_once()
    again = scene.say(CORE, "dispatch.information", body(1), thread=thread)
    assert codes(again) == ["dispatch.waits"]
    assert codes(scene.say(CORE, "dispatch.information", body(1))) == ["dispatch.twice"]
    (out,) = sent("dispatch.information", CARDS)
    scene.outcome(out.id, CARDS)
    lost, provided = sent("outcome", CORE)
    assert (codes(lost), lost.answers) == (["dispatch.lost"], first.answers)
    assert (provided.body["outcome"], provided.answers) == ("accepted", again.answers)
    third = scene.say(CORE, "dispatch.information", body(1), thread=thread)
    assert third.body["outcome"] == "accepted"
    assert Dispatch.objects.count() == 1


def test_whom_the_card_system_asks_for_may_be_sent_again_in_its_thread(
    scene: Scene, knowing: Nation
) -> None:
    assert knowing
    offer(scene, 1)
    work_once()
    scene.outcome(sent("dispatch.information", CARDS)[0].id, CARDS)
    assert codes(offer(scene, 1)) == ["dispatch.twice"]
    thread = uuid4()
    asked = {"code": code_of(1), "reason": "returned"}
    scene.say(
        CARDS,
        "dispatch.targets",
        {"list_number": "DT-1", "made_on": "20261120", "targets": [asked]},
        thread=thread,
    )
    anew = body(1)
    anew["households"][0]["items"]["1"] = "FK-2026-0000009"
    answer = scene.say(CORE, "dispatch.information", anew, thread=thread)
    assert codes(answer) == ["dispatch.waits"]
    assert codes(offer(scene, 1)) == ["dispatch.twice"]
