"""Set a suppression (抑止の設定): on a person or a household number, with a level for each process (STD-3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.outbox.public import emit
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.registers.protection import ports
from daicho.registers.protection.audit_types import SUPPRESSION_SET
from daicho.registers.protection.domain.levels import Process, Restraint, SuppressionKind
from daicho.registers.protection.events import SuppressionSet
from daicho.registers.protection.models import Suppression

REASON_LIMIT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A suppression as entered: of a person, or of a household number; None where a day was left blank."""

    kind: SuppressionKind
    person: UUID | None
    household: str
    levels: Mapping[Process, Restraint]
    starts_on: date | None
    ends_on: date | None
    reason: str


def set_suppression(access: Access, *, key: UUID, wish: Wish) -> UUID:
    """Set it under the key that its form was given; a form sent twice is a `Conflict`, nothing doubled.

    `Invalid` with every problem. The other systems are told by an event in the same transaction (STD-3.2).
    """
    check_may(access, "suppression.set")
    with recorded(access, SUPPRESSION_SET) as note:
        people = _people(wish)
        note.about(*people)
        problems = (*check_wish(wish), *_unknown(wish, people))
        if problems:
            raise Invalid(problems)
        row = _row(access, key, wish)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise sent_twice() from error
        emit(
            SuppressionSet(
                subjects=people,
                suppression=str(key),
                starts_on=row.starts_on.isoformat(),
                levels={p.value: level.value for p, level in wish.levels.items()},
            )
        )
        note.say(unit="世帯" if wish.household else "個人", levels=told(row), reason=row.reason)
    return key


def check_wish(wish: Wish) -> tuple[Problem, ...]:
    """What is wrong with a suppression as entered."""
    found = []
    if all(level is Restraint.NONE for level in wish.levels.values()):
        found.append(
            _problem("levels", "none", "何も抑止しない内容です。", "抑止する処理を選んでください。")
        )
    if wish.starts_on is None:
        found.append(
            _problem("starts_on", "blank", "開始日がありません。", "開始日を入力してください。")
        )
    elif wish.ends_on is not None and wish.ends_on < wish.starts_on:
        found.append(
            _problem(
                "ends_on", "order", "終了日が開始日より前です。", "日付を入力し直してください。"
            )
        )
    if not wish.reason.strip():
        found.append(_problem("reason", "blank", "理由がありません。", "理由を入力してください。"))
    if "不受理" in wish.reason:
        found.append(
            Problem(
                "protection.refusal_of_movements",
                "reason",
                "住民異動の不受理の申出による抑止はできません。",
                "届出は法の定めるところにより受理します。不受理の申出の制度はありません。",
                "ほかの根拠がなければ、抑止を設定しないでください。",
            )
        )
    return tuple(found)


def told(row: Suppression) -> list[str]:
    """The levels in words, for the trail."""
    return [f"{p.label} {level.label}" for p, level in row.levels.items()]


def sent_twice() -> Conflict:
    return Conflict(
        "この内容は既に登録されています。",
        why="同じ画面が二度送られたか、ほかの職員が同時に登録しました。二重には登録していません。",
        remedy="今の内容を開いて確かめてください。",
        code="protection.sent_twice",
    )


def _people(wish: Wish) -> tuple[UUID, ...]:
    if wish.household:
        return ports.people_of_households([wish.household], business_today()).get(
            wish.household, ()
        )
    return tuple(ports.quote([wish.person])) if wish.person else ()


def _unknown(wish: Wish, people: tuple[UUID, ...]) -> tuple[Problem, ...]:
    if people:
        return ()
    field = "household" if wish.household else ""
    return (
        _problem(
            field or "person",
            "unknown",
            "この世帯番号の人はいません。" if field else "抑止する人が分かりません。",
            "住民を検索して、住民票の画面から始めてください。",
        ),
    )


def _row(access: Access, key: UUID, wish: Wish) -> Suppression:
    assert wish.starts_on is not None
    return Suppression(
        key=key,
        kind=wish.kind.value,
        person=None if wish.household else wish.person,
        household=wish.household,
        **{p.value: wish.levels.get(p, Restraint.NONE).value for p in Process},
        starts_on=wish.starts_on,
        ends_on=wish.ends_on,
        reason=check_text(wish.reason, field="reason", limit=REASON_LIMIT, kind=TextKind.NOTE),
        set_at=business_now(),
        set_by=access.staff_key,
        set_by_name=access.name,
    )


def _problem(field: str, code: str, what: str, remedy: str) -> Problem:
    return Problem(f"protection.{field}_{code}", field, what, remedy=remedy)
