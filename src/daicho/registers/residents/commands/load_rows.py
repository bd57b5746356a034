"""Rows of a bulk load (一括登録の行): what is brought over, and its form for COPY.

`prepare` is pure work without a database, so that it may run in other processes than the load itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from daicho.foundation.vault.public import NumberKind
from daicho.kernel.uncertain_dates import LegalDate
from daicho.registers.residents.commands.apply_change import ChangeFacts
from daicho.registers.residents.commands.index_person import name_rows, place_rows
from daicho.registers.residents.domain.digests import (
    change_digest,
    encoded,
    items_digest,
    version_digest,
)
from daicho.registers.residents.domain.particulars import ITEM_NAMES, Kind
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
    rows["residents_searchname"], rows["residents_searchplace"] = _search_rows(versions)
    numbers = sorted(number for _, number in batch.persons)
    said = _said(versions)
    tables = {table: b"".join(map(_line, given)) for table, given in rows.items() if given}
    if versions:
        tables["residents_version"] = b"".join(_version(v, said) for v in versions)
    return Prepared(
        tables=tables,
        counts={table: len(given) for table, given in rows.items()}
        | {"residents_version": len(versions)},
        digests=_digests(versions, said, batch.changes),
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


def _digests(
    versions: Sequence[LoadedVersion], said: Said, changes: Iterable[ChangeFacts]
) -> bytes:
    facts = {c.key: change_digest({n: getattr(c, n) for n in CHANGE_FIELDS}) for c in changes}
    return b"".join(
        version_line(
            v.held.version,
            version_digest(
                items=said[id(v.held.particulars)][1],
                change=facts[v.held.change],
                record=v.held.record,
                person=v.held.person,
                history_number=v.held.history_number,
                status=v.held.status,
                valid=v.held.valid,
                recorded_from=v.recorded_from,
            ),
        )
        for v in versions
    )


Said = Mapping[int, tuple[str, str]]


def _change_row(change: ChangeFacts) -> Row:
    own = [getattr(change, name) for name in CHANGE_FIELDS]
    return (*own, change.event_date.sort_on, True)


def _said(versions: Iterable[LoadedVersion]) -> Said:
    """Items as COPY text and their digest, by identity: a version said again has the very same items."""
    different = {id(v.held.particulars): v.held.particulars for v in versions}
    return {
        known: ("\t".join(_text(getattr(items, name)) for name in ITEM_NAMES), items_digest(items))
        for known, items in different.items()
    }


def _version(version: LoadedVersion, said: Said) -> bytes:
    held = version.held
    own = (
        held.version,
        held.record,
        held.person,
        held.history_number,
        held.change,
        _days(held.valid),
        _instants(version),
        held.status.value,
        held.particulars.birth_date.sort_on,
    )
    items, _ = said[id(held.particulars)]
    return ("\t".join(map(_text, own)) + f"\t{items}\n").encode()


def _days(stretch: Stretch) -> str:
    if stretch.empty:
        return "empty"
    return f"[{stretch.start or ''},{stretch.end or ''})"


def _instants(version: LoadedVersion) -> str:
    until = version.recorded_until
    return f"[{version.recorded_from.isoformat()},{until.isoformat() if until else ''})"


def _search_rows(versions: Iterable[LoadedVersion]) -> tuple[list[Row], list[Row]]:
    """The search rows of what is held true now, made by the one function that makes them."""
    own: dict[UUID, list[Holding]] = {}
    for version in versions:
        if version.recorded_until is None:
            own.setdefault(version.held.person, []).append(version.held)
    names: list[Row] = []
    places: list[Row] = []
    for person, held in own.items():
        newest_first = held[::-1]
        names += (_columns_of("residents_searchname", r) for r in name_rows(person, newest_first))
        places += (
            _columns_of("residents_searchplace", r) for r in place_rows(person, newest_first)
        )
    return names, places


def _columns_of(table: str, row: object) -> Row:
    return [getattr(row, name) for name in COLUMNS[table]]


_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _line(row: Row) -> bytes:
    return ("\t".join(map(_text, row)) + "\n").encode()


def _text(value: object) -> str:
    """One value as COPY's text format has it."""
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value if value.isprintable() and "\\" not in value else value.translate(_ESCAPES)
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
    return _array(value) if isinstance(value, (list, tuple)) else str(value)


def _array(values: Iterable[object]) -> str:
    quoted = (str(v).replace("\\", "\\\\").replace('"', '\\"') for v in values)
    return "{" + ",".join(f'"{v}"'.translate(_ESCAPES) for v in quoted) + "}"
