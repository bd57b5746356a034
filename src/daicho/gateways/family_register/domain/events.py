"""Events of the 戸籍 (戸籍の届出・記載): which movement of a resident each calls for (FAM-007, 008). One table, plain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

AMEND: Final = "family_register_amend"


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of event: the movement that it calls for (none: a clerk decides), and the 原因 of a 戸籍修正.

    `ends` says that the person leaves the 戸籍 with it.
    """

    label: str
    kind: str = ""
    cause: str = ""
    ends: bool = False


EVENTS: Final[Mapping[str, Event]] = {
    "birth": Event("出生", "birth"),
    "death": Event("死亡", "death", ends=True),
    "marriage": Event("婚姻", AMEND, "marriage"),
    "divorce": Event("離婚", AMEND, "divorce"),
    "adoption": Event("養子縁組", AMEND, "adoption"),
    "adoption_dissolved": Event("離縁", AMEND, "adoption_dissolved"),
    "acknowledgement": Event("認知", AMEND, "acknowledgement"),
    "name_change": Event("名の変更", AMEND, "given_name_change"),
    "surname_change": Event("氏の変更", AMEND, "surname_change"),
    "name_kana": Event("振り仮名の届出", "name_kana", "notified"),
    "naturalization": Event("帰化", "naturalization"),
    "nationality_acquired": Event("国籍取得", "nationality_acquisition"),
    "nationality_lost": Event("国籍喪失", "nationality_loss", ends=True),
    "disappearance": Event("失踪宣告", "disappearance", ends=True),
    "disappearance_cancelled": Event("失踪宣告の取消し", "disappearance_cancel"),
    "domicile_changed": Event("転籍", AMEND, "transfer_of_register"),
    "parental_authority": Event("親権・後見"),
    "sex_changed": Event("性別の変更", AMEND, "sex_change"),
    "correction": Event("戸籍の訂正"),
}
DECIDABLE: Final = (AMEND, "name_kana", "death", "disappearance")
"""What a clerk may choose for an event that calls for no movement by itself."""
