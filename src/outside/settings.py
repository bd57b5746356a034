"""Settings (設定): what stands in OUTSIDE_HOME: outside.json, the network's authority, and the keys of each party.

outside.json   {"database": DSN, "parties": {"070009:prefecture": {"listen": "127.0.0.1:8901"}},
                "towns": {"072010:municipal_cs": "127.0.0.1:8812"}, "messages": folder of specs/messages (optional)}
ca.pem crl.pem parties/<municipality>-<node>/{tls.pem, tls.key, sign.pem, sign.key}
media.key      (optional) the age identity of 個人番号カード管理システム for media
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from outside.parties import Party

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Settings:
    """One home, read once at start."""

    home: Path
    database: str
    listening: Mapping[Party, str]
    towns: Mapping[Party, str]
    messages: Path

    @property
    def authority(self) -> Path:
        return self.home / "ca.pem"

    @property
    def revocations(self) -> Path:
        return self.home / "crl.pem"

    @property
    def media_key(self) -> Path:
        return self.home / "media.key"

    def file(self, party: Party, name: str) -> Path:
        """A file of a party's folder."""
        return self.home / "parties" / party.folder / name

    def plays(self, party: Party) -> bool:
        """Whether this party is played here: it has a signing key and is no connected town."""
        connected = {town.municipality for town in self.towns}
        return party.municipality not in connected and self.file(party, "sign.key").exists()

    def address(self, party: Party) -> str | None:
        """Where a party listens; None: nowhere that is known."""
        return self.towns.get(party) or self.listening.get(party)


def load(home: Path | None = None) -> Settings:
    """The settings of OUTSIDE_HOME. FileNotFoundError, KeyError or ValueError when they are not whole."""
    folder = home or Path(os.environ["OUTSIDE_HOME"])
    stated = json.loads((folder / "outside.json").read_text(encoding="utf-8"))
    return Settings(
        home=folder,
        database=stated["database"],
        listening={
            Party.parse(name): each["listen"] for name, each in stated.get("parties", {}).items()
        },
        towns={Party.parse(name): address for name, address in stated.get("towns", {}).items()},
        messages=Path(stated.get("messages") or CHECKOUT / "specs" / "messages"),
    )
