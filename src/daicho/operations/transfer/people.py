"""People (一人分の検査): the lines of one person, judged alone, and turned into what the bulk loader takes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from os import urandom
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid5

from daicho.operations.transfer.histories import Row, faults, stretch_of
from daicho.operations.transfer.layout import OWN, RESIDENTS
from daicho.operations.transfer.values import Bad, Memory, of_foreigner
from daicho.registers.residents.domain.particulars import (
    ITEM_NAMES,
    Kind,
    Particulars,
    Removal,
    ResidenceCategory,
    Sex,
    Status,
)
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.load import Batch, ChangeFacts, LoadedRecord, LoadedVersion

_REMEMBERED: Final = 4_000
# A wrong profile makes every line wrong: of one person this many faults are told.
_TOLD: Final = 20
_COLUMNS: Final = RESIDENTS.columns
_CODES: Final = tuple(c.code for c in _COLUMNS[:OWN])
_AT: Final = {code: place for place, code in enumerate(_CODES)}
_CHANGE_FROM: Final = _AT["change"]
_LABELS: Final = {c.code: c.label for c in _COLUMNS}
_KIND: Final = ITEM_NAMES.index("kind")
_BIRTH: Final = ITEM_NAMES.index("birth_date")
_HOME: Final = ITEM_NAMES.index("household_number")
_ENUMS: Final = (
    ("kind", Kind),
    ("sex", Sex),
    ("residence_category", ResidenceCategory),
    ("removal", Removal),
)
_REFS: Final = ("individual_number_ref", "resident_record_code_ref")


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


@dataclass(frozen=True, slots=True)
class Judged:
    """One person: what is loaded of them, or (`batch` is None) why not; `claims` stand either way."""

    atena_number: str
    first_line: int
    lines: int
    batch: Batch | None
    rejects: tuple[Reject, ...]
    claims: Claims
    standing: Kin


class Judge:
    """Judges people one after another; `run` makes the keys, the same for the same text within one import."""

    def __init__(self, run: UUID, *, today: date, now: datetime) -> None:
        self._run = run
        self._today = today
        self._now = now
        self._own = Memory(_COLUMNS[:OWN], today=today)
        self._items = Memory(_COLUMNS[OWN:], today=today)
        self._keys: dict[tuple[str, str], UUID] = {}
        self._said: dict[tuple[str, ...], Particulars | list[tuple[str, str]]] = {}

    def judge(self, atena_number: str, lines: Sequence[Line]) -> Judged:
        """One person with all their lines."""
        rejects: list[Reject] = []
        rows = [row for line in lines if (row := self._row(atena_number, line, rejects))]
        claims = Claims()
        if not rejects:
            rejects += (
                Reject(n, atena_number, _LABELS[code], why)
                for n, code, why in faults(rows, now=self._now)
            )
        if rejects:
            # Who lives with somebody who is left out is left out too: the home is known as far as it is written.
            last = lines[-1].texts[OWN + _HOME]
            if last:
                claims.homes.append(f"{last}\t{atena_number}\n")
            return Judged(
                atena_number,
                lines[0].number,
                len(lines),
                None,
                tuple(rejects[:_TOLD]),
                claims,
                _unread(lines[-1]),
            )
        self._claim(atena_number, rows, claims)
        return Judged(
            atena_number,
            lines[0].number,
            len(lines),
            self._batch(atena_number, rows),
            (),
            claims,
            self._standing(rows),
        )

    def key(self, what: str, text: str) -> UUID:
        """The key of something that the file names by a text."""
        known = self._keys.get((what, text))
        if known is None:
            if len(self._keys) > _REMEMBERED:
                self._keys.clear()
            known = self._keys[what, text] = uuid5(self._run, f"{what}:{text}")
        return known

    def staff(self, text: str) -> UUID | None:
        """A member of staff as the file names them: a key stays, another name becomes one."""
        if not text:
            return None
        try:
            return UUID(text)
        except ValueError:
            return self.key("staff", text)

    # -- one line ------------------------------------------------------------------------------

    def _row(self, atena: str, line: Line, rejects: list[Reject]) -> Row | None:
        values = self._own.read(line.texts[:OWN])
        wrong = [
            (column.label, value.why)
            for column, value in zip(_COLUMNS, values, strict=False)
            if value.__class__ is Bad
        ]
        items = self._particulars(line.texts[OWN:])
        if isinstance(items, list):
            wrong += items
        if wrong:
            rejects.extend(Reject(line.number, atena, label, why) for label, why in wrong)
            return None
        assert isinstance(items, Particulars)
        own = dict(zip(_CODES, values, strict=True))
        own["change"] = own["change"] or f"{atena}:{own['history_number']}"
        own["case"] = own["case"] or own["change"]
        said = "\x1f".join(line.texts[_CHANGE_FROM:OWN])
        digest = hashlib.sha256(said.encode()).hexdigest()[:16]
        times = (own["recorded_from"] or own["processed_at"], own["recorded_until"])
        return Row(line.number, own, items, digest, stretch_of(own), times)

    def _particulars(self, texts: tuple[str, ...]) -> Particulars | list[tuple[str, str]]:
        known = self._said.get(texts)
        if known is None:
            if len(self._said) > _REMEMBERED:
                self._said.clear()
            known = self._said[texts] = self._read(texts)
        return known

    def _read(self, texts: tuple[str, ...]) -> Particulars | list[tuple[str, str]]:
        values = self._items.read(texts)
        if texts[_KIND] == Kind.FOREIGN.value and values[_BIRTH].__class__ is not Bad:
            birth = values[_BIRTH]
            if texts[_BIRTH].partition("|")[2] == "":
                birth = of_foreigner(texts[_BIRTH], today=self._today)
            values[_BIRTH] = birth
        wrong = [
            (column.label, value.why)
            for column, value in zip(_COLUMNS[OWN:], values, strict=True)
            if value.__class__ is Bad
        ]
        if wrong:
            return wrong
        items = dict(zip(ITEM_NAMES, values, strict=True))
        for name, kind in _ENUMS:
            items[name] = kind(items[name])
        for name in _REFS:
            items[name] = self.key("number", items[name]) if items[name] else None
        return Particulars(**items)

    def _standing(self, rows: Sequence[Row]) -> Kin:
        held = [r for r in rows if r.own["recorded_until"] is None]
        newest = max(held, key=lambda r: int(r.own["history_number"]))
        here = any(
            r.own["status"] == Status.PRESENT.value and r.stretch.covers(self._today) for r in held
        )
        status = newest.own["status"]
        if here or status == Status.PRESENT.value:
            status = Status.PRESENT.value if here else Status.REMOVED.value
        return Kin(newest.items.kind.value, status, newest.items.town_code)

    def _claim(self, atena: str, rows: Sequence[Row], claims: Claims) -> None:
        changes: dict[str, str] = {}
        refs: dict[UUID, str] = {}
        for row in rows:
            own, items = row.own, row.items
            key = self.key("change", own["change"])
            changes.setdefault(f"{key}\t{row.change_digest}", f"{atena}\t{row.line}\n")
            for name in _REFS:
                ref = getattr(items, name)
                if ref is not None:
                    refs.setdefault(ref, f"{name.removesuffix('_ref')}\t{atena}\t{row.line}\n")
            if own["status"] != Status.PRESENT.value:
                continue
            since, until = row.recorded
            if items.is_head and not row.stretch.empty:
                days = f"[{row.stretch.start or ''},{row.stretch.end or ''})"
                times = f"[{since.isoformat()},{until.isoformat() if until else ''})"
                claims.heads.append(
                    f"{items.household_number}\t{days}\t{times}\t{atena}\t{row.line}\n"
                )
            if until is None and row.stretch.covers(self._today):
                claims.homes.append(f"{items.household_number}\t{atena}\n")
        claims.changes += (f"{change}\t{who}" for change, who in changes.items())
        claims.refs += (f"{ref}\t{who}" for ref, who in refs.items())

    # -- what is loaded ------------------------------------------------------------------------

    def _batch(self, atena: str, rows: Sequence[Row]) -> Batch:
        person = self.key("person", atena)
        records: dict[int, LoadedRecord] = {}
        changes: dict[UUID, ChangeFacts] = {}
        versions = []
        for row in sorted(rows, key=lambda r: (r.own["history_number"], r.recorded[0])):
            own = row.own
            key = self.key("change", own["change"])
            if key not in changes:
                changes[key] = self._change(own)
            record = records.setdefault(
                own["ordinal"],
                LoadedRecord(
                    self.key("record", f"{atena}:{own['ordinal']}"),
                    person,
                    row.items.kind,
                    own["ordinal"],
                    self.key("change", own["opened_by"] or own["change"]),
                ),
            )
            held = Holding(
                version=UUID(bytes=urandom(16), version=4),
                record=record.key,
                person=person,
                atena_number=atena,
                history_number=own["history_number"],
                change=key,
                status=Status(own["status"]),
                valid=row.stretch,
                particulars=row.items,
            )
            versions.append(LoadedVersion(held, *row.recorded))
        return Batch(
            persons=((person, atena),),
            records=tuple(records.values()),
            changes=tuple(changes.values()),
            versions=tuple(versions),
        )

    def _change(self, own: dict[str, Any]) -> ChangeFacts:
        return ChangeFacts(
            key=self.key("change", own["change"]),
            case=self.key("change", own["case"]),
            kind=own["change_kind"],
            reason=own["reason"],
            basis=own["basis"],
            event_date=own["event_date"],
            processed_at=own["processed_at"],
            notified_on=own["notified_on"],
            petitioned_on=own["petitioned_on"],
            noticed_on=own["noticed_on"],
            requested_on=own["requested_on"],
            place=own["place"],
            terminal=own["terminal"],
            entered_by=self.staff(own["entered_by"]),
            examined_by=self.staff(own["examined_by"]),
            approved_by=self.staff(own["approved_by"]),
            attention=own["change_attention"],
        )


def _unread(line: Line) -> Kin:
    """What an unreadable person seems to be, for the counts of those left out."""
    texts = line.texts
    return Kin(
        texts[OWN + _KIND] or "?",
        texts[_AT["status"]] or "?",
        texts[OWN + ITEM_NAMES.index("town_code")],
    )
