"""Steps of specs/features/jukinet_gateway.feature (住基ネットゲートウェイ, JUK-060): real nodes on real lines."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.foundation.lines.domain.configuration import Address, Way
from daicho.foundation.lines.domain.door import Reason
from daicho.foundation.lines.models import DoorAttempt, ReceivedMessage, SentMessage
from daicho.foundation.lines.public import Outgoing, queue
from daicho.foundation.lines.tests.nodes import Node, until
from daicho.foundation.lines.tests.peers import CODE, CORE, CS, KIND, body, message
from daicho.nodes.jukinet_gateway.tests.between import GATEWAY, Between

scenarios(str(Path(__file__).parents[5] / "specs/features/jukinet_gateway.feature"))
PARTIES = {"既存住基": CORE, "市町村CS": CS, "中継": GATEWAY}


@dataclass(slots=True)
class Town:
    """What the scenario runs, and the message that it has sent."""

    between: Between
    key: UUID | None = None
    digest: str = ""
    nodes: dict[str, Node] = field(default_factory=dict)

    def is_settled(self, sender: Node) -> bool:
        sender.enter()
        return not SentMessage.objects.filter(state="waiting").exists()


@pytest.fixture
def town(between: Between) -> Town:
    return Town(between, nodes={"既存住基": between.core, "市町村CS": between.cs})


@given("中継は「なし」である")
def _(town: Town) -> None:
    for node, other in (
        (town.between.core, town.between.cs),
        (town.between.cs, town.between.core),
    ):
        peers = {other.lines.party: other.lines.listen}
        node.lines = replace(node.lines, gateway=None, peers=peers)
    town.between.cs.start()


@given("中継は「あり」である")
def _(town: Town) -> None:
    town.between.gateway.start()
    town.between.cs.start()


@given("市町村CSは止まっている")
def _(town: Town) -> None:
    town.between.cs.kill()


@when(parsers.re("(?P<sender>既存住基|市町村CS)が電文を送る"))
def _(town: Town, sender: str) -> None:
    node = town.nodes[sender]
    receiver = CS if node is town.between.core else CORE
    node.enter()
    with transaction.atomic():
        town.key = queue(Outgoing(kind=KIND, receiver=receiver, body=body()))
    town.digest = SentMessage.objects.get(key=town.key).digest
    town.between.core.start()


@when("受付記録に「応答なし」で残った後、中継が強制終了される")
def _(town: Town) -> None:
    def is_written() -> bool:
        rows = town.between.gateway.page().rows
        return [(row.message, row.outcome.label) for row in rows] == [(str(town.key), "応答なし")]

    until(is_written)
    town.between.gateway.kill()


@when("市町村CSと中継が動き出す")
def _(town: Town) -> None:
    town.between.cs.start()
    town.between.gateway.start()


@when(
    parsers.re(
        "(?P<bearer>中継|既存住基)の証明書を持つ装置が、既存住基の電文を市町村CSへ持ってくる"
    )
)
def _(town: Town, bearer: str) -> None:
    to = Way(CS, Address("127.0.0.1", town.between.cs.port))
    signing = town.between.authority.signing(CORE)
    said = town.between.post(message(CORE, CS), signing, line=PARTIES[bearer], to=to)
    assert (said.status, said.body) == (403, b"")


@then(
    parsers.re(
        "(?P<receiver>市町村CS|既存住基)に、「(?P<bearer>.+)」が運んだ同じ内容の電文が1件届いている"
    )
)
def _(town: Town, receiver: str, bearer: str) -> None:
    sender = town.between.core if receiver == "市町村CS" else town.between.cs
    until(lambda: town.is_settled(sender))
    town.nodes[receiver].enter()
    (row,) = ReceivedMessage.objects.all()
    assert (row.key, row.digest, row.peer) == (town.key, town.digest, str(PARTIES[bearer]))


@then("受付記録は0件である")
def _(town: Town) -> None:
    assert town.between.gateway.page().total == 0


@then("受付記録は1件で、送った電文と同じダイジェストと「受領」がある")
def _(town: Town) -> None:
    (row,) = town.between.gateway.page().rows
    assert (row.message, row.digest) == (str(town.key), town.digest)
    assert row.outcome.label == "受領"


@then("中継は、その電文を2回以上渡そうとしている")
def _(town: Town) -> None:
    assert town.between.gateway.page().rows[0].attempts >= 2


@then("中継の置き場のどこにも、本人の番号はない")
def _(town: Town) -> None:
    files = [path for path in town.between.gateway.home.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if CODE.encode() in path.read_bytes()]


@then(parsers.parse("市町村CSは「{why}」として何も渡さず、番地とともに記録している"))
def _(town: Town, why: str) -> None:
    town.between.cs.enter()
    row = DoorAttempt.objects.get()
    assert (Reason(row.reason).label, row.address) == (why, "127.0.0.1")
    assert not ReceivedMessage.objects.exists()
