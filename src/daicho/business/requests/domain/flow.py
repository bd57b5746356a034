"""The way of a request (手順): what comes next, in one word for the clerk, from what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from daicho.business.requests.domain.states import Channel, State
from daicho.business.requests.domain.written import MOVE_OUT


class Step(StrEnum):
    """The steps of a request, in their order on the screen."""

    RECEIVE = "receive"
    FIND = "find"
    CONFIRM = "confirm"
    DECIDE = "decide"
    MAKE = "make"
    FEE = "fee"
    HAND = "hand"

    @property
    def label(self) -> str:
        return _STEPS[self]


_STEPS = {
    Step.RECEIVE: "受付",
    Step.FIND: "人の特定",
    Step.CONFIRM: "本人確認",
    Step.DECIDE: "審査・決定",
    Step.MAKE: "作成",
    Step.FEE: "手数料",
    Step.HAND: "引渡し",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a request; `fee_open`: something is due and not paid."""

    state: State
    channel: Channel
    form: str
    by_post: bool
    found: bool
    identified: bool
    fee_open: bool


@dataclass(frozen=True, slots=True)
class Next:
    """What to do now: the step, the sentence, the name of the screen (blank: nothing to open)."""

    step: Step | None
    words: str
    screen: str = ""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step as the head of the page shows it."""

    step: Step
    label: str
    done: bool
    now: bool


_DECIDED = frozenset({State.GRANTED, State.ISSUED, State.HANDED, State.SENT, State.RETURNED})
_MADE = _DECIDED - {State.GRANTED}
_ENDED = {
    State.HANDED: "交付を終えました。することはありません。",
    State.SENT: "発送を終えました。戻ってきたときは、返戻を記録してください。",
    State.REFUSED: "不交付としました。",
    State.WITHDRAWN: "取下げを受けました。",
}


def next_step(facts: Facts) -> Next:
    """The one thing to do next."""
    if facts.state in _ENDED:
        return Next(None, _ENDED[facts.state])
    if facts.state is State.HELD:
        return Next(None, "保留しています。待っているものが来たら、保留を解いてください。")
    if facts.state is State.CORRECTING:
        return Next(None, "補正を待っています。届いたら「補正を受ける」を記録してください。")
    if facts.state is State.RETURNED:
        return Next(
            Step.HAND, "返戻されました。宛先を確かめて、もう一度発送するか、作り直してください。"
        )
    if facts.state is State.DRAFTED:
        return Next(Step.HAND, "転出の入力を終えて転出証明書を作ったら、発送してください。", "send")
    if facts.state is State.RECEIVED:
        return _before_deciding(facts)
    if facts.state is State.GRANTED:
        return Next(Step.MAKE, "交付を決定しました。証明書を作ってください。", "decide")
    if facts.fee_open:
        return Next(Step.FEE, "会計の画面で、手数料を受け取ってください。", "fee")
    if facts.by_post:
        return Next(Step.HAND, "宛先と書類を照らして、発送してください。", "send")
    return Next(
        Step.HAND, "番号を呼び、氏名を名乗ってもらい、書類を読み取って渡してください。", "hand"
    )


def _before_deciding(facts: Facts) -> Next:
    if not facts.found:
        return Next(Step.FIND, "請求書の人を、台帳から探してください。", "people")
    if facts.form == MOVE_OUT:
        return Next(Step.DECIDE, "転出の入力を開いてください。")
    if not facts.identified:
        return Next(Step.CONFIRM, "来た人の本人確認をしてください。", "confirm")
    return Next(Step.DECIDE, "請求できる人か、何を載せるかを確かめて決めてください。", "decide")


def steps_of(facts: Facts) -> tuple[StepLine, ...]:
    """Every step, with what is done and what is now."""
    now = next_step(facts).step
    done = {
        Step.RECEIVE: True,
        Step.FIND: facts.found,
        Step.CONFIRM: facts.identified or facts.state in _DECIDED,
        Step.DECIDE: facts.state in _DECIDED or facts.state is State.REFUSED,
        Step.MAKE: facts.state in _MADE,
        Step.FEE: facts.state in _MADE and not facts.fee_open,
        Step.HAND: facts.state in (State.HANDED, State.SENT),
    }
    return tuple(StepLine(step, step.label, done[step], step is now) for step in Step)
