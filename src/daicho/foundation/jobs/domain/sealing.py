"""Sealing of result files (結果ファイルの暗号化): piece by piece, so that memory stays flat whatever the size.

The STREAM construction, as in age: every file has a key of its own (AES-256-GCM); a piece's nonce is its number and
whether it is the last, so that pieces moved, left out or cut off at the end do not open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from daicho.kernel.errors import Unavailable

PIECE: Final = 64 * 1024
_TAG: Final = 16
_COUNTER: Final = 11


def new_key() -> bytes:
    """A key for one file and no other: its nonces begin at zero."""
    return AESGCM.generate_key(256)


def seal(key: bytes, content: Iterable[bytes]) -> Iterator[bytes]:
    """The sealed pieces of a content that comes in parts of any size."""
    cipher = AESGCM(key)
    held, number = bytearray(), 0
    for part in content:
        for at in range(0, len(part), PIECE):
            held += part[at : at + PIECE]
            # The last piece must be known as such: a full one waits until more has come.
            if len(held) > PIECE:
                yield cipher.encrypt(_nonce(number, last=False), bytes(held[:PIECE]), None)
                del held[:PIECE]
                number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(held), None)


def opened(key: bytes, sealed: BinaryIO) -> Iterator[bytes]:
    """The content; `Unavailable` at the first piece that is not as it was written."""
    cipher = AESGCM(key)
    piece, number = sealed.read(PIECE + _TAG), 0
    while True:
        following = sealed.read(PIECE + _TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, None)
        except InvalidTag:
            raise Unavailable(
                "結果のファイルを開けません。",
                why="保管された内容が書き換えられたか、途中で切れています。",
                remedy="操作をやめて管理担当に知らせ、処理をもう一度行ってください。",
                code="jobs.file_tampered",
            ) from None
        if not following:
            return
        piece, number = following, number + 1


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_COUNTER, "big") + bytes([last])
