"""Inquiry (照会と回答, REG-067): another authority asks; a second person answers for the office, on a named basis.

The answer is a 回答書, not a 写し. Neither 個人番号 nor 住民票コード is among what can be asked (practice.md §1-5).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from daicho.kernel.characters import TextKind, text_problems
from daicho.kernel.errors import Problem
from daicho.kernel.matters import Matter
from daicho.registers.residents.domain.particulars import Particulars, Removal, Status
from daicho.registers.residents.domain.segments import Holding

INQUIRY: Final = Matter("照会", found_in="照会の一覧", code="inquiry")

WORDS_LIMIT: Final = 1000
NOT_HELD: Final = "該当する記録がありません"


class InquiryState(StrEnum):
    """Where an inquiry stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    ANSWERED = "answered"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return {
            "open": "回答を作成中",
            "submitted": "決裁待ち",
            "approved": "決裁済み（回答書を作る）",
            "answered": "回答済み",
            "declined": "回答しない",
            "withdrawn": "取下げ",
        }[self.value]


class InquiryAction(StrEnum):
    """What may be done with an inquiry."""

    OPEN = "open"
    AMEND = "amend"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    DECLINE = "decline"
    ANSWER = "answer"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        return {
            "open": "受付",
            "amend": "直す",
            "submit": "決裁に回す",
            "approve": "決裁する",
            "return": "差し戻す",
            "decline": "回答しないと決める",
            "answer": "回答書を作る",
            "withdraw": "取下げを受ける",
        }[self.value]


_S = InquiryState
INQUIRY_TABLE: Final[dict[InquiryAction, tuple[frozenset[InquiryState], InquiryState]]] = {
    InquiryAction.AMEND: (frozenset({_S.OPEN}), _S.OPEN),
    InquiryAction.SUBMIT: (frozenset({_S.OPEN}), _S.SUBMITTED),
    InquiryAction.APPROVE: (frozenset({_S.SUBMITTED}), _S.APPROVED),
    InquiryAction.RETURN: (frozenset({_S.SUBMITTED}), _S.OPEN),
    InquiryAction.DECLINE: (frozenset({_S.SUBMITTED}), _S.DECLINED),
    InquiryAction.ANSWER: (frozenset({_S.APPROVED}), _S.ANSWERED),
    InquiryAction.WITHDRAW: (frozenset({_S.OPEN, _S.SUBMITTED}), _S.WITHDRAWN),
}
"""Action → from where, to where."""


def inquiry_actions(state: InquiryState) -> tuple[InquiryAction, ...]:
    """What the state allows, whoever asks."""
    return tuple(action for action, (before, _) in INQUIRY_TABLE.items() if state in before)


class Reason(StrEnum):
    """Why another authority asks."""

    INVESTIGATION = "investigation"
    LITIGATION = "litigation"
    COLLECTION = "collection"
    BENEFIT = "benefit"
    CHILD = "child"
    STATUS = "status"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {
            "investigation": "犯罪の捜査",
            "litigation": "訴訟・審判・調停",
            "collection": "税・保険料などの賦課と徴収",
            "benefit": "給付・手当・資格の確認",
            "child": "児童の保護",
            "status": "在留に関する調査",
            "other": "その他（内容を書く）",
        }[self.value]


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One item that may be asked, and how the register answers it."""

    code: str
    label: str
    read: Callable[[Holding], str]


def _own(read: Callable[[Particulars], str]) -> Callable[[Holding], str]:
    return lambda held: read(held.particulars)


def _residing(held: Holding) -> str:
    if held.status is Status.PRESENT:
        return "住民票があります"
    return f"住民票は消除されています（{held.particulars.removal.label}）"


def _removed(held: Holding) -> str:
    own = held.particulars
    if own.removal is Removal.NONE or own.removal_event_date is None:
        return "消除されていません"
    return f"{own.removal_event_date.display()}　{own.removal_reason or own.removal.label}"


ITEMS: Final[dict[str, AskedItem]] = {
    item.code: item
    for item in (
        AskedItem("residing", "住民票の有無", _residing),
        AskedItem("name", "氏名", _own(lambda p: p.printed_name)),
        AskedItem("kana", "フリガナ", _own(lambda p: p.name_kana)),
        AskedItem("birth", "生年月日", _own(lambda p: p.birth_date.display())),
        AskedItem("sex", "性別", _own(lambda p: p.sex.label)),
        AskedItem("address", "住所", _own(lambda p: f"{p.address}{p.katagaki}")),
        AskedItem(
            "address_since",
            "住所を定めた年月日",
            _own(lambda p: p.address_since.display() if p.address_since else ""),
        ),
        AskedItem(
            "resident_since",
            "住民となった年月日",
            _own(lambda p: p.became_resident.display() if p.became_resident else ""),
        ),
        AskedItem("previous_address", "転入前の住所", _own(lambda p: p.previous_address)),
        AskedItem("household", "世帯主と続柄", _own(lambda p: _household(p))),
        AskedItem("domicile", "本籍・筆頭者", _own(lambda p: _domicile(p))),
        AskedItem("removed", "消除の年月日と事由", _removed),
        AskedItem(
            "destination",
            "転出先",
            _own(lambda p: p.destination_confirmed or p.destination_planned),
        ),
        AskedItem("nationality", "国籍・地域", _own(lambda p: p.nationality)),
        AskedItem("residence_status", "在留資格", _own(lambda p: p.residence_status)),
    )
}
"""個人番号 and 住民票コード are not here, and nothing reads them."""


def _household(own: Particulars) -> str:
    return f"{own.head_name}（{own.relationship_to_head}）" if own.head_name else ""


def _domicile(own: Particulars) -> str:
    return "　".join(part for part in (own.domicile, own.family_register_head) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an inquiry says, as it was typed. `seen` is how the one who asks was identified (本人確認・公文書)."""

    agency: str = ""
    agency_address: str = ""
    officer: str = ""
    their_number: str = ""
    their_date: date | None = None
    basis: str = ""
    reason: str = ""
    words: str = ""
    seen: tuple[str, ...] = ()
    stated_name: str = ""
    stated_birth: str = ""
    stated_address: str = ""
    items: tuple[str, ...] = ()


