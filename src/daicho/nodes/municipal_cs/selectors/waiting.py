"""Waiting (待っているもの): what waits for somebody at the CS today: how many, and where; never who."""

from __future__ import annotations

from django.urls import reverse

from daicho.foundation.reconciliation.public import reconcile_waiting
from daicho.foundation.staff.ports import Waiting
from daicho.foundation.staff.public import OPERATIONS
from daicho.kernel.access import Access
from daicho.nodes.municipal_cs.domain.dispatches import State
from daicho.nodes.municipal_cs.models import Dispatch, NumberRequest, Rejection
from daicho.nodes.municipal_cs.selectors.inspections import overdue
from daicho.nodes.municipal_cs.selectors.lists import OUTSTANDING


def cs_waiting(access: Access) -> tuple[Waiting, ...]:
    """For the home page of whoever may see each; nothing where nothing waits."""
    found = []
    if _is_charged(access, "rejections.view"):
        open_ones = Rejection.objects.filter(settled_at__isnull=True).count()
        found.append(Waiting("処理していない異常", open_ones, reverse("cs_rejections")))
    if _is_charged(access, "numbers.list"):
        outstanding = NumberRequest.objects.filter(state__in=OUTSTANDING).count()
        found.append(Waiting("未着の番号", outstanding, reverse("cs_numbers")))
    if _is_charged(access, "dispatch.medium"):
        checked = Dispatch.objects.filter(state=State.CHECKED.value).count()
        url = f"{reverse('cs_dispatches')}?state={State.CHECKED.value}"
        found.append(Waiting("提供していない送付先情報", checked, url))
    if _is_charged(access, "inspection.sign"):
        found.append(Waiting("点検していない日", overdue(), reverse("cs_inspections")))
    return (*(each for each in found if each.count), *reconcile_waiting(access))


def _is_charged(access: Access, code: str) -> bool:
    """Whatever the purpose now chosen: the home page has none."""
    return access.has(*OPERATIONS[code].duties) and code not in access.withheld
