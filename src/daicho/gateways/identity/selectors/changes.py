"""One change (個人番号の変更の要求の状態): what became of one request. There is no list of who asked (STD-7.1.2.1 must_not)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.ports import Waiting
from daicho.foundation.staff.public import check_may, may
from daicho.gateways.identity.audit_types import CHANGE_VIEWED
from daicho.gateways.identity.domain.change import LABELS, Reason
from daicho.gateways.identity.models import NumberChange
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing
from daicho.registers.residents.public import records_on


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One request: `case` is the 異動 that recorded the new number, None until then."""

    key: UUID
    who: str
    atena_number: str
    reason: str
    ground: str
    state: str
    label: str
    problems: tuple[str, ...]
    asked_at: datetime
    asked_by: str
    decided_at: datetime | None
    decided_by: str
    decision_words: str
    may_decide: bool
    case: UUID | None


def view_change(access: Access, *, change: UUID) -> ChangeView:
    """The state of one request."""
    check_may(access, "identity.change")
    with recorded(access, CHANGE_VIEWED) as note:
        row = NumberChange.objects.filter(key=change).first()
        if row is None:
            raise Missing(
                "この要求はありません。", remedy="個人番号の変更の画面から要求してください。"
            )
        held = max(records_on([row.person], business_today()), key=lambda h: h.history_number)
        note.about(row.person)
        note.say(state=row.state)
    return ChangeView(
        key=row.key,
        who=held.particulars.printed_name,
        atena_number=held.atena_number,
        reason=Reason(row.reason).label,
        ground=row.ground,
        state=row.state,
        label=LABELS[row.state],
        problems=tuple(f"{p['what']}{p['why']}{p['remedy']}" for p in row.problems),
        asked_at=row.asked_at,
        asked_by=row.asked_by_name,
        decided_at=row.decided_at,
        decided_by=row.decided_by_name,
        decision_words=row.decision_words,
        may_decide=row.state == "asked"
        and row.asked_by != access.staff_key
        and may(access, "identity.change_decide"),
        case=row.case if row.state == "recorded" else None,
    )


def next_undecided(access: Access) -> UUID | None:
    """The oldest request that this person may decide; None: there is none. Nobody is named."""
    check_may(access, "identity.change_decide")
    return _undecided(access).order_by("asked_at").values_list("key", flat=True).first()


def changes_waiting(access: Access) -> tuple[Waiting, ...]:
    """How many requests wait for this person's decision."""
    if not may(access.serving(Purpose.MOVEMENT), "identity.change_decide"):
        return ()
    count = _undecided(access).count()
    url = reverse("identity_next_change")
    return (Waiting("決定を待つ個人番号の変更", count, url),) if count else ()


def _undecided(access: Access) -> QuerySet[NumberChange]:
    return NumberChange.objects.filter(state="asked").exclude(asked_by=access.staff_key)
