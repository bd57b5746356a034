"""Erase (期限後消去): 転出証明書情報 and 送付先情報 whose period is over are gone; how many and when stays (JUK-008, 020)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import erase_bodies, erase_questions
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now
from daicho.nodes.municipal_cs.audit_types import ERASED
from daicho.nodes.municipal_cs.domain.dispatches import State
from daicho.nodes.municipal_cs.models import Certificate, Dispatch, DispatchPayload, Erasure

CERTIFICATES = "departure.certificate"
DISPATCHES = "dispatch.information"


def erase_expired(access: Access) -> int:
    """Erase what is due today; one entry and one line for each sort of which there was any. Returns how many.

    The messages that brought a 転出証明書情報 and took it on lose their bodies with it, and questions theirs within the hour.
    """
    now = business_now()
    erase_questions(access)
    erase_bodies(
        access,
        kinds={CERTIFICATES},
        before=_due(now, days=settings.PROFILE.jukinet.certificate_days),
    )
    certificates = _due(now, days=settings.PROFILE.jukinet.certificate_days)
    due = Certificate.objects.filter(erased_at__isnull=True, kept_at__lt=certificates)
    ended = _due(now, days=settings.DISPATCH_DAYS)
    dispatches = Dispatch.objects.filter(erased_at__isnull=True).filter(
        Q(provided_at__lt=ended) | Q(received_at__lt=ended, state__in=State.failed())
    )
    if not due.exists() and not dispatches.exists():
        return 0
    with recorded(access, ERASED) as note:
        keys = list(dispatches.values_list("key", flat=True))
        payloads, _ = DispatchPayload.objects.filter(dispatch__in=keys).delete()
        Dispatch.objects.filter(key__in=keys).update(erased_at=now)
        # What was passed on had its reader: its sealed copy goes as well.
        gone = due.update(sealed=None, codes=[], erased_at=now)
        days = {
            CERTIFICATES: (gone, settings.PROFILE.jukinet.certificate_days),
            DISPATCHES: (len(keys), settings.DISPATCH_DAYS),
        }
        for what, (count, kept) in days.items():
            if count:
                Erasure.objects.create(at=now, what=what, count=count, kept_days=kept)
        note.count = gone + len(keys)
        note.say(certificates=gone, dispatches=len(keys), payloads=payloads)
    return gone + len(keys)


def _due(now: datetime, *, days: int) -> datetime:
    return now - timedelta(days=days)
