"""Steps of specs/features/municipal_cs_lines.feature (市町村CSから都道府県へ、統合端末の前で)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.adapters.client import Away, LineClient, Response
from daicho.foundation.lines.domain.configuration import Address
from daicho.foundation.lines.domain.door import TurnedAway
from daicho.foundation.lines.envelopes import Envelope, from_bytes
from daicho.foundation.lines.models import Line, ReceivedMessage, SentMessage
from daicho.foundation.lines.public import deliver_lines
from daicho.foundation.lines.tests.authority import Authority
from daicho.foundation.lines.tests.peers import answer_to
from daicho.foundation.messages.public import LAYOUTS
from daicho.kernel.clock import real_now
from daicho.nodes.municipal_cs.models import Identity, IdentityVersion
from daicho.nodes.municipal_cs.operations import OPERATIONS
from daicho.nodes.municipal_cs.tests.conftest import Nation
from daicho.nodes.municipal_cs.tests.scene import CORE, PREFECTURE, Scene, code_of, sent
from daicho.nodes.municipal_cs.tests.test_false_card_system import Ear, listening

scenarios(str(Path(__file__).parents[5] / "specs/features/municipal_cs_lines.feature"))
pytestmark = pytest.mark.django_db
BORN = {"birth_on": "昭和55年7月15日"}
SHOWN = {"name": "架空　太郎", "sex": "男", **BORN}


@dataclass
class Prefecture:
    """都道府県サーバ beyond the line: away, or it takes whatever comes and signs a receipt."""

    scene: Scene
    away: bool = False
    came: list[Envelope] = field(default_factory=list)

    def post(self, _client: LineClient, raw: bytes, _headers: dict[str, str]) -> Response:
        if self.away:
            raise Away("つながりません。")
        envelope = from_bytes(raw)
        self.came.append(envelope)
        said = {"outcome": "accepted", "problems": []}
        return answer_to(envelope, "receipt", said, self.scene._signing(PREFECTURE))


@dataclass
class Seen:
    """What a scenario has opened, and who listens in the prefecture's place."""

    page: str = ""
    client: Client | None = None
    ear: Ear | None = None
    turned_away: TurnedAway | None = None


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def standing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def prefecture(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Prefecture:
    found = Prefecture(scene)
    monkeypatch.setattr(LineClient, "post", lambda *given: found.post(*given))
    return found


def for_the_prefecture(state: str) -> int:
    return SentMessage.objects.filter(receiver=str(PREFECTURE), state=state).count()


@given("市町村CSに住民票コード1番の架空　太郎の本人確認情報がある")
def _(scene: Scene) -> None:
    scene.update()


@when(parsers.parse("順番{number:d}の「{reason}」が{address}へ届く"))
def _(scene: Scene, number: int, reason: str, address: str) -> None:
    scene.update(sequence=number, i21=reason, i11=address, i15="20261119")


@then(parsers.parse("本人確認情報は「{address}」、更新順番号{number:d}である"))
def _(address: str, number: int) -> None:
    row = Identity.objects.get()
    assert (row.items["11"], row.sequence) == (address, number)


@then("本人確認情報は1人分のままである")
def _() -> None:
    assert Identity.objects.count() == 1


@given("都道府県サーバが止まっている")
def _(prefecture: Prefecture) -> None:
    prefecture.away = True


@when("都道府県サーバが再開する")
def _(prefecture: Prefecture) -> None:
    prefecture.away = False
    # The pauses that grew while it was away are over.
    SentMessage.objects.filter(state="waiting").update(next_attempt_at=real_now())
    Line.objects.update(next_try_at=None)


@when("市町村CSが送ろうとする")
def _() -> None:
    deliver_lines()


@then(parsers.parse("都道府県サーバあての送信待ちは{count:d}件である"))
def _(count: int) -> None:
    assert for_the_prefecture("waiting") == count


@then(parsers.parse("都道府県サーバには「{reasons}」の順に届いている"))
def _(prefecture: Prefecture, reasons: str) -> None:
    assert [e.body["items"]["21"] for e in prefecture.came] == reasons.split("・")


@then("二件とも都道府県サーバの受領が記録され、送信待ちは0件である")
def _() -> None:
    assert (for_the_prefecture("accepted"), for_the_prefecture("waiting")) == (2, 0)
    assert list(IdentityVersion.objects.values_list("told", flat=True)) == ["accepted"] * 2


@when(parsers.parse("旧氏と旧住民票コードのある人の「{reason}」が届く"))
def _(scene: Scene, reason: str) -> None:
    changed = {"i37": "見本", "i38": "ミホン", "i24": code_of(2), "i25": "20261119"}
    scene.update(sequence=2, i21=reason, i18="福島県郡山市", **changed)
    assert IdentityVersion.objects.count() == 2


@then("都道府県あての電文の項目は次のものだけである")
def _(datatable: list[list[str]]) -> None:
    titles = {number: item.title for number, item in LAYOUTS["identity-38"].by_number.items()}
    told = [titles[number] for number in sent("identity.update", PREFECTURE)[1].body["items"]]
    assert sorted(told) == sorted(row[0] for row in datatable[1:])


@then(parsers.parse("電文のどこにも「{one}」と「{other}」はない"))
def _(one: str, other: str) -> None:
    assert Identity.objects.get().items["20"] == one
    assert not {one, other} & set(sent("identity.update", PREFECTURE)[1].body["items"].values())


@given("機構にも住民票コード9番の人はいない")
def _(nation: Nation) -> None:
    assert not nation.people


@when(
    parsers.parse("統合端末で、住民票コード{serial:d}番のカードと住所「{address}」を突き合わせる")
)
def _(desk: Client, seen: Seen, serial: int, address: str) -> None:
    typed = SHOWN | {"code": code_of(serial), "address": address}
    seen.page = desk.post(reverse("cs_card"), typed).content.decode()


@then(parsers.re("突合の結果は「(?P<result>.+)」で、(?P<more>.+)"))
def _(seen: Seen, result: str, more: str) -> None:
    entry = Entry.objects.filter(kind="cs.card_checked").latest("seq")
    assert json.loads(entry.body)["detail"]["result"] == result
    rows = (
        seen.page.split("4情報の突合")[-1].split("</table>")[0]
        if "4情報の突合" in seen.page
        else ""
    )
    wanted = {"4情報が並ぶ": (4, 0), "住所に印が付く": (3, 1), "本人確認済みにできない": (0, 0)}
    assert (rows.count("<td>一致</td>"), rows.count("相違")) == wanted[more]
    assert ("本人確認済みにできません" in seen.page) == (result == "該当なし")


@given(parsers.parse("市町村CSに「{name}」({kana})の本人確認情報がある"))
def _(scene: Scene, name: str, kana: str) -> None:
    scene.update(serial=2, i2=name, i4=kana)


@when(parsers.parse("統合端末で、かな「{kana}」と生年月日で検索する"))
def _(desk: Client, seen: Seen, kana: str) -> None:
    seen.page = desk.post(reverse("cs_search"), {"kana": kana, **BORN}).content.decode()


@then(parsers.parse("「{name}」が、ふりがな「{kana}」で出る"))
def _(seen: Seen, name: str, kana: str) -> None:
    (own,) = (row for row in Identity.objects.all() if row.items["2"] == name)
    row = seen.page.split(reverse("cs_identity", args=[own.key]))[1].split("</tr>")[0]
    assert name in row
    assert kana in row
    assert "架空　太郎" not in seen.page


@when("住基事務の役割を持たない職員が統合端末に入る")
def _(browse: Callable[..., Client], seen: Seen) -> None:
    seen.client = browse("zeimu1")
    seen.page = seen.client.get("/").content.decode()


@then("選べる業務は一つもない")
def _(seen: Seen) -> None:
    assert not [o.title for o in OPERATIONS if o.screen and o.title in seen.page]


@when("その職員が本人確認情報の検索の画面を直接開く")
def _(seen: Seen) -> None:
    assert seen.client is not None
    assert seen.client.get(reverse("cs_search")).status_code == 403


@then("断られ、断ったことが職員の名とともに記録される")
def _() -> None:
    entry = Entry.objects.filter(kind="screen.refused").latest("seq")
    assert (entry.login, entry.outcome) == ("zeimu1", "refused")


@given(parsers.parse("都道府県サーバの場所に、{whose}の証明書を持つ者がいる"))
def _(
    scene: Scene,
    seen: Seen,
    standing: ExitStack,
    settings: Any,  # Any: pytest-django's wrapper
    tmp_path: Path,
    whose: str,
) -> None:
    strange = whose == "よその認証局"
    authority = Authority("よそ") if strange else scene.authority
    who = PREFECTURE if strange else CORE
    seen.ear = standing.enter_context(listening(authority, who, tmp_path))
    there = Address("127.0.0.1", seen.ear.port)
    settings.LINES = replace(settings.LINES, peers={PREFECTURE: there})


@then(parsers.parse("その者には1バイトも届かず、都道府県サーバあての送信待ちは{count:d}件である"))
def _(seen: Seen, count: int) -> None:
    assert seen.ear is not None
    assert seen.ear.heard == []
    message = SentMessage.objects.get(receiver=str(PREFECTURE))
    assert (message.state, message.attempts, for_the_prefecture("waiting")) == (
        "waiting",
        1,
        count,
    )
    assert Line.objects.get(peer=str(PREFECTURE)).away_since is not None


@when(parsers.parse("{whose}が、都道府県サーバの名で結果を知らせてくる"))
def _(scene: Scene, seen: Seen, whose: str) -> None:
    if whose == "よその認証局":
        scene.signing[PREFECTURE] = Authority("よそ").signing(PREFECTURE, ed=True)
    else:
        scene.signing[PREFECTURE] = scene.authority.signing(CORE, ed=True)
    version = IdentityVersion.objects.get()
    assert version.sent is not None
    try:
        scene.outcome(version.sent, PREFECTURE)
    except TurnedAway as refusal:
        seen.turned_away = refusal


@then("市町村CSは断り、都道府県の受領は記録されない")
def _(seen: Seen) -> None:
    assert seen.turned_away is not None
    assert seen.turned_away.status == 403
    assert not ReceivedMessage.objects.filter(kind="outcome").exists()
    assert IdentityVersion.objects.get().told == "waiting"
