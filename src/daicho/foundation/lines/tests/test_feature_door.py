"""Steps of specs/features/lines_door.feature (回線の口, JUK-052, 055): a real door, and whoever knocks at it."""

from __future__ import annotations

import http.client
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.foundation.lines.domain.door import PATH, Reason
from daicho.foundation.lines.envelopes import from_bytes
from daicho.foundation.lines.models import DoorAttempt, ReceivedMessage
from daicho.foundation.lines.tests.authority import DAY, Authority, Leaf
from daicho.foundation.lines.tests.nodes import until
from daicho.foundation.lines.tests.peers import CORE, CS, headers, message
from daicho.foundation.lines.tests.test_screens import browse, enrolled, register, signed_in, system
from daicho.foundation.lines.tests.test_tls import Door, door, standing
from daicho.kernel.access import Duty
from daicho.kernel.clock import real_now

__all__ = ["browse", "door", "enrolled", "register", "signed_in", "standing", "system"]
scenarios(str(Path(__file__).parents[5] / "specs/features/lines_door.feature"))


@dataclass
class Knock:
    """What the last one who knocked was answered, and what the door had taken before."""

    door: Door
    answer: bytes = b""
    sent: bytes = b""
    status: int = 0
    cut: str = ""
    before: int = 0
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def post(self, leaf: Leaf | None, *, changed: bool = False, plain: bool = False) -> None:
        """Knock with a message of the CS; what is refused before an answer leaves none."""
        self.before = ReceivedMessage.objects.count()
        raw = self.sent = message(CS, CORE)
        proof = headers(raw, self.door.signing)
        if changed:
            raw = raw.replace(b'"new"', b'"nev"', 1)
        line = self.door.connect(leaf)
        if plain:
            line = http.client.HTTPConnection("127.0.0.1", self.door.node.port, timeout=10)  # type: ignore[assignment]  # not TLS, which is the point
        try:
            line.request("POST", PATH, raw, proof)
            answer = line.getresponse()
            self.status, self.answer = answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.status, self.answer, self.cut = 0, b"", str(error)


def turned_away() -> Counter[tuple[str, str]]:
    """How often each reason was written down for each address."""
    rows = DoorAttempt.objects.values_list("reason", "address", "times")
    return Counter({(reason, address): times for reason, address, times in rows})


def certificate(door: Door, how: str) -> Leaf | None:
    now = real_now()
    if how.startswith("よその認証局"):
        return Authority("よそ").line(CS)
    if how.startswith("期限の切れた"):
        return door.authority.line(CS, begins=now - 9 * DAY, ends=now - timedelta(seconds=5))
    if how.startswith("失効した"):
        leaf = door.authority.line(CS)
        door.authority.revoke(leaf)
        (door.node.home / "lines" / "crl.pem").write_bytes(door.authority.lists())
        return leaf
    return None


@given("既存住基の口が開いていて、市町村CSを相手として登録している", target_fixture="knock")
def _(door: Door) -> Knock:
    return Knock(door, refused=turned_away())


@when("市町村CSが電文を送る")
def _(knock: Knock) -> None:
    knock.post(knock.door.authority.line(CS))


@when(parsers.re("市町村CSの電文が、(?P<how>.+で)届く"))
def _(knock: Knock, how: str) -> None:
    knock.post(certificate(knock.door, how), plain=how == "平文で")


@when("市町村CSの電文が、1バイトだけ変わって届く")
def _(knock: Knock) -> None:
    knock.post(knock.door.authority.line(CS), changed=True)


@then("受け取った旨の応えが返り、電文が1件受け付けられる")
def _(knock: Knock) -> None:
    assert knock.status == 200, knock.cut
    assert from_bytes(knock.answer).answers == from_bytes(knock.sent).id
    assert ReceivedMessage.objects.count() == knock.before + 1


@then("応えは返らず、電文は1件も受け付けられない")
def _(knock: Knock) -> None:
    assert knock.status in (0, 403)
    assert knock.answer == b""
    assert ReceivedMessage.objects.count() == knock.before


@then(parsers.parse("断った接続が「{words}」として、番地とともに残る"))
def _(knock: Knock, words: str) -> None:
    (reason,) = (each for each in Reason if each.label.startswith(words))
    mine = (reason.value, "127.0.0.1")
    until(lambda: turned_away()[mine] > knock.refused[mine])


@when(parsers.parse("番地「{address}」の機器が口につながる"))
def _(knock: Knock, address: str) -> None:
    there = ("127.0.0.1", knock.door.node.port)
    with socket.create_connection(there, source_address=(address, 0)) as strange:
        strange.sendall(b"\x16\x03\x01\x00\x00")
    until(lambda: DoorAttempt.objects.filter(address=address).exists())


@then(parsers.parse("監査担当の「断った接続」の一覧に「{address}」が「{words}」として出る"))
def _(browse: Callable[..., Client], address: str, words: str) -> None:
    auditor: Any = browse("kansa1", Duty.AUDIT)
    page = auditor.get(reverse("lines_door"), {"only": "unregistered"}).content.decode()
    (row,) = (each for each in page.split("</tr>") if address in each)
    assert words in row


@then("窓口の担当者はその一覧を開けない")
def _(browse: Callable[..., Client]) -> None:
    assert browse("mado1", Duty.COUNTER).get(reverse("lines_door")).status_code == 403
