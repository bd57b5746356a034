"""Write duties (職務の書込み): what an approved request says of duties by name becomes grants, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from daicho.foundation.staff.commands.grant_duty import append_grant
from daicho.foundation.staff.domain.aspects import Aspect, Subject
from daicho.foundation.staff.models import DutyGrant, RightsLine, RightsRequest, Staff
from daicho.foundation.staff.selectors.accounts import locked_staff
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict


def write_duties(access: Access, request: RightsRequest, lines: Iterable[RightsLine]) -> None:
    """From the request's day on each person holds exactly the duties of their line; `undo` keeps what was there."""
    for line in lines:
        if (line.subject_kind, line.aspect) == (Subject.STAFF.value, Aspect.DUTIES.value):
            key = Staff.objects.values_list("key", flat=True).get(login=line.subject)
            staff = locked_staff(key)
            ended = _end_others(access, request, staff, kept=set(line.values))
            made = _add(access, request, staff, wanted=line.values)
            line.undo = {"ended": ended, "made": made}


def take_back_duties(access: Access, lines: Iterable[RightsLine]) -> None:
    """Before the day has come: what was to be granted never begins, and what was to end goes on."""
    for line in lines:
        for key in (line.undo or {}).get("made", ()):
            grant = DutyGrant.objects.get(key=UUID(key))
            _set_end(access, grant, grant.valid_from, reason="予約の取消し")
        for row in (line.undo or {}).get("ended", ()):
            _reopen(access, row)


def _end_others(
    access: Access, request: RightsRequest, staff: Staff, *, kept: set[str]
) -> list[dict[str, Any]]:  # Any: JSON
    day = request.effective_on
    running = DutyGrant.objects.filter(staff=staff).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=day)
    )
    ended = []
    for grant in running.exclude(duty__in=kept):
        last = max(day, grant.valid_from)
        if grant.valid_until == last:
            continue
        until = grant.valid_until.isoformat() if grant.valid_until else None
        ended.append({"grant": str(grant.key), "until": until})
        _set_end(access, grant, last, reason=request.reason)
    return ended


def _add(
    access: Access, request: RightsRequest, staff: Staff, *, wanted: Iterable[str]
) -> list[str]:
    day, made = request.effective_on, []
    for duty in wanted:
        later = DutyGrant.objects.filter(staff=staff, duty=duty).exclude(valid_until__lte=day)
        following = later.order_by("valid_from").first()
        if following is not None and following.valid_from <= day:
            continue
        grant = append_grant(
            access,
            staff,
            duty=Duty(duty),
            valid_from=day,
            valid_until=following.valid_from if following else None,
            reason=request.reason,
        )
        made.append(str(grant.key))
    return made


def _set_end(access: Access, grant: DutyGrant, last: date, *, reason: str) -> None:
    DutyGrant.objects.filter(key=grant.key).update(
        valid_until=last, ended_by=access.staff_key, ended_at=real_now(), end_reason=reason
    )


def _reopen(access: Access, row: dict[str, Any]) -> None:  # Any: JSON
    until = date.fromisoformat(row["until"]) if row["until"] else None
    try:
        with transaction.atomic():
            DutyGrant.objects.filter(key=UUID(row["grant"])).update(
                valid_until=until,
                ended_by=access.staff_key if until else None,
                ended_at=real_now() if until else None,
                end_reason="",
            )
    except IntegrityError as error:
        raise Conflict(
            "この予約は取り消せません。",
            why="終わる予定だった職務と期間の重なる付与が、後から行われています。",
            remedy="先に、後からの付与を終えてください。",
            code="rights.granted_since",
        ) from error
