"""Passing (電文の取次ぎ): one table of what the CS hands on unchanged between the register and the network.

A kind that is not here, or that comes from a side that the table does not know, is not handed on (JUK-037, 040).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

Body = Mapping[str, Any]  # Any: a body is JSON


class Side(StrEnum):
    """With whom the CS speaks."""

    REGISTER = "core"
    OTHER_CS = "municipal_cs"
    PREFECTURE = "prefecture"
    NATION = "nation"
    CARD_SYSTEM = "card_system"


@dataclass(frozen=True, slots=True)
class Passing:
    """One kind: to whom the register's go, from whom others come in; `to` is where the body names the other municipality,
    `whose` where it tells the 住民票コード of whoever lives there; `about` what keeps the order; `asks`: it is answered at
    once, and the answer handed back. `asker` is where the body names whoever asks: nobody asks in another's name.
    """

    title: str
    out: Side | None = None
    into: Side | None = None
    to: tuple[tuple[str, ...], ...] = ()
    whose: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    asks: bool = False
    asker: tuple[str, ...] = ()


PASSINGS: Final[dict[str, Passing]] = {
    "departure.certificate": Passing(
        "転出証明書情報", Side.OTHER_CS, Side.OTHER_CS, (("destination", "municipality"),)
    ),
    "departure.cancelled": Passing(
        "転出証明書情報の取消し", Side.OTHER_CS, Side.OTHER_CS, (("destination",),)
    ),
    "departure.request": Passing("転出証明書情報の求め", Side.OTHER_CS, to=(("origin",),)),
    "arrival.notice": Passing("転入通知", Side.OTHER_CS, Side.OTHER_CS, (("origin",),)),
    "wide_area.request": Passing(
        "広域交付住民票情報の要求",
        Side.OTHER_CS,
        Side.OTHER_CS,
        whose=("code",),
        asks=True,
        asker=("municipality",),
    ),
    "dispatch.targets": Passing("送付先情報の更新対象者", into=Side.CARD_SYSTEM),
    "card.event": Passing("個人番号カードの異動", Side.CARD_SYSTEM, about=("code",)),
    "card.notice": Passing("カード管理システムからの通知", into=Side.CARD_SYSTEM, about=("code",)),
    "annex.notice": Passing(
        "戸籍附票記載事項通知",
        Side.OTHER_CS,
        Side.OTHER_CS,
        (("family_register", "municipality"),),
    ),
    "annex.mismatch": Passing(
        "戸籍照合通知", Side.OTHER_CS, Side.OTHER_CS, whose=("person", "code")
    ),
    "register.notice": Passing(
        "住民票記載事項通知",
        Side.OTHER_CS,
        Side.OTHER_CS,
        (("person", "municipality"),),
        whose=("person", "code"),
    ),
    "domicile.moved": Passing(
        "本籍転属通知",
        Side.OTHER_CS,
        Side.OTHER_CS,
        (("new", "municipality"), ("former", "municipality")),
    ),
    "annex.update": Passing("附票本人確認情報の更新", Side.PREFECTURE, about=("record_number",)),
    "symbol.request": Passing("符号の取得要求", Side.NATION, about=("code",)),
    "serial.query": Passing("電子証明書シリアル番号の取得", Side.NATION, asks=True),
}


def municipality_to(passing: Passing, body: Body, *, own: str) -> str:
    """The other municipality that the body names; empty where it names none but our own."""
    named = (text_at(body, path) for path in passing.to)
    return next((found for found in named if found and found != own), "")


def text_at(body: Body, path: tuple[str, ...]) -> str:
    """The text at a place of the body; empty where there is none."""
    found: Any = body
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, str) else ""
