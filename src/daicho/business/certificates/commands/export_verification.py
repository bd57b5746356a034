"""Export the verification list (証明書照合用一覧の書出し): what a town puts on a host outside its closed network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings

from daicho.business.certificates.audit_types import VERIFICATION_EXPORTED
from daicho.business.certificates.domain.verification import Line, list_text
from daicho.business.certificates.models import Issue
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Unavailable
from daicho.registers.protection.public import Channel, protected_persons

# Receivers ask for sheets of the last three or six months; what nobody checks any more is not published.
CHECKED_FOR: Final = timedelta(days=184)


@dataclass(frozen=True, slots=True)
class VerificationList:
    """The list as JSON Lines, with how many sheets it holds and how many of them are void."""

    text: str
    count: int
    void: int
    issued_from: date


def export_verification(access: Access) -> VerificationList:
    """The list of the sheets of the last half year that carry a code; one entry, about nobody.

    No line can be read without the sheet's code. `Unavailable` in a town that has verification off.
    """
    check_may(access, "certificates.verify_export")
    with recorded(access, VERIFICATION_EXPORTED) as note:
        if not settings.CERTIFICATE_VERIFICATION:
            raise Unavailable(
                "証明書の照合は使っていません。",
                why="設定 DAICHO_VERIFY が on になっていないため、照合番号を印字していません。",
                remedy="照合を始めるときは、設定を変えてから交付してください。",
                code="certificates.verification_off",
            )
        today = business_today()
        since = today - CHECKED_FOR
        # A sheet about somebody protected answers as one that never was: the outside page says the same of both.
        hidden = list(protected_persons(Channel.VERIFICATION))
        lines = [
            (Line(lookup, sealed), spoiled_at is not None)
            for lookup, sealed, spoiled_at in Issue.objects.filter(issued_on__gte=since)
            .exclude(verify_code="")
            .exclude(persons__overlap=hidden)
            .values_list("verify_code", "verify_digest", "spoiled_at")
        ]
        town = municipality_of(settings.TOWN["code"])
        void = sum(spoiled for _, spoiled in lines)
        note.say(issued_from=since.isoformat(), count=len(lines), void=void)
        text = list_text(
            lines, town=f"{town.prefecture}{town.name}", made_on=today, issued_from=since
        )
        return VerificationList(text=text, count=len(lines), void=void, issued_from=since)
