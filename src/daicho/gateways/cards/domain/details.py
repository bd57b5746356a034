"""Details (処理の内容): what a clerk enters beside an act, what is wrong with it, and what the message says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from daicho.foundation.law_values import ENOUGH_POINTS, identity_points
from daicho.gateways.cards.domain.states import TABLE, Action, Rule
from daicho.kernel.errors import Problem

Choices = tuple[tuple[str, str], ...]
CERTIFICATES: Final[Choices] = (("signature", "署名用"), ("authentication", "利用者証明用"))
PINS: Final[Choices] = (
    ("signature", "署名用電子証明書"),
    ("authentication", "利用者証明用電子証明書"),
    ("profile", "券面事項入力補助用"),
    ("basic_register", "住民基本台帳用"),
)
CHANGES: Final[Choices] = (
    ("name", "氏名"),
    ("former_surname", "旧氏"),
    ("alias", "通称"),
    ("address", "住所"),
    ("sex", "性別"),
    ("birth_date", "生年月日"),
    ("residence_until", "在留期間の満了日"),
    ("roman_name", "ローマ字氏名"),
    ("kana", "振り仮名"),
)
DELIVERIES: Final[Choices] = (("home", "住所へ送付"), ("counter", "窓口で交付"))
OLD_CARDS: Final[Choices] = (
    ("returned", "通知カード・古いカードを回収した"),
    ("lost", "失った届けを受けた"),
    ("none", "持っていない"),
)
RECEIVERS: Final[Choices] = (("self", "本人"), ("agent", "代理人"))
AGENT_REASONS: Final[Choices] = (
    ("illness", "病気・身体の障害"),
    ("care", "施設への入所・入院"),
    ("minor", "未成年・成年被後見"),
    ("student", "通学・留学"),
    ("other", "その他やむを得ない理由"),
)
CARD_NUMBER: Final = re.compile(r"[0-9A-Z]{8,20}")
_SERIAL: Final = re.compile(r"[0-9A-Fa-f]{1,40}")
_RESIDENCE: Final = re.compile(r"[A-Z]{2}[0-9]{8}[A-Z]{2}")
_APPLICATION: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Certificate:
    """One 電子証明書."""

    kind: str
    serial: str
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What was entered; an act looks at what it wants. 暗証番号 themselves are entered by the person and are nowhere here."""

    occurred_on: date
    reason: str = ""
    words: str = ""
    documents: tuple[str, ...] = ()
    receiver: str = "self"
    agent_name: str = ""
    agent_reason: str = ""
    agent_documents: tuple[str, ...] = ()
    old_card: str = ""
    pins_set: bool = False
    pin_checked: bool = False
    face_room: bool = False
    certificates: tuple[Certificate, ...] = ()
    which: tuple[str, ...] = ()
    pins: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    card_number: str = ""
    valid_until: date | None = None
    application_number: str = ""
    delivery: str = ""
    residence_card_number: str = ""


def problems_of(action: Action, told: Details, *, today: date) -> list[Problem]:
    """Everything that is wrong with what was entered for an act of the desk."""
    rule = TABLE[action]
    found = []
    if told.occurred_on > today:
        found.append(
            _p(
                "occurred_on",
                "行った日が、今日より後です。",
                "行ったことを記録します。",
                "日を確かめてください。",
            )
        )
    if rule.reasons and told.reason not in dict(rule.reasons):
        found.append(
            _p(
                "reason",
                "理由が選ばれていません。",
                "カード管理システムへ理由も伝えます。",
                "一覧から選んでください。",
            )
        )
    if rule.identity:
        found += _identity(told, today)
    for want in rule.wants:
        optional = want.endswith("?")
        found += _want(want.rstrip("?"), told, optional=optional)
    return found


def _identity(told: Details, today: date) -> list[Problem]:
    by_agent = told.receiver == "agent"
    found = []
    if identity_points(told.documents, today) < (1 if by_agent else ENOUGH_POINTS):
        found.append(
            _p(
                "documents",
                "本人確認の書類が足りません。",
                "今日使える書類のうち、一点で足りるものか、二点そろえるものが要ります。",
                "示された書類に印を付けてください。",
            )
        )
    if told.receiver not in dict(RECEIVERS):
        found.append(
            _p(
                "receiver",
                "来た人が選ばれていません。",
                "本人か代理人かを残します。",
                "選んでください。",
            )
        )
    if by_agent:
        found += _agent(told, today)
    return found


def _agent(told: Details, today: date) -> list[Problem]:
    found = []
    if not told.agent_name.strip():
        found.append(
            _p(
                "agent_name",
                "代理人の氏名がありません。",
                "だれに応じたかを残します。",
                "氏名を入力してください。",
            )
        )
    if told.agent_reason not in dict(AGENT_REASONS):
        found.append(
            _p(
                "agent_reason",
                "代理人による理由が選ばれていません。",
                "本人が来られないやむを得ない理由のあるときに限ります。",
                "理由を選ぶか、本人に来てもらってください。",
            )
        )
    if identity_points(told.agent_documents, today) < ENOUGH_POINTS:
        found.append(
            _p(
                "agent_documents",
                "代理人の本人確認の書類が足りません。",
                "代理人も書類で確かめます。",
                "示された書類に印を付けてください。",
            )
        )
    return found


