"""States and acts of a card (カードの状態と処理): one table that buttons, commands, notices and tests read (番号法17条; JUK-024).

An act with an `event` is told to the card system; one without changes only what the desk knows.

First days (`since`), as towns and 入管庁 tell the public: 顔認証マイナンバーカード 2023-12-15 (the day of the
change of 公的個人認証法施行規則; 熊本市, 函館市, 嘉麻市), 国外継続利用 2024-05-27 (令和5年法律48号), 特急発行 2024-12-02 (国分寺市, 十和田市,
能美市), 特定在留カード 2026-06-14 (令和6年の入管法等の改正; practice.md §1, 11).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from daicho.gateways.cards.domain.words import By, CardKind, Due, State


class Action(StrEnum):
    """What may be done with a card."""

    APPLY_EXPRESS = "apply_express"
    APPLY_RESIDENCE = "apply_residence"
    REGISTER = "register"
    IDENTIFY = "identify"
    ISSUE = "issue"
    ARRIVE = "arrive"
    PREPARE = "prepare"
    HAND_OVER = "hand_over"
    HANDED = "handed"
    WITHDRAW = "withdraw"
    SUSPEND = "suspend"
    RELEASE = "release"
    CONTINUE = "continue"
    CONTINUE_OVERSEAS = "continue_overseas"
    CHANGE_FACE = "change_face"
    RENEW_CERTIFICATES = "renew_certificates"
    REISSUE_CERTIFICATES = "reissue_certificates"
    REVOKE_CERTIFICATES = "revoke_certificates"
    RESET_PINS = "reset_pins"
    TO_FACE_CARD = "to_face_card"
    TO_PIN_CARD = "to_pin_card"
    JOIN_RESIDENCE = "join_residence"
    PART_RESIDENCE = "part_residence"
    ABOLISH = "abolish"
    EXPIRE = "expire"
    COLLECT = "collect"
    SURRENDER = "surrender"
    PASS_ON = "pass_on"
    TAKE_BACK = "take_back"

    @property
    def label(self) -> str:
        return TABLE[self].label


Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One act: from which states, to which (None: it stays), by whom, and what its form must say.

    `foreigners`: only with a card of theirs (入管法19条の15の2; practice.md §1, 11). `event` is the card.event that tells of it, with the fixed items of `says`. `identity`: documents that suffice are
    recorded. `wants`: further inputs. `due`: only while this is due. `since`: the first day. `kinds`: none named, all.
    """

    label: str
    before: frozenset[State]
    after: State | None = None
    event: str = ""
    by: frozenset[By] = frozenset({By.DESK})
    reasons: Choices = ()
    identity: bool = False
    wants: tuple[str, ...] = ()
    says: tuple[tuple[str, str], ...] = ()
    due: Due = Due.NOTHING
    since: date | None = None
    kinds: frozenset[CardKind] = frozenset()
    foreigners: bool = False


_EITHER: Final = frozenset({By.DESK, By.NOTICE})
_TOLD: Final = frozenset({By.NOTICE})
_ALONE: Final = frozenset({By.SYSTEM})
_USED: Final = frozenset({State.IN_USE})
_HELD: Final = frozenset({State.IN_USE, State.SUSPENDED})
_GONE: Final = frozenset({State.ABOLISHED, State.EXPIRED})
_FACE_FROM: Final = date(2023, 12, 15)
_OVERSEAS_FROM: Final = date(2024, 5, 27)
_EXPRESS_FROM: Final = date(2024, 12, 2)
_RESIDENCE_FROM: Final = date(2026, 6, 14)
EXPRESS_REASONS: Final[Choices] = (
    ("newborn", "新生児"),
    ("lost", "紛失"),
    ("returned_from_overseas", "国外からの転入"),
    ("foreign_first", "海外から転入した外国人の初めての申請"),
    ("other", "その他"),
)
ABOLITION_REASONS: Final[Choices] = (
    ("lost", "紛失"),
    ("damaged", "破損・機能の損失"),
    ("death", "死亡"),
    ("moved_out", "転出"),
    ("moved_out_overseas", "国外転出"),
    ("reissue", "新しいカードの交付"),
    ("number_changed", "個人番号の変更"),
    ("code_changed", "住民票コードの変更"),
    ("not_collected", "受取りがない"),
    ("requested", "本人の希望"),
    ("ex_officio", "職権"),
    ("expired", "有効期間の満了・失効"),
)

