"""Ask for rights (権限の申請): what shall hold from a day on; nothing changes until another person approves (STD-10.3)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.audit_types import RIGHTS_ASKED
from daicho.foundation.staff.domain.aspects import TABLE, Aspect, Subject
from daicho.foundation.staff.domain.states import RequestState
from daicho.foundation.staff.domain.wishes import (
    Known,
    State,
    Wish,
    check_wishes,
    differences,
)
from daicho.foundation.staff.errors import check_filled
from daicho.foundation.staff.models import RightsLine, RightsRequest
from daicho.foundation.staff.policy import check_may
from daicho.foundation.staff.selectors.rights_state import state_on
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem


def ask_rights(
    access: Access, *, key: UUID, effective_on: date, reason: str, wishes: Sequence[Wish]
) -> UUID:
    """Keep a request with the lines that would change something; `effective_on` is today or later.

    The same key sent twice makes one request. `Invalid` with everything wrong, or when nothing would change;
    `Refused` without the operation that a line needs.
    """
    with recorded(access, RIGHTS_ASKED) as note:
        check_lines(access, {wish.aspect for wish in wishes})
        check_filled(reason=(reason, "理由"))
        changed, state = checked(access, wishes, effective_on=effective_on)
        request = RightsRequest(
            key=key,
            effective_on=effective_on,
            reason=reason.strip(),
            state=RequestState.ASKED.value,
            asked_by=access.staff_key,
            asked_by_name=access.name,
            asked_at=business_now(),
        )
        _insert(request)
        lines = RightsLine.objects.bulk_create(
            _line(request, wish, state, position) for position, wish in enumerate(changed)
        )
        note.say(
            request=str(key),
            effective_on=effective_on.isoformat(),
            lines=len(lines),
            digest=digest_of(lines),
            reason=request.reason,
        )
        note.count = len(lines)
    return key


def checked(
    access: Access, wishes: Sequence[Wish], *, effective_on: date
) -> tuple[tuple[Wish, ...], State]:
    """The wishes that change something, and the state before; `Invalid` with everything that is wrong."""
    if effective_on < business_today():
        raise Invalid(
            [
                Problem(
                    "rights.day_past",
                    "effective_on",
                    "適用日が過去です。",
                    "過ぎた日の権限は、後から変えられません。",
                    "今日以後の日を入力してください。",
                )
            ]
        )
    state = state_on(access, day=effective_on)
    changed = differences(wishes, state)
    asked = asked_on(effective_on)
    problems = check_wishes(changed, Known(state=state, actor=access.login, asked=asked))
    if not changed:
        problems = [
            Problem(
                "rights.nothing",
                "",
                "変わるところがありません。",
                "その日の権限は、もう入力のとおりです。",
                "内容と適用日を確かめてください。",
            )
        ]
    if problems:
        raise Invalid(problems)
    return changed, state


def check_lines(access: Access, aspects: Iterable[Aspect]) -> None:
    """Raise `Refused` unless the actor may ask for, or decide on, every one of these aspects."""
    check_may(access, "staff.requests")
    for operation in sorted({TABLE[aspect].operation for aspect in aspects}):
        check_may(access, operation)


def asked_on(day: date, *, but: UUID | None = None) -> frozenset[tuple[Subject, str, Aspect]]:
    """What requests that nobody has decided on say already of a day."""
    lines = RightsLine.objects.filter(
        request__state=RequestState.ASKED.value, request__effective_on=day
    ).exclude(request_id=but)
    return frozenset(
        (Subject(kind), subject, Aspect(aspect))
        for kind, subject, aspect in lines.values_list("subject_kind", "subject", "aspect")
    )


def digest_of(lines: Iterable[RightsLine]) -> str:
    """The digest of what a request says, for the trail: the lines themselves stay in its table."""
    text = "\n".join(
        "\t".join((line.subject_kind, line.subject, line.aspect, *line.values)) for line in lines
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _line(request: RightsRequest, wish: Wish, state: State, position: int) -> RightsLine:
    return RightsLine(
        request=request,
        position=position,
        subject_kind=wish.subject_kind.value,
        subject=wish.subject,
        aspect=wish.aspect.value,
        before=list(state.get(wish.name, {}).get(wish.aspect, ())),
        values=list(wish.values),
        valid_from=request.effective_on,
    )


def _insert(request: RightsRequest) -> None:
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(
            "この申請はもう出されています。",
            why="同じ画面が二度送られました。二重には申請していません。",
            remedy="申請の一覧を確かめてください。",
            code="rights.sent_twice",
        ) from error
