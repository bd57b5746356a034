"""Levels and channels (抑止の段階と経路, STD-3.1): what is stopped, how hard, and which way out each channel is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Restraint(StrEnum):
    """Level of a suppression (抑止レベル), from the hardest."""

    ERROR = "error"
    ALERT = "alert"
    NONE = "none"

    @property
    def label(self) -> str:
        return _LEVEL_LABELS[self]


_LEVEL_LABELS = {
    Restraint.ERROR: "エラー（できない）",
    Restraint.ALERT: "アラート（確認して処理できる）",
    Restraint.NONE: "抑止しない",
}


def hardest(levels: Iterable[Restraint]) -> Restraint:
    """The hardest of several levels; none of them is none."""
    found = set(levels)
    return next(level for level in Restraint if level in found or level is Restraint.NONE)


class Process(StrEnum):
    """What a suppression is set for (対象処理)."""

    MOVEMENT = "movement"
    CERTIFICATE = "certificate"
    LOOK_UP = "look_up"

    @property
    def label(self) -> str:
        return {"movement": "異動入力", "certificate": "証明書発行", "look_up": "照会"}[self.value]


class Channel(StrEnum):
    """A way by which somebody learns something of a resident; each asks before it answers."""

    LOOK_UP = "look_up"
    CERTIFICATE = "certificate"
    MOVEMENT = "movement"
    INSPECTION = "inspection"
    EXTRACTION = "extraction"
    KIOSK = "kiosk"
    FEED = "feed"
    TAX_ENVELOPE = "tax_envelope"
    VERIFICATION = "verification"
    EXTERNAL = "external"

    @property
    def label(self) -> str:
        return RULES[self].label


@dataclass(frozen=True, slots=True)
class Rule:
    """What counts for a channel.

    `processes`: whose levels count, the hardest of them. `measure`: the level of a support measure in force.
    `lift`: the process whose temporary lift opens the channel; None where nobody sits at it who could confirm an alert
    or have examined the case: there an alert stops too, and no lift helps (STD-3.1: 一時解除は流さない).
    """

    label: str
    processes: tuple[Process, ...]
    measure: Restraint
    lift: Process | None = None

    def settled(self, level: Restraint) -> Restraint:
        """A level as this channel takes it."""
        return Restraint.ERROR if level is Restraint.ALERT and self.lift is None else level


_CERTIFICATE = (Process.CERTIFICATE,)
_LOOK_UP = (Process.LOOK_UP,)
_BOTH = (Process.CERTIFICATE, Process.LOOK_UP)

RULES: Final[dict[Channel, Rule]] = {
    Channel.LOOK_UP: Rule("照会", _LOOK_UP, Restraint.ALERT, Process.LOOK_UP),
    Channel.CERTIFICATE: Rule("証明書の交付", _CERTIFICATE, Restraint.ERROR, Process.CERTIFICATE),
    Channel.MOVEMENT: Rule("異動の入力", (Process.MOVEMENT,), Restraint.ALERT, Process.MOVEMENT),
    Channel.INSPECTION: Rule("台帳の一部の写しの閲覧", _BOTH, Restraint.ERROR),
    Channel.EXTRACTION: Rule("抽出（EUC）", _BOTH, Restraint.ERROR),
    Channel.KIOSK: Rule("コンビニ交付・証明書交付機", _CERTIFICATE, Restraint.ERROR),
    Channel.FEED: Rule("庁内のほかの業務への連携", _BOTH, Restraint.ERROR),
    Channel.TAX_ENVELOPE: Rule("通知書の宛名", _LOOK_UP, Restraint.ERROR),
    Channel.VERIFICATION: Rule("証明書の照合", _CERTIFICATE, Restraint.ERROR),
    Channel.EXTERNAL: Rule("庁外への回答・広域交付", _BOTH, Restraint.ERROR),
}


class SuppressionKind(StrEnum):
    """Kind of a suppression that staff set (抑止の種類); 排他制御 is set by a movement under way, not by staff."""

    SUPPORT = "support_measure"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {"support_measure": "支援対象者に対する抑止", "other": "その他の抑止"}[self.value]
