"""Places (送付先・市町村・交付場所): what an envelope is addressed to, and what a person must say to have another address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.kernel.errors import Problem
from daicho.kernel.widths import half_width

LONGEST: Final = 300
_POSTAL: Final = re.compile(r"[0-9]{7}")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class PrintClass(StrEnum):
    """印刷区分: which papers the 機構 prints and sends."""

    BOTH = "1"
    NOTICE = "2"
    APPLICATION = "3"

    @property
    def label(self) -> str:
        return {
            "1": "個人番号通知書と交付申請書",
            "2": "個人番号通知書だけ",
            "3": "交付申請書だけ",
        }[self.value]


class Ground(StrEnum):
    """Why an envelope goes elsewhere than to the registered address (特別な事情)."""

    DISASTER = "disaster"
    PROTECTED = "protected"
    HOSPITAL = "hospital"
    FACILITY = "facility"
    ABSENT = "absent"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _GROUNDS[self]


_GROUNDS: Final = {
    Ground.DISASTER: "震災等で住所地に居住していない",
    Ground.PROTECTED: "ＤＶ等の被害者（支援措置を含む）",
    Ground.HOSPITAL: "長期の入院",
    Ground.FACILITY: "施設への入所",
    Ground.ABSENT: "一人暮らしで長期の不在",
    Ground.OTHER: "その他（内容を書く）",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An address to which something is sent."""

    postal_code: str
    address: str
    recipient: str

    def as_document(self) -> Mapping[str, str]:
        return {
            "postal_code": self.postal_code,
            "address": self.address,
            "recipient": self.recipient,
        }


@dataclass(frozen=True, slots=True)
class Typed:
    """What the desk typed: `elsewhere` when another address is wanted, with its ground and the evidence that was seen."""

    print_class: str
    elsewhere: bool = False
    postal_code: str = ""
    address: str = ""
    recipient: str = ""
    ground: str = ""
    evidence: str = ""

    @property
    def place(self) -> Place | None:
        """The other address; None for the registered one."""
        if not self.elsewhere:
            return None
        postal = half_width(self.postal_code).replace("-", "").strip()
        return Place(postal, self.address.strip(), self.recipient.strip())


def problems_of(typed: Typed) -> Iterator[Problem]:
    """What is wrong with what was typed."""
    if typed.print_class not in set(PrintClass):
        yield Problem(
            "dispatch.print_class",
            "print_class",
            "印刷区分が選ばれていません。",
            "機構は、この区分のとおりに印刷して送ります。",
            "一覧から選んでください。",
        )
    if typed.place is not None:
        yield from _wrong_with(typed.place)
        yield from _unfounded(typed)


def _wrong_with(place: Place) -> Iterator[Problem]:
    """What an envelope could not be addressed to."""
    if not _POSTAL.fullmatch(place.postal_code):
        yield Problem(
            "dispatch.postal_code",
            "postal_code",
            "送付先の郵便番号が正しくありません。",
            "郵便番号は7桁の数字です。",
            "送付先の郵便番号を入力してください。",
        )
    for name, label, text in (
        ("address", "送付先の住所", place.address),
        ("recipient", "送付先の氏名", place.recipient),
    ):
        if not text or len(text) > LONGEST or _CONTROL.search(text):
            yield Problem(
                f"dispatch.{name}",
                name,
                f"{label}がないか、長すぎます。",
                f"封筒に印刷される{label}です。{LONGEST}字まで入力できます。",
                "一行で入力してください。",
            )


def _unfounded(typed: Typed) -> Iterator[Problem]:
    """What is missing for sending elsewhere than to the registered address."""
    if typed.ground not in set(Ground):
        yield Problem(
            "dispatch.ground",
            "ground",
            "住所と違う所へ送る事情が選ばれていません。",
            "特別な事情がある人に限って、住所と違う所へ送れます。",
            "一覧から選んでください。",
        )
    if not typed.evidence.strip():
        yield Problem(
            "dispatch.evidence",
            "evidence",
            "確かめた書類などが書かれていません。",
            "住所と違う所へ送ったわけを、後から確かめられるようにします。",
            "登録申請書と、居所を示す書類の名前を書いてください。",
        )
