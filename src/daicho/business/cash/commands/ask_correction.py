"""Ask for a correction (誤徴収の訂正の申出): the fee as it should have been, and why. Nothing moves before it is approved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from daicho.business.cash.audit_types import CORRECTION_ASKED
from daicho.business.cash.commands.drop_account import reason_missing
from daicho.business.cash.commands.steps import lock_account, next_number
from daicho.business.cash.domain.fees import (
    Charged,
    FeeLine,
    exemption_on,
    line_problems,
    total_of,
)
from daicho.business.cash.domain.states import PENDING, CorrectionState
from daicho.business.cash.models import Account, Correction, CorrectionLine, Entry
from daicho.business.cash.selectors.standing import Standing, standing
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem


@dataclass(frozen=True, slots=True)
class Right:
    """A line as it should have been; a count of zero means that nothing was due for it."""

    count: int
    exemption: str = ""
    ground: str = ""


def ask_correction(
    access: Access, *, account: UUID, lines: Mapping[int, Right], reason: str
) -> UUID:
    """Ask; `lines` says what is right for each position, and leaves alone what it does not name.

    `Invalid` when nothing differs, or for what was typed; `Conflict` when it is not paid or already being corrected.
    """
    check_may(access, "cash.correct")
    with recorded(access, CORRECTION_ASKED) as note:
        row = lock_account(account)
        now = standing(row)
        payment = _correctable(row, now)
        right = _right_lines(row, now, lines)
        if not reason.strip():
            raise Invalid([reason_missing()])
        difference = total_of(right) - now.taken_yen
        asked = Correction.objects.create(
            key=uuid4(),
            number=next_number(business_today()),
            account=row,
            payment=payment,
            difference_yen=difference,
            reason=reason.strip(),
            state=CorrectionState.ASKED.value,
            office=access.office,
            asked_at=business_now(),
            asked_by=access.staff_key,
            asked_by_name=access.name,
        )
        CorrectionLine.objects.bulk_create(
            CorrectionLine(
                correction=asked,
                line_id=key,
                count=line.count,
                exemption=line.exemption,
                article=line.article,
                ground=line.ground,
            )
            for key, line in zip(now.line_keys, right, strict=True)
        )
        note.say(account=row.number, number=asked.number, yen=difference, reason=reason.strip())
    return asked.key


def _correctable(row: Account, now: Standing) -> Entry:
    if now.payment is None:
        raise Conflict(
            "この会計は、まだ収納していません。",
            why="訂正は、収納したものについて行います。",
            remedy="収納の前なら、会計を取りやめて作り直してください。",
            code="cash.not_paid",
        )
    if Correction.objects.filter(account=row, state__in=[s.value for s in PENDING]).exists():
        raise Conflict(
            "この会計の訂正が、もう申し出られています。",
            why="一つの会計の訂正は、一つずつ行います。",
            remedy="先の申出を進めるか、取り下げてください。",
            code="cash.correction_pending",
        )
    return now.payment


def _right_lines(row: Account, now: Standing, lines: Mapping[int, Right]) -> tuple[Charged, ...]:
    """Every line as it should have been, by the tables of the day of the account."""
    found: list[Charged] = []
    problems: list[Problem] = []
    for at, line in enumerate(now.lines):
        right = lines.get(at, Right(line.count, line.exemption, line.ground))
        asked = FeeLine(line.code, right.count, right.exemption, right.ground, line.issues)
        wrong = line_problems(asked, at, row.opened_on)
        if right.count == 0:
            wrong = [p for p in wrong if p.code != "cash.line_count"]
        problems += wrong
        exempt = exemption_on(right.exemption, row.opened_on) if right.exemption else None
        found.append(
            replace(
                line,
                count=right.count,
                exemption=right.exemption,
                article=exempt.source if exempt else "",
                ground=right.ground.strip(),
            )
        )
    if problems:
        raise Invalid(problems)
    if _essence(found) == _essence(now.lines):
        raise Invalid([NOTHING_DIFFERS])
    return tuple(found)


def _essence(lines: tuple[Charged, ...] | list[Charged]) -> list[tuple[int, str]]:
    return [(line.count, line.exemption) for line in lines]


NOTHING_DIFFERS = Problem(
    "cash.nothing_differs",
    "lines",
    "直すところがありません。",
    "件数も減免も、今の会計と同じです。",
    "正しい件数か減免を入力してください。",
)
