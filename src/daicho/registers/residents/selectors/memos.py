"""Memos (メモの照会): what stands, and every earlier wording with its writer and time (STD-1.1.15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.registers.residents.audit_types import MEMOS_VIEWED
from daicho.registers.residents.models import MemoLine
from daicho.registers.residents.selectors.known import AsOf, record_of, version_of
from daicho.registers.residents.selectors.person import RecordHead, head_of
from daicho.registers.residents.selectors.shielding import open_shield


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a memo; an empty text is its deletion."""

    edition: int
    text: str
    login: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Memo:
    """One memo: its newest wording, and the earlier ones, newest first."""

    key: UUID
    now: Wording
    earlier: tuple[Wording, ...]

    @property
    def deleted(self) -> bool:
        return not self.now.text


@dataclass(frozen=True, slots=True)
class MemosView:
    """The memos about the person of a record; those that stand first, then the deleted, each newest first."""

    record: UUID
    head: RecordHead | None
    memos: tuple[Memo, ...]


def view_memos(access: Access, *, record: UUID) -> MemosView:
    """All memos about a person; one entry."""
    with recorded(access, MEMOS_VIEWED) as note:
        check_may(access, "residents.memo")
        person = record_of(record).person_id
        note.about(person)
        shield = open_shield(access, person)
        rows = MemoLine.objects.filter(person=person).order_by("memo", "-edition")
        memos = [_memo(list(own)) for _, own in groupby(rows, key=lambda row: row.memo)]
        version = version_of(record, AsOf())
        note.say(count=len(memos))
        return MemosView(
            record=record,
            head=head_of(version, AsOf(), shield) if version else None,
            memos=tuple(sorted(memos, key=lambda m: (m.deleted, -m.now.at.timestamp()))),
        )


def _memo(rows: list[MemoLine]) -> Memo:
    said = tuple(Wording(r.edition, r.text, r.written_by_login, r.written_at) for r in rows)
    return Memo(rows[0].memo, said[0], said[1:])
