"""Proofs of one fact (現況証明・町名地番変更証明, practice.md §2): sheets whose items nobody chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from daicho.business.certificates.domain.composition import (
    Form,
    HistoryLine,
    Item,
    address_line,
)
from daicho.business.certificates.domain.statement import statement
from daicho.foundation.documents.sheets import Issue, Pair, Section, StatementSheet
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.domain.particulars import Particulars

STANDING_ITEMS: Final = frozenset({Item.NAME, Item.ADDRESS, Item.BIRTH, Item.SEX})
WITHOUT_A_MOVE: Final = frozenset({"correction_minor", "correction_ex_officio"})
"""異動事由 by which an address is written otherwise although nobody moved (住居表示・町名変更・区画整理)."""
NO_RENAMING: Final = Problem(
    "no_renaming",
    "records",
    "住所の表示が変わった記録がありません。",
    "町名地番変更証明書は、転居によらずに住所の表示が変わった人について交付します。",
    "証明する人を確かめてください。前の住民票での変更は、その除票・改製原から確かめます。",
)


@dataclass(frozen=True, slots=True)
class Renaming:
    """An address that came to be written otherwise, from a day on."""

    before: str
    after: str
    on: str


def standing(own: Particulars, *, issue: Issue) -> StatementSheet:
    """現況証明書: that somebody lives here now."""
    return statement(own, form=Form.STANDING, items=STANDING_ITEMS, numbers=None, issue=issue)


def renamings(history: Sequence[HistoryLine]) -> tuple[Renaming, ...]:
    """Every change of the address of a record by which nobody moved, oldest first."""
    return tuple(
        Renaming(
            address_line(earlier.particulars),
            address_line(later.particulars),
            later.event_date.display(),
        )
        for earlier, later in pairwise(history)
        if later.reason in WITHOUT_A_MOVE
        and address_line(earlier.particulars) != address_line(later.particulars)
    )


def renaming(own: Particulars, history: Sequence[HistoryLine], *, issue: Issue) -> StatementSheet:
    """町名地番変更証明書: the old and the new writing and the day; `Invalid` where nothing was renamed."""
    found = renamings(history)
    if not found:
        raise Invalid([NO_RENAMING])
    plain = statement(
        own, form=Form.RENAMING, items=frozenset({Item.NAME, Item.BIRTH}), numbers=None, issue=issue
    )
    pairs = [
        pair
        for one in found
        for pair in (
            Pair("変更前の住所の表示", one.before),
            Pair("変更後の住所の表示", one.after),
            Pair("変更の年月日", one.on),
        )
    ]
    return StatementSheet(
        name=plain.name,
        born_on=plain.born_on,
        items=Section(plain.items.title, (*plain.items.pairs, *pairs)),
        issue=issue,
        title=plain.title,
    )
