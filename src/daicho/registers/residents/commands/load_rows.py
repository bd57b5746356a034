"""Rows of a bulk load (一括登録の行): what is brought over, and its form for COPY.

`prepare` is pure work without a database, so that it may run in other processes than the load itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from daicho.foundation.vault.public import NumberKind
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.commands.apply_change import ChangeFacts
from daicho.registers.residents.commands.index_person import (
    Named,
    Placed,
    name_rows,
    named,
    place_rows,
    placed,
)
from daicho.registers.residents.domain.digests import (
    change_digest,
    encoded,
    instant,
    items_digest,
    whole_digest,
)
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Kind, Particulars
from daicho.registers.residents.domain.segments import Holding, Stretch

Seal = Callable[[NumberKind, str], tuple[bytes, str, bytes, str]]
"""(lookup hash, id of its key, ciphertext, id of its key) of a number: the vault's ring in one call."""


@dataclass(frozen=True, slots=True)
class LoadedVersion:
    """One version with its time in the register; `recorded_until` is None while it is held true."""

    held: Holding
    recorded_from: datetime
    recorded_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LoadedRecord:
    """One 住民票."""

    key: UUID
    person: UUID
    kind: Kind
    ordinal: int
    opened_by: UUID


@dataclass(frozen=True, slots=True)
class LoadedNumber:
    """One 個人番号 or 住民票コード and the reference by which versions point at it."""

    ref: UUID
    kind: NumberKind
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Whole persons with all their records, changes and versions.

    `persons` are (key, 宛名番号); `households` (世帯番号, given at); `pool` 住民票コード for new residents. A change
    and everybody whom it touches are in the same batch.
    """

    persons: tuple[tuple[UUID, str], ...] = ()
    households: tuple[tuple[str, datetime], ...] = ()
    records: tuple[LoadedRecord, ...] = ()
    changes: tuple[ChangeFacts, ...] = ()
    versions: tuple[LoadedVersion, ...] = ()
    numbers: tuple[LoadedNumber, ...] = ()
    pool: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch as COPY text by table; `digests` are the 64 bytes of `version_line` of each version, in order.

    `shared_changes`: another batch may bring the same change for somebody else; it is written once.
    """

    tables: Mapping[str, bytes]
    counts: Mapping[str, int]
    digests: bytes
    first_atena_number: str
    last_atena_number: str
    last_household_number: str
    shared_changes: bool = False


CHANGE_FIELDS = tuple(ChangeFacts.__slots__)
COLUMNS: dict[str, tuple[str, ...]] = {
    "vault_number": ("key", "kind", "lookup", "lookup_key", "sealed", "data_key"),
    "vault_poolcode": ("key", "lookup", "lookup_key", "sealed", "data_key"),
    "residents_person": ("key", "atena_number"),
    "residents_householdnumber": ("number", "given_at"),
    "residents_residentrecord": ("key", "person_id", "kind", "ordinal", "opened_by"),
    "residents_change": (*CHANGE_FIELDS, "event_on", "migrated"),
    "residents_version": (
        "key",
        "record_id",
        "person_id",
        "history_number",
        "change_id",
        "valid",
        "recorded",
        "status",
        "birth_on",
        *ITEM_NAMES,
    ),
    "residents_searchname": (
        "person_id",
        "form",
        "name_key",
        "kana_key",
        "bigrams",
        "latest",
        "birth_on",
        "sex",
    ),
    "residents_searchplace": (
        "person_id",
        "town_code",
        "banchi_key",
        "katagaki_key",
        "address_key",
        "bigrams",
        "latest",
    ),
}
"""Tables in the order in which they are filled: what is pointed at comes first."""

Row = Sequence[object]


class Said(NamedTuple):
    """One version as COPY and its digest take it; the texts up to `birth_on` are those of its columns, in their order.

    `items`: all items as COPY text; `since`: from when the register said so, as digests have it.
    """

    key: str
    record: str
    person: str
    history_number: str
    change: str
    valid: str
    recorded: str
    status: str
    birth_on: str
    items: str
    items_digest: str
    since: str


_OWN = Said._fields.index("items")


def prepare(batch: Batch, *, seal: Seal) -> Prepared:
    """A batch in the form of COPY, numbers encrypted. Versions go in the order of `version_order`."""
    versions = sorted(batch.versions, key=version_order)
    rows: dict[str, list[Row]] = {
        "vault_number": [(n.ref, n.kind.value, *seal(n.kind, n.number)) for n in batch.numbers],
        "vault_poolcode": [
            (key, *seal(NumberKind.RESIDENT_CODE, code)) for key, code in batch.pool
        ],
        "residents_person": list(batch.persons),
        "residents_householdnumber": list(batch.households),
        "residents_residentrecord": [
            (r.key, r.person, r.kind.value, r.ordinal, r.opened_by) for r in batch.records
        ],
        "residents_change": [_change_row(change) for change in batch.changes],
    }
    numbers = sorted(number for _, number in batch.persons)
    tables = {table: "".join(map(copy_line, given)) for table, given in rows.items() if given}
    tables |= _found_by(versions)
    digests = b""
    if versions:
        facts = {
            str(c.key): change_digest({n: getattr(c, n) for n in CHANGE_FIELDS})
            for c in batch.changes
        }
        said = list(_said(versions))
        tables["residents_version"] = version_lines(said)
        digests = version_digests(said, facts)
    written = {table: text.encode() for table, text in tables.items() if text}
    return Prepared(
        tables=written,
        counts={table: content.count(b"\n") for table, content in written.items()},
        digests=digests,
        first_atena_number=numbers[0] if numbers else "",
        last_atena_number=numbers[-1] if numbers else "",
        last_household_number=max((number for number, _ in batch.households), default=""),
    )


