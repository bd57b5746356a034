"""Requests (転出証明書情報の求めの一覧): the newest first, and what became of each; no number of anybody's is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from daicho.gateways.jukinet.domain.asked import Asked
from daicho.gateways.jukinet.models import AskedCertificate, ReceivedCertificate
from daicho.kernel.addresses import municipality_of
from daicho.kernel.errors import Problem

SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One request as the screen shows it."""

    origin: str
    asked_at: datetime
    asked_by: str
    state: Asked
    trouble: str
    reference: str


def newest_asked() -> tuple[AskedLine, ...]:
    """The newest ones; within the act of the list that they stand beside."""
    rows = list(AskedCertificate.objects.order_by("-asked_at")[:SHOWN])
    came = ReceivedCertificate.objects.in_bulk([r.certificate for r in rows if r.certificate])
    return tuple(
        AskedLine(
            origin=municipality_of(row.origin).full_name,
            asked_at=row.asked_at,
            asked_by=row.asked_by_name,
            state=Asked(row.state),
            trouble="".join(f"{p['what']}{p['remedy']}" for p in row.problems),
            reference=came[row.certificate].reference if row.certificate in came else "",
        )
        for row in rows
    )


def faults_of_quoted(_kind: str, case: UUID) -> tuple[Problem, ...]:
    """Why a case cannot be submitted: the 転出 whose certificate it quotes was cancelled."""
    cancelled = ReceivedCertificate.objects.filter(case=case, cancelled_at__isnull=False)
    return (CANCELLED,) if cancelled.exists() else ()


CANCELLED: Final = Problem(
    "certificate.cancelled",
    "",
    "引用した転出証明書情報は、転出地で取り消されました。",
    "転出が取り消されたので、この転出証明書情報による転入はできません。",
    "転出地に確かめてください。転入しないときは、この下書きを取り消してください。",
)
