"""Targets of a batch (一括帳票の対象): of whom its sheets are, in order; and what its letters say of a piece of them.

Within the caller's own act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Final
from uuid import UUID

from daicho.business.certificates.domain.batch import BATCH_PAPERS, Order, Source
from daicho.business.certificates.domain.letters import (
    LetterFacts,
    asks_destination,
    head_request,
    inquiries,
    residence_letter,
)
from daicho.business.certificates.models import Batch, BatchTarget
from daicho.business.certificates.selectors.bulk_letters import bulk_letters
from daicho.business.certificates.selectors.notice_lists import ending_on, headless_on, waiting_on
from daicho.kernel.periods import fourteen_days
from daicho.registers.code_tables.public import closing_days
from daicho.registers.residents.public import sheet_units


@dataclass(frozen=True, slots=True)
class Unit:
    """One sheet to be made; `reason` where it is known beforehand that there is none."""

    label: str
    persons: tuple[UUID, ...]
    records: tuple[UUID, ...]
    reason: str = ""


Facts = Callable[[date, frozenset[UUID] | None, bool], Iterable[LetterFacts]]
"""Letters of a day, of all or of some persons; in the order of their places where the register can be read so."""
NOT_HERE: Final = "現在の住民ではありません。"


def targets_of(batch: Batch, day: date) -> Iterator[Unit]:
    """Every unit of a batch in its order, one at a time."""
    if BATCH_PAPERS[batch.paper].form is None:
        yield from _letter_units(batch, day)
        return
    named = batch.source == Source.NUMBERS
    missing = dict.fromkeys(map(UUID, batch.wish["persons"])) if named else {}
    found = sheet_units(
        day,
        towns=() if named else batch.wish["towns"],
        persons=list(missing) if named else None,
        by_household=BATCH_PAPERS[batch.paper].by_household,
        by_post=batch.sorted_by == Order.POST,
    )
    for one in found:
        for person in one.persons:
            missing.pop(person, None)
        yield Unit(one.label, one.persons, one.records)
    for person in missing:
        yield Unit("", (person,), (), NOT_HERE)


def _letter_units(batch: Batch, day: date) -> Iterator[Unit]:
    by_post = batch.sorted_by == Order.POST
    found = _facts(batch)(day, None, by_post)
    if not (by_post and batch.source == Source.CASE):
        yield from map(_letter_unit, found)
        return
    # One change of addresses is of some thousands of households at the most: whom and where, not what is written to
    # them, is held for the time of the sorting, about half a kilobyte each.
    placed = ((_place(one), _letter_unit(one)) for one in found)
    yield from (unit for _, unit in sorted(placed, key=itemgetter(0)))


def _place(one: LetterFacts) -> tuple[str, str]:
    return one.addressee.postal_code, one.addressee.address


def _letter_unit(one: LetterFacts) -> Unit:
    return Unit(one.addressee.name, one.persons, one.records)


def letters_for(
    batch: Batch, targets: Sequence[BatchTarget], day: date
) -> Mapping[frozenset[UUID], LetterFacts]:
    """What the letters of some targets say today, by whom they are about; those that are none any more are left out."""
    chosen = frozenset(person for target in targets for person in target.persons)
    return {frozenset(one.persons): one for one in _facts(batch)(day, chosen, False)}


def _facts(batch: Batch) -> Facts:
    if batch.source == Source.CASE:
        case, afterwards = UUID(batch.wish["case"]), batch.paper == "bulk_address_after"
        return lambda _day, only, _by_post: bulk_letters(case, afterwards=afterwards, persons=only)
    return _KINDS[batch.paper]


def _head_requests(day: date, only: frozenset[UUID] | None, by_post: bool) -> Iterator[LetterFacts]:
    by = fourteen_days(day, calendar=closing_days())
    for home in headless_on(day, persons=only, by_post=by_post):
        if only is None or only.issuperset(m.person for m in home.members):
            yield head_request(home, reply_by=by)


def _inquiries(day: date, only: frozenset[UUID] | None, _by_post: bool) -> Iterator[LetterFacts]:
    """To municipalities, which have neither 郵便番号 nor address here: always in the order of their codes."""
    found = waiting_on(day, persons=only, by_destination=True)
    return inquiries(held for held in found if asks_destination(held))


def _residence_ends(
    day: date, only: frozenset[UUID] | None, by_post: bool
) -> Iterator[LetterFacts]:
    return map(residence_letter, ending_on(day, persons=only, by_post=by_post))


_KINDS: Final[Mapping[str, Facts]] = {
    "head_change_requests": _head_requests,
    "arrival_inquiries": _inquiries,
    "residence_end": _residence_ends,
}