TABLE: Final[Mapping[Action, Rule]] = {
    Action.APPLY_EXPRESS: Rule(
        label="特急発行の申請",
        before=frozenset({State.NONE}),
        after=State.APPLIED,
        event="express_application",
        reasons=EXPRESS_REASONS,
        identity=True,
        wants=("application_number", "delivery"),
        since=_EXPRESS_FROM,
        kinds=frozenset({CardKind.INDIVIDUAL}),
    ),
    Action.APPLY_RESIDENCE: Rule(
        label="特定在留カードの申請",
        before=frozenset({State.NONE}),
        after=State.APPLIED,
        event="special_residence_card",
        identity=True,
        wants=("residence_card_number",),
        says=(("action", "application"),),
        since=_RESIDENCE_FROM,
        kinds=frozenset({CardKind.RESIDENCE}),
        foreigners=True,
    ),
    Action.REGISTER: Rule(
        label="既にあるカードの登録",
        before=frozenset({State.NONE}),
        after=State.IN_USE,
        by=frozenset({By.DESK, By.SYSTEM}),
        wants=("card_number", "valid_until", "certificates?"),
    ),
    Action.IDENTIFY: Rule(
        label="カードの番号の登録",
        before=frozenset(State) - {State.NONE},
        wants=("card_number", "valid_until?"),
    ),
    Action.ISSUE: Rule(
        label="発行",
        before=frozenset({State.NONE, State.APPLIED}),
        after=State.ISSUED,
        by=_TOLD,
    ),
    Action.ARRIVE: Rule(
        label="到着",
        before=frozenset({State.NONE, State.APPLIED, State.ISSUED}),
        after=State.ARRIVED,
        by=_EITHER,
    ),
    Action.PREPARE: Rule(
        label="交付前設定",
        before=frozenset({State.ARRIVED}),
        after=State.PREPARED,
        event="preparation",
        wants=("valid_until",),
    ),
    Action.HAND_OVER: Rule(
        label="交付",
        before=frozenset({State.PREPARED}),
        after=State.IN_USE,
        event="handover",
        identity=True,
        wants=("receiver", "old_card", "pins_set", "certificates?"),
    ),
    Action.HANDED: Rule(
        label="交付の通知",
        before=frozenset({State.APPLIED, State.ISSUED, State.ARRIVED, State.PREPARED}),
        after=State.IN_USE,
        by=_TOLD,
    ),
    Action.WITHDRAW: Rule(
        label="交付の取りやめ",
        before=frozenset({State.APPLIED, State.ISSUED, State.ARRIVED}),
        after=State.ABOLISHED,
        reasons=(
            ("death", "死亡"),
            ("moved_out", "転出"),
            ("requested", "申請の取下げ"),
            ("damaged", "不良"),
        ),
    ),
    Action.SUSPEND: Rule(
        label="一時停止",
        before=_USED,
        after=State.SUSPENDED,
        event="suspension",
        by=_EITHER,
        reasons=(("lost", "紛失"), ("stolen", "盗難"), ("requested", "本人の希望")),
        identity=True,
    ),
    Action.RELEASE: Rule(
        label="一時停止の解除",
        before=frozenset({State.SUSPENDED}),
        after=State.IN_USE,
        event="release",
        by=_EITHER,
        identity=True,
    ),
    Action.CONTINUE: Rule(
        label="継続利用",
        before=_USED,
        event="continuation",
        identity=True,
        wants=("face_room", "pin_checked"),
        says=(("place", "domestic"),),
        due=Due.CONTINUATION,
    ),
    Action.CONTINUE_OVERSEAS: Rule(
        label="国外継続利用",
        before=_USED,
        event="continuation",
        identity=True,
        wants=("face_room", "pin_checked"),
        says=(("place", "overseas"),),
        due=Due.OVERSEAS,
        since=_OVERSEAS_FROM,
    ),
    Action.CHANGE_FACE: Rule(
        label="券面記載事項の変更",
        before=_USED,
        event="face_change",
        identity=True,
        wants=("changes", "pin_checked"),
    ),
    Action.RENEW_CERTIFICATES: Rule(
        label="電子証明書の更新",
        before=_USED,
        event="certificate_renewal",
        by=_EITHER,
        identity=True,
        wants=("certificates",),
    ),
    Action.REISSUE_CERTIFICATES: Rule(
        label="電子証明書の発行",
        before=_USED,
        event="certificate_reissue",
        by=_EITHER,
        identity=True,
        wants=("certificates",),
    ),
    Action.REVOKE_CERTIFICATES: Rule(
        label="電子証明書の失効",
        before=_HELD,
        event="certificate_revocation",
        by=_EITHER,
        reasons=(
            ("requested", "本人の希望"),
            ("items_changed", "記載事項の変更"),
            ("card_abolished", "カードの廃止"),
            ("death", "死亡"),
            ("moved_out_overseas", "国外転出"),
        ),
        identity=True,
        wants=("which",),
    ),
    Action.RESET_PINS: Rule(
        label="暗証番号の再設定（初期化）",
        before=_USED,
        event="pin_reset",
        identity=True,
        wants=("pins", "pins_set"),
    ),
    Action.TO_FACE_CARD: Rule(
        label="顔認証カードにする",
        before=_USED,
        event="face_card",
        identity=True,
        says=(("direction", "to_face_card"),),
        since=_FACE_FROM,
    ),
    Action.TO_PIN_CARD: Rule(
        label="顔認証カードをやめる",
        before=_USED,
        event="face_card",
        identity=True,
        wants=("pins_set",),
        says=(("direction", "to_pin_card"),),
        since=_FACE_FROM,
    ),
    Action.JOIN_RESIDENCE: Rule(
        label="特定在留カードにする",
        before=_USED,
        event="special_residence_card",
        identity=True,
        wants=("residence_card_number",),
        says=(("action", "handover"),),
        since=_RESIDENCE_FROM,
        kinds=frozenset({CardKind.INDIVIDUAL, CardKind.RESIDENCE}),
        foreigners=True,
    ),
    Action.PART_RESIDENCE: Rule(
        label="特定在留カードを分ける",
        before=_USED,
        event="special_residence_card",
        identity=True,
        wants=("residence_card_number",),
        says=(("action", "separation"),),
        since=_RESIDENCE_FROM,
        kinds=frozenset({CardKind.RESIDENCE}),
    ),
    Action.ABOLISH: Rule(
        label="廃止",
        before=_HELD | {State.PREPARED},
        after=State.ABOLISHED,
        event="abolition",
        by=_EITHER,
        reasons=ABOLITION_REASONS,
    ),
    Action.EXPIRE: Rule(
        label="失効",
        before=_HELD,
        after=State.EXPIRED,
        event="abolition",
        by=_ALONE,
        reasons=ABOLITION_REASONS,
    ),
    Action.COLLECT: Rule(
        label="回収",
        before=_HELD | _GONE,
        after=State.RETURNED,
        event="collection",
        reasons=(
            ("reissue", "新しいカードの交付"),
            ("expired", "有効期間の満了・失効"),
            ("abolished", "廃止"),
            ("requested", "本人の希望"),
        ),
    ),
    Action.SURRENDER: Rule(
        label="返納",
        before=_HELD | _GONE,
        after=State.RETURNED,
        event="surrender",
        by=_EITHER,
        reasons=(
            ("requested", "本人の希望"),
            ("death", "死亡"),
            ("moved_out", "転出"),
            ("abolished", "廃止"),
        ),
    ),
    Action.PASS_ON: Rule(
        label="転出先への引継ぎ",
        before=_HELD,
        after=State.MOVED,
        by=_ALONE,
    ),
    Action.TAKE_BACK: Rule(
        label="再び住民となった",
        before=frozenset({State.MOVED}),
        after=State.IN_USE,
        by=_ALONE,
    ),
}
ON_NOBODYS_CARD: Final = tuple(a for a, rule in TABLE.items() if State.NONE in rule.before)
"""What makes a card."""

__all__ = [
    "ABOLITION_REASONS",
    "EXPRESS_REASONS",
    "ON_NOBODYS_CARD",
    "TABLE",
    "Action",
    "By",
    "CardKind",
    "Choices",
    "Due",
    "Rule",
    "State",
]
