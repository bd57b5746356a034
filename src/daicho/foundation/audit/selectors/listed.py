"""Listed versions (証跡が挙げる版): what the trail says that the register said; the register compares itself with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from daicho.foundation.audit.domain.types import Outcome
from daicho.foundation.audit.models import Entry

BATCH: Final = 500
# In the canonical text a quote within a value is escaped, so that only a real key reads like this.
_LISTS: Final = '"versions":{"'


@dataclass(frozen=True, slots=True)
class Listing:
    """One entry and the digest of each version that its act wrote."""

    seq: int
    versions: dict[UUID, str]


@dataclass(frozen=True, slots=True)
class LoadListing:
    """One bulk load: how many versions, of whom, and the digest over all of them."""

    seq: int
    at: datetime
    count: int
    digest: str
    first_atena_number: str
    last_atena_number: str


def listings() -> Iterator[Listing]:
    """Every entry that lists versions, in order, in batches."""
    after = 0
    while True:
        rows = list(_listing().filter(seq__gt=after).order_by("seq")[:BATCH])
        if not rows:
            return
        for row in rows:
            yield Listing(row.seq, _versions(row.body))
        after = rows[-1].seq


def listed_about(persons: Sequence[UUID]) -> dict[UUID, str]:
    """The digests of all listed versions in entries about any of these persons."""
    found: dict[UUID, str] = {}
    for body in _listing().filter(subjects__overlap=list(persons)).values_list("body", flat=True):
        found |= _versions(body)
    return found


def loads(kind: str) -> tuple[LoadListing, ...]:
    """The bulk loads, entered under an audit type's code."""
    return tuple(
        _load(row) for row in Entry.objects.filter(kind=kind, outcome=Outcome.DONE).order_by("seq")
    )


def _listing() -> QuerySet[Entry]:
    return Entry.objects.filter(outcome=Outcome.DONE, body__contains=_LISTS)


def _versions(body: str) -> dict[UUID, str]:
    detail = json.loads(body)["detail"]
    return {UUID(key): digest for key, digest in detail.get("versions", {}).items()}


def _load(row: Entry) -> LoadListing:
    body = json.loads(row.body)
    detail = body["detail"]
    return LoadListing(
        seq=row.seq,
        at=row.at,
        count=body["count"] or 0,
        digest=body["digest"],
        first_atena_number=detail.get("first_atena_number", ""),
        last_atena_number=detail.get("last_atena_number", ""),
    )
