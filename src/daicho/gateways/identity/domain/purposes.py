"""Purposes (照会の目的): what the counter asks for, in the words that go on the line, and which records it goes on with.

For a 転入 the record may already be 転出; everything else wants somebody who is 現存.
"""

from __future__ import annotations

from enum import StrEnum

from daicho.gateways.identity.domain.comparison import MOVED_OUT, PRESENT


class Purpose(StrEnum):
    """Why somebody is asked about."""

    SPECIAL_MOVE_IN = "special_move_in"
    MOVE_IN = "move_in"
    WIDE_AREA = "wide_area"
    CARD = "card"
    RESIDENT = "resident"
    OTHER = "other"

    @property
    def words(self) -> str:
        return {
            "special_move_in": "特例転入の本人確認",
            "move_in": "転入届の本人確認",
            "wide_area": "広域交付の本人確認",
            "card": "個人番号カードの事務の本人確認",
            "resident": "住民の届出・請求の本人確認",
            "other": "その他",
        }[self.value]

    @property
    def standings(self) -> frozenset[str]:
        moving = self in (Purpose.SPECIAL_MOVE_IN, Purpose.MOVE_IN)
        return frozenset({PRESENT, MOVED_OUT} if moving else {PRESENT})
