"""Holds (廃棄の保留と解除): somebody says why something stays, and later that it need not any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from daicho.business.retention import ports
from daicho.business.retention.audit_types import HOLD_ENDED, HOLD_SET
from daicho.business.retention.commands.steps import disposable
from daicho.business.retention.models import Hold
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Missing, Problem

ISSUE_HISTORY = "issue_history"


@dataclass(frozen=True, slots=True)
class HoldWish:
    """What the form says: a file (blank: all), a number of it, or a person by 宛名番号; and why."""

    file: str
    number: str
    atena_number: str
    reason: str
    review_on: date | None


def set_hold(access: Access, *, hold: UUID, wish: HoldWish) -> UUID:
    """Keep something back from now on; the same key sent twice makes one. `Invalid` beside each field."""
    with recorded(access, HOLD_SET) as note:
        check_may(access, "retention.hold")
        known = Hold.objects.filter(key=hold).first()
        if known is None:
            person = _check(wish)
            known = Hold.objects.create(
                key=hold,
                file=wish.file,
                number=wish.number.strip(),
                person=person,
                reason=wish.reason.strip(),
                review_on=wish.review_on,
                set_at=business_now(),
                set_by=access.staff_key,
                set_by_name=access.name,
            )
        if known.person:
            note.about(known.person)
        note.say(file=known.file, number=known.number, reason=known.reason)
    return hold


def end_hold(access: Access, *, hold: UUID, reason: str) -> None:
    """End a hold, with the reason; `Conflict` for one that was ended already."""
    with recorded(access, HOLD_ENDED) as note:
        check_may(access, "retention.hold")
        row = Hold.objects.select_for_update().filter(key=hold).first()
        if row is None:
            raise Missing("この保留はありません。", remedy="保留の一覧から選び直してください。")
        if row.ended_at is not None:
            raise Conflict("この保留は、既に解かれています。", code="retention.hold_ended")
        if not reason.strip():
            raise Invalid(
                [_problem("end_reason", "解く理由がありません。", "理由を入力してください。")]
            )
        row.ended_at = business_now()
        row.ended_by_name = access.name
        row.end_reason = reason.strip()
        row.save(update_fields=["ended_at", "ended_by_name", "end_reason"])
        if row.person:
            note.about(row.person)
        note.say(file=row.file, number=row.number, reason=row.end_reason)


def holds_back(file: str) -> bool:
    """Whether any open hold concerns a file: what goes by itself waits then."""
    return Hold.objects.filter(ended_at__isnull=True, file__in=("", file)).exists()


def files_to_hold() -> tuple[tuple[str, str], ...]:
    """(code, title) of what can be held: everything that goes by a plan, and the history of issues, which goes by itself."""
    own = tuple((policy.code, policy.title) for policy in disposable(business_today()))
    return (*own, (ISSUE_HISTORY, "交付履歴・一括帳票（自動の廃棄を全部止める）"))


def _check(wish: HoldWish) -> UUID | None:
    number, atena = wish.number.strip(), wish.atena_number.strip()
    person = ports.person_of_atena_number(atena) if atena and not number else None
    problems = [*_of_the_matter(wish, number)]
    if atena and number:
        problems.append(
            _problem(
                "atena_number", "番号と人の両方は指定できません。", "どちらか一方にしてください。"
            )
        )
    elif atena and person is None:
        problems.append(
            _problem("atena_number", "この宛名番号の人はいません。", "番号を確かめてください。")
        )
    if problems:
        raise Invalid(problems)
    return person


def _of_the_matter(wish: HoldWish, number: str) -> Iterator[Problem]:
    if not wish.reason.strip():
        yield _problem(
            "reason", "保留の理由がありません。", "争訟・開示請求などを入力してください。"
        )
    if wish.file and wish.file not in dict(files_to_hold()):
        yield _problem("file", "文書の種類を選び直してください。", "一覧から選んでください。")
    if number and not wish.file:
        yield _problem("number", "番号だけでは保留にできません。", "文書の種類も選んでください。")
    if number and wish.file in ports.files and not ports.files[wish.file].number_label:
        yield _problem("number", "この種類の文書に番号はありません。", "番号を空けてください。")


def _problem(field: str, what: str, remedy: str) -> Problem:
    return Problem(f"retention.{field}", field, what, "保留は、廃棄を止めるものです。", remedy)
