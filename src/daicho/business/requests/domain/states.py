"""States of a request (請求の状態): one table that buttons and the server read (house style 17)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.kernel.matters import Matter

REQUEST: Final = Matter("請求", found_in="受付一覧", code="request")


class Channel(StrEnum):
    """By which way a request came (受付の経路)."""

    COUNTER = "counter"
    POST = "post"

    @property
    def label(self) -> str:
        return {"counter": "窓口", "post": "郵送"}[self.value]


class State(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    HELD = "held"
    CORRECTING = "correcting"
    GRANTED = "granted"
    ISSUED = "issued"
    DRAFTED = "drafted"
    HANDED = "handed"
    SENT = "sent"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def is_open(self) -> bool:
        return self in OPEN

    @property
    def tone(self) -> str:
        """The colour of its mark on the screens."""
        return _TONES.get(self, "key")


OPEN: Final = frozenset(
    {
        State.RECEIVED,
        State.HELD,
        State.CORRECTING,
        State.GRANTED,
        State.ISSUED,
        State.DRAFTED,
        State.RETURNED,
    }
)
_LABELS: Final = {
    State.RECEIVED: "受付",
    State.HELD: "保留",
    State.CORRECTING: "補正待ち",
    State.GRANTED: "交付を決定",
    State.ISSUED: "作成済み",
    State.DRAFTED: "転出の入力中",
    State.HANDED: "交付済み",
    State.SENT: "発送済み",
    State.RETURNED: "返戻",
    State.REFUSED: "不交付",
    State.WITHDRAWN: "取下げ",
}
_TONES: Final = {
    State.HELD: "warning",
    State.CORRECTING: "warning",
    State.RETURNED: "warning",
    State.ISSUED: "strong",
    State.HANDED: "good",
    State.SENT: "good",
    State.REFUSED: "error",
    State.WITHDRAWN: "off",
}


class Action(StrEnum):
    """What may be done with a request."""

    RECEIVE = "receive"
    AMEND = "amend"
    IDENTIFY = "identify"
    CONFIRM = "confirm"
    GRANT = "grant"
    REFUSE = "refuse"
    ISSUE = "issue"
    HAND_OVER = "hand_over"
    SEND = "send"
    SEND_BACK = "send_back"
    TAKE_BACK = "take_back"
    TAKE_NOTES = "take_notes"
    ASK_CORRECTION = "ask_correction"
    CORRECTED = "corrected"
    MOVE_OUT = "move_out"
    REMAKE = "remake"
    HOLD = "hold"
    RESUME = "resume"
    PASS_ON = "pass_on"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        return _ACTIONS[self]


_ACTIONS: Final = {
    Action.RECEIVE: "受付",
    Action.AMEND: "請求の内容を直す",
    Action.IDENTIFY: "人を特定する",
    Action.CONFIRM: "本人確認",
    Action.GRANT: "交付を決定する",
    Action.REFUSE: "不交付とする",
    Action.ISSUE: "証明書を作る",
    Action.HAND_OVER: "引き渡す",
    Action.SEND: "発送する",
    Action.SEND_BACK: "書類と小為替を返す",
    Action.TAKE_BACK: "返戻を記録する",
    Action.TAKE_NOTES: "定額小為替を受け入れる",
    Action.ASK_CORRECTION: "補正を求める",
    Action.CORRECTED: "補正を受ける",
    Action.MOVE_OUT: "転出の入力を開く",
    Action.REMAKE: "作り直す",
    Action.HOLD: "保留にする",
    Action.RESUME: "保留を解く",
    Action.PASS_ON: "申し送りを残す",
    Action.WITHDRAW: "取下げを受ける",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """From where; to where, or None where the state stays (RESUME goes back to where it was held)."""

    before: frozenset[State]
    after: State | None
    channels: frozenset[Channel] = frozenset(Channel)


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


_POST: Final = frozenset({Channel.POST})
TABLE: Final[dict[Action, Rule]] = {
    Action.AMEND: Rule(_from(State.RECEIVED, State.GRANTED), State.RECEIVED),
    Action.IDENTIFY: Rule(_from(State.RECEIVED), None),
    Action.CONFIRM: Rule(_from(State.RECEIVED), None),
    Action.GRANT: Rule(_from(State.RECEIVED), State.GRANTED),
    Action.REFUSE: Rule(_from(State.RECEIVED, State.CORRECTING), State.REFUSED),
    Action.ISSUE: Rule(_from(State.GRANTED), State.ISSUED),
    Action.HAND_OVER: Rule(_from(State.ISSUED), State.HANDED),
    Action.SEND: Rule(_from(State.ISSUED, State.DRAFTED, State.RETURNED), State.SENT),
    Action.SEND_BACK: Rule(
        _from(State.REFUSED, State.WITHDRAWN, State.CORRECTING), None, channels=_POST
    ),
    Action.TAKE_BACK: Rule(_from(State.SENT), State.RETURNED),
    Action.TAKE_NOTES: Rule(
        _from(State.RECEIVED, State.CORRECTING, State.ISSUED), None, channels=_POST
    ),
    Action.ASK_CORRECTION: Rule(
        _from(State.RECEIVED, State.CORRECTING), State.CORRECTING, channels=_POST
    ),
    Action.CORRECTED: Rule(_from(State.CORRECTING), State.RECEIVED, channels=_POST),
    Action.MOVE_OUT: Rule(_from(State.RECEIVED), State.DRAFTED, channels=_POST),
    Action.REMAKE: Rule(_from(State.ISSUED, State.RETURNED), State.RECEIVED),
    Action.HOLD: Rule(_from(State.RECEIVED, State.GRANTED, State.ISSUED), State.HELD),
    Action.RESUME: Rule(_from(State.HELD), None),
    Action.PASS_ON: Rule(OPEN, None),
    Action.WITHDRAW: Rule(
        _from(State.RECEIVED, State.HELD, State.CORRECTING, State.GRANTED), State.WITHDRAWN
    ),
}


def actions_from(state: State, channel: Channel) -> tuple[Action, ...]:
    """The actions that the state allows to a request of this channel, whoever asks."""
    return tuple(
        action
        for action, rule in TABLE.items()
        if state in rule.before and channel in rule.channels
    )
