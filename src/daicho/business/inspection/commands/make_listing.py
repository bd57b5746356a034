"""Make a list (一覧・名簿を作る): who stands on it, in which order, by which version; what is printed follows from that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from typing import Final
from uuid import UUID

from daicho.business.certificates.public import ListingFacts, keep_listing
from daicho.business.inspection.audit_types import LISTING_MADE
from daicho.business.inspection.commands.choose_members import choose
from daicho.business.inspection.commands.listing_steps import (
    check_maker,
    check_standing,
    describe,
    lock_listing,
)
from daicho.business.inspection.commands.note_members import noted
from daicho.business.inspection.domain.listings import ListKind, ListRule, State
from daicho.business.inspection.domain.pages import pages_for
from daicho.business.inspection.models import Listing, ListingMember
from daicho.business.inspection.selectors.wording import condition_from, condition_words
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now

PIECE: Final = 2000
Progress = Callable[[int], None]


def make_listing(
    access: Access, *, listing: UUID, edition: int | None = None, progress: Progress | None = None
) -> int:
    """Make it from the register as it is now; returns how many stand on it. One that is made already stays as it is.

    `edition` is that of the page that was looked at; a job that was asked for has none. `progress` hears how many
    were written so far.
    """
    with recorded(access, LISTING_MADE) as note:
        row, rule = lock_listing(listing)
        check_maker(access, row.kind)
        if row.state == State.MADE.value:
            describe(note, row)
            return row.count
        check_standing(row, State.APPROVED, edition=edition)
        chosen = choose(row, rule, condition_from(row.condition))
        written = _write(noted(row, rule, chosen), progress or _silent)
        now = business_now()
        row.state = State.MADE.value
        row.edition += 1
        row.made_at = now
        row.made_by = access.staff_key
        row.expires_on = now.date() + timedelta(days=rule.days)
        row.count = written.count
        row.left_out = chosen.left_out
        row.opted_out = chosen.opted_out
        row.withheld = written.withheld
        row.digest = written.digest
        row.save()
        if rule.kind is ListKind.INSPECTION:
            keep_listing(access, facts=_facts(row, rule))
        describe(note, row)
        note.say(left_out=row.left_out + row.opted_out, pages=pages_for(row.count))
        return row.count


@dataclass(frozen=True, slots=True)
class _Written:
    count: int
    withheld: int
    digest: str


def _write(members: Iterator[ListingMember], progress: Progress) -> _Written:
    count = withheld = 0
    digest = sha256()
    while piece := list(islice(members, PIECE)):
        ListingMember.objects.bulk_create(piece)
        for member in piece:
            digest.update(f"{member.position}:{member.person}:{member.version}\n".encode())
        count += len(piece)
        withheld += sum(member.withheld for member in piece)
        progress(count)
    return _Written(count, withheld, digest.hexdigest())


def _silent(_done: int) -> None:
    """Nobody waits for the progress."""


def _facts(row: Listing, rule: ListRule) -> ListingFacts:
    condition = condition_from(row.condition)
    return ListingFacts(
        key=row.key,
        title=rule.title,
        listing=row.number,
        recipient=row.recipient or "窓口に備える閲覧用の一覧",
        day=row.day,
        condition=condition_words(condition, row.day),
        columns=tuple(column.label for column in rule.columns),
        count=row.count,
        pages=pages_for(row.count),
        digest=row.digest,
    )
