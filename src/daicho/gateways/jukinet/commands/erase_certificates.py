"""Erase certificates (転出証明書情報の消去, JUK-008): whoever has not come in time is forgotten; the day and the count stay."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.conf import settings

from daicho.foundation.audit.public import recorded
from daicho.gateways.jukinet.audit_types import CERTIFICATES_ERASED
from daicho.gateways.jukinet.models import ReceivedCertificate
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO, business_today, real_now


def erase_certificates(access: Access) -> int:
    """Forget the content of those whose days are over; nothing is entered where there are none. Returns how many."""
    today = business_today()
    first_kept = today - timedelta(days=settings.PROFILE.jukinet.certificate_days)
    due = ReceivedCertificate.objects.filter(
        erased_at=None, received_at__lt=datetime.combine(first_kept, time(), tzinfo=TOKYO)
    )
    if not due.exists():
        return 0
    with recorded(access, CERTIFICATES_ERASED) as note:
        note.count = due.update(sealed=None, code_hashes=[], erased_at=real_now())
        note.say(day=first_kept.isoformat())
        return note.count
