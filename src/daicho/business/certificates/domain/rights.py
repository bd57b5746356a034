"""Rights (請求の資格): one table of who may have which paper, on what ground, with which numbers and evidence.

住基法12条–12条の3 (住民票) and 15条の4 (除票; 改製前の住民票 is one too, 15条の2); practice.md §1, 3–5 and 11.
`domain.claims` asks it; a refusal says which row refuses, by number, name and article.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Requester(StrEnum):
    """Who asks (請求者の区分)."""

    SELF = "self"
    HOUSEHOLD = "household"
    LEGAL_AGENT = "legal_agent"
    AGENT = "agent"
    MESSENGER = "messenger"
    OFFICIAL = "official"
    LAWYER = "lawyer"
    JUDICIAL_SCRIVENER = "judicial_scrivener"
    LAND_SURVEYOR = "land_surveyor"
    TAX_ACCOUNTANT = "tax_accountant"
    LABOUR_CONSULTANT = "labour_consultant"
    PATENT_ATTORNEY = "patent_attorney"
    MARITIME_AGENT = "maritime_agent"
    ADMINISTRATIVE_SCRIVENER = "administrative_scrivener"
    RIGHT_HOLDER = "right_holder"
    SUBMITTER = "submitter"
    THIRD_PARTY = "third_party"

    @property
    def label(self) -> str:
        return ROWS[self].label


class Proof(StrEnum):
    """What is seen besides identity documents (確かめる資料)."""

    POWER = "power_of_attorney"
    AGENCY = "legal_agency"
    ERRAND = "errand"
    LETTER = "official_letter"
    STAFF_CARD = "staff_card"
    SEALED_FORM = "sealed_form"
    LICENCE = "licence"
    EVIDENCE = "evidence"

    @property
    def label(self) -> str:
        return _PROOFS[self]


_PROOFS: Final = {
    Proof.POWER: "委任状",
    Proof.AGENCY: "法定代理人であることの書類（戸籍・登記事項証明書）",
    Proof.ERRAND: "本人・世帯員の請求書と、使者に頼んだことの書類",
    Proof.LETTER: "機関の公文書（文書番号と公印）",
    Proof.STAFF_CARD: "機関の職員の身分証明書",
    Proof.SEALED_FORM: "職印のある統一用紙",
    Proof.LICENCE: "資格者証・補助者証",
    Proof.EVIDENCE: "理由を示す資料（疎明資料）",
}


class Standing(StrEnum):
    """On what footing a paper may be had."""

    RIGHT = "right"
    GROUND = "ground"

    @property
    def label(self) -> str:
        return {"right": "理由を問わない", "ground": "理由を明らかにする"}[self.value]


class Handing(StrEnum):
    """How a number on a paper may reach the requester."""

    COUNTER = "counter"
    POST = "post"
    NEVER = "never"

    @property
    def label(self) -> str:
        return {
            "counter": "載せられる",
            "post": "本人の登録された住所へ郵送するときだけ",
            "never": "載せられない",
        }[self.value]


class Destination(StrEnum):
    """Where a reply by post may go."""

    REGISTERED = "registered"
    OFFICE = "office"
    AGENCY = "agency"

    @property
    def label(self) -> str:
        return {
            "registered": "住民票に記載された住所（請求者の住所）",
            "office": "資格者の登録された事務所",
            "agency": "請求した機関の所在地",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Row:
    """What one kind of requester may have.

    `present`: of residents; `removed`: of 除票 and 改製原. `proofs` must all have been seen; `stands_in` is what
    identifies instead of identity documents. `basic`: 基礎証明事項 unless the ground wants more. `states_client`:
    統一用紙番号, 依頼者, 提出先.
    """

    number: int
    label: str
    article: str
    removed_article: str
    present: Standing
    removed: Standing
    numbers: Handing
    proofs: tuple[Proof, ...] = ()
    stands_in: Proof | None = None
    posts_to: Destination = Destination.REGISTERED
    basic: bool = False
    states_client: bool = False
    free: bool = False
    note: str = ""

    @property
    def name(self) -> str:
        """As a refusal names it."""
        return f"資格の表の第{self.number}行「{self.label}」"

    @property
    def articles(self) -> str:
        return f"{self.article}・{self.removed_article}"

    def footing(self, *, removed: bool) -> Standing:
        return self.removed if removed else self.present

    def article_for(self, *, removed: bool) -> str:
        return self.removed_article if removed else self.article


_RIGHT, _GROUND = Standing.RIGHT, Standing.GROUND


def _agent(number: int, label: str, proof: Proof, note: str) -> Row:
    return Row(
        number,
        label,
        "住基法12条1項・4項",
        "住基法15条の4第1項・第3項",
        _RIGHT,
        _GROUND,
        Handing.POST,
        proofs=(proof,),
        note=note,
    )


def _profession(number: int, label: str) -> Row:
    return Row(
        number,
        label,
        "住基法12条の3第2項・第3項",
        "住基法15条の4第4項",
        _GROUND,
        _GROUND,
        Handing.NEVER,
        proofs=(Proof.SEALED_FORM,),
        stands_in=Proof.LICENCE,
        posts_to=Destination.OFFICE,
        basic=True,
        states_client=True,
        note="受任している事件・事務のために必要なとき。法人と補助者を含む",
    )


def _third(number: int, label: str, item: int, note: str) -> Row:
    return Row(
        number,
        label,
        f"住基法12条の3第1項{item}号",
        "住基法15条の4第3項",
        _GROUND,
        _GROUND,
        Handing.NEVER,
        proofs=(Proof.EVIDENCE,),
        basic=True,
        note=note,
    )


ROWS: Final[dict[Requester, Row]] = {
    Requester.SELF: Row(
        1, "本人", "住基法12条1項", "住基法15条の4第1項", _RIGHT, _RIGHT, Handing.COUNTER
    ),
    Requester.HOUSEHOLD: Row(
        2,
        "同一世帯の人",
        "住基法12条1項",
        "住基法15条の4第3項",
        _RIGHT,
        _GROUND,
        Handing.COUNTER,
        note="今、同じ世帯に属する人。除票では、前の世帯員も第三者になる",
    ),
    Requester.LEGAL_AGENT: _agent(3, "法定代理人", Proof.AGENCY, "親権者、成年後見人など"),
    Requester.AGENT: _agent(4, "代理人（委任状等）", Proof.POWER, "本人か世帯員に任された人"),
    Requester.MESSENGER: _agent(5, "使者", Proof.ERRAND, "本人か世帯員の請求書を持って来た人"),
    Requester.OFFICIAL: Row(
        6,
        "国・地方公共団体の機関",
        "住基法12条の2",
        "住基法15条の4第2項",
        _GROUND,
        _GROUND,
        Handing.NEVER,
        proofs=(Proof.LETTER,),
        stands_in=Proof.STAFF_CARD,
        posts_to=Destination.AGENCY,
        free=True,
        note="法令で定める事務のために必要なとき（公用請求）",
    ),
    Requester.LAWYER: _profession(7, "弁護士"),
    Requester.JUDICIAL_SCRIVENER: _profession(8, "司法書士"),
    Requester.LAND_SURVEYOR: _profession(9, "土地家屋調査士"),
    Requester.TAX_ACCOUNTANT: _profession(10, "税理士"),
    Requester.LABOUR_CONSULTANT: _profession(11, "社会保険労務士"),
    Requester.PATENT_ATTORNEY: _profession(12, "弁理士"),
    Requester.MARITIME_AGENT: _profession(13, "海事代理士"),
    Requester.ADMINISTRATIVE_SCRIVENER: _profession(14, "行政書士"),
    Requester.RIGHT_HOLDER: _third(15, "利害関係人", 1, "自己の権利を行使し、義務を履行する人"),
    Requester.SUBMITTER: _third(16, "国等へ提出する人", 2, "国・地方公共団体の機関に提出する人"),
    Requester.THIRD_PARTY: _third(17, "第三者", 3, "そのほか、利用する正当な理由のある人"),
}
"""八士業 (特定事務受任者) are rows 7 to 14; rows 15 to 17 are 利害関係人 in the widest sense."""
