"""What other parts may ask of requests."""

from __future__ import annotations

from django.urls import reverse

from daicho.business.requests.domain.inquiry import InquiryState
from daicho.business.requests.domain.states import State
from daicho.business.requests.models import Inquiry, Request
from daicho.business.requests.selectors.held_orders import orders_kept_for
from daicho.foundation.staff.policy import may
from daicho.foundation.staff.ports import Waiting
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_today


def requests_waiting(access: Access) -> tuple[Waiting, ...]:
    """What waits at the desks for this person: how many and where, never who."""
    acting = access.serving(Purpose.CERTIFICATE)
    found = []
    if may(acting, "requests.handle"):
        rows = Request.objects
        url = reverse("requests_list")
        overdue = rows.filter(state=State.CORRECTING.value, due_on__lt=business_today()).count()
        undelivered = rows.filter(state=State.ISSUED.value).count()
        found = [
            Waiting("作って渡していない証明書の請求", undelivered, f"{url}?state=issued&day="),
            Waiting("補正の期限を過ぎた郵送請求", overdue, f"{url}?state=correcting&day="),
        ]
    if may(access.serving(Purpose.INQUIRY), "inquiries.approve"):
        rows_to_decide = Inquiry.objects.filter(state=InquiryState.SUBMITTED.value)
        count = rows_to_decide.exclude(opened_by=access.staff_key).count()
        found.append(
            Waiting("決裁を待つ照会回答", count, f"{reverse('inquiries_list')}?state=submitted")
        )
    return tuple(found)


__all__ = ["orders_kept_for", "requests_waiting"]
