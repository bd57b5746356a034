"""Erase places (別の送付先・ローマ字の一括消去): their period runs from when everybody concerned was told, or nobody is to be."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q

from daicho.business.retention.public import policies_on
from daicho.foundation.audit.public import recorded
from daicho.gateways.dispatch.audit_types import ERASED
from daicho.gateways.dispatch.domain.states import OVER
from daicho.gateways.dispatch.models import Arrangement, RomanName, Wish
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO, business_now, business_today

FILE: Final = "dispatch_places"


def erase_places(access: Access) -> int:
    """Empty what is due; that there was something, and when it went, stays. No entry where nothing is due."""
    days = next(p.days for p in policies_on(business_today()) if p.code == FILE)
    first_kept = business_today() - timedelta(days=days)
    before = datetime.combine(first_kept, time(), tzinfo=TOKYO)
    needed = ~Q(state__in=[s.value for s in OVER]) | Q(changed_at__gte=before)
    own = Wish.objects.filter(needed)
    places = Arrangement.objects.filter(
        ~Exists(own.filter(arrangement=OuterRef("key"))), sealed__isnull=False, made_at__lt=before
    )
    names = RomanName.objects.filter(
        ~Exists(own.filter(person=OuterRef("person"))), sealed__isnull=False, kept_at__lt=before
    )
    if not places.exists() and not names.exists():
        return 0
    with recorded(access, ERASED) as note:
        gone = {"sealed": None, "data_key": "", "erased_at": business_now()}
        emptied = places.update(**gone), names.update(**gone)
        note.count = sum(emptied)
        note.say(before=first_kept.isoformat(), places=emptied[0], names=emptied[1])
        return note.count
