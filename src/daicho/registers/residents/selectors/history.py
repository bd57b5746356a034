"""History (異動履歴照会, STD-2.2.1): what happened to one 住民票, never joined to another of the same person."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may, hidden_items
from daicho.kernel.access import Access
from daicho.registers.residents.audit_types import HISTORY_VIEWED
from daicho.registers.residents.domain.labels import item_label, item_text, reason_label
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Particulars, Status
from daicho.registers.residents.domain.sheet_groups import items_hidden
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors.known import AsOf, record_of, version_of
from daicho.registers.residents.selectors.person import RecordHead, head_of
from daicho.registers.residents.selectors.shielding import open_shield

NAMES_KEPT: Final = ("former_surname", "former_surname_kana", "alias", "alias_kana")

Difference = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One 履歴番号: the items of STD-1.2.1, and what changed (label, before, after)."""

    history_number: int
    case: UUID
    reason: str
    basis: str
    status: str
    event: str
    valid_from: date | None
    valid_until: date | None
    dates: tuple[tuple[str, date], ...]
    processed_at: datetime
    place: str
    terminal: str
    attention: str
    opening: bool
    restated: bool
    differences: tuple[Difference, ...]
    names: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class HistoryView:
    """The history of one record, newest first; `head` is None for a record that holds nothing today."""

    record: UUID
    head: RecordHead | None
    lines: tuple[HistoryLine, ...]

    @property
    def names(self) -> tuple[HistoryLine, ...]:
        """The lines in which 旧氏 or 通称 changed."""
        return tuple(line for line in self.lines if line.names)


def view_history(access: Access, *, record: UUID) -> HistoryView:
    """Every 履歴番号 of a record that the register holds true now; one entry."""
    with recorded(access, HISTORY_VIEWED) as note:
        check_may(access, "residents.history")
        person = record_of(record).person_id
        note.about(person)
        shield = open_shield(access, person)
        hidden = items_hidden(hidden_items(access))
        rows = list(
            Version.objects.filter(AsOf().known, record=record)
            .select_related("change", "person")
            .order_by("history_number")
        )
        holding = version_of(record, AsOf())
        return HistoryView(
            record=record,
            head=head_of(holding, AsOf(), shield) if holding else None,
            lines=tuple(_line(row, _before(row, rows), hidden) for row in reversed(rows)),
        )


def _before(row: Version, rows: list[Version]) -> Version | None:
    """What held the day before a version; of one with no length, the 履歴番号 before it."""
    if not row.valid.isempty and row.valid.lower is not None:
        eve = row.valid.lower - timedelta(days=1)
        for other in rows:
            if eve in other.valid:
                return other
    earlier = [r for r in rows if r.history_number < row.history_number]
    return earlier[-1] if earlier else None


def _line(row: Version, before: Version | None, hidden: Set[str]) -> HistoryLine:
    change = row.change
    now = row.particulars()
    old = before.particulars() if before else None
    dates = (
        ("届出日", change.notified_on),
        ("申出日", change.petitioned_on),
        ("通知日", change.noticed_on),
        ("請求日", change.requested_on),
    )
    return HistoryLine(
        history_number=row.history_number,
        case=change.case,
        reason=reason_label(change.reason),
        basis=change.basis,
        status="除票" if row.status == Status.REMOVED else "",
        event=change.event_date.display(),
        valid_from=None if row.valid.isempty else row.valid.lower,
        valid_until=None if row.valid.isempty else row.valid.upper,
        dates=tuple((label, on) for label, on in dates if on),
        processed_at=change.processed_at,
        place=change.place,
        terminal=change.terminal,
        attention=change.attention,
        opening=before is None,
        restated=row.valid.isempty,
        differences=_differences(old, now, hidden) if old else (),
        names=_names_changed(old, now),
    )


def _differences(old: Particulars, now: Particulars, hidden: Set[str]) -> tuple[Difference, ...]:
    found = []
    for name in ITEM_NAMES:
        before, after = getattr(old, name), getattr(now, name)
        if before == after or name in hidden:
            continue
        found.append(_in_words(name, before, after))
    return tuple(found)


def _names_changed(old: Particulars | None, now: Particulars) -> tuple[Difference, ...]:
    """Changes of 旧氏 and 通称; those that a record was opened with count as written then."""
    pairs = ((name, getattr(old, name) if old else "", getattr(now, name)) for name in NAMES_KEPT)
    return tuple(_in_words(*pair) for pair in pairs if pair[1] != pair[2])


def _in_words(name: str, before: object, after: object) -> Difference:
    old, new = item_text(name, before), item_text(name, after)
    # Two numbers in the vault read alike: only that it is another one may be said.
    return item_label(name), old, f"{new}（別の番号）" if old == new and new else new
