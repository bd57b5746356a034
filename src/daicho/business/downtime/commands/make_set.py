"""Make a set (電算停止時の用紙の作成): numbers are reserved for an office, so that paper can begin while nothing runs."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from daicho.business.downtime.audit_types import SET_MADE
from daicho.business.downtime.domain.slips import MOST, Kind, slip_number
from daicho.business.downtime.models import PaperSet, Slip
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem

MOST_COPIES = 30


@dataclass(frozen=True, slots=True)
class SetWish:
    """How many lines each book has, and how many of each blank form are printed."""

    receptions: int
    issues: int
    copies: int


def make_set(access: Access, *, key: UUID, wish: SetWish) -> UUID:
    """Reserve the numbers; the same key sent twice makes one set. `Invalid` beside each field."""
    with recorded(access, SET_MADE) as note:
        # The command line makes a set too, at night or before a planned stop.
        if not access.has(Duty.SYSTEM):
            check_may(access, "downtime.make")
        row = PaperSet.objects.filter(key=key).first()
        if row is not None and row.made_by != access.staff_key:
            raise Conflict("この用紙は、別の人が作ったものです。", code="downtime.key_taken")
        if row is None:
            _check(wish)
            row = _write(access, key, wish)
        note.count = row.receptions + row.issues
        note.say(number=row.number, receptions=row.receptions, issues=row.issues)
    return key


def _write(access: Access, key: UUID, wish: SetWish) -> PaperSet:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('downtime_set_seq')")
        (number,) = cursor.fetchone()
    row = PaperSet.objects.create(
        key=key,
        number=f"停{business_today().year}-{number:04d}",
        office=access.office,
        receptions=wish.receptions,
        issues=wish.issues,
        copies=wish.copies,
        made_at=business_now(),
        made_by=access.staff_key,
        made_by_name=access.name,
    )
    counts = {Kind.RECEPTION: wish.receptions, Kind.ISSUE: wish.issues}
    Slip.objects.bulk_create(
        Slip(
            paper_set=row,
            kind=kind.value,
            position=position,
            number=slip_number(row.number, kind, position),
        )
        for kind, count in counts.items()
        for position in range(1, count + 1)
    )
    return row


def _check(wish: SetWish) -> None:
    limits = (
        ("receptions", "受付簿の行数", wish.receptions, 1, MOST),
        ("issues", "交付簿の行数", wish.issues, 0, MOST),
        ("copies", "届出書の枚数", wish.copies, 1, MOST_COPIES),
    )
    problems = [
        Problem(
            f"downtime.{field}",
            field,
            f"{label}は{least}から{most}までです。",
            "一冊に綴じて使う用紙です。",
            "数を直すか、もう一組作ってください。",
        )
        for field, label, value, least, most in limits
        if not least <= value <= most
    ]
    if problems:
        raise Invalid(problems)
