"""Exporting (書出し): the whole register of one instant as CSV, straight from the database; numbers always encrypted.

Every file is a `COPY` of a query that follows the layout, so that memory does not grow with the register. One snapshot
serves all files; the entry on the trail is written before the folder gets its name.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final
from uuid import UUID

import pyrage
from django.db import connection
from psycopg import Connection, sql

from daicho.foundation.audit.public import recorded
from daicho.foundation.vault.domain.keys import KeyRing
from daicho.foundation.vault.public import NumberKind
from daicho.kernel.access import Access, Duty
from daicho.kernel.errors import Conflict, Refused
from daicho.operations.transfer import layout
from daicho.operations.transfer.beside import people_in_facts, refs_in_facts
from daicho.operations.transfer.layout import Column, File, Type
from daicho.operations.transfer.profile import Profile, check_for_export, reversed_codes
from daicho.operations.transfer.run import write_json
from daicho.operations.transfer.sealed import private, seal
from daicho.operations.transfer.tables import write_tables
from daicho.registers.residents.audit_types import REGISTER_EXPORTED

PEOPLE: Final = 4_000
_FROM: Final = {
    layout.RESIDENTS.code: "residents_person p JOIN residents_version v ON v.person_id = p.key"
    " JOIN residents_residentrecord r ON r.key = v.record_id"
    " JOIN residents_change c ON c.key = v.change_id",
    layout.HOUSEHOLDS.code: "residents_householdnumber h",
    layout.NUMBERS.code: "vault_number n",
    layout.MEMOS.code: "residents_memoline m JOIN residents_person p ON p.key = m.person_id",
    layout.SUPPRESSIONS.code: "protection_suppression s LEFT JOIN residents_person p ON p.key = s.person",
    layout.MEASURES.code: "protection_measureedition e",
    layout.NOTICE_WISHES.code: "protection_noticewish w JOIN residents_person p ON p.key = w.person",
    layout.CODE_TABLES.code: "code_tables_coderow t",
}
_ORDER: Final = {
    layout.RESIDENTS.code: "p.atena_number, v.history_number, lower(v.recorded)",
    layout.HOUSEHOLDS.code: "h.number",
    layout.NUMBERS.code: "n.key",
    layout.MEMOS.code: "p.atena_number, m.memo, m.edition",
    layout.SUPPRESSIONS.code: "s.set_at, s.key",
    layout.MEASURES.code: "e.measure, e.edition",
    layout.NOTICE_WISHES.code: "p.atena_number, w.starts_on, w.kept_at",
    layout.CODE_TABLES.code: 't."table", t.seq',
}

Step = Callable[[str, int], Callable[[int], None]]


@dataclass(slots=True)
class Written:
    """What was written: lines and SHA-256 by file name."""

    files: dict[str, dict[str, object]] = field(default_factory=dict)

    def lines(self, file: File, profile: Profile) -> int:
        return int(str(self.files[profile.name_of(file)]["lines"]))


def export(
    access: Access,
    folder: Path,
    *,
    recipient: pyrage.x25519.Recipient,
    keys: KeyRing,
    profile: Profile,
    step: Step,
) -> Written:
    """Write the whole register into a new folder; it appears whole or not at all.

    `Conflict` when the folder is there already, `Invalid` for a profile that would lose something.
    """
    check_for_export(profile)
    if folder.exists():
        raise Conflict(
            "書出し先のフォルダが既にあります。",
            why="前に書き出したものを上書きすることはできません。",
            remedy="新しいフォルダの名前を指定してください。",
            code="transfer.folder_exists",
        )
    draft = folder.with_name(f".{folder.name}.part")
    draft.mkdir(mode=0o700, parents=True)
    try:
        with recorded(access, REGISTER_EXPORTED) as note:
            if not access.has(Duty.SYSTEM):
                raise Refused(
                    "書出しは、システムの処理だけが行えます。", code="transfer.not_system"
                )
            with connection.cursor() as cursor:
                # This transaction waits for all files, longer than a forgotten one may.
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            written = _write(draft, recipient=recipient, keys=keys, profile=profile, step=step)
            note.number_shown = True
            note.count = written.lines(layout.RESIDENTS, profile)
            note.digest = str(written.files[profile.name_of(layout.RESIDENTS)]["sha256"])
            note.say(
                profile=profile.name,
                recipient=str(recipient),
                files={name: said["lines"] for name, said in written.files.items()},
            )
        draft.rename(folder)
    except BaseException:
        _remove(draft)
        raise
    return written


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


def _write(
    folder: Path,
    *,
    recipient: pyrage.x25519.Recipient,
    keys: KeyRing,
    profile: Profile,
    step: Step,
) -> Written:
    written = Written()
    beside = connection.copy()
    beside.connect()
    try:
        bare: Connection = beside.connection
        bare.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        bare.execute("SET LOCAL TIME ZONE 'Asia/Tokyo'; SET LOCAL DateStyle = ISO")
        snapshot = Snapshot(bare, folder, profile, written, step)
        snapshot.residents()
        for file in (
            layout.HOUSEHOLDS,
            layout.MEMOS,
            layout.SUPPRESSIONS,
            layout.NOTICE_WISHES,
            layout.CODE_TABLES,
        ):
            snapshot.plain(file)
        snapshot.measures()
        snapshot.numbers(recipient, keys)
        bare.execute("COMMIT")
    finally:
        beside.close()
    write_tables(folder, profile=profile, written=written.files)
    write_json(
        folder / layout.MANIFEST,
        {
            "layout": layout.VERSION,
            "profile": profile.name,
            "recipient": str(recipient),
            "files": written.files,
        },
    )
    return written


class _Sum:
    """A file being written: its bytes, its lines, its SHA-256."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._whole = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self._whole.update(data)
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()

    @property
    def digest(self) -> str:
        return self._whole.hexdigest()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One instant of the register, and the folder into which it is written."""

    bare: Connection
    folder: Path
    profile: Profile
    written: Written
    step: Step

    def residents(self) -> None:
        """Person by person in the order of 宛名番号, some thousand at a time, so that nothing large is ever sorted."""
        marks = self._marks()
        advance = self.step("住民票を書き出しています", len(marks))
        query = self._query(layout.RESIDENTS, where="p.atena_number > {} AND p.atena_number <= {}")

        def parts() -> Iterator[bytes]:
            before = ""
            for mark in marks:
                yield from self._copied(query, before, mark)
                before = mark
                advance(1)

        self._file(layout.RESIDENTS, parts())

    def plain(self, file: File) -> None:
        """A file that is a query and nothing else."""
        self._file(file, self._copied(self._query(file)))

    def measures(self) -> None:
        """Support measures, in which 宛名番号 stand for people."""
        place = [c.code for c in layout.MEASURES.columns].index("facts")

        def parts() -> Iterator[bytes]:
            # A few hundred in a city; the connection is free again for the question whom each is about.
            for row in list(self._rows(layout.MEASURES)):
                told = json.loads(row[place])
                row[place] = json.dumps(
                    refs_in_facts(told, self._atena_of(people_in_facts(told))),
                    ensure_ascii=False,
                    sort_keys=True,
                )
                yield _line(row)

        self._file(layout.MEASURES, parts())

    def numbers(self, recipient: pyrage.x25519.Recipient, keys: KeyRing) -> None:
        """Every number of the vault, decrypted in memory and encrypted for the recipient in the same breath."""
        self.bare.execute("SET LOCAL ROLE vault")
        total = self.bare.execute("SELECT count(*) FROM vault_number").fetchone()
        advance = self.step("番号を書き出しています", int(total[0]) if total else 0)
        kinds = reversed_codes(self.profile.of(layout.NUMBERS).codes.get("番号の種類", {}))
        lines = 0

        def parts() -> Iterator[bytes]:
            nonlocal lines
            yield self._header(layout.NUMBERS)
            with self.bare.cursor(name="transfer_numbers", binary=True) as cursor:
                cursor.itersize = 2_000
                cursor.execute(
                    "SELECT key, kind, sealed, lookup, data_key FROM vault_number ORDER BY key"
                )
                held = []
                for key, kind, sealed, lookup, data_key in cursor:
                    digits = keys.open(NumberKind(kind), sealed, lookup, key_id=data_key)
                    held.append(f"{key},{kinds.get(kind, kind)},{digits}\n")
                    lines += 1
                    if len(held) == 2_000:
                        advance(len(held))
                        yield "".join(held).encode()
                        held.clear()
                yield "".join(held).encode()

        name = self.profile.name_of(layout.NUMBERS)
        with private(self.folder / name) as out:
            whole = _Sum(out)
            seal(parts(), whole, to=recipient)
        self.written.files[name] = {"lines": lines, "sha256": whole.digest}
        self.bare.execute("RESET ROLE")

    # -- how --------------------------------------------------------------------------------

    def _marks(self) -> list[str]:
        """The last 宛名番号 of each part."""
        rows = self.bare.execute(
            "SELECT max(atena_number) FROM (SELECT atena_number,"
            " (row_number() OVER (ORDER BY atena_number) - 1) / %s AS part FROM residents_person) p"
            " GROUP BY part ORDER BY 1",
            [PEOPLE],
        )
        return [mark for (mark,) in rows]

    def _query(self, file: File, *, where: str = "") -> str:
        columns = ", ".join(self._expression(file, column) for column in file.columns)
        condition = f" WHERE {where}" if where else ""
        return f"SELECT {columns} FROM {_FROM[file.code]}{condition} ORDER BY {_ORDER[file.code]}"

    def _expression(self, file: File, column: Column) -> str:
        codes = reversed_codes(self.profile.of(file).codes.get(column.label, {}))
        if codes:
            cases = " ".join(
                f"WHEN {_quoted(ours)} THEN {_quoted(theirs)}" for ours, theirs in codes.items()
            )
            return f"CASE {column.sql} {cases} ELSE NULLIF({column.sql}, '') END"
        if column.type is Type.FLAG:
            return f"({column.sql})::int"
        if column.type in (Type.TEXT, Type.NOTE, Type.CODE):
            return f"NULLIF({column.sql}, '')"
        return column.sql

    def _copied(self, query: str, *values: str) -> Iterator[bytes]:
        statement = sql.SQL(
            "COPY (" + query + ") TO STDOUT WITH (FORMAT csv, ENCODING 'UTF8')"
        ).format(*map(sql.Literal, values))
        with self.bare.cursor() as cursor, cursor.copy(statement) as copy:
            for data in copy:
                yield bytes(data)

    def _rows(self, file: File) -> Iterator[list[str]]:
        for data in self._copied(self._query(file)):
            yield from csv.reader(io.StringIO(data.decode(), newline=""))

    def _atena_of(self, people: tuple[UUID, ...]) -> dict[str, str]:
        rows = self.bare.execute(
            "SELECT key::text, atena_number FROM residents_person WHERE key = ANY(%s)",
            [list(people)],
        )
        return dict(rows.fetchall())

    def _header(self, file: File) -> bytes:
        return _line([self.profile.heading(file, column) for column in file.columns])

    def _file(self, file: File, parts: Iterator[bytes]) -> None:
        name = self.profile.name_of(file)
        lines = 0
        with private(self.folder / name) as out:
            whole = _Sum(out)
            whole.write(self._header(file))
            for part in parts:
                whole.write(part)
                lines += 1
        self.written.files[name] = {"lines": lines, "sha256": whole.digest}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace("{", "{{").replace("}", "}}") + "'"


def _line(values: list[Any]) -> bytes:  # Any: texts
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(values)
    return out.getvalue().encode()
