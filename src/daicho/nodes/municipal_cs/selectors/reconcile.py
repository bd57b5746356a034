"""整合性確認 on our side: who is 現存, their rows as the network compares them, block by block (JUK-016, 017)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import product
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from daicho.foundation.lines.public import Party, first_told, last_told
from daicho.foundation.messages.public import row_of
from daicho.foundation.reconciliation.domain.blocks import WIDEST, pieces
from daicho.foundation.reconciliation.public import (
    Last,
    Own,
    Source,
    Standing,
    coded,
)
from daicho.foundation.vault.public import NumberKind, reveal_many, ring
from daicho.nodes.municipal_cs import parties
from daicho.nodes.municipal_cs.domain import items as at
from daicho.nodes.municipal_cs.domain.reasons import Standing as Status
from daicho.nodes.municipal_cs.models import CodeBlock, Identity
from daicho.nodes.municipal_cs.numbers import code_known

ROWS_AT_ONCE: Final = 1000
UPDATE: Final = "identity.update"
A_YEAR: Final = 365


def _present() -> QuerySet[Identity]:
    return Identity.objects.filter(standing=Status.PRESENT.value)


def own_rows(found: Iterable[Identity]) -> Iterator[Own]:
    """The rows of these records; numbers in the clear, opened together."""
    for piece in pieces(found, ROWS_AT_ONCE):
        refs = {r for row in piece for r in (row.code, row.number, row.former_code) if r}
        plain = reveal_many(refs)
        for row in piece:
            told = {at.CODE: row.code, at.NUMBER: row.number, at.FORMER_CODE: row.former_code}
            numbers = {item: plain[ref] for item, ref in told.items() if ref}
            yield Own(row.key, row_of(row.layout, {**row.items, **numbers})["items"])


def rows_of_block(block: str) -> list[Own]:
    """Everybody 現存 whose 住民票コード begins with these digits, in order of their codes; within the caller's act."""
    marks = [_mark(block + "".join(rest)) for rest in _endings(len(block))]
    codes = CodeBlock.objects.filter(mark__in=marks).values("code")
    return sorted(
        own_rows(_present().filter(code__in=codes).iterator(ROWS_AT_ONCE)),
        key=lambda own: own.items[at.CODE],
    )


def fill_blocks() -> None:
    """Find the block of each code that has none yet; a code keeps its block for ever."""
    lacking = Identity.objects.filter(~Exists(CodeBlock.objects.filter(code=OuterRef("code"))))
    for piece in pieces(lacking.values_list("code", flat=True).iterator(), 5 * ROWS_AT_ONCE):
        plain = reveal_many(piece)
        CodeBlock.objects.bulk_create(
            [CodeBlock(code=ref, mark=_mark(plain[ref][:WIDEST])) for ref in piece],
            ignore_conflicts=True,
        )


def _mark(digits: str) -> bytes:
    own = ring()
    # Of all lookup keys the first ever made: a mark is compared with marks alone, and never rotates.
    return own.hash(NumberKind.RESIDENT_CODE, f"block:{digits}", key_id=min(own.lookup))


def _endings(width: int) -> Iterator[tuple[str, ...]]:
    return product("0123456789", repeat=WIDEST - width)


def _people() -> Iterator[tuple[UUID, str, str]]:
    return coded(_present().values_list("key", "code").iterator(5 * ROWS_AT_ONCE))


def _rows(subjects: Collection[UUID]) -> Iterator[Own]:
    return own_rows(_present().filter(key__in=list(subjects)))


def _known(codes: Collection[str]) -> Mapping[str, UUID]:
    refs = {ref: code for code in codes if (ref := code_known(code))}
    rows = Identity.objects.filter(code__in=list(refs)).values_list("code", "key")
    return {refs[ref]: key for ref, key in rows}


def _standings(subjects: Collection[UUID]) -> Mapping[UUID, Standing]:
    """What the prefecture said last to each; it is the prefecture that tells the nation."""
    last = last_told(parties.prefecture(), subjects, kind=UPDATE)
    return {
        subject: Standing(last=Last(told.message, told.state, told.changed_at, told.place))
        if (told := last.get(subject))
        else Standing()
        for subject in subjects
    }


def _source(code: str, title: str, peer: Callable[[], Party]) -> Source:
    return Source(
        code=code,
        title=title,
        us="市町村CS",
        peer_label=title,
        peer=peer,
        count=lambda: _present().count(),
        people=_people,
        rows=_rows,
        known=_known,
        standings=_standings,
        days=A_YEAR,
        first_told=lambda: first_told(parties.prefecture(), kind=UPDATE),
        pages=_pages,
    )


def _pages(subjects: Collection[UUID]) -> Mapping[UUID, str]:
    return {subject: reverse("cs_identity", args=[subject]) for subject in subjects}


SOURCES: Final = (
    _source("prefecture", "都道府県サーバ", parties.prefecture),
    _source("nation", "全国サーバ", parties.nation),
)
"""With whom the CS compares what it keeps."""
