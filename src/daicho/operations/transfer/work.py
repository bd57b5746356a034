"""Work (下ごしらえ): blocks judged and written as pieces, in this process or in several."""

from __future__ import annotations

import multiprocessing
import multiprocessing.pool
import os
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import connection

from daicho.foundation.vault.domain.keys import KeyRing
from daicho.foundation.vault.public import NumberKind
from daicho.kernel.characters import mj_of
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.operations.sample.making import sealing
from daicho.operations.transfer.blocks import Block, Heading, rows_of
from daicho.operations.transfer.layout import NUMBERS, RESIDENTS
from daicho.operations.transfer.people import Judge, Judged, Line, Reject
from daicho.operations.transfer.pieces import CLAIMS, TABLES, Piece, Store
from daicho.operations.transfer.profile import Profile
from daicho.operations.transfer.values import Bad, Memory
from daicho.registers.residents.load import Seal

_ATENA: Final = [c.code for c in RESIDENTS.columns].index("atena_number")
_CHECKS: Final = {
    NumberKind.INDIVIDUAL.value: INDIVIDUAL_NUMBER,
    NumberKind.RESIDENT_CODE.value: RESIDENT_RECORD_CODE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What every process of one import is told at its start."""

    run: UUID
    store: Store
    profile: Profile
    heading: Heading
    today: date
    now: datetime
    keys: KeyRing


class Bench:
    """The processes; blocks go in, the paths of finished pieces come out in order. Few blocks are in memory at a time."""

    def __init__(self, told: Told, *, processes: int) -> None:
        self._told = told
        self._pool: multiprocessing.pool.Pool | None = None
        self._ahead = processes + 1
        self._waiting: deque[multiprocessing.pool.AsyncResult[Path]] = deque()
        if processes > 1:
            mj_of("一")
            # Processes do not inherit a connection to the database.
            connection.close()
            self._pool = multiprocessing.get_context("fork").Pool(processes, _start, (told,))
        else:
            _start(told)

    def put(self, block: Block) -> Iterator[Path]:
        """Hand a block over; gives the pieces that were finished meanwhile."""
        if self._pool is None:
            yield make_piece(block)
            return
        self._waiting.append(self._pool.apply_async(make_piece, (block,)))
        while len(self._waiting) > self._ahead:
            yield self._waiting.popleft().get()

    def rest(self) -> Iterator[Path]:
        """The pieces that are still to come."""
        while self._waiting:
            yield self._waiting.popleft().get()
        if self._pool is not None:
            self._pool.close()
            self._pool.join()

    def stop(self) -> None:
        if self._pool is not None:
            self._pool.terminate()


def make_pieces(blocks: Iterable[Block], told: Told, *, processes: int) -> Iterator[Path]:
    """The pieces of all blocks, in order."""
    bench = Bench(told, processes=processes)
    try:
        for block in blocks:
            yield from bench.put(block)
        yield from bench.rest()
    finally:
        bench.stop()


# What this process was told at its start; a block is all that travels afterwards.
_told: list[tuple[Told, Judge, Seal]] = []


def _start(told: Told) -> None:
    judge = Judge(told.run, today=told.today, now=told.now)
    _told[:] = [(told, judge, sealing(told.keys))]


def make_piece(block: Block) -> Path:
    """Judge one block and write its piece."""
    told, judge, seal = _told[-1]
    if told.heading.file.code == NUMBERS.code:
        return _number_piece(block, told, judge, seal)
    return _people_piece(block, told, judge)


def _people_piece(block: Block, told: Told, judge: Judge) -> Path:
    piece = Piece(block.number, block.first_line, 0)
    claims: dict[str, list[str]] = {name: [] for name in CLAIMS}
    content: dict[str, list[bytes]] = {name: [] for name in TABLES}
    digests: list[bytes] = []
    for atena, lines in _persons(block, told, piece):
        judged = judge.judge(atena, lines)
        piece.lines += judged.lines
        _claim(judged, claims)
        if judged.rows is None:
            piece.rejects += judged.rejects
            piece.left_out.append((atena, judged.lines, judged.standing))
            continue
        own = {name: text.encode() for name, text in judged.rows.tables.items()}
        for name, rows in own.items():
            content[name].append(rows)
        digests.append(judged.rows.digests)
        sizes = tuple(len(own.get(name, b"")) for name in TABLES)
        piece.people.append((atena, judged.lines, judged.standing, sizes, len(digests[-1])))
    blobs = ["".join(claims[name]).encode() for name in CLAIMS]
    piece.claims = dict(zip(CLAIMS, map(len, blobs), strict=True))
    path = told.store.path(told.heading.file.code, block.number)
    told.store.write(
        path, piece, b"".join(blobs), [b"".join(rows) for rows in (*content.values(), digests)]
    )
    return path


def _persons(block: Block, told: Told, piece: Piece) -> Iterator[tuple[str, list[Line]]]:
    """The lines of each person; a line of another width belongs to nobody who can be loaded."""
    pick = told.heading.picker(told.profile)
    width = told.heading.width

    def lines() -> Iterator[Line]:
        for number, texts in rows_of(block):
            if len(texts) != width:
                piece.lines += 1
                said = texts[told.heading.places[_ATENA]] if len(texts) > _ATENA else ""
                piece.rejects.append(
                    Reject(number, said, "", f"列が {len(texts)} あります（見出しは {width}）")
                )
                continue
            yield Line(number, tuple(pick(texts)))

    for atena, group in groupby(lines(), key=lambda line: line.texts[_ATENA]):
        yield atena, list(group)


def _claim(judged: Judged, claims: dict[str, list[str]]) -> None:
    said = judged.claims
    claims["homes"] += said.homes
    claims["heads"] += said.heads
    claims["changes"] += said.changes
    claims["refs"] += said.refs
    claims["people"].append(f"{judged.atena_number}\t{judged.first_line}\n")


def _number_piece(block: Block, told: Told, judge: Judge, seal: Seal) -> Path:
    pick = told.heading.picker(told.profile)
    memory = Memory(NUMBERS.columns, today=told.today)
    piece = Piece(block.number, block.first_line, 0)
    claims: list[str] = []
    content: list[bytes] = []
    for line, texts in rows_of(block):
        piece.lines += 1
        why = _number(line, pick(texts), memory, judge, seal, claims, content)
        if why:
            piece.rejects.append(Reject(line, "", "番号", why))
    blob = "".join(claims).encode()
    piece.claims = {"numbers": len(blob)}
    path = told.store.path(NUMBERS.code, block.number)
    told.store.write(path, piece, blob, content)
    return path


def _number(
    line: int,
    texts: tuple[str, ...],
    memory: Memory,
    judge: Judge,
    seal: Seal,
    claims: list[str],
    content: list[bytes],
) -> str:
    """Encrypt one number; in words why it is none. Its digits are in no memory, list or file afterwards."""
    if len(texts) != len(NUMBERS.columns):
        return "列の数が違います"
    ref, kind, digits = texts
    for column, value in zip(NUMBERS.columns[:2], memory.read((ref, kind, "0"))[:2], strict=True):
        if isinstance(value, Bad):
            return f"{column.label}: {value.why}"
    if not _CHECKS[kind].is_valid(digits):
        return "検査用数字が合わないか、桁が違います"
    key = judge.key("number", ref)
    lookup, lookup_key, sealed, data_key = seal(NumberKind(kind), digits)
    claims.append(f"{key}\t{kind}\t\\\\x{lookup.hex()}\t{line}\n")
    content.append(
        f"{key}\t{kind}\t\\\\x{lookup.hex()}\t{lookup_key}\t\\\\x{sealed.hex()}\t{data_key}\n".encode()
    )
    return ""


def processes_for(size: int) -> int:
    """How many processes: one for a small file, for starting them takes longer than the work."""
    return 1 if size < 20_000_000 else os.cpu_count() or 1
