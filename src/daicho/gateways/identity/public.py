"""What config hands on to other gateways and to the case page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daicho.gateways.identity.commands.verify_number import Authenticity
from daicho.gateways.identity.domain.change import Asking, Reason
from daicho.gateways.identity.models import NumberChange, Verification
from daicho.kernel.clock import TOKYO
from daicho.kernel.wareki import format_wareki


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a number that was asked for in a thread."""

    person: UUID
    asking: Asking


@dataclass(frozen=True, slots=True)
class Verified:
    """The last word of the nation about a case's number (真正性確認); only `confirmed` is 確認済."""

    label: str
    confirmed: bool
    at: datetime
    by: str


def change_in(thread: UUID) -> Change | None:
    """The change that was decided on in a thread, in whatever state: one that was refused may have been sent again."""
    decided = NumberChange.objects.exclude(state__in=("asked", "declined"))
    row = decided.filter(thread=thread).first()
    if row is None:
        return None
    asking = Asking(
        reason=Reason(row.reason),
        ground=row.ground,
        requested_on=row.requested_on,
        relation=row.relation,
        requester=row.requester,
        document=row.document,
    )
    return Change(row.person, asking)


def verified_of_case(case: UUID) -> Verified | None:
    """The state of 真正性確認 of a case; None where nobody has asked. Within the act of whoever shows the case."""
    return _verified(Verification.objects.filter(case=case).order_by("-at").first())


def verified_of_person(person: UUID) -> Verified | None:
    """The same of somebody on the register."""
    return _verified(Verification.objects.filter(person=person).order_by("-at").first())


def facts_of_case(case: UUID) -> tuple[tuple[str, str], ...]:
    """What the case page says of 真正性確認; nothing where nobody has asked."""
    told = verified_of_case(case)
    if told is None:
        return ()
    day = format_wareki(told.at.astimezone(TOKYO).date())
    return (("個人番号の真正性確認", f"{told.label}（{day}、{told.by}）"),)


def _verified(row: Verification | None) -> Verified | None:
    if row is None:
        return None
    result = Authenticity(row.result)
    return Verified(result.label, result is Authenticity.SAME, row.at, row.by_name)
