"""Histories (一人の履歴): whether the lines of one person can be one history, in the order in which it was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations, pairwise
from typing import Any

from daicho.registers.residents.domain.particulars import Kind, Particulars, Removal, Status
from daicho.registers.residents.domain.segments import Stretch


@dataclass(frozen=True, slots=True)
class Row:
    """One line that was read: its own items by name, and those of the 住民票."""

    line: int
    own: dict[str, Any]
    items: Particulars
    change_digest: str
    stretch: Stretch
    recorded: tuple[datetime, datetime | None]


def faults(rows: Sequence[Row], *, now: datetime) -> Iterator[tuple[int, str, str]]:
    """(line, code of the item, why) of everything that cannot be in one history."""
    for row in rows:
        yield from _times(row, now)
    if all(r.own["recorded_until"] is not None for r in rows):
        yield rows[-1].line, "recorded_until", "今の記録（記録終了日時のない行）がありません"
    ordinals = sorted({r.own["ordinal"] for r in rows})
    if ordinals != list(range(1, len(ordinals) + 1)):
        yield rows[0].line, "ordinal", "住民票の番が1から続いていません"
    kinds: dict[int, Kind] = {}
    for row in rows:
        if kinds.setdefault(row.own["ordinal"], row.items.kind) is not row.items.kind:
            yield row.line, "kind", "一つの住民票の中で住民種別が変わっています"
    yield from _numbers_in_order(rows)
    yield from _overlaps(rows)


def _times(row: Row, now: datetime) -> Iterator[tuple[int, str, str]]:
    own, stretch = row.own, row.stretch
    since, until = row.recorded
    if not stretch.empty and stretch.start is None:
        yield row.line, "valid_from", "値がありません"
    elif stretch.start is not None and stretch.end is not None and stretch.end <= stretch.start:
        yield row.line, "valid_until", "有効開始日より後の日ではありません"
    if until is not None and until <= since:
        yield row.line, "recorded_until", "記録日時より後ではありません"
    if since > now or (until is not None and until > now):
        yield row.line, "recorded_from", "まだ来ていない日時です"
    if own["processed_at"] > now:
        yield row.line, "processed_at", "まだ来ていない日時です"
    if own["history_number"] < 1:
        yield row.line, "history_number", "1以上の整数ではありません"
    if own["status"] == Status.PRESENT.value and row.items.removal is not Removal.NONE:
        yield row.line, "removal", "履歴の状態（現存）と合いません"
    if own["status"] == Status.REMOVED.value and row.items.removal is Removal.NONE:
        yield row.line, "removal", "履歴の状態（除票）と合いません"


def stretch_of(own: dict[str, Any]) -> Stretch:
    """The days of a line."""
    if own["no_days"]:
        return Stretch(None, None, empty=True)
    return Stretch(own["valid_from"], own["valid_until"])


def _numbers_in_order(rows: Sequence[Row]) -> Iterator[tuple[int, str, str]]:
    """履歴番号: once among what is held true, and in the order in which the register first said so."""
    held: set[int] = set()
    first: dict[int, Row] = {}
    for row in rows:
        number = row.own["history_number"]
        if row.own["recorded_until"] is None:
            if number in held:
                yield row.line, "history_number", "同じ履歴番号が二つ、今の記録にあります"
            held.add(number)
        earlier = first.setdefault(number, row)
        if row.recorded[0] < earlier.recorded[0]:
            first[number] = row
    ordered = [first[number] for number in sorted(first)]
    for before, after in pairwise(ordered):
        if after.recorded[0] < before.recorded[0]:
            yield after.line, "history_number", "履歴番号の順と、記録された順が合いません"


def _overlaps(rows: Sequence[Row]) -> Iterator[tuple[int, str, str]]:
    """Two truths about one record, or two records of one present person, at one time and as known at one time."""
    for one, other in combinations(rows, 2):
        same = one.own["ordinal"] == other.own["ordinal"]
        both = one.own["status"] == other.own["status"] == Status.PRESENT.value
        if (same or both) and _meet(one, other):
            yield other.line, "valid_from", f"{one.line}行目と有効期間が重なります"


def _meet(one: Row, other: Row) -> bool:
    a, b = one.stretch, other.stretch
    if a.empty or b.empty or a.start is None or b.start is None:
        return False
    if (a.end is not None and a.end <= b.start) or (b.end is not None and b.end <= a.start):
        return False
    (a_from, a_until), (b_from, b_until) = one.recorded, other.recorded
    return (a_until is None or a_until > b_from) and (b_until is None or b_until > a_from)
