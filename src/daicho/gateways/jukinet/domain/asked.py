"""States of a request (転出証明書情報の求めの状態). Pure."""

from __future__ import annotations

from enum import StrEnum


class Asked(StrEnum):
    """What became of a request."""

    WAITING = "waiting"
    COMING = "coming"
    CAME = "came"
    NONE = "none"

    @property
    def label(self) -> str:
        return {
            "waiting": "問合せ中",
            "coming": "届くのを待っています",
            "came": "届きました",
            "none": "該当なし",
        }[self.value]

    @property
    def tone(self) -> str:
        return {"came": "good", "none": "error"}.get(self.value, "key")