def version_order(version: LoadedVersion) -> tuple[str, int, datetime]:
    """宛名番号, 履歴番号, then when it was first said: the order in which a load is digested."""
    return version.held.atena_number, version.held.history_number, version.recorded_from


def version_line(key: UUID, digest: str) -> bytes:
    """What the digest of a load takes of one version: SHA-256 of its key, then its digest."""
    return hashlib.sha256(key.bytes).digest() + bytes.fromhex(digest)


def version_lines(said: Iterable[Said]) -> str:
    """The rows of versions."""
    return "".join(["\t".join(v[: _OWN + 1]) + "\n" for v in said])


def version_digests(said: Iterable[Said], changes: Mapping[str, str]) -> bytes:
    """The `version_line` of each; `changes` are the digests of what they point at, by key."""
    return b"".join(
        [
            hashlib.sha256(bytes.fromhex(v.key.replace("-", ""))).digest()
            + bytes.fromhex(
                whole_digest(
                    items=v.items_digest,
                    change=changes[v.change],
                    record=v.record,
                    person=v.person,
                    history_number=v.history_number,
                    status=v.status,
                    days=v.valid if v.valid == EMPTY else v.valid[1:-1].replace(",", "/"),
                    since=v.since,
                )
            )
            for v in said
        ]
    )


def search_lines(person: str, names: Iterable[Named], places: Iterable[Placed]) -> tuple[str, str]:
    """The search rows of one person from what is held true now, newest first, made by the functions that always make them."""
    return (
        "".join([copy_line((person, *row)) for row in name_rows(names)]),
        "".join([copy_line((person, *row)) for row in place_rows(places)]),
    )


def _found_by(versions: Iterable[LoadedVersion]) -> dict[str, str]:
    own: dict[UUID, list[Particulars]] = {}
    for version in versions:
        if version.recorded_until is None:
            own.setdefault(version.held.person, []).append(version.held.particulars)
    found = [
        search_lines(str(person), map(named, held[::-1]), map(placed, held[::-1]))
        for person, held in own.items()
    ]
    return {
        "residents_searchname": "".join([names for names, _ in found]),
        "residents_searchplace": "".join([places for _, places in found]),
    }


def _change_row(change: ChangeFacts) -> Row:
    own = [getattr(change, name) for name in CHANGE_FIELDS]
    return (*own, change.event_date.sort_on, True)


def _said(versions: Sequence[LoadedVersion]) -> Iterable[Said]:
    """Items are written and digested once by identity: a version said again has the very same items."""
    different = {id(v.held.particulars): v.held.particulars for v in versions}
    known = {
        own: (
            "\t".join(copy_text(getattr(items, name)) for name in ITEM_NAMES),
            items_digest(items),
        )
        for own, items in different.items()
    }
    for version in versions:
        held = version.held
        items, digest = known[id(held.particulars)]
        yield Said(
            str(held.version),
            str(held.record),
            str(held.person),
            str(held.history_number),
            str(held.change),
            days_text(held.valid),
            instants_text(version.recorded_from, version.recorded_until),
            held.status.value,
            held.particulars.birth_date.sort_on.isoformat(),
            items,
            digest,
            instant(version.recorded_from),
        )


EMPTY = "empty"


def days_text(stretch: Stretch) -> str:
    """Days as a range of the database."""
    return EMPTY if stretch.empty else f"[{stretch.start or ''},{stretch.end or ''})"


def instants_text(since: datetime, until: datetime | None) -> str:
    """Instants as a range of the database."""
    return f"[{since.isoformat()},{until.isoformat() if until else ''})"


_ESCAPED = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def copy_line(row: Row) -> str:
    """A row in COPY's text format."""
    return "\t".join(map(copy_text, row)) + "\n"


def copy_text(value: object) -> str:
    """One value as COPY's text format has it."""
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value.translate(_ESCAPES) if _ESCAPED.search(value) else value
    if value is False:
        return "f"
    if value is True:
        return "t"
    if isinstance(value, LegalDate):
        return encoded(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return rf"\\x{value.hex()}"
    return _array(tuple(value)) if isinstance(value, (list, tuple)) else str(value)


@lru_cache(maxsize=20_000)
def _array(values: tuple[object, ...]) -> str:
    quoted = (str(v).replace("\\", "\\\\").replace('"', '\\"') for v in values)
    return "{" + ",".join(f'"{v}"'.translate(_ESCAPES) for v in quoted) + "}"
