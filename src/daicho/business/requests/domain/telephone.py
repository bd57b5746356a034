"""Telephone (電話照会): what may be answered to whom; nothing about others, of one's own request the procedure and state.

Who speaks cannot be seen. The caller says words that only the requester knows; a wrong word is not told apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.business.requests.domain.states import State

NEUTRAL: Final = "お答えできる情報はありません。"
"""Said alike when nothing was found, when the words do not fit, and when somebody is protected."""
NEEDED_WORDS: Final = 2
"""Besides the 受付番号: of name, telephone number, address at least so many, and none wrong."""


class Topic(StrEnum):
    """What a caller wants to know."""

    PROCEDURE = "procedure"
    OWN_REQUEST = "own_request"
    OWN_RECORD = "own_record"
    OTHERS = "others"

    @property
    def label(self) -> str:
        return RULES[self].label


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: what is answered, on what condition, and what is said when it is not."""

    label: str
    may: str
    condition: str
    answers: bool
    checks: bool = False
    refusal: str = NEUTRAL


RULES: Final = {
    Topic.PROCEDURE: Rule(
        "手続・必要なもの・窓口の時間",
        "だれにでも答える",
        "個人についてのことに触れない",
        answers=True,
    ),
    Topic.OWN_REQUEST: Rule(
        "自分の請求の手続と状態",
        "請求した本人に、手続と状態だけを答える",
        "受付番号と、氏名・電話番号・住所のうち二つ以上が請求書と一致する",
        answers=True,
        checks=True,
    ),
    Topic.OWN_RECORD: Rule(
        "自分の住民票に何が書いてあるか",
        "答えない",
        "電話では、話している人が本人かを確かめられない",
        answers=False,
        refusal="電話ではお答えできません。窓口か郵送で、住民票の写しを請求してください。",
    ),
    Topic.OTHERS: Rule(
        "ほかの人のこと（住所・住んでいるか・請求したか）",
        "答えない",
        "だれについても、いるともいないとも言わない",
        answers=False,
    ),
}


@dataclass(frozen=True, slots=True)
class CheckWords:
    """What the caller said."""

    number: str = ""
    name: str = ""
    telephone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What the clerk says, and whether anything was answered; `why` is for the log alone."""

    words: str
    answered: bool
    why: str


_STATES: Final[Mapping[State, str]] = {
    State.RECEIVED: "受け付けて、内容を確かめています。",
    State.HELD: "確かめることがあり、処理を止めています。追って連絡します。",
    State.CORRECTING: "書類の補正をお願いしています。お知らせした内容を確かめてください。",
    State.GRANTED: "証明書を用意しています。",
    State.ISSUED: "証明書ができています。",
    State.DRAFTED: "転出の手続を進めています。",
    State.HANDED: "証明書をお渡ししました。",
    State.SENT: "返送しました。",
    State.RETURNED: "お送りした郵便が戻っています。窓口へ連絡してください。",
    State.REFUSED: "手続を終えています。くわしくは書面か窓口で説明します。",
    State.WITHDRAWN: "取下げを受けています。",
}


def state_words(state: State, *, sent_on: str = "") -> str:
    """The state of one's own request as it may be said on the telephone: no name, no address, no content."""
    if state is State.SENT and sent_on:
        return f"{sent_on}に返送しました。"
    return _STATES[state]


def check_words(said: CheckWords, kept: CheckWords) -> tuple[str, ...]:
    """Which of the words fit; empty when one that was said is wrong, or too few are right."""
    right = []
    for name in ("name", "telephone", "address"):
        one, other = _plain(getattr(said, name)), _plain(getattr(kept, name))
        if not one:
            continue
        if not other or one != other:
            return ()
        right.append(name)
    return tuple(right) if len(right) >= NEEDED_WORDS else ()


def _plain(text: str) -> str:
    return re.sub(r"[\s\-‐‑–—―−ー()（）・]", "", unicodedata.normalize("NFKC", text)).upper()
