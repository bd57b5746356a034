"""Change of a 個人番号 (番号法7条2項): what is asked of the nation, and the paper on which the new number is recorded. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

RELATIONS: Final = {
    "self": "本人",
    "legal_agent": "法定代理人",
    "agent": "任意代理人（委任状）",
}


LABELS: Final = {
    "asked": "決定を待っています",
    "declined": "要求しないことに決定しました",
    "waiting": "機構の番号を待っています",
    "recorded": "新しい個人番号を記載しました",
    "refused": "断られました",
    "stopped": "送信を中止しました",
}


class Reason(StrEnum):
    """Why a number is changed, as the line says it."""

    REQUEST = "request"
    EX_OFFICIO = "ex_officio"

    @property
    def label(self) -> str:
        return {"request": "請求による変更", "ex_officio": "職権による変更"}[self.value]

    @property
    def kind(self) -> str:
        """The 異動 by which the new number is recorded; its 異動事由 goes with it."""
        return {
            "request": "number_change_request",
            "ex_officio": "number_change_ex_officio",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Asking:
    """What is to be decided; `requested_on`, the relation, name and document of whoever asked only for a request."""

    reason: Reason
    ground: str
    requested_on: date | None = None
    relation: str = ""
    requester: str = ""
    document: str = ""


def case_of(reason: Reason, thread: UUID) -> UUID:
    """The case that will record the number: known from the first, so that every message is found with it."""
    return uuid5(NAMESPACE_URL, f"{reason.kind}:{thread}")


def paper_of(asking: Asking) -> Mapping[str, str]:
    """The fields of the paper besides the person and the number."""
    if asking.reason is Reason.EX_OFFICIO:
        return {"basis": "職権", "ground": asking.ground}
    assert asking.requested_on is not None
    paper = {
        "basis": "請求",
        "requested_on": asking.requested_on.isoformat(),
        "ground": asking.ground,
        "channel": "counter",
        "notifier_relation": asking.relation,
        "notifier": asking.requester,
        "identity_document": asking.document,
    }
    if asking.relation != "self":
        paper["authority_seen"] = "on"
    return {name: text for name, text in paper.items() if text}
