"""One change (個人番号の変更の要求の状態): what became of one request. There is no list of who asked (STD-7.1.2.1 must_not)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.gateways.identity.audit_types import CHANGE_VIEWED
from daicho.gateways.identity.domain.change import Reason
from daicho.gateways.identity.models import NumberChange
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing
from daicho.registers.residents.public import records_on

LABELS = {
    "waiting": "機構の番号を待っています",
    "recorded": "新しい個人番号を記載しました",
    "refused": "断られました",
    "stopped": "送信を中止しました",
}


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One request: `case` is the 異動 that recorded the new number, None until then."""

    who: str
    atena_number: str
    reason: str
    ground: str
    state: str
    label: str
    problems: tuple[str, ...]
    asked_at: datetime
    asked_by: str
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
        who=held.particulars.printed_name,
        atena_number=held.atena_number,
        reason=Reason(row.reason).label,
        ground=row.ground,
        state=row.state,
        label=LABELS[row.state],
        problems=tuple(f"{p['what']}{p['why']}{p['remedy']}" for p in row.problems),
        asked_at=row.asked_at,
        asked_by=row.asked_by_name,
        case=row.case if row.state == "recorded" else None,
    )
