"""Ports (差込口): whom this node is compared with, and how its own rows come; filled by the wiring."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from daicho.foundation.lines.public import Party
from daicho.foundation.reconciliation.domain.causes import Standing
from daicho.foundation.reconciliation.domain.comparing import Own, Side
from daicho.foundation.reconciliation.domain.files import IDENTITY, File
from daicho.kernel.access import Access
from daicho.kernel.errors import Missing


@dataclass(frozen=True, slots=True)
class Shield:
    """How somebody is shielded on a list: badges, and whether this actor may see who it is."""

    marks: tuple[str, ...] = ()
    hidden: bool = False


def nobody_shielded(_access: Access, _subjects: Collection[UUID]) -> Mapping[UUID, Shield]:
    """For a node that has no measures."""
    return {}


def no_pages(_subjects: Collection[UUID]) -> Mapping[UUID, str]:
    """For a node whose people have no page."""
    return {}


@dataclass(frozen=True, slots=True)
class Source:
    """One comparison of this node with one peer.

    `us` and `peer_label` are the two sides' names. `people`: each who is 現存 here, with the 住民票コード (blank for none) and
    the key of the file, and `count` how many about; `first_told`: when the peer was first told of anybody; `rows`: those of the subjects who are 現存 and can be told, numbers in the clear
    (within a transaction of the caller's); `known`: who bears these keys here, 現存 or not; `standings`: what is known
    of them now. `tell_again` queues what is true of one person today, knowing who has a row of them, and returns the message; None
    where this node tells nobody. `pages`: where each is looked up. `days`: after how many the next run is due.
    """

    code: str
    title: str
    us: str
    peer_label: str
    peer: Callable[[], Party]
    count: Callable[[], int]
    people: Callable[[], Iterator[tuple[UUID, str, str]]]
    rows: Callable[[Collection[UUID]], Iterable[Own]]
    known: Callable[[Collection[str]], Mapping[str, UUID]]
    standings: Callable[[Collection[UUID]], Mapping[UUID, Standing]]
    days: int
    first_told: Callable[[], datetime | None]
    file: File = IDENTITY
    shields: Callable[[Access, Collection[UUID]], Mapping[UUID, Shield]] = nobody_shielded
    pages: Callable[[Collection[UUID]], Mapping[UUID, str]] = no_pages
    tell_again: Callable[[UUID, Side], UUID] | None = None


sources: Mapping[str, Source] = {}
"""Every comparison of this node by its code."""


def by_code(given: Iterable[Source]) -> dict[str, Source]:
    """The sources by code."""
    return {source.code: source for source in given}


def source_of(code: str) -> Source:
    """One source; `Missing` in words when there is none."""
    if code not in sources:
        raise Missing(
            "この整合性確認はありません。",
            remedy="整合性確認の画面から選び直してください。",
            code="reconcile.source_unknown",
        )
    return sources[code]
