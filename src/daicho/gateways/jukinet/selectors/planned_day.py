"""Planned day (転出予定日): what the 転出証明書情報 that a 特例転入 quotes says of the day of leaving."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from daicho.gateways.jukinet.models import ReceivedCertificate


def planned_departure(case: UUID) -> date | None:
    """The 転出予定日 of the certificate that a case quotes; None for a case that quotes none."""
    rows = ReceivedCertificate.objects.filter(case=case)
    return rows.values_list("move_out_on", flat=True).first()
