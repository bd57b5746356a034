"""Load the register (一括登録): COPY of what was brought over, all or nothing, with one entry on the trail."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, connection
from psycopg import sql

from daicho.foundation.audit.public import Note, recorded
from daicho.kernel.access import Access, Duty
from daicho.kernel.errors import Conflict, Refused
from daicho.registers.residents.audit_types import REGISTER_LOADED
from daicho.registers.residents.commands.load_rows import COLUMNS, Prepared, version_line
from daicho.registers.residents.models import Version

_SEQUENCES = {"residents_atena_seq": "last_atena", "residents_household_seq": "last_household"}
_PAGE = 2000

Beside = Callable[[], Mapping[str, int]]
"""What is written in the same transaction when the batches are in; returns how many rows each table has then."""


_SHARED = "residents_change"
_MEANWHILE = "residents_change_meanwhile"
_OPEN_MEANWHILE = f"CREATE TEMP TABLE IF NOT EXISTS {_MEANWHILE} (LIKE {_SHARED} INCLUDING DEFAULTS) ON COMMIT DROP"
_CLOSE_MEANWHILE = (
    f"INSERT INTO {_SHARED} SELECT DISTINCT ON (key) * FROM {_MEANWHILE} ON CONFLICT (key) DO NOTHING;"
    f" TRUNCATE {_MEANWHILE}"
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came in: rows by table, and the digest over all versions that stands on the trail."""

    counts: dict[str, int]
    digest: str


@dataclass(slots=True)
class _Progress:
    """What is known so far; 宛名番号 rise from batch to batch, so that the digest can be made again."""

    counts: dict[str, int]
    first_atena: str = ""
    last_atena: str = ""
    last_household: str = ""

    def take(self, batch: Prepared) -> None:
        if batch.first_atena_number:
            if batch.first_atena_number <= self.last_atena:
                raise ValueError("batches must come in rising order of 宛名番号")
            self.first_atena = self.first_atena or batch.first_atena_number
            self.last_atena = batch.last_atena_number
        self.last_household = max(self.last_household, batch.last_household_number)
        for table, count in batch.counts.items():
            self.counts[table] = self.counts.get(table, 0) + count


def load(
    access: Access,
    batches: Iterable[Prepared],
    *,
    source: str,
    into_used: bool = False,
    beside: Beside | None = None,
) -> Loaded:
    """Bring prepared batches into the register (role `loader`), in one transaction: a kill leaves nothing behind.

    Into an empty register the exclusion constraints are built after the rows, and judge them all then; into one that is in
    use (`into_used`) they stay up. `Conflict` when the register is not empty and `into_used` was not said, or when a
    constraint refuses; ValueError when batches are not in rising order of 宛名番号.
    """
    try:
        with recorded(access, REGISTER_LOADED) as note:
            if not access.has(Duty.SYSTEM):
                raise Refused(
                    "一括登録は、システムの処理だけが行えます。", code="residents.not_system"
                )
            return _load(note, batches, source=source, into_used=into_used, beside=beside)
    except IntegrityError as error:
        raise Conflict(
            "一括登録を取りやめました。何も登録していません。",
            why="登録する行どうし、または今の台帳の行と矛盾しています。",
            remedy="元の資料を直すか、見本の町なら別の番号 (--seed) で作り直してください。",
            code="residents.load_conflict",
        ) from error


def next_free_numbers() -> tuple[int, int]:
    """The first values of 宛名番号 and 世帯番号 that were never given out, without their check digits."""
    found = []
    with connection.cursor() as cursor:
        for sequence in _SEQUENCES:
            cursor.execute(
                sql.SQL("SELECT last_value + is_called::int FROM {}").format(
                    sql.Identifier(sequence)
                )
            )
            row = cursor.fetchone()
            assert row is not None
            found.append(int(row[0]))
    return found[0], found[1]


def digest_of_register(*, first_atena_number: str, last_atena_number: str) -> str:
    """The digest of a load, made again from the register: equal while no version of it was changed."""
    whole = hashlib.sha256()
    rows = (
        Version.objects.filter(person__atena_number__range=(first_atena_number, last_atena_number))
        .select_related("change")
        .order_by("person__atena_number", "history_number", "recorded__startswith")
        .iterator(chunk_size=_PAGE)
    )
    for row in rows:
        key: UUID = row.key
        whole.update(version_line(key, row.digest()))
    return whole.hexdigest()


def _load(
    note: Note,
    batches: Iterable[Prepared],
    *,
    source: str,
    into_used: bool,
    beside: Beside | None,
) -> Loaded:
    _begin(into_used=into_used)
    so_far = _Progress(counts={})
    whole = hashlib.sha256()
    for batch in batches:
        so_far.take(batch)
        whole.update(batch.digests)
        _copy(batch)
    if beside is not None:
        so_far.counts |= beside()
    with connection.cursor() as cursor:
        if not into_used:
            cursor.execute("SELECT residents_load_end()")
        for sequence, name in _SEQUENCES.items():
            _advance(sequence, getattr(so_far, name))
    note.count = so_far.counts.get("residents_version", 0)
    note.digest = whole.hexdigest()
    note.say(
        source=source,
        counts=so_far.counts,
        first_atena_number=so_far.first_atena,
        last_atena_number=so_far.last_atena,
    )
    return Loaded(counts=so_far.counts, digest=note.digest)


def _begin(*, into_used: bool) -> None:
    with connection.cursor() as cursor:
        # One load at a time; and each row's references are judged at once, not all in memory at the end.
        cursor.execute("SELECT pg_advisory_xact_lock(7117003)")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT EXISTS (SELECT FROM residents_person)")
        row = cursor.fetchone()
        assert row is not None
        if row[0] and not into_used:
            raise Conflict(
                "台帳に既に人が登録されています。",
                why="一括登録は、ふつう空の台帳に一度だけ行います。",
                remedy="続けて加えるときは、そのことを指定してください (見本の町なら --add)。",
                code="residents.load_into_used",
            )
        if not into_used:
            cursor.execute("SELECT residents_load_begin()")


def _copy(batch: Prepared) -> None:
    with connection.cursor() as cursor:
        for table, columns in COLUMNS.items():
            data = batch.tables.get(table)
            if not data:
                continue
            shared = table == _SHARED and batch.shared_changes
            into = _MEANWHILE if shared else table
            if shared:
                cursor.execute(_OPEN_MEANWHILE)
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
                sql.Identifier(into), sql.SQL(", ").join(map(sql.Identifier, columns))
            )
            with cursor.copy(statement) as copy:
                copy.write(data)
            if shared:
                cursor.execute(_CLOSE_MEANWHILE)


def _advance(sequence: str, highest: str) -> None:
    """Set a counter past the highest number that came in; it never goes back."""
    if not highest:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT setval(%s, GREATEST(%s, last_value)) FROM {}").format(
                sql.Identifier(sequence)
            ),
            [sequence, int(highest[:-1])],
        )
