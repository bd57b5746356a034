"""Notices (カード管理システムの通知): which act each of them is, and what it says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from daicho.gateways.cards.domain.details import Certificate, Details
from daicho.gateways.cards.domain.states import TABLE, Action, State

ACTS: Final[Mapping[str, Action]] = {
    "issued": Action.ISSUE,
    "express_issued": Action.ISSUE,
    "arrived": Action.ARRIVE,
    "handover": Action.HANDED,
    "suspension": Action.SUSPEND,
    "release": Action.RELEASE,
    "abolition": Action.ABOLISH,
    "surrender": Action.SURRENDER,
    "certificate_renewal": Action.RENEW_CERTIFICATES,
    "certificate_reissue": Action.REISSUE_CERTIFICATES,
    "certificate_revocation": Action.REVOKE_CERTIFICATES,
}
LABELS: Final[Mapping[str, str]] = {
    code: "特急発行" if code == "express_issued" else TABLE[action].label
    for code, action in ACTS.items()
}


class Standing(StrEnum):
    """What became of a notice."""

    APPLIED = "applied"
    UNCHANGED = "unchanged"
    HELD = "held"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {
            "applied": "反映済",
            "unchanged": "変化なし",
            "held": "保留",
            "closed": "反映せず終了",
        }[self.value]


def details_of(body: Mapping[str, Any]) -> Details:
    """What a notice says of its act. Any: the message's JSON."""
    return Details(
        occurred_on=day_of(body["occurred_on"]),
        words=str(body.get("reason", "")),
        card_number=str(body.get("card_number", "")),
        valid_until=day_of(body["valid_until"]) if "valid_until" in body else None,
        certificates=tuple(
            Certificate(c["kind"], c["serial"], day_of(c["valid_until"]))
            for c in body.get("certificates", ())
        ),
    )


def day_of(text: str) -> date:
    """A day as messages write it."""
    return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007  # a day has no zone


def is_done(action: Action, state: State) -> bool:
    """Whether a notice tells of what the desk has done itself."""
    after = TABLE[action].after
    return after is state or (action is Action.ABOLISH and state in (State.EXPIRED, State.RETURNED))
