"""Pieces (小分け): what was judged and made ready, kept on disk until it is loaded, so that a crash costs one piece.

A piece is written whole or not at all. It is three parts, each encrypted (AES-256-GCM) under the key of its run: its head,
what others may contradict, and the rows; both as COPY text, in which numbers are encrypted once more as in the vault.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from daicho.kernel.errors import Unavailable
from daicho.operations.transfer.people import Kin, Reject
from daicho.registers.residents.load import COLUMNS, Prepared

TABLES: Final = tuple(COLUMNS)
CLAIMS: Final = ("homes", "heads", "changes", "refs", "people")
_NONCE: Final = 12
_LENGTH: Final = 8
_PARTS: Final = ("head", "claims", "rows")


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


@dataclass(frozen=True, slots=True)
class Store:
    """The pieces of one run: where they are, and the key that opens them."""

    folder: Path
    key: bytes

    def path(self, file_code: str, number: int) -> Path:
        return self.folder / f"{file_code}-{number:06}.piece"

    def write(self, path: Path, piece: Piece, claims: bytes, rows: Iterable[bytes]) -> None:
        """Write a piece: `claims` in the order of its head, rows table by table, then digests."""
        head = json.dumps({name: getattr(piece, name) for name in piece.__slots__})
        draft = path.with_suffix(".part")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as out:
            for name, content in zip(_PARTS, (head.encode(), claims, b"".join(rows)), strict=True):
                nonce = os.urandom(_NONCE)
                sealed = AESGCM(self.key).encrypt(nonce, content, _bound_to(path, name))
                out.write(len(sealed).to_bytes(_LENGTH) + nonce)
                out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)

    def head(self, path: Path) -> Piece:
        """What a piece says of itself."""
        with path.open("rb") as stream:
            return self._head(path, stream)

    def claims(self, path: Path) -> Iterator[tuple[str, bytes]]:
        """(what, COPY text) of everything that others may contradict."""
        with path.open("rb") as stream:
            piece = self._head(path, stream)
            content = self._part(path, stream, "claims")
        at = 0
        for name, size in piece.claims.items():
            yield name, content[at : at + size]
            at += size

    def rows(self, path: Path) -> tuple[Piece, bytes]:
        """A piece and its rows."""
        with path.open("rb") as stream:
            piece = self._head(path, stream)
            _skip(stream)
            return piece, self._part(path, stream, "rows")

    def _head(self, path: Path, stream: BinaryIO) -> Piece:
        told: dict[str, Any] = json.loads(self._part(path, stream, "head"))
        told["people"] = [(a, n, Kin(*k), tuple(sizes), d) for a, n, k, sizes, d in told["people"]]
        told["left_out"] = [(a, n, Kin(*k)) for a, n, k in told["left_out"]]
        told["rejects"] = [Reject(*r) for r in told["rejects"]]
        return Piece(**told)

    def _part(self, path: Path, stream: BinaryIO, name: str) -> bytes:
        size = int.from_bytes(stream.read(_LENGTH))
        nonce, sealed = stream.read(_NONCE), stream.read(size)
        try:
            return AESGCM(self.key).decrypt(nonce, sealed, _bound_to(path, name))
        except InvalidTag:
            raise Unavailable(
                "検査の済んだ小分けを読めません。",
                why=f"{path.name} が壊れているか、書き換えられています。",
                remedy="--discard を付けて、検査からやり直してください。",
                code="transfer.piece",
            ) from None


def _bound_to(path: Path, name: str) -> bytes:
    return f"{path.stem}:{name}".encode()


def _skip(stream: BinaryIO) -> None:
    size = int.from_bytes(stream.read(_LENGTH))
    stream.seek(_NONCE + size, os.SEEK_CUR)


def prepared(store: Store, path: Path, *, without: Collection[str]) -> Prepared | None:
    """What is loaded of a piece: everybody but those who are left out; None when nobody is left."""
    piece, rows = store.rows(path)
    taken = [atena for atena, *_ in piece.people if atena not in without]
    if not taken:
        return None
    tables: dict[str, bytes] = {}
    at = 0
    for place, name in enumerate((*TABLES, "")):
        sizes = [sizes[place] if name else digests for _, _, _, sizes, digests in piece.people]
        end = at + sum(sizes)
        if len(taken) == len(piece.people):
            tables[name] = rows[at:end]
        else:
            tables[name] = b"".join(_taken(rows, at, sizes, piece, without))
        at = end
    digests = tables.pop("")
    written = {name: content for name, content in tables.items() if content}
    return Prepared(
        tables=written,
        counts={name: content.count(b"\n") for name, content in written.items()},
        digests=digests,
        first_atena_number=taken[0],
        last_atena_number=taken[-1],
        last_household_number="",
        shared_changes=True,
    )


def _taken(
    rows: bytes, at: int, sizes: Iterable[int], piece: Piece, without: Collection[str]
) -> Iterator[bytes]:
    for (atena, *_), size in zip(piece.people, sizes, strict=True):
        if atena not in without:
            yield rows[at : at + size]
        at += size


def numbers_of(store: Store, path: Path, *, without: Collection[str]) -> Prepared:
    """The encrypted numbers of a piece, but for those whose keys are named."""
    _, content = store.rows(path)
    if without:
        lines = content.splitlines(keepends=True)
        content = b"".join([n for n in lines if n[:36].decode() not in without])
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
