"""Erased (廃棄済の照会): what was disposed of, by its number or its key, with the day and the receipt's number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import models

from daicho.business.retention.audit_types import ERASED_LOOKED_UP
from daicho.business.retention.models import PlanFile, PlanItem
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import TOKYO
from daicho.kernel.wareki import format_wareki

MOST: Final = 50


@dataclass(frozen=True, slots=True)
class Erased:
    """One matter that is gone."""

    title: str
    name: str
    ended_on: date
    erased_at: datetime
    receipt: str
    plan: UUID

    @property
    def sentence(self) -> str:
        day = format_wareki(self.erased_at.astimezone(TOKYO).date())
        return f"「{self.title}」は、保存期間を過ぎたため{day}に廃棄しました（受領番号 {self.receipt}）。"


def look_up_erased(access: Access, *, number: str) -> tuple[Erased, ...]:
    """Everything of that number (or key) which was disposed of. One entry."""
    check_may(access, "retention.view")
    wanted = number.strip()
    with recorded(access, ERASED_LOOKED_UP) as note:
        found = _erased(_named(wanted)) if wanted else ()
        note.say(number=wanted, found=len(found))
    return found


def disposed_note(keys: Iterable[UUID]) -> str:
    """What to say of something that is not there any more; blank when it was never disposed of."""
    items = [str(key) for key in keys]
    found = _erased(PlanItem.objects.filter(item__in=items)) if items else ()
    return found[0].sentence if found else ""


def _named(wanted: str) -> models.QuerySet[PlanItem]:
    return PlanItem.objects.filter(number=wanted) | PlanItem.objects.filter(item=wanted)


def _erased(rows: models.QuerySet[PlanItem]) -> tuple[Erased, ...]:
    gone = rows.filter(erased_at__isnull=False).select_related("plan").order_by("-erased_at", "id")
    found = list(gone[:MOST])
    files = PlanFile.objects.filter(plan__in={row.plan_id for row in found})
    titles = {(file.plan_id, file.file): file.title for file in files}
    return tuple(
        Erased(
            title=titles[(row.plan_id, row.file)],
            name=row.number or row.item,
            ended_on=row.ended_on,
            erased_at=row.erased_at,
            receipt=row.plan.number,
            plan=row.plan_id,
        )
        for row in found
        if row.erased_at is not None
    )
