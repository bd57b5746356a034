"""Settle a notice by hand (未取込の通知の処理): say whom it is about, or that nothing is to be done with it here."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from daicho.business.movements.audit_types import NOTICE_DISMISSED, NOTICE_MATCHED
from daicho.business.movements.commands.take_notice import has_open_notice, open_notice_draft
from daicho.business.movements.models import ImmigrationNotice
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import check_text
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.kernel.matters import Matter
from daicho.registers.residents.domain.particulars import Kind, Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import person_of_atena_number
from daicho.registers.residents.writes import holdings

REASON_LIMIT = 300
NOTICE: Final = Matter("通知", "一覧", "notice")


def match_notice(access: Access, *, notice: UUID, atena_number: str) -> UUID:
    """Open the draft of a waiting notice for the person of a 宛名番号. Returns the case.

    `Invalid` for a number of nobody, of a Japanese or of somebody who is no resident; `Conflict` for a notice that
    is settled, or whose person has an earlier notice under way.
    """
    check_may(access, "immigration.import")
    with recorded(access, NOTICE_MATCHED) as note:
        row = _lock(notice)
        held = _resident(atena_number)
        note.about(held.person)
        if has_open_notice(held.person):
            raise Conflict(
                "この人の前の通知の処理が、まだ終わっていません。",
                why="先の通知を決裁してから、次の通知の下書きを作ります。",
                remedy="先の通知の異動を決裁するか、破棄してください。",
                code="notice.earlier_open",
            )
        case = open_notice_draft(access, row, held, matched_by="hand")
        note.case_ref = case.key
        note.say(notice=row.number, number=case.number)
        return case.key


def dismiss_notice(access: Access, *, notice: UUID, reason: str) -> None:
    """Keep that nothing is to be done with a waiting notice, and why. `Invalid` without a reason."""
    check_may(access, "immigration.import")
    with recorded(access, NOTICE_DISMISSED) as note:
        row = _lock(notice)
        words = check_text(reason, field="reason", limit=REASON_LIMIT)
        if not words:
            raise Invalid(
                [
                    Problem(
                        "blank",
                        "reason",
                        "理由が空欄です。",
                        "通知を取り込まない理由を残します。",
                        "理由を入力してください。",
                    )
                ]
            )
        row.dismissed_reason = words
        row.settled_at, row.settled_by = business_now(), access.staff_key
        row.save(update_fields=["dismissed_reason", "settled_at", "settled_by"])
        note.say(notice=row.number, remark=words)


def _lock(notice: UUID) -> ImmigrationNotice:
    row = ImmigrationNotice.objects.select_for_update(of=("self",)).filter(key=notice).first()
    if row is None:
        raise NOTICE.missing()
    if row.settled_at is not None:
        raise NOTICE.settled()
    return row


def _resident(atena_number: str) -> Holding:
    person = person_of_atena_number(atena_number.strip())
    found = holdings.on_day([person], business_today()) if person else ()
    for held in found:
        if held.status is Status.PRESENT and held.particulars.kind is Kind.FOREIGN:
            return held
    raise Invalid(
        [
            Problem(
                "notice.nobody",
                "atena_number",
                "この宛名番号の外国人住民はいません。",
                "番号の誤りか、日本人か、消除された人です。",
                "宛名番号を確かめてください。",
            )
        ]
    )
