"""Sealed (番号のファイルの暗号化): numbers leave and come as an age file alone, and are never a plain file in between."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, Protocol

import pyrage

from daicho.foundation.documents.sealed_files import PartsReader
from daicho.kernel.errors import Invalid, Problem, Unavailable
from daicho.operations.transfer.blocks import Block

_BLOCK: Final = 1_000_000
_IDENTITY: Final = "AGE-SECRET-KEY-"


def recipient(text: str) -> pyrage.x25519.Recipient:
    """A recipient's public key (age1…); `Invalid` for anything else."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise Invalid(
            [
                Problem(
                    "transfer.recipient",
                    "recipient",
                    "受取人の公開鍵として読めません。",
                    "age1 で始まる、age の公開鍵ではありません。",
                    "受け取る側で age-keygen を実行し、その公開鍵を指定してください。",
                )
            ]
        ) from error


def identities(path: Path) -> list[pyrage.x25519.Identity]:
    """The secret keys of an age identity file; `Unavailable` when others may read it, `Invalid` when there is none."""
    if path.stat().st_mode & 0o077:
        raise Unavailable(
            "秘密鍵のファイルを他の利用者が読める状態です。",
            remedy="chmod 600 で本人だけが読めるようにしてください。",
            code="transfer.identity_exposed",
        )
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    found = [line.strip() for line in lines if line.startswith(_IDENTITY)]
    try:
        keys = [pyrage.x25519.Identity.from_str(line) for line in found]
    except pyrage.IdentityError:
        keys = []
    if not keys:
        raise Invalid(
            [
                Problem(
                    "transfer.identity",
                    "identity",
                    "秘密鍵のファイルに age の鍵がありません。",
                    "AGE-SECRET-KEY- で始まる行が要ります。",
                    "age-keygen で作ったファイルを指定してください。",
                )
            ]
        )
    return keys


class Sink(Protocol):
    """What `pyrage` writes to."""

    def write(self, data: bytes, /) -> int: ...
    def flush(self) -> None: ...


def seal(parts: Iterator[bytes], out: Sink, *, to: pyrage.x25519.Recipient) -> None:
    """Encrypt a stream."""
    pyrage.encrypt_io(PartsReader(parts), out, [to])


class _Blocks:
    """What `pyrage` writes to: the header, then whole lines in blocks."""

    def __init__(self, opened: Callable[[bytes], None], take: Callable[[Block], None]) -> None:
        self._opened = opened
        self._take = take
        self._held = bytearray()
        self._has_header = False
        self._line = 2
        self._number = 0

    def write(self, data: bytes) -> int:
        self._held += data
        if not self._has_header and b"\n" in self._held:
            header, _, rest = bytes(self._held).partition(b"\n")
            self._opened(header + b"\n")
            self._has_header, self._held = True, bytearray(rest)
        if len(self._held) > _BLOCK:
            cut = self._held.rfind(b"\n") + 1
            self._hand_on(bytes(self._held[:cut]))
            del self._held[:cut]
        return len(data)

    def flush(self) -> None:
        """Part of what a writer is; nothing waits here."""

    def finish(self) -> None:
        self._hand_on(bytes(self._held))
        self._held.clear()

    def _hand_on(self, content: bytes) -> None:
        if content:
            self._take(Block(self._number, self._line, 0, 0, content))
            self._number += 1
            self._line += content.count(b"\n")


def unseal(
    path: Path,
    keys: list[pyrage.x25519.Identity],
    *,
    opened: Callable[[bytes], None],
    take: Callable[[Block], None],
) -> None:
    """Decrypt a file, handing on its header and then whole lines in blocks.

    `Invalid` when it is not for these keys or was changed; what was handed on before that is worth nothing.
    """
    blocks = _Blocks(opened, take)
    try:
        with path.open("rb") as stream:
            pyrage.decrypt_io(stream, blocks, keys)
    except (pyrage.DecryptError, OSError) as error:
        raise Invalid(
            [
                Problem(
                    "transfer.decrypt",
                    "identity",
                    "番号のファイルを復号できません。",
                    "この秘密鍵あてに暗号化されていないか、途中で書き換えられています。",
                    "正しい秘密鍵を指定するか、ファイルを受け取り直してください。",
                )
            ]
        ) from error
    blocks.finish()


def private(path: Path) -> BinaryIO:
    """A new file that its owner alone may read."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(handle, "wb")
