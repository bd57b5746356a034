"""Screens of the 統合端末: each opens, finds, shows and keeps; who has no duty here sees nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pyrage
import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.operations import OPERATIONS as ALL_OPERATIONS
from daicho.kernel.access import Duty
from daicho.kernel.clock import TOKYO
from daicho.nodes.municipal_cs.models import Identity, Rejection
from daicho.nodes.municipal_cs.operations import OPERATIONS
from daicho.nodes.municipal_cs.tasks import work_once
from daicho.nodes.municipal_cs.tests.conftest import Nation
from daicho.nodes.municipal_cs.tests.scene import (
    ADDRESS,
    CORE,
    NEW_ADDRESS,
    WAKO_CS,
    Scene,
    code_of,
    items,
    number_of,
)
from daicho.nodes.municipal_cs.tests.test_dispatches import at_the_nation, offer
from daicho.nodes.municipal_cs.tests.test_passing import arrival, certificate
from daicho.nodes.municipal_cs.web.urls import urlpatterns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
BY_NAME = {"name": "架空　太郎", "birth_on": "S55.7.15"}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_every_screen_opens_empty(browse: Callable[..., Client], scene: Scene) -> None:
    assert scene
    desk, auditor = browse("tougou1", Duty.DECIDE, Duty.COUNTER), browse("kansa1", Duty.AUDIT)
    for operation in OPERATIONS:
        if operation.screen:
            client = auditor if operation.code == "inspection.use" else desk
            answer = client.get(reverse(operation.screen))
            assert answer.status_code == 200, operation.code
            assert operation.title in text(client.get("/"))
    assert '<span class="brand-name">市町村CS</span>' in text(desk.get("/"))


@pytest.mark.proves("JUK-013", "JUK-050")
def test_a_search_a_look_and_a_number_leave_their_entries(desk: Client, scene: Scene) -> None:
    scene.update()
    found = text(desk.post(reverse("cs_search"), BY_NAME))
    key = Identity.objects.get().key
    assert reverse("cs_identity", args=[key]) in found
    page = text(desk.get(reverse("cs_identity", args=[key])))
    assert ADDRESS in page
    assert number_of(1) not in page
    assert code_of(1) not in page
    shown = text(desk.post(reverse("cs_number", args=[key, "number"])))
    assert number_of(1) in shown
    desk.post(reverse("screen_printed"), {"path": reverse("cs_identity", args=[key])})
    rows = Entry.objects.filter(kind__startswith="cs.").order_by("seq")
    assert [(r.kind, r.login, r.terminal) for r in rows] == [
        ("cs.identity_searched", "tougou1", "統合1"),
        ("cs.identity_viewed", "tougou1", "統合1"),
        ("cs.numbers_shown", "tougou1", "統合1"),
    ]
    assert [list(r.subjects) for r in rows] == [[key]] * 3
    printed = Entry.objects.get(kind="screen.printed")
    assert (printed.login, printed.terminal) == ("tougou1", "統合1")
    assert json.loads(printed.body)["detail"]["screen"] == "本人確認情報の照会"
    for change in (lambda: Entry.objects.all().delete(), lambda: Entry.objects.update(login="x")):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_too_little_is_said_beside_the_form(desk: Client, scene: Scene) -> None:
    assert scene
    answer = desk.post(reverse("cs_search"), {"name": "架空　太郎"})
    assert answer.status_code == 422
    assert "検索条件が足りません" in text(answer)
    answer = desk.post(reverse("cs_search"), {**BY_NAME, "birth_on": "S55.13.40"})
    assert answer.status_code == 422


def test_nobody_is_said_to_be_nobody(desk: Client, scene: Scene) -> None:
    assert scene
    assert "該当する人はいません" in text(desk.post(reverse("cs_search"), BY_NAME))


@pytest.mark.proves("JUK-051")
def test_without_a_duty_of_the_work_nothing_can_be_chosen(
    browse: Callable[..., Client], scene: Scene
) -> None:
    scene.update()
    other = browse("zeimu1")
    home = text(other.get("/"))
    assert not [o.title for o in OPERATIONS if o.screen and o.title in home]
    before = Entry.objects.filter(kind="screen.refused").count()
    for pattern in urlpatterns:
        names = {"identity", "rejection", "request_key"} & set(pattern.pattern.converters)
        arguments = {name: uuid4() for name in names}
        if "which" in pattern.pattern.converters:
            arguments["which"] = "code"  # type: ignore[assignment]  # a slug
        for name in {"since", "until"} & set(pattern.pattern.converters):
            arguments[name] = "2026-11-20"  # type: ignore[assignment]  # a day
        url = reverse(pattern.name, kwargs=arguments)
        posts = url.endswith(("/bar/", "/medium/", "/code/", "/sign/")) or "rejection" in names
        answer = other.post(url) if posts or "request_key" in names else other.get(url)
        assert answer.status_code == 403, url
    refused = Entry.objects.filter(kind="screen.refused").count() - before
    assert refused == len(urlpatterns)


def test_without_signing_in_nothing_answers(client: Client, scene: Scene) -> None:
    scene.update()
    for operation in OPERATIONS:
        if operation.screen:
            answer = client.get(reverse(operation.screen))
            assert (answer.status_code, "架空" in text(answer)) in {(302, False), (403, False)}


def test_the_history_shows_what_changed(desk: Client, scene: Scene) -> None:
    scene.update()
    scene.update(sequence=2, i11=NEW_ADDRESS, i21="転居")
    page = text(desk.get(reverse("cs_identity", args=[Identity.objects.get().key])))
    assert f"住所: {ADDRESS} → {NEW_ADDRESS}" in page
    assert page.count("送信待ち") == 2


def test_the_bar_is_set_and_lifted_with_a_reason(
    browse: Callable[..., Client], scene: Scene
) -> None:
    scene.update()
    second, key = browse("shinsa1", Duty.EXAMINE), Identity.objects.get().key
    url = reverse("cs_bar", args=[key])
    assert second.post(url, {"edition": "1", "barred": "on"}).status_code == 422
    assert second.post(url, {"edition": "1", "barred": "on", "words": "調査中"}).status_code == 302
    assert second.post(url, {"edition": "1", "words": "済"}).status_code == 409
    assert scene.update(sequence=2, i21="軽微な修正").body["outcome"] == "refused"
    assert second.post(url, {"edition": "2", "words": "済"}).status_code == 302
    assert not Identity.objects.get().forbidden


def test_what_was_not_taken_in_is_listed_and_settled(desk: Client, scene: Scene) -> None:
    scene.update(i21="軽微な修正")
    page = text(desk.get(reverse("cs_rejections")))
    assert "本人確認情報にない住民票コードの「軽微な修正」です。" in page
    url = reverse("cs_settle", args=[Rejection.objects.get().key])
    assert desk.post(url, {"words": " "}).status_code == 422
    assert desk.post(url, {"words": "既存住基で確かめた"}).status_code == 302
    assert desk.post(url, {"words": "もう一度"}).status_code == 409
    settled = text(desk.get(reverse("cs_rejections") + "?state=settled"))
    assert "既存住基で確かめた" in settled


def test_what_waits_stands_on_the_home_page(desk: Client, scene: Scene) -> None:
    assert "処理していない異常" not in text(desk.get("/"))
    scene.update(i21="軽微な修正")
    scene.say(CORE, "number.request", {"code": code_of(1), "reason": "new"})
    home = text(desk.get("/"))
    assert "処理していない異常" in home
    assert "未着の番号" in home


def test_the_nation_the_card_and_the_number(desk: Client, scene: Scene, nation: Nation) -> None:
    scene.update()
    nation.people["x"] = items(serial=1)
    asked = {**BY_NAME, "purpose": "特例転入の本人確認"}
    assert ADDRESS in text(desk.post(reverse("cs_nation"), asked))
    card = {"code": code_of(1), **BY_NAME, "sex": "男", "address": NEW_ADDRESS}
    page = text(desk.post(reverse("cs_card"), card))
    assert page.count("相違") == 1
    nobody = text(desk.post(reverse("cs_card"), {**card, "code": code_of(3)}))
    assert "該当なし" in nobody
    same = {"code": code_of(1), "number": number_of(1)}
    assert "対応を、機構の情報で確かめました" in text(desk.post(reverse("cs_verify"), same))
    wrong = {"code": code_of(1), "number": number_of(2)}
    assert "真正性確認済みにできません" in text(desk.post(reverse("cs_verify"), wrong))
    assert desk.post(reverse("cs_verify"), {"code": "1"}).status_code == 422
    nation.away = True
    assert desk.post(reverse("cs_nation"), asked).status_code == 503


def test_lists_of_what_was_handed_on(desk: Client, scene: Scene) -> None:
    scene.say(WAKO_CS, "departure.certificate", certificate("112291", "072010"))
    scene.say(CORE, "arrival.notice", arrival("112291", "072010"))
    scene.say(CORE, "number.request", {"code": code_of(1), "reason": "new"})
    came = text(desk.get(reverse("cs_certificates")))
    assert "架空　太郎" in came
    assert "転入済" in came
    out = text(desk.get(reverse("cs_passages") + "?way=out"))
    assert "転入通知" in out
    assert "市町村CS（112291）" in out
    assert "要求し直す" in text(desk.get(reverse("cs_numbers")))


@pytest.mark.proves("JUK-042")
def test_updates_are_counted_by_reason_and_nobody_is_named(desk: Client, scene: Scene) -> None:
    scene.update()
    scene.update(serial=2, i2="見本　花子")
    scene.update(sequence=2, i21="転居", i11=NEW_ADDRESS)
    scene.update(sequence=3, i21="出生")
    answer = desk.get(reverse("cs_updates"))
    assert answer.context["counted"].rows == (("国内転入", 2, 0), ("出生", 0, 1), ("転居", 1, 0))
    page = text(answer)
    assert "架空" not in page
    assert "<input" not in page.split("<main")[1].split("</main")[0]
    assert desk.get(reverse("cs_updates") + "?month=2026-10").context["counted"].rows == ()


@pytest.mark.proves("JUK-050")
def test_the_use_is_inspected_by_office_and_day(
    browse: Callable[..., Client], desk: Client, scene: Scene
) -> None:
    scene.update()
    desk.post(reverse("cs_search"), BY_NAME)
    auditor = browse("kansa1", Duty.AUDIT)
    # The trail's clock is the machine's own.
    at = Entry.objects.order_by("seq").values_list("at", flat=True)[0]
    day = at.astimezone(TOKYO).date().isoformat()
    found = auditor.get(reverse("cs_use"), {"since": day, "until": day}).context["found"]
    mine = [row for row in found.days if row[2] == "tougou1"]
    assert [(row[1], row[3]) for row in mine] == [("架空課", 1)]
    answer = auditor.get(reverse("cs_use"), {"since": "2026-11-20", "until": "2026-01-01"})
    assert answer.status_code == 422
    assert desk.get(reverse("cs_use")).status_code == 403


def test_a_medium_comes_as_an_encrypted_file(
    browse: Callable[..., Client], scene: Scene, nation: Nation, settings: Any
) -> None:
    settings.DISPATCH_BY_LINE = False
    identity = pyrage.x25519.Identity.generate()
    settings.CARD_SYSTEM_RECIPIENT = str(identity.to_public())
    nation.people["1"] = at_the_nation(1)
    offer(scene, 1)
    work_once()
    second = browse("kettei1", Duty.DECIDE)
    page = second.get(reverse("cs_dispatches"))
    key = page.context["rows"][0][0].key
    assert "確認済（未提供）" in text(page)
    assert "架空　三郎" not in text(page)
    wrong = second.post(reverse("cs_medium"), {"dispatches": [str(key)]})
    assert wrong.status_code == 422
    answer = second.post(reverse("cs_medium"), {"dispatches": [str(key)], "number": "M-1"})
    assert answer["Content-Disposition"].endswith(".age")
    assert json.loads(pyrage.decrypt(answer.content, [identity]).decode().splitlines()[0])
    assert "M-1" in text(second.get(reverse("cs_media")))


def test_the_operations_of_the_node_are_its_own_and_the_shared_ones() -> None:
    own = {o.code for o in OPERATIONS}
    assert own <= set(ALL_OPERATIONS)
    assert not [c for c in ALL_OPERATIONS if c.startswith(("residents.", "movements."))]
