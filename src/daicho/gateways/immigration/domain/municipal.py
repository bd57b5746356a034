"""市町村通知 (入管法61条の8の2): the body of `immigration.municipal`, made of what a movement did to one foreigner. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from daicho.foundation.messages.public import birth_text, date_text, day_text
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.domain.particulars import Particulars

CLASSES: Final = {"both": "住基法・入管法", "immigration": "入管法", "resident": "住基法"}
"""異動情報の区別 (STD-4.5.7), by the codes of movements."""
TYPED: Final = ("address", "previous_address", "destination")
"""What a clerk may put right in the notice itself; everything else is put right in the register."""
_ITEMS: Final = (
    "name_alphabet",
    "name_kanji",
    "nationality",
    "residence_status",
    "residence_period",
    "residence_card_number",
    "special_permanent_number",
    "landing_period",
    "provisional_stay_period",
)


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened: the 異動事由 (one of the 37 codes), the class, its day, when it was notified, and the items around it."""

    reason: str
    message_class: str
    event_date: LegalDate
    notified_on: date
    before: Particulars | None
    after: Particulars
    removed: bool


def number_of(place: int, rounds: int) -> str:
    """通知番号: the place among all messages, and how often it was told before."""
    return f"MN-{place:08d}" + (f"-{rounds}" if rounds else "")


def municipal_body(
    happened: Happened,
    person: Particulars,
    *,
    number: str,
    corrects: str,
    municipality: str,
    typed: Mapping[str, str],
) -> dict[str, Any]:
    """The body; `person` are the items of the foreigner as they are told now, `typed` what a clerk put right."""
    after, before = happened.after, happened.before
    moved = before is not None and before.full_address != after.full_address
    told = {
        "notice_number": number,
        "reason": reason_label(happened.reason),
        "basis": CLASSES[happened.message_class],
        "event_on": date_text(happened.event_date),
        "notified_on": day_text(happened.notified_on),
        "municipality": municipality,
        "address": after.full_address,
        "previous_address": (before.full_address if moved and before else "")
        or after.previous_address,
        "destination": after.destination_planned if happened.removed else "",
        "corrects": corrects,
    } | {name: text for name, text in typed.items() if name in TYPED and text}
    return {name: value for name, value in told.items() if value} | {"person": _person(person)}


def _person(items: Particulars) -> dict[str, str]:
    told = {name: getattr(items, name) for name in _ITEMS} | {
        "birth_on": birth_text(items.birth_date),
        "sex": items.sex.label,
        "residence_category": items.residence_category.value,
        "residence_until": day_text(items.residence_until) if items.residence_until else "",
    }
    return {name: text for name, text in told.items() if text}
