"""Steps of specs/features/jukinet_connector.feature (CSコネクタの電文, JUK-001, 025, 028, 029)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.movements.tests.family import NEXT_DOOR, moving
from daicho.business.movements.tests.paper import carry_through, individual_number
from daicho.foundation.lines.adapters.client import LineClient, Response
from daicho.foundation.lines.commands.sealing import bytes_of
from daicho.foundation.lines.domain.door import PATH
from daicho.foundation.lines.envelopes import Envelope, from_bytes, party
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Accepted, deliver_lines
from daicho.foundation.lines.selectors.messages import states_of
from daicho.foundation.lines.tests.conftest import Network, network
from daicho.foundation.lines.tests.peers import answer_to
from daicho.foundation.messages.public import canonical
from daicho.foundation.messages.tests.definitions import MESSAGES
from daicho.foundation.outbox.models import Message
from daicho.foundation.staff.public import system_access
from daicho.foundation.vault.public import reveal
from daicho.gateways.cards.domain.states import Action
from daicho.gateways.cards.models import Card
from daicho.gateways.cards.selectors.cards import view_card
from daicho.gateways.cards.tests.conftest import Desk
from daicho.gateways.family_register.domain.notices import Sending
from daicho.gateways.family_register.models import AnnexEntry
from daicho.gateways.family_register.tests.conftest import HERE, MovedIn, moved_in
from daicho.gateways.jukinet.handlers import number_assigned
from daicho.gateways.jukinet.tests.line import came, heard
from daicho.gateways.jukinet.tests.test_families_move import AWAY
from daicho.gateways.wide_area.commands.issue_copy import Handed, issue_copy
from daicho.gateways.wide_area.models import WideAreaCopy
from daicho.gateways.wide_area.tests.test_copies import wish
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Invalid
from tests.features.conftest import Story
from tests.features.register import holding_of, person_named

__all__ = ["moved_in", "network"]
scenarios(str(Path(__file__).parents[2] / "specs/features/jukinet_connector.feature"))
KINDS = {
    "本人確認情報": "identity.update",
    "番号の要求": "number.request",
    "転出証明書情報": "departure.certificate",
    "カードの異動": "card.event",
    "附票本人確認情報": "annex.update",
    "住民票の写しの要求": "wide_area.request",
}
SAID = {
    "code": "cs.test",
    "item": "",
    "what": "受け付けられません。",
    "why": "試験の理由です。",
    "remedy": "直してください。",
}


@dataclass
class Line:
    """The 市町村CS beyond the line, which answers by kind; what the scenario has done, and how many messages there were."""

    network: Network
    looked_at: str = ""
    refuses: set[str] = field(default_factory=set)
    before: dict[str, int] = field(default_factory=dict)
    case: UUID | None = None
    card: UUID | None = None
    handed: Handed | None = None
    refusal: Invalid | None = None

    def post(self, _client: LineClient, raw: bytes, _headers: dict[str, str]) -> Response:
        asked = from_bytes(raw)
        kind, body = "receipt", self.receipt(asked)
        if asked.kind == "wide_area.request" and not body["problems"]:
            kind, body = f"{asked.kind}.answer", residence()
        return answer_to(asked, kind, body, self.network.signing_of(party(asked.receiver)))

    def receipt(self, asked: Envelope) -> dict[str, Any]:
        """Accepted, or refused where the scenario says so."""
        refused = asked.kind in self.refuses
        return {
            "outcome": "refused" if refused else "accepted",
            "problems": [SAID] if refused else [],
        }

    def count(self) -> dict[str, int]:
        """How many messages of each kind were made, once everything that happened has been heard."""
        heard()
        return {kind: SentMessage.objects.filter(kind=kind).count() for kind in KINDS.values()}


def residence() -> dict[str, Any]:
    """What 和光市 knows of 架空　太郎."""
    path = MESSAGES / "examples/wide_area.request.answer/person.json"
    body: dict[str, Any] = json.loads(path.read_text("utf-8"))["body"]
    return body | {"municipality": "112291", "address": "埼玉県和光市広沢1-5"}


def send() -> None:
    """Everything that waits is sent, in as many rounds as it takes."""
    while deliver_lines():
        pass


def newest(kind: str) -> Envelope:
    raw = bytes_of(SentMessage.objects.filter(kind=kind).latest("seq"))
    assert raw is not None
    return from_bytes(raw)


@pytest.fixture
def staff(story: Story) -> tuple[Access, Access, Access]:
    return story.staff


@pytest.fixture
def line(network: Network, monkeypatch: pytest.MonkeyPatch) -> Line:
    found = Line(network)

    def post(*given: Any, path: str = PATH) -> Response:
        return found.post(*given) if path == PATH else Response(404, {}, b"")

    monkeypatch.setattr(LineClient, "post", post)
    return found


@given("市町村CSへの回線がある")
def _(line: Line) -> None:
    assert line.count() == dict.fromkeys(KINDS.values(), 0)


@given("番号のある四人の世帯が、東京都千代田区から転入し、本籍は福島市にある")
def _(story: Story, line: Line, moved_in: MovedIn) -> None:
    people = moved_in(HERE)
    line.card = Desk(story.clerk).card(people[0]).key
    line.before = line.count()
    send()


@given(parsers.re("市町村CSは「(?P<kind>.+)」を(?P<how>受け取る|拒む)"))
def _(line: Line, kind: str, how: str) -> None:
    line.looked_at = KINDS[kind]
    line.refuses = {line.looked_at} if how == "拒む" else set()


@when(parsers.parse("見本　{name}の転居を決裁する"))
def _(story: Story, line: Line, name: str) -> None:
    paper = moving([person_named(f"見本　{name}")]) | NEXT_DOOR
    line.case = carry_through(*story.staff, "move_within", paper)


@when("見本　花子の特例転出を決裁する")
def _(story: Story, line: Line) -> None:
    paper = moving([person_named("見本　花子")], **AWAY)
    line.case = carry_through(*story.staff, "special_move_out", paper)


@when("見本　太郎のカードを一時停止する")
def _(story: Story, line: Line) -> None:
    assert line.card is not None
    Desk(story.clerk).do(Card.objects.get(key=line.card), Action.SUSPEND, reason="lost")


@when("和光市の住民の住民票の写しを求める")
def _(story: Story, line: Line) -> None:
    set_certifier(
        system_access(Purpose.ADMINISTRATION, job="test"),
        valid_from=date(2020, 4, 1),
        title="見本市長",
        name="台帳　守",
    )
    desk = story.clerk.serving(Purpose.CERTIFICATE)
    try:
        line.handed = issue_copy(desk, key=uuid4(), wish=wish())
    except Invalid as error:
        line.refusal = error


@when("全部の出来事がもう一度届けられる")
def _(line: Line) -> None:
    line.before = line.count()
    assert Message.objects.update(delivered_at=None) > 0


@when("市町村CSへ送る")
def _() -> None:
    send()


@then(parsers.parse("「{kind}」は{count:d}通増える"))
def _(line: Line, kind: str, count: int) -> None:
    found = line.count()
    assert found[KINDS[kind]] - line.before[KINDS[kind]] == count
    line.before = found


@then("どの種別の電文も増えない")
def _(line: Line) -> None:
    assert line.count() == line.before


@then(parsers.parse("その住所は「{address}」、更新順番号は{number:d}である"))
def _(address: str, number: int) -> None:
    message = newest("identity.update")
    items = canonical(message.body["layout"], message.body["items"])
    assert (items["address"], items["update_number"]) == (address, str(number))


@then(parsers.parse("{name}に個人番号はない"))
def _(name: str) -> None:
    assert holding_of(name).particulars.individual_number_ref is None


@when(parsers.parse("全国サーバが{name}の番号を答え、市町村CSから届く"))
def _(name: str) -> None:
    asked = newest("number.request").body
    assert asked["code"] == reveal_code(name)
    body = {"code": asked["code"], "number": individual_number(900), "reason": "new"}
    assert number_assigned(came("number.assigned", body)) == Accepted()


@then(parsers.parse("{name}の個人番号は、届いた番号である"))
def _(name: str) -> None:
    reference = holding_of(name).particulars.individual_number_ref
    assert reference is not None
    assert reveal(reference) == individual_number(900)


def reveal_code(name: str) -> str:
    reference = holding_of(name).particulars.resident_record_code_ref
    assert reference is not None
    return reveal(reference)


def _of_case(_story: Story, line: Line) -> str:
    (told,) = (each for each in states_of(str(line.case)) if each.kind == line.looked_at)
    return told.state.label


def _of_card(story: Story, line: Line) -> str:
    assert line.card is not None
    return view_card(story.clerk, card=line.card).events[0].told


def _of_annex(_story: Story, line: Line) -> str:
    entry = AnnexEntry.objects.get(case=line.case)
    return Sending(entry.update_state).label


PLACES: dict[str, Callable[[Story, Line], str]] = {
    "案件の送受信": _of_case,
    "カードの異動の記録": _of_card,
    "附票の記載": _of_annex,
}


@then(parsers.parse("{place}に「{result}」と出る"))
def _(story: Story, line: Line, place: str, result: str) -> None:
    assert PLACES[place](story, line) == result


@then(parsers.parse("窓口では「{result}」"))
def _(line: Line, result: str) -> None:
    issued = result == "写しが交付される"
    assert WideAreaCopy.objects.count() == int(issued)
    assert (line.handed is not None) == issued
    if not issued:
        assert line.refusal is not None
        assert [p.what for p in line.refusal.problems] == [SAID["what"]]
