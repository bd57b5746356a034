"""Approve rights (権限の申請の承認): by another than who asked; from its day on it holds, without anything run (STD-10.3)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import RIGHTS_APPROVED
from daicho.foundation.staff.commands.ask_rights import asked_on, check_lines, digest_of
from daicho.foundation.staff.commands.rights_steps import (
    check_asked,
    check_not_own,
    locked_request,
)
from daicho.foundation.staff.commands.write_duties import write_duties
from daicho.foundation.staff.domain.aspects import ENDED, Aspect, Subject
from daicho.foundation.staff.domain.states import RequestState
from daicho.foundation.staff.domain.wishes import Known, Wish, check_wishes, newcomers
from daicho.foundation.staff.errors import last_administrator
from daicho.foundation.staff.models import RightsLine, RightsRequest, Staff
from daicho.foundation.staff.selectors.duties import administrators_left
from daicho.foundation.staff.selectors.rights_state import state_on
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import business_now, business_today, real_now
from daicho.kernel.errors import Invalid, Refused


def approve_rights(access: Access, *, request_key: UUID) -> None:
    """Approve: everything is checked again against the register of rights as it is now; all lines or none."""
    with recorded(access, RIGHTS_APPROVED) as note:
        request, lines = locked_request(request_key)
        check_lines(access, {Aspect(line.aspect) for line in lines})
        check_asked(request)
        _check_another(access, request, lines)
        wishes = [wish_of(line) for line in lines]
        state = state_on(access, day=request.effective_on)
        asked = asked_on(request.effective_on, but=request.key)
        problems = check_wishes(wishes, Known(state=state, actor=access.login, asked=asked))
        if problems:
            raise Invalid(problems)
        for login, wished in newcomers(wishes, state).items():
            _register(request, login, name=wished[Aspect.NAME][0], office=wished[Aspect.OFFICE][0])
        write_duties(access, request, lines)
        _check_administered(request, lines)
        _count(access, request, lines)
        note.say(
            request=str(request.key),
            effective_on=request.effective_on.isoformat(),
            lines=len(lines),
            digest=digest_of(lines),
        )
        note.count = len(lines)


def wish_of(line: RightsLine) -> Wish:
    """A line as it was wished for."""
    return Wish(Subject(line.subject_kind), line.subject, Aspect(line.aspect), tuple(line.values))


def _check_another(access: Access, request: RightsRequest, lines: Sequence[RightsLine]) -> None:
    if request.asked_by == access.staff_key:
        raise Refused(
            "自分の申請を承認することはできません。",
            why="権限の変更は、申請した人と別の人が確かめる決まりです。",
            remedy="ほかの担当に承認を頼んでください。",
            code="rights.own_request",
        )
    check_not_own(access, list(lines))
    if request.effective_on < business_today():
        raise Refused(
            "適用日を過ぎた申請は承認できません。",
            why="過ぎた日の権限は、後から変えられません。",
            remedy="差し戻して、今日以後の適用日で申請し直してください。",
            code="rights.day_past",
        )


def _register(request: RightsRequest, login: str, *, name: str, office: str) -> None:
    # Nobody knows a password of it: 管理 gives the first one when its holder has come.
    staff = Staff(
        key=uuid4(), login=login, name=name, office=office, valid_from=request.effective_on
    )
    staff.set_unusable_password()
    staff.password_changed_at = staff.registered_at = real_now()
    staff.save(force_insert=True)


def _check_administered(request: RightsRequest, lines: Sequence[RightsLine]) -> None:
    """Raise `Refused` where the lines would leave nobody who may govern rights."""
    losing = {
        line.subject
        for line in lines
        if line.subject_kind == Subject.STAFF.value
        and Duty.ADMINISTER.value not in line.values
        and line.aspect in (Aspect.USE.value, Aspect.DUTIES.value)
        and (line.aspect == Aspect.DUTIES.value or line.values == [ENDED])
    }
    if losing and not administrators_left(losing, day=request.effective_on):
        raise last_administrator()


def _count(access: Access, request: RightsRequest, lines: Sequence[RightsLine]) -> None:
    now = business_now()
    for line in lines:
        line.decided_at = now
    RightsLine.objects.bulk_update(lines, ["decided_at", "undo"])
    request.state = RequestState.APPROVED.value
    request.decided_by, request.decided_by_name = access.staff_key, access.name
    request.decided_at = now
    request.save(update_fields=["state", "decided_by", "decided_by_name", "decided_at"])
