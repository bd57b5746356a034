"""Parties (相手方): whom this CS speaks with: its own register, its prefecture, the nation, the card system, other CSs (JUK-040, 041)."""

from __future__ import annotations

from django.conf import settings

from daicho.foundation.lines.public import Party
from daicho.kernel.errors import Unavailable


def own_code() -> str:
    """This municipality's code, 6 digits."""
    code: str = settings.TOWN["code"]
    return code


def register() -> Party:
    """既存住基: the one system within the town hall that may speak with the CS."""
    return Party(own_code(), "core")


def prefecture() -> Party:
    return Party(settings.PROFILE.prefecture, "prefecture")


def nation() -> Party:
    return Party("000000", "nation")


def card_system() -> Party:
    return Party("000000", "card_system")


def other_cs(municipality: str) -> Party:
    """The CS of another municipality; the nation carries what is for it."""
    return Party(municipality, "municipal_cs")


def from_register(sender: Party) -> bool:
    """Whether a message comes from this town's own register."""
    return sender == register()


def check_peers() -> None:
    """`Unavailable` when the lines lead to anybody else (宛名管理など, JUK-040, 041): then nothing of the CS starts."""
    if settings.LINES is None:
        return
    allowed = {register(), prefecture(), nation(), card_system()}
    strangers = sorted(str(peer) for peer in set(settings.LINES.peers) - allowed)
    if strangers:
        raise Unavailable(
            f"市町村CSと結べない相手方 {'・'.join(strangers)} が回線の設定にあります。",
            why="庁内から市町村CSと結べるのは既存住基だけです。外は都道府県・全国・カード管理システムに限ります。",
            remedy="lines.json の peers から除いてから、始めてください。",
            code="parties.strangers",
        )
