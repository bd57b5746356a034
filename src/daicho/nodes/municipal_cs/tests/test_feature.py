"""Steps of specs/features/municipal_cs.feature (市町村CSと統合端末)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.foundation.lines.commands.sealing import bytes_of
from daicho.foundation.lines.envelopes import Envelope
from daicho.foundation.lines.models import ReceivedMessage
from daicho.kernel import clock
from daicho.kernel.access import Duty
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Problem
from daicho.nodes.municipal_cs.models import Certificate, Erasure, Identity, IdentityVersion
from daicho.nodes.municipal_cs.tasks import hourly
from daicho.nodes.municipal_cs.tests.scene import (
    ADDRESS,
    CORE,
    NEW_ADDRESS,
    PREFECTURE,
    REFUSED,
    WAKO_CS,
    Scene,
    code_of,
    codes,
    items,
    number_of,
    sent,
    update,
)
from daicho.nodes.municipal_cs.tests.test_passing import certificate

scenarios(str(Path(__file__).parents[5] / "specs/features/municipal_cs.feature"))
pytestmark = pytest.mark.django_db
WORDS = {"held": "保留", "refused": "拒否", "accepted": "受領"}
WRONG = {
    "現存する人のまま": {"i11": NEW_ADDRESS},
    "住所のほかに氏名も違う": {"i11": NEW_ADDRESS, "i15": "20261119", "i2": "架空　次郎"},
    "存在しない日の生年月日": {"i6": "319800231"},
    "一つ多い項目": {"i99": "1"},
}
CHANGED = {
    "転居": {"i11": NEW_ADDRESS, "i15": "20261119"},
    "軽微な修正": {"i10": "9608000"},
    "死亡": {"i35": "死亡"},
}
TYPED = {
    "氏名": {"name": "架空　太郎"},
    "性別": {"sex": "男"},
    "住所": {"address": ADDRESS},
    "生年月日": {"birth_on": "昭和55年7月15日"},
    "住民票コード": {"code": code_of(1)},
    "個人番号": {"number": number_of(1)},
}


@dataclass
class Told:
    """What was answered last, and how the file stood before."""

    answer: Envelope | None = None
    page: str = ""
    before: list[tuple[object, ...]] = field(default_factory=list)


def the_file() -> list[tuple[object, ...]]:
    return list(Identity.objects.values_list("key", "items", "sequence", "standing"))


@pytest.fixture
def told() -> Told:
    return Told()


@given("市町村CSに住民票コード1番の架空　太郎の本人確認情報がある")
def _(scene: Scene) -> None:
    scene.update()


@when(parsers.parse("順番{number:d}の「{reason}」が届く"))
def _(scene: Scene, told: Told, number: int, reason: str) -> None:
    told.before = the_file()
    told.answer = scene.update(sequence=number, i21=reason, **CHANGED[reason])


@when(parsers.parse("順番{number:d}の「{reason}」が、{wrong}で届く"))
def _(scene: Scene, told: Told, number: int, reason: str, wrong: str) -> None:
    told.before = the_file()
    told.answer = scene.update(sequence=number, i21=reason, **WRONG[wrong])


@when(parsers.parse("住民票コード9番の人の「{reason}」が届く"))
def _(scene: Scene, told: Told, reason: str) -> None:
    told.before = the_file()
    told.answer = scene.update(serial=9, i21=reason)


@when("和光市の市町村CSから本人確認情報の更新が届く")
def _(scene: Scene, told: Told) -> None:
    told.before = the_file()
    told.answer = scene.say(WAKO_CS, "identity.update", update(sequence=2))


@then(parsers.parse("応答は「{words}」で、本人確認情報は変わらない"))
def _(told: Told, words: str) -> None:
    assert told.answer is not None
    assert WORDS[told.answer.body["outcome"]] == words
    assert the_file() == told.before


@then(parsers.parse("履歴は「{reasons}」の順である"))
def _(reasons: str) -> None:
    rows = IdentityVersion.objects.order_by("sequence").values_list("reason", flat=True)
    assert list(rows) == reasons.split("・")


@then(parsers.parse("都道府県へ{count:d}件の更新が順番どおりに送られる"))
def _(count: int) -> None:
    out = sent("identity.update", PREFECTURE)
    assert [e.order.number for e in out if e.order] == list(range(1, count + 1))
    assert [e.body["items"]["29"] for e in out] == [str(n) for n in range(1, count + 1)]


@then(parsers.parse("異常一覧の未処理に「{reason}」が1件ある"))
def _(desk: Client, reason: str) -> None:
    rows = desk.get(reverse("cs_rejections")).context["rows"]
    assert [row.reason for row, *_ in rows] == [reason]


@when("都道府県から、全国サーバが拒んだと知らせが来る")
def _(scene: Scene) -> None:
    version = IdentityVersion.objects.get()
    assert version.sent is not None
    refused = Problem("nation.refused", "", "全国サーバが受け付けませんでした。", "", "")
    scene.outcome(version.sent, PREFECTURE, refused, REFUSED)


@then("既存住基へ「拒否」の結果が全国サーバの理由つきで送られる")
def _() -> None:
    back = sent("outcome", CORE)[0]
    assert back.body["outcome"] == "refused"
    assert codes(back) == ["nation.refused", REFUSED.code]


@then(parsers.parse("異常一覧の拒んだ所は「{whose}」である"))
def _(desk: Client, whose: str) -> None:
    rows = desk.get(reverse("cs_rejections")).context["rows"]
    assert [each for _, each, *_ in rows] == [whose]


@when(parsers.parse("統合端末で「{words}」により検索する"))
def _(desk: Client, told: Told, words: str) -> None:
    typed = {name: value for word in words.split("・") for name, value in TYPED[word].items()}
    told.page = desk.post(reverse("cs_search"), typed).content.decode()


@then(parsers.parse("結果は「{result}」である"))
def _(told: Told, result: str) -> None:
    link = reverse("cs_identity", args=[Identity.objects.get().key])
    assert (link in told.page) == (result == "当たる")


@then("氏名と生年月日の検索に出ず、履歴を含めると「死亡」として出る")
def _(desk: Client) -> None:
    typed = TYPED["氏名"] | TYPED["生年月日"]
    link = reverse("cs_identity", args=[Identity.objects.get().key])
    assert link not in desk.post(reverse("cs_search"), typed).content.decode()
    page = desk.post(reverse("cs_search"), typed | {"history": "on"}).content.decode()
    assert link in page
    assert "死亡" in page.split(link)[1]


@given("和光市から転出証明書情報が届いている")
def _(scene: Scene) -> None:
    scene.say(WAKO_CS, "departure.certificate", certificate("112291", "072010"))


@when(parsers.parse("{days:d}日たって日次の処理が動く"))
def _(days: int) -> None:
    with clock.set_to(real_now() + timedelta(days=days)):
        hourly()


@then("転出証明書情報は残っている")
def _() -> None:
    assert Certificate.objects.get().sealed is not None
    assert bytes_of(ReceivedMessage.objects.get(kind="departure.certificate")) is not None


@then("転出証明書情報も受けた電文の本文もなく、消去の記録が1件ある")
def _() -> None:
    assert Certificate.objects.get().sealed is None
    assert bytes_of(ReceivedMessage.objects.get(kind="departure.certificate")) is None
    assert [(row.what, row.count) for row in Erasure.objects.all()] == [
        ("departure.certificate", 1)
    ]


@then(parsers.parse("更新件数の画面に「{reason}」1件が出て、氏名は出ない"))
def _(desk: Client, reason: str) -> None:
    month = real_now().astimezone(TOKYO).strftime("%Y-%m")
    answer = desk.get(reverse("cs_updates"), {"month": month})
    assert answer.context["counted"].rows == ((reason, 1, 0),)
    assert items()["2"] not in answer.content.decode()


@given("担当者が統合端末で架空　太郎を見ている")
def _(desk: Client) -> None:
    assert desk.get(reverse("cs_identity", args=[Identity.objects.get().key])).status_code == 200


def today() -> date:
    return real_now().astimezone(TOKYO).date()


@when(parsers.parse("翌日、点検者が所見「{words}」を付けて署名する"))
def _(browse: Callable[..., Client], told: Told, words: str) -> None:
    auditor, day = browse("kansa1", Duty.AUDIT), today().isoformat()
    with clock.set_to(real_now() + timedelta(days=1)):
        given_words = {"result": "clear", "words": words}
        answer = auditor.post(reverse("cs_sign", args=[day, day]), given_words)
        assert answer.status_code == 302
        told.page = auditor.get(reverse("cs_inspections")).content.decode()


@then("点検の一覧でその日は点検済で、所見が残っている")
def _(told: Told) -> None:
    day = reverse("cs_inspection", args=[today().isoformat(), today().isoformat()])
    row = told.page.split(day)[1].split("</tr>")[0]
    assert "異状なし" in row
    assert "申請書と照合した" in row
