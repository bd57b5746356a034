"""Pieces (小分け): what was judged and made ready, kept on disk until it is loaded, so that a crash costs one piece.

A piece is written whole or not at all. Its first line says whose bytes follow; the bytes are COPY text, in which numbers
are encrypted as in the vault.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from daicho.operations.transfer.people import Kin, Reject
from daicho.registers.residents.load import COLUMNS, Prepared

TABLES: Final = tuple(COLUMNS)
CLAIMS: Final = ("homes", "heads", "changes", "refs", "people")


@dataclass(slots=True)
class Piece:
    """One piece. `people`: (宛名番号, lines, standing, bytes per table, bytes of digests); `left_out`: the first three."""

    number: int
    first_line: int
    lines: int
    people: list[tuple[str, int, Kin, tuple[int, ...], int]] = field(default_factory=list)
    left_out: list[tuple[str, int, Kin]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    claims: dict[str, int] = field(default_factory=dict)


def write_piece(
    path: Path, piece: Piece, claims: Sequence[bytes], content: Iterable[bytes]
) -> None:
    """Write a piece; the claims come first after its head, then everybody's bytes."""
    head = {name: getattr(piece, name) for name in piece.__slots__}
    draft = path.with_suffix(".part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(json.dumps(head, ensure_ascii=False).encode() + b"\n")
        out.writelines(claims)
        out.writelines(content)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)


def read_head(path: Path) -> Piece:
    """What a piece says of itself."""
    with path.open("rb") as stream:
        return _head(stream.readline())


def _head(line: bytes) -> Piece:
    told: dict[str, Any] = json.loads(line)
    told["people"] = [(a, n, Kin(*k), tuple(sizes), d) for a, n, k, sizes, d in told["people"]]
    told["left_out"] = [(a, n, Kin(*k)) for a, n, k in told["left_out"]]
    told["rejects"] = [Reject(*r) for r in told["rejects"]]
    return Piece(**told)


def claims_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """(what, COPY text) of everything that others may contradict."""
    with path.open("rb") as stream:
        piece = _head(stream.readline())
        for name, size in piece.claims.items():
            yield name, stream.read(size)


def prepared(path: Path, *, without: Collection[str]) -> Prepared | None:
    """What is loaded of a piece: everybody but those who are left out; None when nobody is left."""
    with path.open("rb") as stream:
        piece = _head(stream.readline())
        stream.seek(sum(piece.claims.values()), os.SEEK_CUR)
        tables: dict[str, list[bytes]] = {name: [] for name in TABLES}
        digests: list[bytes] = []
        taken: list[str] = []
        for atena, _, _, sizes, digest in piece.people:
            if atena in without:
                stream.seek(sum(sizes) + digest, os.SEEK_CUR)
                continue
            taken.append(atena)
            for name, size in zip(TABLES, sizes, strict=True):
                if size:
                    tables[name].append(stream.read(size))
            digests.append(stream.read(digest))
    if not taken:
        return None
    joined = {name: b"".join(parts) for name, parts in tables.items() if parts}
    return Prepared(
        tables=joined,
        counts={name: content.count(b"\n") for name, content in joined.items()},
        digests=b"".join(digests),
        first_atena_number=taken[0],
        last_atena_number=taken[-1],
        last_household_number="",
        shared_changes=True,
    )


def numbers_of(path: Path, *, without: Collection[str]) -> Prepared:
    """The encrypted numbers of a piece, but for those whose keys are named."""
    with path.open("rb") as stream:
        piece = _head(stream.readline())
        stream.seek(sum(piece.claims.values()), os.SEEK_CUR)
        content = stream.read()
    if without:
        lines = content.splitlines(keepends=True)
        content = b"".join(n for n in lines if n[:36].decode() not in without)
    return Prepared(
        tables={"vault_number": content},
        counts={"vault_number": content.count(b"\n")},
        digests=b"",
        first_atena_number="",
        last_atena_number="",
        last_household_number="",
    )


def standings(piece: Piece, *, without: Collection[str]) -> tuple[Counter[Kin], Counter[Kin]]:
    """How many people of each standing would be loaded, and how many are left out."""
    taken: Counter[Kin] = Counter()
    out: Counter[Kin] = Counter(kin for _, _, kin in piece.left_out)
    for atena, _, kin, _, _ in piece.people:
        (out if atena in without else taken)[kin] += 1
    return taken, out
