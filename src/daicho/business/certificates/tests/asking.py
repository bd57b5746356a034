"""Requests for certificates (交付請求) as the person themselves would make them, for the tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.domain.rights import Requester
from daicho.business.certificates.domain.wish import Request
from daicho.registers.residents.public import records_on

TODAY = date(2026, 11, 20)


def wish(chosen: Sequence[UUID], **changes: object) -> Request:
    """A request for these records, 世帯連記式 with nothing special unless the changes say otherwise."""
    plain = Request(
        key=uuid4(),
        form=Form.HOUSEHOLD,
        records=tuple(chosen),
        items=frozenset(),
        requester=Requester.SELF,
        requester_name="見本　太郎",
        ground="",
        documents=("individual_number_card",),
        copies=1,
        official=False,
        by_post=False,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # fields by name


def record_of(person: UUID, day: date = TODAY) -> UUID:
    """The newest record of somebody."""
    return max(records_on([person], day), key=lambda held: held.history_number).record


def asked(person: UUID, form: Form, *items: Item) -> Request:
    """One form about one person with these items."""
    return wish([record_of(person)], form=form, items=frozenset(items))
