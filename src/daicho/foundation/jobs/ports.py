"""Ports of jobs (差込口): the kinds that there are, filled by the wiring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from daicho.foundation.jobs.domain.kinds import JobKind
from daicho.foundation.staff.public import OPERATIONS
from daicho.kernel.errors import Missing

kinds: Mapping[str, JobKind] = {}
"""Every kind of job by its code."""


def by_code(given: Iterable[JobKind]) -> dict[str, JobKind]:
    """The kinds by code; a code that is used twice or an operation that is not in the policy is a KeyError."""
    found: dict[str, JobKind] = {}
    for kind in given:
        if kind.code in found or kind.operation not in OPERATIONS:
            raise KeyError(kind.code)
        found[kind.code] = kind
    return found


def kind_of(code: str) -> JobKind:
    """One kind; `Missing` in words when there is none."""
    if code not in kinds:
        raise Missing(
            "この種類のバッチ処理はありません。",
            remedy="バッチ処理の画面から、種類を選び直してください。",
            code="jobs.kind_unknown",
        )
    return kinds[code]
