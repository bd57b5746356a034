"""Tell now (再送): what the register holds of one person today, as an update of its own (JUK-017); no case stands behind it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from daicho.foundation.vault.public import reveal_many
from daicho.gateways.jukinet.commands.queue_update import queue_update
from daicho.gateways.jukinet.domain.identity import Act, Numbers
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.labels import REASON_LABELS
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import truth_now

ENTRY: Final = "entry_ex_officio"
CORRECTION: Final = "correction_ex_officio"
REMOVAL: Final = "removal_ex_officio"
_REMOVALS: Final = {
    words: code for code, words in REASON_LABELS.items() if code.startswith("removal_")
}


def tell_now(person: UUID, *, is_unknown_there: bool) -> UUID:
    """Queue it in the caller's act and return the message. `Conflict` for whoever is not in the register or has no number."""
    held = truth_now(person)
    code = held.particulars.resident_record_code_ref if held else None
    number = held.particulars.individual_number_ref if held else None
    if held is None or code is None or number is None:
        raise Conflict(
            "知らせる内容がありません。",
            why="台帳に記録がないか、住民票コードか個人番号がまだありません。",
            remedy="住民票の今の内容を確かめてください。",
            code="jukinet.nothing_to_tell",
        )
    plain = reveal_many({code, number})
    return queue_update(
        held,
        _act(held, is_unknown_there=is_unknown_there),
        Numbers(code=plain[code], individual=plain[number]),
    )


def _act(held: Holding, *, is_unknown_there: bool) -> Act:
    """A removal is told as it was written; what is there is entered, or corrected, ex officio today."""
    day, items = business_today(), held.particulars
    if held.status is Status.REMOVED:
        reason, day = _REMOVALS.get(items.removal_reason, REMOVAL), held.valid.start or day
    else:
        reason = ENTRY if is_unknown_there else CORRECTION
    return Act(reason=reason, event_date=LegalDate.of_day(day), notified_on=None, case_number="")
