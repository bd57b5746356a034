"""Close an annex (附票の消除・改製, 住基令13条): its years begin; a rewritten one goes on under the newest entries alone."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.messages.public import day_text
from daicho.foundation.staff.public import check_may
from daicho.gateways.family_register.audit_types import ANNEX_CLOSED
from daicho.gateways.family_register.commands.annex_acts import (
    Cause,
    annex_of,
    close,
    end_line,
    enter,
    items_in,
    last_entry,
    line_in,
)
from daicho.gateways.family_register.commands.keeping import code_of, own_code
from daicho.gateways.family_register.commands.settle_notice import checked_reason
from daicho.gateways.family_register.domain.annex import Basis, State
from daicho.gateways.family_register.domain.notices import Register
from daicho.gateways.family_register.models import Annex, AnnexLine
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Missing

ENDS: Final = "職権消除"


def remove_annex(access: Access, *, annex: UUID, reason: str) -> None:
    """Close the 附票 of a 戸籍 that is closed (除附票); everybody in it is removed. `Conflict` for a closed one."""
    check_may(access, "family.close")
    with recorded(access, ANNEX_CLOSED) as note:
        row = _lock(annex)
        words = checked_reason(reason)
        lines = list(AnnexLine.objects.filter(annex=row, ended_on=None))
        for line in lines:
            end_line(line, _cause(access, ENDS), words=words)
        if not lines:
            close(row, State.REMOVED, business_today(), words=words, by=access.name)
        note.about(*(line.person for line in lines if line.person))
        note.say(number=row.number, state=State.REMOVED.value, remark=words)


def rewrite_annex(access: Access, *, annex: UUID, reason: str) -> UUID:
    """Make a 附票 anew (改製): the old one is kept as 改製原附票. Returns the new one. `Conflict` for a closed one."""
    check_may(access, "family.close")
    with recorded(access, ANNEX_CLOSED) as note:
        row = _lock(annex)
        words = checked_reason(reason)
        lines = list(AnnexLine.objects.filter(annex=row, ended_on=None))
        close(row, State.REWRITTEN, business_today(), words=words, by=access.name)
        fresh = annex_of(Register(own_code(), row.domicile, row.head), on=business_today())
        fresh.rewritten_from = row.key
        fresh.save(update_fields=["rewritten_from"])
        for line in lines:
            _carry_over(line, fresh, _cause(access, "改製"))
        note.about(*(line.person for line in lines if line.person))
        note.say(number=row.number, state=State.REWRITTEN.value, remark=words)
        return fresh.key


def _carry_over(line: AnnexLine, fresh: Annex, cause: Cause) -> None:
    last = last_entry(line)
    # The old record of 附票本人確認情報 ends, and the new one begins (record_number).
    end_line(line, cause, words="改製")
    if last is not None:
        items = items_in(last)
        new = line_in(fresh, items, person=line.person, on=cause.today)
        enter(new, items, code_of(last), cause)


def _cause(access: Access, reason: str) -> Cause:
    today = business_today()
    return Cause(
        reason=reason,
        event_on=day_text(today),
        basis=Basis.REWRITING if reason == "改製" else Basis.DESK,
        by=access.name,
        today=today,
    )


def _lock(annex: UUID) -> Annex:
    row = Annex.objects.select_for_update().filter(key=annex).first()
    if row is None:
        raise Missing(
            "この附票はありません。", remedy="検索し直してください。", code="annex.missing"
        )
    if row.state != State.CURRENT.value:
        raise Conflict(
            "この附票は、既に消除か改製がされています。",
            why="ほかの人か別の画面で処理されました。何も書き換えていません。",
            remedy="附票を開き直してください。",
            code="annex.closed",
        )
    return row
