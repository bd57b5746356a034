"""Problems of messages (電文の誤り): the words of each code, and the form in which a receipt tells them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from daicho.foundation.messages.labels import label_of
from daicho.kernel.errors import Problem

LONGEST_WORDS: Final = 300
LONGEST_PATH: Final = 120
MOST_PROBLEMS: Final = 100
FAMILY: Final = "message"
_CODE: Final = re.compile(r"[a-z_]+(\.[a-z_0-9]+)+")
_NOT_CODE: Final = re.compile(r"[^a-z_0-9.]")
_NOT_PATH: Final = re.compile(r"[^A-Za-z0-9_.]")
_SEND_AGAIN: Final = "元の記録を直して、送り直してください。"
_SYSTEM: Final = "送った側のシステムの担当に知らせてください。"
WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "unknown_kind": (
        "この種類の電文はありません。",
        "定義（2026.1版）にない種類です。",
        _SYSTEM,
    ),
    "unknown_item": (
        "{item}は、この電文の項目ではありません。",
        "定めた項目のほかは受け取りません。余分な項目があるため、全体を受け付けません。",
        "項目の並びが市区町村の設定と合っているか確かめてください。",
    ),
    "missing": ("{item}がありません。", "欠かせない項目です。", _SEND_AGAIN),
    "type": ("{item}の値の種類が違います。", "文字・数・真偽・並びのどれかが違います。", _SYSTEM),
    "format": ("{item}の書き方が違います。", "決まった書き方の項目です。", _SEND_AGAIN),
    "value": (
        "{item}の値が決まったもののどれでもありません。",
        "値の決まった項目です。",
        _SEND_AGAIN,
    ),
    "length": ("{item}の長さや数が違います。", "長さや数に限りのある項目です。", _SEND_AGAIN),
    "schema": ("{item}が定義に合いません。", "定義（2026.1版）のとおりではありません。", _SYSTEM),
    "twice": ("{item}に同じものが二度あります。", "一度だけ書く項目です。", _SEND_AGAIN),
    "check_digit": (
        "{item}に誤りがあります。",
        "検査用数字が他の桁と合いません。",
        "書類や台帳で番号を確かめ、直して送り直してください。",
    ),
    "calendar": ("{item}が正しい年月日ではありません。", "暦にない年月日です。", _SEND_AGAIN),
    "not_yet": (
        "{item}は、電文を作った日にはまだない項目です。",
        "法令で後から加わった項目です。",
        _SYSTEM,
    ),
    "count": (
        "{item}が、数えた値と違います。",
        "項目長と外字数は、元の文字から数えた値です。",
        _SYSTEM,
    ),
    "seion": (
        "{item}が、ふりがなと合いません。",
        "清音化かな氏名は、ふりがな氏名から作った値です。",
        _SYSTEM,
    ),
    "substitution": (
        "{item}が、元の文字と合いません。",
        "代替文字とその位置、変換結果は、元の氏名・住所から作った値です。",
        _SYSTEM,
    ),
    "pair": (
        "{item}が、対になる項目と合いません。",
        "二つそろって意味をなす項目です。",
        _SEND_AGAIN,
    ),
    "index": ("{item}に、いない人の番号があります。", "人の並びは0から数えます。", _SYSTEM),
}
"""What, why and remedy of each code of this family; specs/messages/refusals.yaml has the same words."""


def item_problem(code: str, path: str, *, why: str = "", label: str = "") -> Problem:
    """A problem of the family `message`, beside one item of the body."""
    what, usual, remedy = WORDS[code]
    item = f"「{label or label_of(path)}」"
    return Problem(f"{FAMILY}.{code}", _shown(path), what.format(item=item), why or usual, remedy)


def receipt_body(outcome: str, problems: Iterable[Problem] = ()) -> dict[str, Any]:  # Any: JSON
    """The body of a `receipt` or an `outcome`: accepted, refused or held, with what a clerk is told."""
    told = [_told(problem) for problem in problems]
    return {"outcome": outcome, "problems": told[:MOST_PROBLEMS]}


def problems_of(body: Mapping[str, Any]) -> tuple[Problem, ...]:
    """What a received `receipt` or `outcome` says."""
    return tuple(
        Problem(each["code"], each["item"], each["what"], each["why"], each["remedy"])
        for each in body["problems"]
    )


def _shown(path: str) -> str:
    """A path in letters that a receipt may bear: a sender's own invention may be anything, a name among them."""
    return _NOT_PATH.sub("_", path)[:LONGEST_PATH]


def _told(problem: Problem) -> dict[str, str]:
    code = _NOT_CODE.sub("_", problem.code)
    return {
        "code": code if _CODE.fullmatch(code) else f"receiver.{code.replace('.', '_') or 'other'}",
        "item": _shown(problem.field),
        "what": problem.what[:LONGEST_WORDS],
        "why": problem.why[:LONGEST_WORDS],
        "remedy": problem.remedy[:LONGEST_WORDS],
    }
