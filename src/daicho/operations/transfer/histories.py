"""Histories (一人の履歴): whether the lines of one person can be one history, in the order in which it was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from daicho.registers.residents.domain.particulars import Removal, Status

_PRESENT: Final = Status.PRESENT.value
_REMOVED: Final = Status.REMOVED.value
_NONE: Final = Removal.NONE.value


class Row(NamedTuple):
    """One line that was read, in the values by which a history is judged."""

    line: int
    ordinal: int
    history_number: int
    status: str
    start: date | None
    end: date | None
    empty: bool
    since: datetime
    until: datetime | None
    processed_at: datetime
    kind: str
    removal: str


def faults(rows: Sequence[Row], *, now: datetime) -> Iterator[tuple[int, str, str]]:
    """(line, code of the item, why) of everything that cannot be in one history."""
    for row in rows:
        yield from _times(row, now)
    if all(r.until is not None for r in rows):
        yield rows[-1].line, "recorded_until", "今の記録（記録終了日時のない行）がありません"
    ordinals = sorted({r.ordinal for r in rows})
    if ordinals != list(range(1, len(ordinals) + 1)):
        yield rows[0].line, "ordinal", "住民票の番が1から続いていません"
    kinds: dict[int, str] = {}
    for row in rows:
        if kinds.setdefault(row.ordinal, row.kind) != row.kind:
            yield row.line, "kind", "一つの住民票の中で住民種別が変わっています"
    yield from _numbers_in_order(rows)
    yield from _overlaps(rows)


def _times(row: Row, now: datetime) -> Iterator[tuple[int, str, str]]:
    if not row.empty and row.start is None:
        yield row.line, "valid_from", "値がありません"
    elif row.start is not None and row.end is not None and row.end <= row.start:
        yield row.line, "valid_until", "有効開始日より後の日ではありません"
    if row.until is not None and row.until <= row.since:
        yield row.line, "recorded_until", "記録日時より後ではありません"
    if row.since > now or (row.until is not None and row.until > now):
        yield row.line, "recorded_from", "まだ来ていない日時です"
    if row.processed_at > now:
        yield row.line, "processed_at", "まだ来ていない日時です"
    if row.history_number < 1:
        yield row.line, "history_number", "1以上の整数ではありません"
    if row.status == _PRESENT and row.removal != _NONE:
        yield row.line, "removal", "履歴の状態（現存）と合いません"
    if row.status == _REMOVED and row.removal == _NONE:
        yield row.line, "removal", "履歴の状態（除票）と合いません"


def _numbers_in_order(rows: Sequence[Row]) -> Iterator[tuple[int, str, str]]:
    """履歴番号: once among what is held true, and in the order in which the register first said so."""
    held: set[int] = set()
    first: dict[int, Row] = {}
    for row in rows:
        number = row.history_number
        if row.until is None:
            if number in held:
                yield row.line, "history_number", "同じ履歴番号が二つ、今の記録にあります"
            held.add(number)
        earlier = first.setdefault(number, row)
        if row.since < earlier.since:
            first[number] = row
    ordered = [first[number] for number in sorted(first)]
    for before, after in pairwise(ordered):
        if after.since < before.since:
            yield after.line, "history_number", "履歴番号の順と、記録された順が合いません"


def _overlaps(rows: Sequence[Row]) -> Iterator[tuple[int, str, str]]:
    """Two truths about one record, or two records of one present person, at one time and as known at one time."""
    lasting = [row for row in rows if not row.empty and row.start is not None]
    for one, other in combinations(lasting, 2):
        same = one.ordinal == other.ordinal
        both = one.status == other.status == _PRESENT
        if (same or both) and _meet(one, other):
            yield other.line, "valid_from", f"{one.line}行目と有効期間が重なります"


def _meet(a: Row, b: Row) -> bool:
    if (a.until is not None and a.until <= b.since) or (b.until is not None and b.until <= a.since):
        return False
    if a.start is None or b.start is None:
        return False
    return (a.end is None or a.end > b.start) and (b.end is None or b.end > a.start)
