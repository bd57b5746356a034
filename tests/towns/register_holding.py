"""Holding of a register (台帳): everybody as 本人確認情報, for a comparison; run in its host (host.py).

The numbers are in the clear within the test alone.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import transaction

from daicho.foundation.messages.public import derive, numbered
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.jukinet.domain.identity import Act, Numbers, identity_fields
from daicho.kernel.clock import business_today
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.models import Version
from daicho.registers.residents.writes import holdings

# What the movement says and not the person, and what the machine adds: 届出の年月日, 異動事由, 更新順番号 and the like; 続柄, whose
# change alone is told to nobody.
NOT_OF_THE_PERSON: Final = {"16", "20", *(str(n) for n in range(21, 35)), "36"}


@transaction.atomic  # numbers are revealed within one alone
def register() -> dict[str, dict[str, str]]:
    """Everybody of the register as 本人確認情報, by 住民票コード: the last word on each."""
    people = list(Version.objects.order_by().values_list("person", flat=True).distinct())
    held = [
        max(holdings.of_persons([person]), key=lambda h: (h.history_number, h.valid.start))
        for person in people
    ]
    layout = settings.PROFILE.jukinet.identity_layout
    found = {}
    for each in held:
        items = each.particulars
        code, number = items.resident_record_code_ref, items.individual_number_ref
        assert code is not None
        if number is None and each.status is Status.REMOVED:
            # Removed before a number came: told to nobody.
            continue
        plain = reveal_many([ref for ref in (code, number) if ref is not None])
        fields = identity_fields(
            items,
            each.status,
            Act("entry_ex_officio", LegalDate.of_day(business_today()), None, ""),
            Numbers(code=plain[code], individual=plain[number] if number else ""),
            from_on=each.valid.start,
            today=business_today(),
        )
        told = numbered(layout, derive(layout, fields))
        found[plain[code]] = {n: text for n, text in told.items() if n not in NOT_OF_THE_PERSON}
    return found
