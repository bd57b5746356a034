"""Immigration messages (市町村通知・市町村伝達, 入管法61条の8の2・19条の7–19条の9; STD-4.5.7): which, of what class, and when.

Pure. A 転入届 or 転居届 with the card shown counts as the 住居地届出 too; a 住居地届出 made apart is 入管法 alone; every
other entry, removal or change of what the agency keeps is 住基法 alone. What the agency itself notified is not told back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from daicho.business.movements.domain.basis import NOTIFICATION
from daicho.business.movements.domain.plan import PersonPlan
from daicho.business.movements.domain.sheet import DOCUMENTS
from daicho.registers.residents.domain.particulars import Kind, Particulars, ResidenceCategory


class MessageClass(StrEnum):
    """Under which Act a message is made (異動情報の区別)."""

    BOTH = "both"
    IMMIGRATION = "immigration"
    RESIDENT = "resident"

    @property
    def label(self) -> str:
        return {"both": "住基法・入管法", "immigration": "入管法", "resident": "住基法"}[self.value]


DEEMED: Final = frozenset(
    {
        "move_in",
        "special_move_in",
        "unreported_move_in",
        "move_within",
        "art_30_46",
        "art_30_47",
    }
)
"""Notifications that count as a 住居地届出 when the card is shown with them (入管法19条の9)."""
CARDS: Final = frozenset(
    {"residence_card", "specified_residence_card", "special_permanent_certificate"}
)
HOLDERS: Final = frozenset({ResidenceCategory.MID_LONG_TERM, ResidenceCategory.SPECIAL_PERMANENT})
"""Who has a card, and so a duty to notify the place of residence."""
TOLD_ITEMS: Final = (
    "name_alphabet",
    "name_kanji",
    "birth_date",
    "sex",
    "nationality",
    "address",
    "katagaki",
)
"""A change of these in a 住民票 is told to the agency."""


def card_shown(payload: Mapping[str, str]) -> bool:
    """Whether the card was among the documents shown with a notification."""
    return any(payload.get(name, "").strip() in CARDS for name in DOCUMENTS)


def message_class(
    kind: str,
    basis: str,
    *,
    category: ResidenceCategory,
    with_card: bool,
    begins: bool,
    ends: bool,
    changed: Collection[str],
) -> MessageClass | None:
    """The class of the message that a foreigner's part in an 異動 makes; None: it makes none.

    `begins` and `ends` say that a 住民票 is opened or removed; `changed` are the items that differ.
    """
    if kind == "residence_notification":
        return MessageClass.IMMIGRATION
    if kind == "immigration_notice":
        return None
    moved = begins or "address" in changed or "katagaki" in changed
    if kind in DEEMED and moved and basis == NOTIFICATION and with_card and category in HOLDERS:
        return MessageClass.BOTH
    return MessageClass.RESIDENT if begins or ends or set(changed) & set(TOLD_ITEMS) else None


def class_of(person: PersonPlan, kind: str, basis: str, *, with_card: bool) -> MessageClass | None:
    """The class of the message for one person of an 異動; None for a Japanese, and where nothing is to be told."""
    after, before = person.after, person.before
    if after.kind is not Kind.FOREIGN:
        return None
    return message_class(
        kind,
        basis,
        category=after.residence_category,
        with_card=with_card,
        begins=person.record is None or bool(before and before.removal and not after.removal),
        ends=bool(after.removal) and not (before and before.removal),
        changed=_changed(before, after),
    )


def _changed(before: Particulars | None, after: Particulars) -> frozenset[str]:
    if before is None:
        return frozenset(TOLD_ITEMS)
    return frozenset(i for i in TOLD_ITEMS if getattr(before, i) != getattr(after, i))


def due_on(person: PersonPlan, *, today: date) -> date:
    """When the message may go: at once, of a planned 転出 on its day (STD-4.5.7)."""
    return max(person.segments[0].from_on, today)
