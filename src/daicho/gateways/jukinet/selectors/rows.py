"""Rows (突合のための本人確認情報): what the register would tell of each person today, for the 整合性確認 (JUK-017).

What is the line's own (異動事由, its day, 更新順番号) is not in it: the last message says that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from django.conf import settings

from daicho.foundation.messages.public import TOLD, derive
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.jukinet.domain.identity import Act, Numbers, identity_fields
from daicho.gateways.jukinet.models import AwaitingNumber
from daicho.kernel.clock import business_today
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.segments import Holding

COMPARED: Final = frozenset(TOLD) - {"reason", "event_date"}


def fields_now(held: Collection[Holding]) -> Mapping[UUID, Mapping[str, str]]:
    """The fields of everybody who has both numbers, these in the clear; within the caller's act."""
    told = [h for h in held if _refs(h)]
    plain = reveal_many({ref for h in told for ref in _refs(h)})
    layout, today = settings.PROFILE.jukinet.identity_layout, business_today()
    act = Act(
        reason="entry_ex_officio",
        event_date=LegalDate.of_day(today),
        notified_on=None,
        case_number="",
    )
    found = {}
    for each in told:
        code, number = (plain[ref] for ref in _refs(each))
        fields = identity_fields(
            each.particulars,
            each.status,
            act,
            Numbers(code=code, individual=number),
            from_on=each.valid.start,
            today=today,
        )
        kept = {name: text for name, text in fields.items() if name in COMPARED}
        found[each.person] = derive(layout, kept)
    return found


def awaiting_number(persons: Collection[UUID]) -> frozenset[UUID]:
    """Those of whom something waits to be told until they have a 個人番号 (JUK-010)."""
    rows = AwaitingNumber.objects.filter(person__in=list(persons), told_at__isnull=True)
    return frozenset(rows.values_list("person", flat=True))


def _refs(held: Holding) -> tuple[UUID, ...]:
    items = held.particulars
    if items.resident_record_code_ref is None or items.individual_number_ref is None:
        return ()
    return items.resident_record_code_ref, items.individual_number_ref
