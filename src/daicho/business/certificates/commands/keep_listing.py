"""Keep a list in the history (閲覧用の一部の写しの交付履歴, STD-1.3.8): its cover sheet, under a number of its own.

Runs inside the entry of whoever made the list. The lines are in the list, whose digest the cover bears.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from daicho.business.certificates.commands.keep import kept, next_numbers, save
from daicho.business.certificates.commands.office import notice_issue
from daicho.business.certificates.domain.composition import Item
from daicho.business.certificates.domain.papers import INSPECTION_COPY
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.sheets import Column, ListSheet, Table
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.wareki import format_wareki

ITEMS: Final = (Item.NAME, Item.BIRTH, Item.SEX, Item.ADDRESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingFacts:
    """A list that was made: its number and digest, for whom, of whom in words, how many lines on how many pages."""

    key: UUID
    title: str
    listing: str
    recipient: str
    day: date
    condition: str
    columns: tuple[str, ...]
    count: int
    pages: int
    digest: str


def keep_listing(access: Access, *, facts: ListingFacts) -> str:
    """Put the list into the history; returns its 発行番号. A list is kept once."""
    today = business_today()
    (number,) = next_numbers(access, 1)
    sheet = ListSheet(
        title=facts.title,
        as_of=f"{format_wareki(facts.day)}現在",
        table=Table(
            (Column("項目", 12), Column("内容", 36)),
            (
                ("一覧の番号", facts.listing),
                ("閲覧に供する相手", facts.recipient),
                ("対象", facts.condition),
                ("記載事項", "、".join(facts.columns)),
                ("人数", f"{facts.count}人"),
                ("枚数", f"{facts.pages}枚"),
                ("指紋", facts.digest),
            ),
        ),
        issue=notice_issue(today, number=number, sealed=False, specimen=False),
        lead="閲覧用の一覧の表紙",
    )
    row = kept(
        access,
        sheet,
        printer().render(sheet),
        request_key=facts.key,
        copy=1,
        kind=INSPECTION_COPY,
        persons=[],
        records=[],
        addressee=facts.recipient,
        requester="",
        requester_name=facts.recipient,
        ground="",
        identity_documents=[],
        items=[item.value for item in ITEMS],
        fee_yen=0,
    )
    row.pages = facts.pages
    save([row])
    return number
