"""Register for 本人通知 (本人通知の事前登録, STD-8.1.1): a period in which the person is told of copies given to others."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem, Unavailable
from daicho.registers.protection import ports
from daicho.registers.protection.audit_types import NOTICE_KEPT
from daicho.registers.protection.commands.set_suppression import REASON_LIMIT, sent_twice
from daicho.registers.protection.models import NoticeWish


def register_notice(
    access: Access, *, key: UUID, person: UUID, starts_on: date, ends_on: date
) -> UUID:
    """Register somebody for a period, both days within it.

    `Unavailable` in a town that does not offer it; `Invalid` for a person or a period that cannot be; `Conflict` when
    a registration of theirs covers one of the days, or for a form sent twice.
    """
    check_may(access, "protection.manage")
    with recorded(access, NOTICE_KEPT) as note:
        check_offered()
        note.about(*ports.quote([person]))
        if not note.subjects or ends_on < starts_on:
            raise Invalid([_wrong("ends_on" if note.subjects else "person")])
        row = NoticeWish(
            key=key,
            person=person,
            applied_on=business_today(),
            starts_on=starts_on,
            ends_on=ends_on,
            kept_at=business_now(),
            kept_by=access.staff_key,
            kept_by_name=access.name,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise sent_twice() from error
        note.say(act="登録")
    return key


def end_notice(access: Access, *, key: UUID, reason: str) -> None:
    """End a registration from today; `Conflict` when it has ended before."""
    check_may(access, "protection.manage")
    with recorded(access, NOTICE_KEPT) as note:
        check_offered()
        words = check_text(reason, field="reason", limit=REASON_LIMIT, kind=TextKind.NOTE)
        rows = NoticeWish.objects.filter(key=key, ended_at__isnull=True)
        note.about(*rows.values_list("person", flat=True))
        ended = rows.update(
            ended_on=business_today(),
            ended_at=business_now(),
            ended_by=access.staff_key,
            end_reason=words,
        )
        if not ended:
            raise Conflict(
                "この登録は既に終わっています。",
                remedy="一覧を開き直して確かめてください。",
                code="protection.notice_ended",
            )
        note.say(act="廃止", reason=words)


def check_offered() -> None:
    """Raise `Unavailable` unless the town offers 本人通知."""
    if not settings.THIRD_PARTY_NOTICE:
        raise Unavailable(
            "本人通知は使っていません。",
            why="設定 DAICHO_NOTICE が on になっていません。",
            remedy="条例などで始めるときに、設定を変えてください。",
            code="protection.notice_off",
        )


def _wrong(field: str) -> Problem:
    return Problem(
        f"protection.notice_{field}",
        field,
        "登録する人が分かりません。" if field == "person" else "終了日が開始日より前です。",
        remedy="住民票の画面から始めるか、日付を入力し直してください。",
    )
