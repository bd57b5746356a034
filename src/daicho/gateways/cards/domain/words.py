"""States, kinds and dues of a card, and who may act (カードの状態・種類・要処理): the words of the table in states.py."""

from __future__ import annotations

from enum import StrEnum


class CardKind(StrEnum):
    """Kind of card. 住基カード all expired by the end of 2025; 特定在留カード exist from 2026-06-14."""

    INDIVIDUAL = "individual_number"
    RESIDENCE = "residence"
    BASIC = "basic_register"

    @property
    def label(self) -> str:
        return {
            "individual_number": "個人番号カード",
            "residence": "特定在留カード",
            "basic_register": "住民基本台帳カード",
        }[self.value]


class State(StrEnum):
    """Where a card stands."""

    NONE = "none"
    APPLIED = "applied"
    ISSUED = "issued"
    ARRIVED = "arrived"
    PREPARED = "prepared"
    IN_USE = "in_use"
    SUSPENDED = "suspended"
    ABOLISHED = "abolished"
    EXPIRED = "expired"
    RETURNED = "returned"
    MOVED = "moved"

    @property
    def label(self) -> str:
        return _STATES[self]

    @property
    def is_over(self) -> bool:
        """Nothing but its 返納 and 回収 is left to do."""
        return self in (State.ABOLISHED, State.EXPIRED, State.RETURNED, State.MOVED)


_STATES = {
    State.NONE: "未発行",
    State.APPLIED: "申請中",
    State.ISSUED: "発行済（到着待ち）",
    State.ARRIVED: "到着（交付前設定待ち）",
    State.PREPARED: "交付前設定済（交付待ち）",
    State.IN_USE: "運用中",
    State.SUSPENDED: "一時停止中",
    State.ABOLISHED: "廃止",
    State.EXPIRED: "失効",
    State.RETURNED: "回収・返納済",
    State.MOVED: "転出先の管理",
}


class Due(StrEnum):
    """What must be done about a card, because of the register (期限・要処理)."""

    NOTHING = ""
    CONTINUATION = "continuation"
    OVERSEAS = "overseas"
    DEPARTURE = "departure"
    ABOLITION = "abolition"
    RETURN = "return"

    @property
    def label(self) -> str:
        return _DUES[self]


_DUES = {
    Due.NOTHING: "",
    Due.CONTINUATION: "継続利用の手続",
    Due.OVERSEAS: "国外継続利用の手続",
    Due.DEPARTURE: "転出先での転入の届出",
    Due.ABOLITION: "廃止",
    Due.RETURN: "回収・返納",
}


class By(StrEnum):
    """Who may take an act: a clerk, the card system by a notice, the system itself by a rule of days."""

    DESK = "desk"
    NOTICE = "notice"
    SYSTEM = "system"
