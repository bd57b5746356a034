"""Open annexes (附票の最初の登録): those of our residents whose 本籍 is here, from the register as it stands.

Piece by piece, each piece an act; whoever has a line already is left out, so it may be stopped and begun again at any
time. Who lives elsewhere is not known to the register: their 附票 comes from the 戸籍情報システム, or with the first notice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.messages.public import date_text
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.family_register.audit_types import ANNEXES_OPENED
from daicho.gateways.family_register.commands.annex_acts import Cause, annex_of, enter, line_in
from daicho.gateways.family_register.commands.keeping import own_code
from daicho.gateways.family_register.commands.tell_annex import register_of
from daicho.gateways.family_register.domain.annex import Basis, items_of
from daicho.gateways.family_register.domain.notices import Register
from daicho.gateways.family_register.models import AnnexLine
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Kind
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import present_after

PIECE: Final = 200
REASON: Final = "職権記載"


def open_annexes(access: Access) -> Iterator[int]:
    """Open them piece by piece; yields how many people of each were entered."""
    after = ""
    while piece := present_after(business_today(), after=after, limit=PIECE):
        after = piece[-1].atena_number
        known = _known([held.person for held in piece])
        new = [
            (held, register)
            for held in piece
            if held.person not in known and (register := _here(held)) is not None
        ]
        if new:
            yield _open(access, new)


def _known(persons: Sequence[UUID]) -> frozenset[UUID | None]:
    rows = AnnexLine.objects.filter(person__in=persons)
    return frozenset(rows.values_list("person", flat=True))


def _here(held: Holding) -> Register | None:
    if held.particulars.kind is not Kind.JAPANESE:
        return None
    register = register_of(held.particulars)
    return register if register is not None and register.municipality == own_code() else None


def _open(access: Access, piece: Sequence[tuple[Holding, Register]]) -> int:
    today = business_today()
    with recorded(access, ANNEXES_OPENED) as note:
        refs = [h.particulars.resident_record_code_ref for h, _ in piece]
        codes = reveal_many([ref for ref in refs if ref is not None])
        cause = Cause(
            reason=REASON,
            event_on=date_text(LegalDate.of_day(today)),
            basis=Basis.LOAD,
            by=access.name,
            today=today,
        )
        for held, register in piece:
            items = items_of(held.particulars)
            annex = annex_of(register, on=today)
            line = line_in(annex, items, person=held.person, on=today)
            ref = held.particulars.resident_record_code_ref
            enter(line, items, codes[ref] if ref else "", cause)
        note.count = len(piece)
        note.say(entries=len(piece))
    return len(piece)
