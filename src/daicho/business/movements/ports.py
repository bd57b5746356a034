"""Ports of movements (差込口): what another part of the business fills in (`config/wiring.py`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daicho.kernel.access import Access
from daicho.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class IssuedCopy:
    """A certificate that went out: its 発行番号, what it is, when, to whom, and where it is seen again."""

    number: str
    title: str
    issued_at: datetime
    requester: str
    url: str = ""


def _no_faults(_kind: str, _case: UUID) -> Sequence[Problem]:
    return ()


faults_of_case: Callable[[str, UUID], Sequence[Problem]] = _no_faults
"""What another part knows against a case of this kind being submitted (a card that was not verified, JUK-007)."""


def _none_issued(_persons: Collection[UUID], _since: datetime) -> Sequence[IssuedCopy]:
    return ()


issued_copies: Callable[[Collection[UUID], datetime], Sequence[IssuedCopy]] = _none_issued
"""The certificates about these persons that went out after an instant, oldest first."""


@dataclass(frozen=True, slots=True)
class CaseNotice:
    """A notice or certificate that an approved case gives rise to (この異動で出す通知), and whether it went out.

    `url` leads to its screen; empty for whoever may not issue it. `detail` says in short what stands on it.
    """

    title: str
    about: str
    to: str
    state: str
    issued: bool
    in_flow: bool
    number: str
    url: str = ""
    detail: tuple[str, ...] = ()


def _all_told(_case: UUID) -> Sequence[str]:
    return ()


not_told_yet: Callable[[UUID], Sequence[str]] = _all_told
"""What an approved case has still to tell other systems, and what it waits for, in words."""


def _none_beside(_case: UUID) -> Sequence[UUID]:
    return ()


messages_beside: Callable[[UUID], Sequence[UUID]] = _none_beside
"""Messages that tell of a case together with others (a household's 送付先情報), by their ids."""


def _no_facts(_case: UUID) -> Sequence[tuple[str, str]]:
    return ()


facts_of_case: Callable[[UUID], Sequence[tuple[str, str]]] = _no_facts
"""What another part has found out for a case (真正性確認), as label and words; within the caller's own act."""


def _no_notices(_access: Access, _case: UUID) -> Sequence[CaseNotice]:
    return ()


notices_of_case: Callable[[Access, UUID], Sequence[CaseNotice]] = _no_notices
"""What comes out in the flow of an approved case or may be asked for; within the caller's own act."""
