"""Bulk (一括の異動): one case that touches thousands: its states, and what becomes of each person in it.

A bulk case is prepared (settings, or a file), extracted (仮処理), looked at, examined and approved like every movement,
and only then applied, unit by unit (本処理). A unit is what must not be half done: a household where addresses change,
otherwise one person. Source: STD-9.7, STD-1.1.1, practice.md §1 no. 7.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from daicho.kernel.matters import Matter

BULK: Final = Matter("一括処理", found_in="一括処理の一覧", code="bulk")


class BulkState(StrEnum):
    """Where a bulk case stands."""

    EXTRACTING = "extracting"
    PREVIEWED = "previewed"
    SUBMITTED = "submitted"
    EXAMINED = "examined"
    RETURNED = "returned"
    APPROVED = "approved"
    STOPPED = "stopped"
    DONE = "done"
    UNDONE = "undone"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        return _STATES[self][0]

    @property
    def tone(self) -> str:
        """The colour of its mark on the screens."""
        return _STATES[self][1]

    @property
    def is_at_work(self) -> bool:
        """Whether the machine works on it, so that its page goes on counting."""
        return self in (BulkState.EXTRACTING, BulkState.APPROVED)


_STATES = {
    BulkState.EXTRACTING: ("仮処理中（抽出）", "key"),
    BulkState.PREVIEWED: ("仮処理済（確認待ち）", ""),
    BulkState.SUBMITTED: ("審査待ち", "key"),
    BulkState.EXAMINED: ("審査済（決裁待ち）", "strong"),
    BulkState.RETURNED: ("差戻し", "warning"),
    BulkState.APPROVED: ("決裁済（本処理）", "strong"),
    BulkState.STOPPED: ("本処理を中断", "warning"),
    BulkState.DONE: ("本処理済", "good"),
    BulkState.UNDONE: ("取消済", "off"),
    BulkState.DISCARDED: ("破棄", "off"),
}


class BulkAction(StrEnum):
    """What people may do with a bulk case."""

    SUBMIT = "submit"
    EXAMINE = "examine"
    APPROVE = "approve"
    RETURN = "return"
    DISCARD = "discard"
    STOP = "stop"
    RESUME = "resume"
    CLOSE = "close"
    UNDO = "undo"

    @property
    def label(self) -> str:
        return BULK_TABLE[self].label


@dataclass(frozen=True, slots=True)
class BulkRule:
    """From where, to where, with which right; `after` None: another case is made."""

    label: str
    before: frozenset[BulkState]
    after: BulkState | None
    operation: str
    other_than_enterer: bool = False
    danger: bool = False


_LOOKED_AT = frozenset({BulkState.PREVIEWED, BulkState.RETURNED})

BULK_TABLE: dict[BulkAction, BulkRule] = {
    BulkAction.SUBMIT: BulkRule("審査に回す", _LOOKED_AT, BulkState.SUBMITTED, "bulk.prepare"),
    BulkAction.EXAMINE: BulkRule(
        "審査を終える",
        frozenset({BulkState.SUBMITTED}),
        BulkState.EXAMINED,
        "bulk.examine",
        other_than_enterer=True,
    ),
    BulkAction.APPROVE: BulkRule(
        "決裁して本処理を始める",
        frozenset({BulkState.EXAMINED}),
        BulkState.APPROVED,
        "bulk.approve",
        other_than_enterer=True,
    ),
    BulkAction.RETURN: BulkRule(
        "差し戻す",
        frozenset({BulkState.SUBMITTED, BulkState.EXAMINED}),
        BulkState.RETURNED,
        "bulk.examine",
        other_than_enterer=True,
        danger=True,
    ),
    BulkAction.DISCARD: BulkRule(
        "破棄する",
        frozenset({BulkState.EXTRACTING, BulkState.SUBMITTED}) | _LOOKED_AT,
        BulkState.DISCARDED,
        "bulk.prepare",
        danger=True,
    ),
    BulkAction.STOP: BulkRule(
        "本処理を中断する",
        frozenset({BulkState.APPROVED}),
        BulkState.STOPPED,
        "bulk.approve",
        danger=True,
    ),
    BulkAction.RESUME: BulkRule(
        "本処理を再開する", frozenset({BulkState.STOPPED}), BulkState.APPROVED, "bulk.approve"
    ),
    BulkAction.CLOSE: BulkRule(
        "残りを行わずに終える",
        frozenset({BulkState.STOPPED}),
        BulkState.DONE,
        "bulk.approve",
        danger=True,
    ),
    BulkAction.UNDO: BulkRule(
        "一括して取り消す（新しい案件を作る）",
        frozenset({BulkState.DONE}),
        None,
        "bulk.prepare",
        danger=True,
    ),
}


def bulk_actions_from(state: BulkState) -> tuple[BulkAction, ...]:
    """The actions that the state allows, whoever asks."""
    return tuple(action for action, rule in BULK_TABLE.items() if state in rule.before)


class LineState(StrEnum):
    """What becomes of one person of a bulk case."""

    PLANNED = "planned"
    SAME = "same"
    EXCLUDED = "excluded"
    WRITTEN = "written"
    LEFT_OUT = "left_out"

    @property
    def label(self) -> str:
        return _LINES[self]


_LINES = {
    LineState.PLANNED: "更新する",
    LineState.SAME: "変わらない",
    LineState.EXCLUDED: "抽出時に除外",
    LineState.WRITTEN: "更新した",
    LineState.LEFT_OUT: "本処理で除外",
}


class Exclusion(StrEnum):
    """Why somebody is left as they are."""

    BUSY = "busy"
    PLANNED_REMOVAL = "planned_removal"
    LATER_HISTORY = "later_history"
    NOT_PRESENT = "not_present"
    DIFFERS = "differs"
    NOT_LISTED = "not_listed"
    NO_READING = "no_reading"
    NOT_APPLICABLE = "not_applicable"
    CHANGED_SINCE = "changed_since"
    MEMBERS_CHANGED = "members_changed"
    HOUSEHOLD_MATE = "household_mate"
    REFUSED = "refused"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return _EXCLUSIONS[self]


_EXCLUSIONS = {
    Exclusion.BUSY: "ほかの異動の処理中",
    Exclusion.PLANNED_REMOVAL: "転出予定などで、この後に消除される",
    Exclusion.LATER_HISTORY: "異動日より後の異動が記録されている",
    Exclusion.NOT_PRESENT: "異動日に住民でない",
    Exclusion.DIFFERS: "変更前の内容が台帳と違う",
    Exclusion.NOT_LISTED: "対応表に今の地番がない",
    Exclusion.NO_READING: "記載する振り仮名がない",
    Exclusion.NOT_APPLICABLE: "この人には無い項目（外国人住民など）",
    Exclusion.CHANGED_SINCE: "抽出の後に内容が変わった",
    Exclusion.MEMBERS_CHANGED: "抽出の後に世帯の人が変わった",
    Exclusion.HOUSEHOLD_MATE: "同じ世帯の人が対象から外れた",
    Exclusion.REFUSED: "台帳が受け付けなかった",
    Exclusion.CLOSED: "本処理を途中で終えた",
}


class Keyed(StrEnum):
    """What a unit is: named by its 世帯番号, or by one person's 宛名番号."""

    HOUSEHOLD = "household"
    PERSON = "person"
