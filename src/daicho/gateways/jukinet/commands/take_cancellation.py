"""Take a cancellation (転出証明書情報の取消しの受領): the kept certificate is emptied, and quoted by nobody any more.

It may come before the certificate itself: then its place is kept, and the certificate is taken as cancelled.
"""

from __future__ import annotations

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Received
from daicho.gateways.jukinet.audit_types import CERTIFICATE_CANCELLED
from daicho.gateways.jukinet.models import ReceivedCertificate
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now


def take_cancellation(access: Access, received: Received) -> None:
    """Mark it cancelled, once; a case that quoted it can no longer be submitted (`faults_of_quoted`)."""
    body = received.body
    with recorded(access, CERTIFICATE_CANCELLED) as note:
        note.say(origin=body["origin"], reference=body["reference"])
        kept = ReceivedCertificate.objects.filter(
            origin=body["origin"], reference=body["reference"]
        )
        now = real_now()
        if not kept.exists():
            ReceivedCertificate.objects.create(
                key=received.id,
                reference=body["reference"],
                origin=body["origin"],
                people=0,
                code_hashes=[],
                data_key="",
                cancelled_at=now,
                erased_at=now,
            )
        else:
            kept.filter(cancelled_at=None).update(
                cancelled_at=now, sealed=None, code_hashes=[], erased_at=now
            )


def is_cancelled(origin: str, reference: str) -> bool:
    """Whether the origin has taken this certificate back."""
    return ReceivedCertificate.objects.filter(
        origin=origin, reference=reference, cancelled_at__isnull=False
    ).exists()
