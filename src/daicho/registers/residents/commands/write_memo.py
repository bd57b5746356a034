"""Write a memo (メモを書く): new, changed or deleted; every wording stays with its writer and its time (STD-1.1.15)."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Max

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.registers.residents.audit_types import MEMO_WRITTEN
from daicho.registers.residents.models import MemoLine
from daicho.registers.residents.selectors.known import record_of

LIMIT: Final = 1000


def write_memo(access: Access, *, record: UUID, memo: UUID, edition: int, text: str) -> int:
    """Append a wording; an empty `text` deletes the memo. `edition` is the one that the screen showed, 0 for a new memo.

    Returns the new edition. `Conflict` when somebody wrote meanwhile; `Invalid` for a text that cannot be kept, or a new
    memo that is empty.
    """
    check_may(access, "residents.memo")
    with recorded(access, MEMO_WRITTEN) as note:
        person = record_of(record).person_id
        note.about(person)
        said = text.strip() and check_text(text, field="text", limit=LIMIT, kind=TextKind.NOTE)
        if not said and edition == 0:
            raise Invalid(
                [
                    Problem(
                        "memo_blank",
                        "text",
                        "メモが空欄です。",
                        "書く内容がありません。",
                        "内容を入力してください。",
                    )
                ]
            )
        newest = MemoLine.objects.filter(memo=memo).aggregate(n=Max("edition"))["n"] or 0
        if newest != edition or (edition and not _belongs(memo, person)):
            raise _overtaken()
        try:
            MemoLine.objects.create(
                memo=memo,
                edition=edition + 1,
                person_id=person,
                text=said,
                written_at=business_now(),
                written_by=access.staff_key,
                written_by_login=access.login,
            )
        except IntegrityError as error:
            raise _overtaken() from error
        note.say(memo=str(memo), edition=edition + 1, deleted=not said)
    return edition + 1


def _belongs(memo: UUID, person: UUID) -> bool:
    return MemoLine.objects.filter(memo=memo, person=person).exists()


def _overtaken() -> Conflict:
    return Conflict(
        "このメモは、開いていた画面の後に変わりました。",
        why="ほかの人か別の画面で書かれています。何も書き換えていません。",
        remedy="最新のメモを開いて、書き直してください。",
        code="residents.memo_stale",
    )
