"""Bearing (運んでよい電文): only between the town's own register and its own CS, and only from whoever sent it."""

from __future__ import annotations

from daicho.foundation.lines.domain.configuration import LineSettings
from daicho.foundation.lines.domain.door import Reason, TurnedAway
from daicho.foundation.lines.domain.parties import GATEWAY, Party, between_own
from daicho.kernel.errors import Unavailable


def check_between(lines: LineSettings, peer: Party, *, sender: Party, receiver: Party) -> None:
    """`TurnedAway` for whatever is not from the peer itself to the other of the two."""
    if sender != peer:
        raise TurnedAway(Reason.ANOTHER_PARTY, claimed=sender)
    if receiver not in lines.peers or not between_own(sender, receiver):
        raise TurnedAway(Reason.NOT_FOR_ME, claimed=sender)


def check_lines(lines: LineSettings) -> None:
    """`Unavailable` when the lines are not those of a gateway, or lead to anybody but the two: then nothing starts."""
    own = lines.party.municipality
    two = {Party(own, "core"), Party(own, "municipal_cs")}
    if lines.party.node != GATEWAY or set(lines.peers) != two:
        raise Unavailable(
            "住基ネットゲートウェイの回線の設定が違います。",
            why=f"party は {own}:{GATEWAY}、peers はこの市町村の既存住基と市町村CSの二つだけです。",
            remedy="lines.json を直してから、始めてください。",
            code="gateway.lines",
        )
