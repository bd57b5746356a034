"""A CS with its peers (試験の場面): messages really signed and received; what the CS would send is read from its queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from daicho.foundation.lines import envelopes
from daicho.foundation.lines.commands.receive import receive
from daicho.foundation.lines.commands.sealing import bytes_of
from daicho.foundation.lines.envelopes import Envelope, from_bytes
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Party
from daicho.foundation.lines.tests.authority import Authority, Leaf
from daicho.foundation.lines.tests.peers import headers
from daicho.kernel.characters import juki_net_seion
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Problem

CORE = Party("072010", "core")
CS = Party("072010", "municipal_cs")
WAKO_CS = Party("112291", "municipal_cs")
WAKO_CORE = Party("112291", "core")
PREFECTURE = Party("070009", "prefecture")
NATION = Party("000000", "nation")
CARDS = Party("000000", "card_system")
ADDRESS = "福島県福島市五老内町3番1号"
NEW_ADDRESS = "福島県福島市本町1番1号"


def code_of(serial: int) -> str:
    """A 住民票コード that nobody has."""
    return RESIDENT_RECORD_CODE.number(f"{serial:010}") or ""


def number_of(serial: int) -> str:
    """A 個人番号 that nobody has."""
    return INDIVIDUAL_NUMBER.number(f"{serial:011}") or ""


def items(serial: int = 1, sequence: int = 1, **changed: str) -> dict[str, str]:
    """An update in Fukushima's layout, a 国内転入 unless told; `i11="…"` changes item 11, an empty text leaves it out."""
    kana = changed.get("i4", "カクウ　タロウ")
    told = {
        "1": code_of(serial),
        "2": "架空　太郎",
        "3": "0",
        "4": kana,
        "5": juki_net_seion(kana),
        "6": "319800715",
        "7": "男",
        "8": "072010",
        "9": "036000",
        "10": "9608601",
        "11": ADDRESS,
        "12": "0",
        "13": number_of(serial),
        "14": "20150401",
        "15": "20150401",
        "16": "20261120",
        "20": "世帯主",
        "21": "国内転入",
        "22": "20261119",
        "26": "RQ-0000001",
        "27": "op-101",
        "28": "t-07",
        "29": str(sequence),
        "32": "0",
        "35": "現存",
    }
    told |= {name.removeprefix("i"): value for name, value in changed.items()}
    return {number: value for number, value in told.items() if value}


def update(**told: Any) -> dict[str, Any]:
    """The body of an update."""
    return {"layout": "identity-38", "items": items(**told)}


@dataclass(slots=True)
class Scene:
    """The CS of Fukushima and everybody who has a certificate."""

    authority: Authority
    signing: dict[Party, Leaf] = field(default_factory=dict)

    def say(
        self,
        sender: Party,
        kind: str,
        body: Mapping[str, Any],
        *,
        order: tuple[str, int] | None = None,
        thread: UUID | None = None,
        answers: UUID | None = None,
    ) -> Envelope:
        """Send a message to the CS, on the line that it would come on; returns the CS's answer."""
        key = uuid4()
        raw = envelopes.make(
            kind,
            key=key,
            thread=thread or key,
            sender=sender,
            receiver=CS,
            made_at=real_now().astimezone(TOKYO),
            order=order,
            answers=answers,
            body=body,
        )
        peer = NATION if sender.node == "municipal_cs" else sender
        proof = headers(raw, self._signing(sender))
        return from_bytes(receive(raw, proof, peer, "127.0.0.1")[0])

    def update(self, **told: Any) -> Envelope:
        """An update of the register, in the order of its person."""
        body = update(**told)
        order = (f"{told.get('serial', 1):032x}", told.get("sequence", 1))
        return self.say(CORE, "identity.update", body, order=order)

    def outcome(self, of: UUID, sender: Party, *problems: Problem) -> Envelope:
        """What a peer says in the end to a message of the CS."""
        row = SentMessage.objects.get(key=of)
        told = [
            {"code": p.code, "item": p.field, "what": p.what, "why": p.why, "remedy": p.remedy}
            for p in problems
        ]
        body = {"outcome": "refused" if told else "accepted", "problems": told}
        return self.say(sender, "outcome", body, thread=row.thread, answers=of)

    def _signing(self, party: Party) -> Leaf:
        if party not in self.signing:
            self.signing[party] = self.authority.signing(party, ed=True)
        return self.signing[party]


def sent(kind: str, receiver: Party | None = None) -> list[Envelope]:
    """What the CS has queued of a kind, in order."""
    rows = SentMessage.objects.filter(kind=kind).order_by("seq")
    if receiver is not None:
        rows = rows.filter(receiver=str(receiver))
    return [from_bytes(raw) for row in rows if (raw := bytes_of(row)) is not None]


def codes(answer: Envelope) -> list[str]:
    """The codes of what is wrong, as the answer tells them."""
    return [problem["code"] for problem in answer.body["problems"]]


REFUSED = Problem(
    "nation.test", "items.11", "試験の拒否です。", "役がそう言いました。", "直してください。"
)
