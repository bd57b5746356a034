"""Standing (カードの今): what may be done with a card today, and what stands in the way, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from daicho.gateways.cards.domain.states import TABLE, Action, By, CardKind, Due, State
from daicho.kernel.errors import Problem
from daicho.kernel.wareki import format_wareki

NUMBERLESS: Final = (
    Action.APPLY_EXPRESS,
    Action.APPLY_RESIDENCE,
    Action.REGISTER,
    Action.IDENTIFY,
)
UNTIL_EXPIRY: Final = (Action.EXPIRE, Action.ABOLISH, Action.WITHDRAW, Action.COLLECT)
"""What is done with a card whose validity is over, besides 返納 and what only the card system or the register says."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts of a card that rules look at; `japanese`: the register says so of whose card it is."""

    kind: CardKind
    state: State
    number: str = ""
    valid_until: date | None = None
    face_card: bool = False
    due: Due = Due.NOTHING
    due_on: date | None = None
    japanese: bool = False

    def is_expired(self, today: date) -> bool:
        return self.valid_until is not None and self.valid_until < today


def why_not(card: Standing, action: Action, *, by: By, today: date) -> Problem | None:
    """What forbids an act today; None when it may be taken."""
    rule = TABLE[action]
    if by not in rule.by:
        return _problem(
            "by", f"「{rule.label}」は、窓口の処理ではありません。", "通知か期限で決まります。"
        )
    if card.state not in rule.before:
        return _problem(
            "state",
            f"このカードは今「{card.state.label}」です。",
            f"「{rule.label}」は、{'・'.join(s.label for s in State if s in rule.before)}のカードにする処理です。",
        )
    if rule.kinds and card.kind not in rule.kinds:
        return _problem(
            "kind",
            f"{card.kind.label}には「{rule.label}」がありません。",
            "カードの種類が違います。",
        )
    makes_one = action is Action.REGISTER and card.kind is CardKind.RESIDENCE
    if card.japanese and (rule.foreigners or makes_one):
        return _problem(
            "foreigners",
            f"日本人住民には「{CardKind.RESIDENCE.label}」がありません。",
            "中長期在留者と特別永住者のカードです。",
        )
    if rule.since is not None and today < rule.since:
        return _problem(
            "since",
            f"「{rule.label}」はまだできません。",
            f"{format_wareki(rule.since)}からの手続です。",
        )
    return _conditions(card, action, today=today, by=by)


def _conditions(card: Standing, action: Action, *, today: date, by: By) -> Problem | None:
    rule = TABLE[action]
    if rule.due and card.due is not rule.due:
        return _problem(
            "not_due",
            f"「{rule.label}」を待っているカードではありません。",
            "対象の転入・国外転出の届出がありません。",
        )
    if rule.due and card.due_on is not None and today > card.due_on:
        return _problem(
            "due_over", "手続の期限を過ぎています。", f"期限は{format_wareki(card.due_on)}でした。"
        )
    if by is By.DESK and rule.event and not card.number and action not in NUMBERLESS:
        return _problem(
            "no_number",
            "カードの番号が登録されていません。",
            "カード管理システムへは、番号で伝えます。",
        )
    active = rule.event and card.state is State.IN_USE and action not in UNTIL_EXPIRY
    if by is By.DESK and active and action is not Action.SURRENDER and card.is_expired(today):
        return _problem(
            "expired", "カードの有効期間が過ぎています。", "失効したカードには処理できません。"
        )
    if action is Action.TO_FACE_CARD and card.face_card:
        return _problem("face_card", "既に顔認証カードです。", "切り替えるものがありません。")
    if action is Action.TO_PIN_CARD and not card.face_card:
        return _problem("face_card", "顔認証カードではありません。", "切り替えるものがありません。")
    return None


def _problem(code: str, what: str, why: str) -> Problem:
    return Problem(
        f"card.{code}", "", what, why, "カードの状態を確かめ、できる処理を選んでください。"
    )


def due_after(action: Action, card: Standing, reason: str) -> tuple[Due, bool]:
    """What is due after an act, and whether its day goes: a card that has ended is to be given back, if anybody has it."""
    if action in (Action.ABOLISH, Action.EXPIRE):
        nobody_has_it = reason in ("lost", "not_collected") or card.state is State.PREPARED
        return (Due.NOTHING if nobody_has_it else Due.RETURN), True
    if TABLE[action].after in (State.RETURNED, State.MOVED, State.ABOLISHED):
        return Due.NOTHING, True
    if action in (Action.CONTINUE, Action.CONTINUE_OVERSEAS):
        return Due.NOTHING, True
    return card.due, False


_WORDS: Final = {
    State.ISSUED: "個人番号カード発行済",
    State.ARRIVED: "個人番号カード発行済",
    State.PREPARED: "個人番号カード発行済",
    State.IN_USE: "個人番号カード交付済",
    State.SUSPENDED: "個人番号カード一時停止",
    State.ABOLISHED: "個人番号カード廃止",
    State.EXPIRED: "個人番号カード廃止",
    State.RETURNED: "個人番号カード返納",
}
_FIRST: Final = (
    State.IN_USE,
    State.SUSPENDED,
    State.PREPARED,
    State.ARRIVED,
    State.ISSUED,
    State.ABOLISHED,
    State.EXPIRED,
    State.RETURNED,
)


def register_word(states: list[State]) -> str | None:
    """What the 住民票 says of somebody's cards (カードの発行状況): the most alive of them; None when it says nothing new."""
    return next((_WORDS[state] for state in _FIRST if state in states), None)