def _want(want: str, told: Details, *, optional: bool) -> list[Problem]:
    if want in _CHECKS:
        what, remedy = _CHECKS[want]
        return [] if getattr(told, want) else [_p(want, what, "確かめないと進めません。", remedy)]
    if want in _CHOICES:
        return _chosen(want, told)
    if want in _FORMS:
        value = str(getattr(told, want))
        if value and _FORMS[want][0].fullmatch(value):
            return []
        return [] if optional and not value else [_p(want, *_FORMS[want][1:])]
    if want == "valid_until":
        return _valid_until(told, optional=optional)
    if want == "certificates":
        return _certificates(told, optional=optional)
    return []  # `receiver` is looked at with the identity


def _chosen(want: str, told: Details) -> list[Problem]:
    choices, what = _CHOICES[want]
    given = getattr(told, want)
    values = {given} if isinstance(given, str) else set(given)
    if values and values <= set(dict(choices)):
        return []
    return [_p(want, what, "一覧にある値で残します。", "一覧から選んでください。")]


def _valid_until(told: Details, *, optional: bool) -> list[Problem]:
    if told.valid_until is None:
        return (
            []
            if optional
            else [
                _p(
                    "valid_until",
                    "有効期限がありません。",
                    "カードに書かれた日を登録します。",
                    "入力してください。",
                )
            ]
        )
    return []


def _certificates(told: Details, *, optional: bool) -> list[Problem]:
    if not told.certificates and not optional:
        return [
            _p(
                "certificates",
                "電子証明書がありません。",
                "シリアル番号と有効期限を残します。",
                "入力してください。",
            )
        ]
    wrong = [
        c for c in told.certificates if not _SERIAL.fullmatch(c.serial) or c.valid_until is None
    ]
    if not wrong:
        return []
    return [
        _p(
            "certificates",
            "電子証明書のシリアル番号か有効期限が正しくありません。",
            "シリアル番号は16進の40字までで、有効期限と一組です。",
            "確かめて入力し直してください。",
        )
    ]


_CHECKS: Final = {
    "pins_set": (
        "暗証番号の設定が済んでいません。",
        "本人がタッチパネルで設定してから、印を付けてください。",
    ),
    "pin_checked": ("暗証番号の照合が済んでいません。", "照合してから、印を付けてください。"),
    "face_room": (
        "券面の追記欄に余白があることを確かめていません。",
        "余白があれば印を付け、なければ新しいカードの申請を受けてください。",
    ),
}
_CHOICES: Final[Mapping[str, tuple[Choices, str]]] = {
    "old_card": (OLD_CARDS, "通知カード・古いカードの扱いが選ばれていません。"),
    "which": (CERTIFICATES, "電子証明書が選ばれていません。"),
    "pins": (PINS, "暗証番号の種類が選ばれていません。"),
    "changes": (CHANGES, "変わった事項が選ばれていません。"),
    "delivery": (DELIVERIES, "受取りの方法が選ばれていません。"),
}
_FORMS: Final = {
    "card_number": (
        CARD_NUMBER,
        "カードの番号の形が違います。",
        "半角の英大文字と数字で、8字から20字です。",
        "カードを確かめて入力し直してください。",
    ),
    "application_number": (
        _APPLICATION,
        "申請書IDの形が違います。",
        "半角の英数字で、40字までです。",
        "申請書を確かめて入力し直してください。",
    ),
    "residence_card_number": (
        _RESIDENCE,
        "在留カードの番号の形が違います。",
        "英大文字2字、数字8字、英大文字2字です。",
        "在留カードを確かめて入力し直してください。",
    ),
}


def content_of(rule: Rule, told: Details, known: Mapping[str, str]) -> dict[str, Any]:
    """What a message says of an act besides whom and when; `known`: serial by kind of certificate. Any: JSON."""
    said: dict[str, Any] = dict(rule.says)
    if rule.reasons:
        said["reason"] = told.reason
    for name in ("pins", "changes"):
        if name in rule.wants:
            said[name] = list(getattr(told, name))
    for name in ("application_number", "delivery", "residence_card_number"):
        if name in rule.wants:
            said[name] = getattr(told, name)
    if "which" in rule.wants:
        said["certificates"] = [{"kind": k, "serial": known[k]} for k in told.which if k in known]
    elif told.certificates:
        said["certificates"] = [
            {"kind": c.kind, "serial": c.serial, "valid_until": f"{c.valid_until:%Y%m%d}"}
            for c in told.certificates
            if c.valid_until is not None
        ]
    return said


def facts_of(rule: Rule, told: Details) -> dict[str, Any]:
    """What is kept of how it was done: who came, with which papers. Any: JSON."""
    kept: dict[str, Any] = {}
    if rule.identity:
        kept |= {"receiver": told.receiver, "documents": list(told.documents)}
        if told.receiver == "agent":
            kept |= {
                "agent_name": told.agent_name.strip(),
                "agent_reason": told.agent_reason,
                "agent_documents": list(told.agent_documents),
            }
    for name in ("old_card", "pins_set", "pin_checked", "face_room"):
        if name in rule.wants:
            kept[name] = getattr(told, name)
    return kept


def _p(field: str, what: str, why: str, remedy: str) -> Problem:
    return Problem(f"card.{field}", field, what, why, remedy)