SEEN: Final = (
    ("letter", "公印のある公文書"),
    ("staff_card", "職員の身分証明書"),
    ("call_back", "登録された代表番号への折返し"),
    ("secure_line", "庁内・専用回線での受信"),
)
_LABELS: Final = {
    "agency": "照会した機関",
    "agency_address": "機関の所在地",
    "officer": "担当者の職・氏名",
    "their_number": "照会の文書番号",
    "words": "照会の内容",
    "stated_name": "対象者の氏名",
    "stated_birth": "対象者の生年月日",
    "stated_address": "対象者の住所",
}


def inquiry_problems(asked: Asked, *, bases: Collection[str], today: date) -> list[Problem]:
    """What is missing or wrong before an inquiry can be answered; reason and basis always (REG-067)."""
    found = [
        problem
        for name in _LABELS
        for problem in text_problems(
            getattr(asked, name).strip(),
            field=name,
            limit=WORDS_LIMIT,
            kind=TextKind.NOTE if name == "words" else TextKind.LINE,
        )
    ]
    found += [
        _problem(name, f"{_LABELS[name]}がありません。", "照会の文書にあるとおりに残します。")
        for name in ("agency", "agency_address", "their_number", "stated_name")
        if not getattr(asked, name).strip()
    ]
    return found + _grounds(asked, bases) + _contents(asked, today)


def _grounds(asked: Asked, bases: Collection[str]) -> list[Problem]:
    """Basis, reason, and how the one who asks was identified."""
    found = []
    if asked.basis not in bases:
        found.append(
            _problem("basis", "法的根拠が選ばれていません。", "根拠のない照会には答えられません。")
        )
    if asked.reason not in set(Reason):
        found.append(
            _problem(
                "reason",
                "照会の理由が選ばれていません。",
                "正当な理由によることを確かめて残します。",
            )
        )
    if asked.reason == Reason.OTHER and not asked.words.strip():
        found.append(_problem("words", "照会の内容がありません。", "「その他」は内容を書きます。"))
    if not asked.seen or any(code not in dict(SEEN) for code in asked.seen):
        found.append(
            _problem(
                "seen", "照会者を確かめた方法がありません。", "なりすましの照会には答えられません。"
            )
        )
    return found


def _contents(asked: Asked, today: date) -> list[Problem]:
    """What is asked, and when it was."""
    found = []
    if not asked.items or any(code not in ITEMS for code in asked.items):
        found.append(
            _problem("asked", "答える事項が選ばれていません。", "照会された事項だけを答えます。")
        )
    if asked.their_date is not None and asked.their_date > today:
        found.append(
            _problem("their_date", "照会の日付が、今日より後です。", "文書の日付を残します。")
        )
    return found


def answer_lines(
    people: Sequence[Holding], items: Collection[str]
) -> tuple[tuple[str, str, str], ...]:
    """(whom, item, answer) of everything asked, in the order of the table; blank answers say so."""
    if not people:
        return (("—", "住民票の有無", NOT_HELD),)
    return tuple(
        (held.particulars.printed_name, item.label, item.read(held) or "記載がありません")
        for held in people
        for item in ITEMS.values()
        if item.code in items
    )


def _problem(field: str, what: str, why: str) -> Problem:
    return Problem(f"inquiry.{field}", field, what, why, "照会の文書を見て、入力してください。")
