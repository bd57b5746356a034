"""Pass on (電文の取次ぎ): a message of the register to the network, or the network's to the register, unchanged, in the same thread.

The sender's message is held until the receiver has spoken; then the sender hears what it said.
"""

from __future__ import annotations

from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from daicho.foundation.lines.public import (
    Accepted,
    Held,
    Outgoing,
    Party,
    Received,
    Refused,
    Reply,
    Settled,
    queue,
    settle_held,
)
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Problem
from daicho.nodes.municipal_cs import parties
from daicho.nodes.municipal_cs.commands.relay import ask_apart, relay
from daicho.nodes.municipal_cs.commands.words import stored
from daicho.nodes.municipal_cs.domain import items as at
from daicho.nodes.municipal_cs.domain.criteria import Criteria
from daicho.nodes.municipal_cs.domain.passing import (
    PASSINGS,
    Passing,
    Side,
    municipality_to,
    text_at,
)
from daicho.nodes.municipal_cs.models import Passage
from daicho.nodes.municipal_cs.numbers import code_kept

OUT: Final = "out"
INTO: Final = "in"


def pass_on(received: Received) -> Reply:
    """Hand a message on; refused when it comes from where the table knows no such message, or nobody is named."""
    passing = PASSINGS[received.kind]
    way = OUT if parties.from_register(received.sender) else INTO
    side = passing.out if way == OUT else passing.into
    if side is None or (way == INTO and received.sender.node != side):
        return Refused((_not_from_there(passing),))
    named = text_at(received.body, passing.asker)
    if named and named != received.sender.municipality:
        return Refused((_in_anothers_name(passing),))
    receiver = _receiver(received, passing, side) if way == OUT else parties.register()
    if receiver is None:
        return Refused((_to_nobody(passing),))
    return relay(received, receiver) if passing.asks else hand_on(received, receiver, way=way)


def hand_on(received: Received, receiver: Party, *, way: str) -> Held:
    """Queue the same body for the receiver, and remember whose message it is."""
    row = Passage.objects.create(
        kind=received.kind,
        way=way,
        message=received.id,
        thread=received.thread,
        sender=str(received.sender),
        receiver=str(receiver),
        at=business_now(),
    )
    row.sent = queue(
        Outgoing(
            kind=received.kind,
            receiver=receiver,
            body=received.body,
            thread=received.thread,
            subject=_subject(received),
            matter=str(row.key),
        )
    )
    row.save(update_fields=["sent"])
    return Held((_on_its_way(received.kind),))


def settle_passage(settled: Settled) -> None:
    """What the receiver said goes back to whoever sent the message first."""
    if not settled.matter:
        return
    row = Passage.objects.select_for_update().get(pk=settled.matter)
    row.state, row.settled_at = settled.outcome, business_now()
    row.problems = stored(settled.problems)
    row.save(update_fields=["state", "settled_at", "problems"])
    if settled.outcome == "accepted":
        settle_held(row.message, Accepted(settled.problems))
    elif settled.outcome == "refused":
        settle_held(row.message, Refused(settled.problems))
    elif settled.outcome == "stopped":
        settle_held(row.message, Refused((_stopped(row.kind),)))


def _receiver(received: Received, passing: Passing, side: Side) -> Party | None:
    fixed = {
        Side.PREFECTURE: parties.prefecture,
        Side.NATION: parties.nation,
        Side.CARD_SYSTEM: parties.card_system,
    }
    if side in fixed:
        return fixed[side]()
    named = municipality_to(passing, received.body, own=parties.own_code())
    if named:
        return parties.other_cs(named)
    return _other_side(received.thread) or _residence(received, passing)


def _other_side(thread: UUID) -> Party | None:
    """Whoever wrote to us in the same thread: what goes back goes there."""
    came = Passage.objects.filter(thread=thread, way=INTO).order_by("-at").first()
    return Party.parse(came.sender) if came else None


def _residence(received: Received, passing: Passing) -> Party | None:
    """Where the nation says that the person lives; None for nobody, and for somebody of ours."""
    code = text_at(received.body, passing.whose) if passing.whose else ""
    if not code:
        return None
    question = Outgoing(
        kind="identity.query",
        receiver=parties.nation(),
        body=Criteria(code=code).body(f"{passing.title}の宛先の確認"),
        thread=received.thread,
    )
    found = ask_apart(question).body["found"]
    lives_in = found[0]["items"].get(at.MUNICIPALITY, "") if len(found) == 1 else ""
    return parties.other_cs(lives_in) if lives_in not in ("", parties.own_code()) else None


def _subject(received: Received) -> UUID | None:
    """What keeps the order of messages about one person or one record of the annex."""
    told = [str(received.body.get(name, "")) for name in PASSINGS[received.kind].about]
    if not told or not told[0]:
        return None
    if PASSINGS[received.kind].about == ("code",):
        return code_kept(told[0])
    return uuid5(NAMESPACE_OID, f"{received.kind}:{told[0]}")


def _not_from_there(passing: Passing) -> Problem:
    return Problem(
        "passage.sender",
        "",
        f"この相手方からの「{passing.title}」は受け付けません。",
        "電文の種類ごとに、送れる相手方が決まっています。",
        "送り先の設定を確かめてください。",
    )


def _in_anothers_name(passing: Passing) -> Problem:
    return Problem(
        "passage.claimed",
        "municipality",
        f"「{passing.title}」が名のる市区町村と、送った市区町村が違います。",
        "電文に署名した市区町村だけが、自分の名で求められます。",
        "送り元の市区町村コードを確かめてください。",
    )


def _to_nobody(passing: Passing) -> Problem:
    return Problem(
        "passage.receiver",
        "",
        f"「{passing.title}」の宛先の市区町村が分かりません。",
        "電文に、この市区町村のほかの市区町村コードがありません。",
        "宛先を入れて送り直してください。",
    )


def _on_its_way(kind: str) -> Problem:
    return Problem(
        "passage.on_its_way",
        "",
        f"市町村CSが「{PASSINGS[kind].title}」を取り次ぎました。",
        "相手方の応答を待っています。",
        "応答があるまでお待ちください。",
    )


def _stopped(kind: str) -> Problem:
    return Problem(
        "passage.stopped",
        "",
        f"「{PASSINGS[kind].title}」の送信は市町村CSで中止されました。",
        "担当者が送信を取りやめました。",
        "市町村CSの担当に確かめてから、送り直してください。",
    )
