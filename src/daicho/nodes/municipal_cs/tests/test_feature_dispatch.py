"""Steps of specs/features/municipal_cs_dispatch.feature (市町村CSの送付先情報と個人番号)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pyrage
import pytest
from django.test import Client
from django.urls import reverse
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.foundation.lines.domain.configuration import Address
from daicho.foundation.lines.envelopes import Envelope
from daicho.foundation.lines.public import deliver_lines
from daicho.foundation.lines.tests.authority import Authority
from daicho.kernel.access import Duty
from daicho.nodes.municipal_cs.models import Dispatch, MediumOutput, NumberRequest
from daicho.nodes.municipal_cs.tasks import work_once
from daicho.nodes.municipal_cs.tests.conftest import Nation
from daicho.nodes.municipal_cs.tests.scene import (
    CARDS,
    CORE,
    PREFECTURE,
    Scene,
    code_of,
    codes,
    number_of,
    sent,
)
from daicho.nodes.municipal_cs.tests.test_dispatches import at_the_nation, body, offer
from daicho.nodes.municipal_cs.tests.test_false_card_system import Ear, listening
from daicho.nodes.municipal_cs.tests.test_numbers import ask, assign

scenarios(str(Path(__file__).parents[5] / "specs/features/municipal_cs_dispatch.feature"))
pytestmark = pytest.mark.django_db
WHO = {"決裁者": ("kettei1", Duty.DECIDE), "担当者": ("tougou1", Duty.COUNTER)}
COUNTED = {"cs_updates": Duty.COUNTER, "cs_use": Duty.AUDIT}
Numbers = dict[str, list[list[str]]]


@dataclass
class Told:
    """What a scenario has asked for and seen."""

    identity: pyrage.x25519.Identity = field(default_factory=pyrage.x25519.Identity.generate)
    clients: dict[str, Client] = field(default_factory=dict)
    keys: list[UUID] = field(default_factory=list)
    file: bytes = b""
    status: int = 0
    thread: UUID = field(default_factory=uuid4)
    answer: Envelope | None = None
    ear: Ear | None = None
    counts: list[Numbers] = field(default_factory=list)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def standing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def as_(browse: Callable[..., Client], told: Told) -> Callable[..., Client]:
    """The browser of somebody, signed in once."""

    def found(login: str, duty: Duty) -> Client:
        if login not in told.clients:
            told.clients[login] = browse(login, duty)
        return told.clients[login]

    return found


@given("全国サーバは1番と2番の新生児を知っている")
def _(scene: Scene, nation: Nation) -> None:
    assert scene
    nation.people |= {str(n): at_the_nation(n) for n in (1, 2)}


@given("媒体で渡す市である")
def _(settings: Any, told: Told) -> None:  # Any: pytest-django's wrapper
    settings.DISPATCH_BY_LINE = False
    settings.CARD_SYSTEM_RECIPIENT = str(told.identity.to_public())


@given("1番と2番の送付先情報が届いて確かめられている")
def _(scene: Scene, told: Told) -> None:
    for serial in (1, 2):
        offer(scene, serial)
        assert work_once()
    rows = Dispatch.objects.order_by("received_at")
    assert {row.state for row in rows} == {"checked"}
    told.keys = [row.key for row in rows]


@when(parsers.re("決裁者が、(?P<count>[一二])件を媒体番号「(?P<number>.+)」に出力する"))
def _(as_: Callable[..., Client], told: Told, count: str, number: str) -> None:
    chosen = [str(key) for key in told.keys[: "一二".index(count) + 1]]
    answer = as_(*WHO["決裁者"]).post(
        reverse("cs_medium"), {"number": number, "dispatches": chosen}
    )
    assert answer["Content-Type"] == "application/octet-stream"
    told.file = answer.content


@then("ファイルには氏名も個人番号も読める形では入っていない")
def _(told: Told) -> None:
    assert told.file.startswith(b"age-encryption.org/")
    for kept in ("架空", number_of(1), code_of(2)):
        assert kept.encode() not in told.file
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(told.file, [pyrage.x25519.Identity.generate()])


@then(parsers.parse("カード管理システムの鍵で開くと{count:d}件である"))
def _(told: Told, count: int) -> None:
    first, *rest = pyrage.decrypt(told.file, [told.identity]).decode().splitlines()
    assert json.loads(first)["count"] == len(rest) == count
    assert [json.loads(line) for line in rest] == [body(n + 1) for n in range(count)]


@then("媒体出力の記録は次のとおりである")
def _(as_: Callable[..., Client], datatable: list[list[str]]) -> None:
    page = as_(*WHO["担当者"]).get(reverse("cs_media"))
    rows = page.content.decode().split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]
    cells = [re.findall(r"<t[hd][^>]*>([^<]*)", row) for row in rows]
    assert [[row[n] for n in (0, 2, 3, 5)] for row in cells] == datatable[1:]


@when(parsers.re("(?P<who>決裁者|担当者)が、(?P<how>.+)出力しようとする"))
def _(as_: Callable[..., Client], settings: Any, told: Told, who: str, how: str) -> None:
    if "鍵がない" in how:
        settings.CARD_SYSTEM_RECIPIENT = ""
    number = "" if "付けずに" in how else "M-1"
    posted = {"number": number, "dispatches": [str(key) for key in told.keys]}
    client = as_(*WHO[who])
    client.raise_request_exception = False
    answer = client.post(reverse("cs_medium"), posted)
    told.status, told.file = answer.status_code, answer.content


@then("出力されず、媒体出力の記録は増えない")
def _(told: Told) -> None:
    assert told.status in {403, 422, 503}
    assert "架空".encode() not in told.file
    assert not MediumOutput.objects.exists()
    assert {row.state for row in Dispatch.objects.all()} == {"checked"}


@given("全国サーバの1番の個人番号は、送付先情報のものと違う")
def _(nation: Nation) -> None:
    nation.people["1"] = at_the_nation(1, i13=number_of(9))


@when("1番の送付先情報が届く")
def _(scene: Scene) -> None:
    offer(scene, 1)
    work_once()


@when("1番と2番の送付先情報が届く")
def _(scene: Scene) -> None:
    offer(scene, 1, 2)
    work_once()


@then(parsers.parse("カード管理システムには送られず、「{item}」の違いとして既存住基に返る"))
def _(item: str) -> None:
    assert sent("dispatch.information", CARDS) == []
    (back,) = sent("outcome", CORE)
    (problem,) = back.body["problems"]
    assert problem["code"] == "dispatch.mismatch"
    assert item in problem["what"]


@when("既存住基が住民票コード1番の人の個人番号を求める")
def _(scene: Scene, told: Told) -> None:
    assert ask(scene, told.thread).body["outcome"] == "accepted"


@when(parsers.parse("全国サーバが住民票コード{serial:d}番の番号を答える"))
def _(scene: Scene, told: Told, serial: int) -> None:
    told.answer = assign(scene, told.thread, code_of(serial), number_of(7))


@then(parsers.parse("受け取りは断られ、求めは「{state}」のままで、既存住基に番号は届かない"))
def _(as_: Callable[..., Client], told: Told, state: str) -> None:
    assert told.answer is not None
    assert codes(told.answer) == ["number.other_code"]
    assert state in as_(*WHO["担当者"]).get(reverse("cs_numbers")).content.decode()
    assert NumberRequest.objects.get().assigned_at is None
    assert sent("number.assigned", CORE) == []


@then("その番号が既存住基に届く")
def _(told: Told) -> None:
    assert told.answer is not None
    assert told.answer.body["outcome"] == "accepted"
    (message,) = sent("number.assigned", CORE)
    assert message.body["number"] == number_of(7)


@then(parsers.parse("送付先情報の一覧で「{state}」が{count:d}件ある"))
def _(as_: Callable[..., Client], state: str, count: int) -> None:
    page = as_(*WHO["担当者"]).get(reverse("cs_dispatches"))
    rows = page.content.decode().split("<tbody>")[1].split("</tbody>")[0].split("</tr>")
    assert sum(f">{state}<" in row for row in rows) == count


@when("カード管理システムが受領を応える")
def _(scene: Scene) -> None:
    scene.outcome(sent("dispatch.information", CARDS)[0].id, CARDS)


@given(parsers.parse("カード管理システムの場所に、{whose}の証明書を持つ者がいる"))
def _(
    scene: Scene, told: Told, standing: ExitStack, settings: Any, tmp_path: Path, whose: str
) -> None:
    strange = whose == "よその認証局"
    authority = Authority("よそ") if strange else scene.authority
    who = CARDS if strange else PREFECTURE
    told.ear = standing.enter_context(listening(authority, who, tmp_path))
    there = Address("127.0.0.1", told.ear.port)
    settings.LINES = replace(settings.LINES, peers=settings.LINES.peers | {CARDS: there})


@when("市町村CSが送ろうとする")
def _() -> None:
    assert deliver_lines() == 0


@then("その者には1バイトも届かない")
def _(told: Told) -> None:
    assert told.ear is not None
    assert told.ear.heard == []


def numbers_of(as_: Callable[..., Client]) -> Numbers:
    """The cells of the screens that count, with 送付先情報 asked for by every name that a field could have."""
    found: Numbers = {}
    asked = dict.fromkeys(("what", "file", "kind", "target"), "dispatch.information")
    for name, duty in COUNTED.items():
        page = as_(f"{name[3:]}1", duty).get(reverse(name), asked).content.decode()
        rows = [row for table in page.split("<tbody>")[1:] for row in table.split("</tr>")[:-1]]
        # The last column counts what was opened out of hours: this screen itself, on a Sunday.
        cells = [re.findall(r"<t[hd][^>]*>([^<]*)", row)[:-1] for row in rows]
        found[name] = [row for row in cells if row]
        assert "送付先情報" not in "".join(re.findall(r"<(?:select|option|input)[^>]*>", page))
    return found


@when("更新件数と利用状況の画面を、集計の対象を「送付先情報」として開いておく")
@when("同じ画面を、集計の対象を「送付先情報」としてもう一度開く")
def _(as_: Callable[..., Client], told: Told) -> None:
    told.counts.append(numbers_of(as_))


@then("どちらの画面でも数は変わらず、送付先情報を集計の対象に選ぶ欄はない")
def _(told: Told) -> None:
    before, after = told.counts
    assert before == after
    assert Dispatch.objects.get().people == 2


@then("送付先情報の件数・統計・書出しを住所で直接求めても断られる")
def _(as_: Callable[..., Client]) -> None:
    client = as_(*WHO["決裁者"])
    for more in ("count/", "statistics/", "csv/", "export/", "people/", "?format=csv"):
        answer = client.get(reverse("cs_dispatches") + more)
        assert answer.status_code == 404 or answer["Content-Type"].startswith("text/html"), more
    assert client.get(reverse("cs_medium")).status_code == 405


@then("送付先情報の一覧に氏名、住所、生年月日、個人番号は出ない")
def _(as_: Callable[..., Client]) -> None:
    page = as_(*WHO["決裁者"]).get(reverse("cs_dispatches")).content.decode()
    own = body(1)["households"][0]
    personal = {own["people"][0]["items"][n] for n in ("38", "40", "46", "48", "50")}
    assert len(personal) == 5
    assert not [each for each in personal if each in page]
