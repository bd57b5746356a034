"""What waits at the till (待っている会計): drawers that were not closed, countings and corrections to be looked at."""

from __future__ import annotations

from django.urls import reverse

from daicho.business.cash.domain.states import CorrectionState, DrawerState
from daicho.business.cash.models import Correction, Drawer
from daicho.foundation.staff.ports import Waiting
from daicho.foundation.staff.public import may
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_today


def cash_waiting(access: Access) -> tuple[Waiting, ...]:
    """For this person and office: what is late first. Counts alone."""
    acting = access.serving(Purpose.CERTIFICATE)
    drawers = Drawer.objects.filter(office=access.office)
    late = drawers.filter(day__lt=business_today()).exclude(state=DrawerState.CLOSED)
    counted = drawers.filter(state=DrawerState.COUNTED).exclude(clerk=access.staff_key)
    asked = Correction.objects.filter(office=access.office, state=CorrectionState.ASKED)
    found = (
        ("cash.view", "締まっていない前の日のレジ", late, "cash_drawers"),
        ("cash.confirm", "確認を待つレジ", counted, "cash_drawers"),
        ("cash.approve", "承認を待つ手数料の訂正", asked, "cash_corrections"),
    )
    return tuple(
        Waiting(label, count, reverse(screen))
        for operation, label, rows, screen in found
        if may(acting, operation) and (count := rows.count())
    )
