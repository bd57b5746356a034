"""Logical checks (論理検査, JUK-032, 034, 035, 045): what an update may find and what it may leave, read from one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from daicho.kernel.errors import Problem
from daicho.nodes.municipal_cs.domain import items as at
from daicho.nodes.municipal_cs.domain.items import Items, name_of
from daicho.nodes.municipal_cs.domain.problems import item_problem
from daicho.nodes.municipal_cs.domain.reasons import (
    ALWAYS,
    REASONS,
    Group,
    Reason,
    Standing,
)

_BY_HAND: Final = "市町村CSの画面で禁止を解いてから、既存住基から送り直してください。"


@dataclass(frozen=True, slots=True)
class Held:
    """The record as it stands; `items` without the numbers, `same` which numbers the update repeats unchanged.

    `leaving`: its removal lies ahead (予定者). Until that day it is a resident's: whatever a 現存 one may meet, it may.
    """

    standing: Standing = Standing.UNKNOWN
    sequence: int = 0
    forbidden: bool = False
    exclusive: bool = False
    leaving: bool = False
    items: Mapping[str, str] = field(default_factory=dict)
    same: frozenset[str] = frozenset(at.NUMBERS)


@dataclass(frozen=True, slots=True)
class Update:
    """An update that passed the format checks; `sequence` is its number on the line."""

    layout: str
    items: Items
    sequence: int

    @property
    def word(self) -> str:
        return self.items[at.REASON]

    @property
    def reason(self) -> Reason:
        return REASONS[self.word]

    @property
    def standing(self) -> Standing:
        return Standing(self.items[at.STATUS])

    @property
    def ahead(self) -> bool:
        """Whether it tells of a removal that lies ahead (予定者)."""
        return self.items.get(at.EXPECTED) == "1"


def logic_problems(held: Held, update: Update) -> list[Problem]:
    """The first rule that the update breaks, as problems; an update breaks none or is not taken in."""
    for rule in RULES:
        if found := rule(held, update):
            return found
    return []


def _forbidden(held: Held, _update: Update) -> list[Problem]:
    if held.forbidden:
        what, why = "更新が禁止されている記録です。", "更新禁止フラグが立っています。"
        return [item_problem("forbidden", at.FORBIDDEN, what, why, _BY_HAND)]
    if held.exclusive:
        what, why = "ほかの処理が使っている記録です。", "排他フラグが立っています。"
        return [item_problem("exclusive", at.EXCLUSIVE, what, why, _BY_HAND)]
    return []


def _order(held: Held, update: Update) -> list[Problem]:
    told = update.items.get(at.SEQUENCE)
    if told and int(told) != update.sequence:
        why = "電文の順序の番号と、項目の更新順番号が違います。"
        return [item_problem("sequence", at.SEQUENCE, "更新順番号が合いません。", why)]
    if held.standing is not Standing.UNKNOWN and update.sequence <= held.sequence:
        why = "この人の、より新しい更新を既に取り込んでいます。"
        return [item_problem("overtaken", at.SEQUENCE, "順番の古い更新です。", why)]
    return []


def _finds(held: Held, update: Update) -> list[Problem]:
    """The reason against the record as it is."""
    reason = update.reason
    if held.standing in reason.before or (held.leaving and Standing.PRESENT in reason.before):
        return []
    if held.standing is Standing.UNKNOWN:
        what = f"本人確認情報にない住民票コードの「{update.word}」です。"
        why = "修正や消除は、市町村CSにある記録にだけ行えます。"
        return [item_problem("unknown_code", at.CODE, what, why)]
    if held.standing is Standing.PRESENT and Group.ENTRY in reason.groups:
        what = f"現存する人への「{update.word}」です。"
        why = "転入などの記載は、現存していない人にだけ行えます。"
        return [item_problem("present_already", at.REASON, what, why)]
    if Group.REMOVAL in reason.groups:
        what = f"既に「{held.standing}」となっている人の「{update.word}」です。"
        why = "消除は、現存する人にだけ行えます。"
        return [item_problem("removed_already", at.REASON, what, why)]
    what = f"「{held.standing}」の記録に「{update.word}」は行えません。"
    why = "異動事由と、今のレコード状況が合いません。"
    return [item_problem("standing", at.REASON, what, why)]


def _leaves(held: Held, update: Update) -> list[Problem]:
    """The reason against the standing that the update says."""
    reason, after = update.reason, update.standing
    wanted = {held.standing} if reason.keeps else set(reason.after)
    if reason.keeps and held.leaving:
        wanted.add(Standing.PRESENT)
    fits = after in wanted
    if (
        Group.REMOVAL in reason.groups
        and after is Standing.PRESENT
        and Group.ENTRY not in reason.groups
    ):
        fits = update.ahead
    if fits:
        return []
    what = f"「{update.word}」の後のレコード状況が「{after}」です。"
    words = "・".join(sorted(wanted))
    why = f"この異動事由の後は「{words}」です。現存のままの転出は予定者フラグが要ります。"
    return [item_problem("status", at.STATUS, what, why)]


def _touches(held: Held, update: Update) -> list[Problem]:
    """A 転居 changes the address and nothing else (JUK-035)."""
    allowed = update.reason.touches
    if allowed is None:
        return []
    return [
        item_problem(
            "beyond_address",
            number,
            f"転居の更新で「{name_of(update.layout, number)}」も変わっています。",
            "転居で変わるのは住所だけです。",
            "住所のほかの変更は、その異動事由で別に送ってください。",
        )
        for number in changed_items(held, update)
        if number not in allowed | ALWAYS
    ]


def _number_of_its_own(_held: Held, update: Update) -> list[Problem]:
    """A changed code tells both (JUK-049)."""
    if update.word != "住民票コードの変更請求" or (
        update.items.get(at.FORMER_CODE) and update.items.get(at.CODE_USED_ON)
    ):
        return []
    what = "住民票コードの変更に、旧住民票コードか使用年月日がありません。"
    why = "コードの変更を追えるように、両方を持ちます。"
    return [item_problem("former_code", at.FORMER_CODE, what, why)]


RULES: Final[tuple[Callable[[Held, Update], list[Problem]], ...]] = (
    _forbidden,
    _order,
    _finds,
    _leaves,
    _touches,
    _number_of_its_own,
)


def changed_items(held: Held, update: Update) -> list[str]:
    """The items in which the update differs from the record, by number."""
    numbers = [n for n in at.NUMBERS if n in update.items and n not in held.same]
    plain = {
        number
        for number in {*held.items, *update.items} - set(at.NUMBERS)
        if held.items.get(number, "") != update.items.get(number, "")
    }
    return sorted({*numbers, *plain}, key=int)
