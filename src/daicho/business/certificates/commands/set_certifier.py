"""Set the certifier (認証者の登録): in whose name certificates go out from a day on, 市区町村長 or 職務代理者 (STD-5.6)."""

from __future__ import annotations

from datetime import date

from daicho.business.certificates.audit_types import CERTIFIER_SET
from daicho.business.certificates.models import Certifier
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import check_text
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Invalid, Problem


def set_certifier(
    access: Access,
    *,
    valid_from: date,
    title: str,
    name: str,
    acting: bool = False,
    valid_until: date | None = None,
) -> None:
    """Enter a certifier from a day on; earlier rows stay for the sheets of their time.

    Whoever acts for the mayor (職務代理者) may be entered ahead, until before `valid_until`: on that day the mayor
    certifies again by himself (STD-1.3.9). `Invalid` for bad text, for no name, and for a period without a day.
    """
    check_may(access, "code_tables")
    with recorded(access, CERTIFIER_SET) as note:
        if valid_until is not None and (not acting or valid_until <= valid_from):
            raise Invalid([_wrong_end()])
        Certifier.objects.create(
            valid_from=valid_from,
            valid_until=valid_until,
            title=_words(title, field="title", item="職名"),
            name=_words(name, field="name", item="氏名"),
            acting=acting,
            entered_at=business_now(),
            entered_by=access.staff_key,
        )
        note.say(
            **{"from": valid_from.isoformat()},
            until=valid_until.isoformat() if valid_until else "",
            title=title.strip(),
            acting=acting,
        )


def _words(text: str, *, field: str, item: str) -> str:
    """A title or a name: never empty, never 「○○長 公印」 in the place of a person (STD-1.3.9)."""
    words = check_text(text, field=field, limit=40)
    if words and "公印" not in words and "之印" not in words:
        return words
    raise Invalid(
        [
            Problem(
                code="certificates.certifier",
                field=field,
                what=f"認証者の{item}がありません。",
                why=f"認証者は職名と氏名で示します。{item}を空けたり「公印」と書いたりはできません。",
                remedy=f"{item}を入力してください。",
            )
        ]
    )


def _wrong_end() -> Problem:
    return Problem(
        code="certificates.certifier_end",
        field="last_on",
        what="最後の日を受け付けられません。",
        why="最後の日は職務代理者だけに付き、適用する日より前にはできません。",
        remedy="職務代理者の印と日付を確かめてください。",
    )
