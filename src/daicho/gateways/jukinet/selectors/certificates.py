"""Received certificates (転出証明書情報の受領一覧, JUK-006): who may come, from where, until when it can be quoted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Q

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.foundation.vault.public import ring
from daicho.gateways.jukinet.audit_types import CERTIFICATES_LISTED
from daicho.gateways.jukinet.commands.keep_certificate import USE
from daicho.gateways.jukinet.domain.certificates import Standing, kept_until, standing_of
from daicho.gateways.jukinet.models import ReceivedCertificate
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import TOKYO

PER_PAGE: Final = 20
_STATES: Final = {
    Standing.WAITING: Q(case=None, erased_at=None),
    Standing.QUOTED: Q(case__isnull=False, erased_at=None),
    Standing.ERASED: Q(erased_at__isnull=False, cancelled_at=None),
    Standing.CANCELLED: Q(cancelled_at__isnull=False),
}


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """One received certificate; `names` are gone once it is erased."""

    key: UUID
    reference: str
    origin: str
    names: str
    people: int
    move_out_on: date | None
    received_on: date
    until: date
    standing: Standing
    case: UUID | None


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """A page of the list and its lines."""

    page: Page[ReceivedCertificate]
    lines: tuple[CertificateLine, ...]


def list_certificates(access: Access, *, state: str, page: int) -> CertificatePage:
    """The newest first, of one state; those that wait for a 転入届 unless another is asked for."""
    asked = Standing(state) if state in set(Standing) else Standing.WAITING
    with recorded(access, CERTIFICATES_LISTED) as note:
        check_may(access, "jukinet.certificates")
        rows = ReceivedCertificate.objects.filter(_STATES[asked]).order_by("-received_at", "key")
        found = Paginator(rows, PER_PAGE).get_page(page)
        lines = tuple(_line(row) for row in found)
        note.say(state=asked.value, count=len(lines))
    return CertificatePage(found, lines)


def body_of(row: ReceivedCertificate) -> Mapping[str, Any]:  # Any: the message's JSON
    """What came, decrypted within the caller's own act; empty once it is erased."""
    if row.sealed is None:
        return {}
    text = ring().open_text(f"{USE}:{row.key}", bytes(row.sealed), key_id=row.data_key)
    body: Mapping[str, Any] = json.loads(text)
    return body


def _line(row: ReceivedCertificate) -> CertificateLine:
    received_on = row.received_at.astimezone(TOKYO).date()
    people = body_of(row).get("people", [])
    return CertificateLine(
        key=row.key,
        reference=row.reference,
        origin=municipality_of(row.origin).full_name,
        names="、".join(p.get("name") or p.get("name_alphabet", "") for p in people),
        people=row.people,
        move_out_on=row.move_out_on,
        received_on=received_on,
        until=kept_until(received_on, settings.PROFILE.jukinet.certificate_days),
        standing=standing_of(
            quoted=row.case is not None,
            erased=row.erased_at is not None,
            cancelled=row.cancelled_at is not None,
        ),
        case=row.case,
    )
