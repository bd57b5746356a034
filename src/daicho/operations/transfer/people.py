"""People (一人分の検査): the lines of one person, judged alone, and turned into the rows that are loaded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from os import urandom
from typing import Any, Final, NamedTuple
from uuid import UUID

from daicho.operations.transfer.histories import Row, faults
from daicho.operations.transfer.layout import OWN, RESIDENTS
from daicho.operations.transfer.values import Bad, Known, Memory
from daicho.operations.transfer.written import CHANGE_FROM, Change, Items, Keys, Writer, Wrong
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Status
from daicho.registers.residents.domain.segments import Stretch
from daicho.registers.residents.load import (
    Said,
    days_text,
    instant,
    instants_text,
    search_lines,
    version_digests,
    version_lines,
)

# A wrong profile makes every line wrong: of one person this many faults are told.
_TOLD: Final = 20
_OWN: Final = RESIDENTS.columns[:CHANGE_FROM]
_AT: Final = {column.code: place for place, column in enumerate(_OWN)}
_LABELS: Final = {c.code: c.label for c in RESIDENTS.columns}
_KIND: Final = OWN + ITEM_NAMES.index("kind")
_HOME: Final = OWN + ITEM_NAMES.index("household_number")
_TOWN: Final = OWN + ITEM_NAMES.index("town_code")
_PRESENT: Final = Status.PRESENT.value
_REMOVED: Final = Status.REMOVED.value
_HEAD: Final = "世帯主"


class Line(NamedTuple):
    """One line of the file: its number, and its texts in the order of our layout."""

    number: int
    texts: tuple[str, ...]


class Reject(NamedTuple):
    """Why somebody is left out: line, 宛名番号, item, reason. Never the value itself."""

    line: int
    atena_number: str
    item: str
    reason: str


class Kin(NamedTuple):
    """Where somebody stands, for the counts that must agree: 住民種別, 住民状態 today, 町字コード of the newest version."""

    kind: str
    status: str
    town: str


@dataclass(slots=True)
class Claims:
    """What one person says that others may contradict, as lines for COPY."""

    homes: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    refs: list[str] = field(default_factory=list)


class Rows(NamedTuple):
    """What is loaded of one person: rows by table as COPY text, and what the digest of the load takes of them."""

    tables: dict[str, str]
    digests: bytes


@dataclass(frozen=True, slots=True)
class Judged:
    """One person: what is loaded of them, or (`rows` is None) why not; `claims` stand either way."""

    atena_number: str
    first_line: int
    lines: int
    rows: Rows | None
    rejects: tuple[Reject, ...]
    claims: Claims
    standing: Kin


class _Told(NamedTuple):
    """One line that was read: what a history is judged by, and what is written of it."""

    row: Row
    items: Items
    change: Change
    opened_by: str
    valid: str
    recorded: str


class Judge:
    """Judges people one after another; `run` makes the keys, the same for the same text within one import."""

    def __init__(self, run: UUID, *, today: date, now: datetime) -> None:
        self._today = today
        self._now = now
        self._keys = Keys(run)
        self._own = Memory(_OWN, today=today)
        self._writer = Writer(self._keys, today=today)
        self._since = Known(instant, most=4_000)

    def judge(self, atena_number: str, lines: Sequence[Line]) -> Judged:
        """One person with all their lines."""
        rejects: list[Reject] = []
        told = [one for line in lines if (one := self._read(atena_number, line, rejects))]
        claims = Claims()
        if not rejects:
            rejects += (
                Reject(n, atena_number, _LABELS[code], why)
                for n, code, why in faults([one.row for one in told], now=self._now)
            )
        rows = None
        if rejects:
            # Who lives with somebody who is left out is left out too: the home is known as far as it is written.
            last = lines[-1].texts[_HOME]
            if last:
                claims.homes.append(f"{last}\t{atena_number}\n")
            standing = _unread(lines[-1])
        else:
            self._claim(atena_number, told, claims)
            rows = self._rows(atena_number, told)
            standing = self._standing(told)
        return Judged(
            atena_number,
            lines[0].number,
            len(lines),
            rows,
            tuple(rejects[:_TOLD]),
            claims,
            standing,
        )

    def key(self, what: str, text: str) -> UUID:
        """The key of something that the file names by a text."""
        return UUID(self._keys.of(what, text))

    def staff(self, text: str) -> UUID | None:
        """A member of staff as the file names them."""
        found = self._keys.staff(text)
        return None if found is None else UUID(found)

    # -- one line ------------------------------------------------------------------------------

    def _read(self, atena: str, line: Line, rejects: list[Reject]) -> _Told | None:
        texts = line.texts
        own = self._own.read(texts[:CHANGE_FROM])
        items = self._writer.items(texts[OWN:])
        change = self._writer.change(
            texts[CHANGE_FROM:OWN], unnamed=f"{atena}:{texts[_AT['history_number']]}"
        )
        if Bad in map(type, own) or not (type(items) is Items and type(change) is Change):
            rejects += (
                Reject(line.number, atena, label, why)
                for label, why in (*_bad_of(own), *_if_wrong(change), *_if_wrong(items))
            )
            return None
        row = _row(line.number, own, change, items)
        return _Told(
            row,
            items,
            change,
            own[_AT["opened_by"]],
            days_text(Stretch(row.start, row.end, empty=row.empty)),
            instants_text(row.since, row.until),
        )

    def _standing(self, told: Sequence[_Told]) -> Kin:
        held = [one for one in told if one.row.until is None]
        newest = max(held, key=lambda one: one.row.history_number)
        here = any(one.row.status == _PRESENT and _covers(one.row, self._today) for one in held)
        status = newest.row.status
        if here or status == _PRESENT:
            status = _PRESENT if here else _REMOVED
        return Kin(newest.items.kind, status, newest.items.town)

    def _claim(self, atena: str, told: Sequence[_Told], claims: Claims) -> None:
        changes: dict[str, str] = {}
        refs: dict[str, str] = {}
        for row, items, change, _, valid, recorded in told:
            where = f"{atena}\t{row.line}\n"
            changes.setdefault(f"{change.key}\t{change.digest[:16]}\t", where)
            for kind, ref in items.numbers:
                refs.setdefault(f"{ref}\t{kind}\t", where)
            if row.status != _PRESENT:
                continue
            if items.relationship == _HEAD and not row.empty:
                claims.heads.append(f"{items.household}\t{valid}\t{recorded}\t{where}")
            if row.until is None and _covers(row, self._today):
                claims.homes.append(f"{items.household}\t{atena}\n")
        claims.changes += [change + where for change, where in changes.items()]
        claims.refs += [ref + where for ref, where in refs.items()]

    # -- what is loaded ------------------------------------------------------------------------

    def _rows(self, atena: str, told: Sequence[_Told]) -> Rows:
        person = self._keys.of("person", atena)
        ordered = sorted(told, key=lambda one: (one.row.history_number, one.row.since))
        changes = {one.change.key: one.change for one in ordered}
        records: dict[int, str] = {}
        lines: list[str] = []
        for one in ordered:
            ordinal = one.row.ordinal
            if ordinal not in records:
                record = records[ordinal] = self._keys.of("record", f"{atena}:{ordinal}")
                opened = one.opened_by
                by = self._keys.of("change", opened) if opened else one.change.key
                lines.append(f"{record}\t{person}\t{one.items.kind}\t{ordinal}\t{by}\n")
        versions = list(self._versions(ordered, person, records))
        newest_first = [one.items for one in reversed(ordered) if one.row.until is None]
        names, places = search_lines(
            person,
            [items.named for items in newest_first],
            [items.placed for items in newest_first],
        )
        return Rows(
            {
                "residents_person": f"{person}\t{atena}\n",
                "residents_residentrecord": "".join(lines),
                "residents_change": "".join([change.line for change in changes.values()]),
                "residents_version": version_lines(versions),
                "residents_searchname": names,
                "residents_searchplace": places,
            },
            version_digests(versions, {key: change.digest for key, change in changes.items()}),
        )

    def _versions(
        self, ordered: Sequence[_Told], person: str, records: dict[int, str]
    ) -> Iterator[Said]:
        for one, version in zip(ordered, _fresh_keys(len(ordered)), strict=True):
            row, items, change, _, valid, recorded = one
            yield Said(
                version,
                records[row.ordinal],
                person,
                str(row.history_number),
                change.key,
                valid,
                recorded,
                row.status,
                items.birth_on,
                items.copy,
                items.digest,
                self._since[row.since],
            )


def _bad_of(own: Sequence[Any]) -> Wrong:  # Any: as the columns hold it
    return [(c.label, v.why) for c, v in zip(_OWN, own, strict=True) if isinstance(v, Bad)]


def _if_wrong(found: Items | Change | Wrong) -> Wrong:
    return found if isinstance(found, list) else []


def _row(line: int, own: Sequence[Any], change: Change, items: Items) -> Row:  # Any: see above
    _, ordinal, _, number, start, end, empty, since, until, status = own
    return Row(
        line,
        ordinal,
        number,
        status,
        None if empty else start,
        None if empty else end,
        empty,
        since or change.processed_at,
        until,
        change.processed_at,
        items.kind,
        items.removal,
    )


def _covers(row: Row, day: date) -> bool:
    return (
        not row.empty
        and (row.start is None or row.start <= day)
        and (row.end is None or day < row.end)
    )


def _fresh_keys(count: int) -> Iterator[str]:
    """Keys of versions (UUIDv4), from one draw."""
    drawn = urandom(16 * count).hex()
    for at in range(0, 32 * count, 32):
        h = drawn[at : at + 32]
        yield f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{'89ab'[int(h[16], 16) & 3]}{h[17:20]}-{h[20:]}"


def _unread(line: Line) -> Kin:
    """What an unreadable person seems to be, for the counts of those left out."""
    texts = line.texts
    return Kin(texts[_KIND] or "?", texts[_AT["status"]] or "?", texts[_TOWN])
