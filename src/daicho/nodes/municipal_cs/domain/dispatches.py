"""Dispatches (送付先情報): its states as one table, what its items must be, and how they stand beside the nation's.

No item is edited anywhere: what is received is compared, sealed, and sent as it is (JUK-020).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final

from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.kernel.errors import Problem

Body = Mapping[str, Any]  # Any: a body is JSON

BASIS: Final = "個人番号カード省令23条の2・35条"
LAST_ITEM: Final = {"dispatch-65": 65, "dispatch-67": 67}
FIRST_OF_PERSON: Final = 38
MUNICIPALITY, PEOPLE = "9", "33"
CODE, NAME, ADDRESS, BIRTH, SEX, NUMBER = "38", "40", "46", "48", "49", "50"

# 送付先情報の項目, the item of 本人確認情報 that it must equal, its name.
COMPARED: Final = (
    (NAME, "2", "氏名"),
    (ADDRESS, "11", "住所"),
    (BIRTH, "6", "生年月日"),
    (SEX, "7", "性別"),
    (NUMBER, "13", "個人番号"),
)
_AGAIN: Final = "既存住基で更新した後に、送付先情報を作り直してください。"


class State(StrEnum):
    """Where a dispatch stands."""

    RECEIVED = "received"
    CHECKED = "checked"
    SENDING = "sending"
    PROVIDED = "provided"
    STOPPED = "stopped"
    LOST = "lost"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def tone(self) -> str:
        return _TONES[self]

    @classmethod
    def failed(cls) -> tuple[str, ...]:
        """Where a dispatch ends without having been provided."""
        return (cls.STOPPED.value, cls.LOST.value)


_LABELS: Final = {
    State.RECEIVED: "4情報の確認待ち",
    State.CHECKED: "確認済（未提供）",
    State.SENDING: "送信中（未提供）",
    State.PROVIDED: "提供済",
    State.STOPPED: "中止（未提供）",
    State.LOST: "内容なし（作り直し）",
}
_TONES: Final = {
    State.RECEIVED: "key",
    State.CHECKED: "strong",
    State.SENDING: "strong",
    State.PROVIDED: "good",
    State.STOPPED: "error",
    State.LOST: "warning",
}


def canonical(body: Body) -> str:
    """The content as one text, the same for the same content."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """The fingerprint of a content."""
    return sha256(text.encode()).hexdigest()


def people_of(body: Body) -> Iterator[tuple[str, Mapping[str, str]]]:
    """(path, items) of everybody in it."""
    for h, household in enumerate(body["households"]):
        for p, person in enumerate(household["people"]):
            yield f"households.{h}.people.{p}.items", person["items"]


def dispatch_problems(body: Body, *, layout: str, municipality: str) -> list[Problem]:
    """Whether it is written in the town's layout, with its items alone, for as many people as it says."""
    if body["layout"] != layout:
        what = f"項目の並び「{body['layout']}」の送付先情報は受け付けません。"
        why = f"この市区町村の送付先情報は「{layout}」です。"
        return [_problem("layout", "layout", what, why)]
    return [
        problem
        for at, household in enumerate(body["households"])
        for problem in _household_problems(f"households.{at}", household, layout, municipality)
    ]


def _household_problems(
    path: str, household: Body, layout: str, municipality: str
) -> Iterator[Problem]:
    own, people = household["items"], household["people"]
    yield from _strangers(f"{path}.items", own, 1, FIRST_OF_PERSON - 1)
    if own.get(MUNICIPALITY) != municipality:
        why = "この市町村CSは、この市区町村の送付先情報だけを渡します。"
        yield _problem("municipality", f"{path}.items.9", "市町村コードが違います。", why)
    if own.get(PEOPLE) != str(len(people)):
        why = "「対象となる人数」と、入っている人の数が違います。"
        yield _problem("people", f"{path}.items.33", "対象となる人数が合いません。", why)
    for at, person in enumerate(people):
        items, place = person["items"], f"{path}.people.{at}.items"
        yield from _strangers(place, items, FIRST_OF_PERSON, LAST_ITEM[layout])
        if not RESIDENT_RECORD_CODE.is_valid(items.get(CODE, "")):
            why = "検査用数字が合わないか、桁数が違います。"
            yield _problem("code", f"{place}.{CODE}", "住民票コードに誤りがあります。", why)
        if not INDIVIDUAL_NUMBER.is_valid(items.get(NUMBER, "")):
            why = "検査用数字が合わないか、桁数が違います。"
            yield _problem("number", f"{place}.{NUMBER}", "個人番号に誤りがあります。", why)


def _strangers(path: str, items: Mapping[str, str], first: int, last: int) -> Iterator[Problem]:
    for number in items:
        if not (number.isascii() and number.isdecimal() and first <= int(number) <= last):
            what = f"項目{number}は、ここに置く送付先情報の項目ではありません。"
            why = "送付先情報の項目以外を含むものは渡せません。"
            yield _problem("unknown_item", f"{path}.{number}", what, why)


def differences(path: str, items: Mapping[str, str], found: Sequence[Body]) -> list[Problem]:
    """How one person's items differ from what the nation holds (JUK-021, 027)."""
    if len(found) != 1:
        what = "機構保存本人確認情報に、この住民票コードの人がいません。"
        return [_problem("unknown", f"{path}.{CODE}", what, "更新がまだ届いていません。")]
    theirs = found[0]["items"]
    return [
        _problem(
            "mismatch",
            f"{path}.{number}",
            f"「{label}」が機構保存本人確認情報と一致しません。",
            "送付先情報は、最新の本人確認情報と同じでなければ渡せません。",
        )
        for number, their_number, label in COMPARED
        if items.get(number, "") != theirs.get(their_number, "")
    ]


def waits() -> Problem:
    """What is said of a dispatch that has come and is not yet provided."""
    what = "市町村CSが送付先情報を受け取りました。"
    why = "4情報を確かめた後に、個人番号カード管理システムへ渡します。"
    return Problem("dispatch.waits", "", what, why, "渡されるまでお待ちください。")


def altered() -> Problem:
    """What is said of a content that is not the one that was received."""
    what = "送付先情報の内容が、受領した時と違います。"
    return _problem("altered", "", what, "指紋（ハッシュ）が一致しません。")


def lost() -> Problem:
    """What is said of a content that is gone."""
    what = "送付先情報の内容がありません。"
    return _problem("lost", "", what, "障害で失われました。控えはどこにもありません。")


def stopped() -> Problem:
    """What is said of a sending that a person stopped."""
    what = "送付先情報の送信が中止されました。"
    return _problem("stopped", "", what, "市町村CSの担当が送信を取りやめました。")


def sent_twice(path: str) -> Problem:
    """What is said of somebody whose 送付先情報 is under way or provided (JUK-018)."""
    what = "この人の送付先情報は、既に受け取っています。"
    return _problem("twice", path, what, "同じ人を二度送ることはできません。")


def _problem(code: str, item: str, what: str, why: str) -> Problem:
    return Problem(f"dispatch.{code}", item, what, why, _AGAIN)
