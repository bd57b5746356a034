"""Events of cash (収納の出来事)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from daicho.kernel.events import Event


@dataclass(frozen=True, slots=True)
class Paid(Event):
    """An account was paid in full (or found to be free): `yen` is what came in; keys as text."""

    kind: ClassVar[str] = "cash.paid"

    account: str
    request_key: str
    yen: int
    method: str


@dataclass(frozen=True, slots=True)
class Returned(Event):
    """Yen of an account went back: the payment was cancelled, or a fee wrongly taken was returned.

    `still_paid` is False after a cancellation: the account is due again.
    """

    kind: ClassVar[str] = "cash.returned"

    account: str
    request_key: str
    yen: int
    still_paid: bool
