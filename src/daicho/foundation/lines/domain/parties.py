"""Party (相手方): a municipality's or the country's node, as envelopes, certificates and settings name it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

NODES: Final = {
    "core": "既存住基",
    "municipal_cs": "市町村CS",
    "jukinet_gateway": "住基ネットゲートウェイ",
    "prefecture": "都道府県サーバ",
    "nation": "全国サーバ",
    "card_system": "個人番号カード管理システム",
    "immigration": "出入国在留管理庁",
}
_TEXT = re.compile(r"(\d{6}):([a-z_]+)")
_URI: Final = "urn:daicho:party:"


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """`072010:core`: six digits and a node. The prefecture's and the country's codes are in specs/messages/README.md."""

    municipality: str
    node: str

    @classmethod
    def parse(cls, text: str) -> Party:
        """The party of its text form; ValueError for anything else."""
        found = _TEXT.fullmatch(text)
        if found is None or found[2] not in NODES:
            raise ValueError(f"no party: {text[:80]!r}")
        return cls(found[1], found[2])

    @classmethod
    def of_uri(cls, uri: str) -> Party | None:
        """The party of a certificate's URI, or None when the URI names none."""
        if not uri.startswith(_URI):
            return None
        try:
            return cls.parse(uri.removeprefix(_URI))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.municipality}:{self.node}"

    @property
    def uri(self) -> str:
        return f"{_URI}{self}"

    @property
    def label(self) -> str:
        """市町村CS（072010）."""
        return f"{NODES[self.node]}（{self.municipality}）"


CARRIER: Final = Party("000000", "nation")
GATEWAY: Final = "jukinet_gateway"
_OWN: Final = {"core", "municipal_cs"}


def between_own(one: Party, other: Party) -> bool:
    """Whether a town's 住基ネットゲートウェイ may stand between the two: its own register and its own CS, and no others."""
    return one.municipality == other.municipality and {one.node, other.node} == _OWN


def carried(sender: Party, receiver: Party) -> bool:
    """Whether the nation carries messages from the one to the other: CS to CS of two municipalities, and no others."""
    return (
        sender.node == receiver.node == "municipal_cs"
        and sender.municipality != receiver.municipality
    )
