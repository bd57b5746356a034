"""Sealed files (暗号化したファイル): a file that leaves with numbers is encrypted for its recipient (age), as a stream.

What was not encrypted is never on disk: what waits there to be sent is the encrypted file alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from typing import Final

import pyrage

from daicho.kernel.errors import Invalid, Problem

SEALED_TYPE: Final = "application/octet-stream"
SUFFIX: Final = ".age"
_PIECE: Final = 64 * 1024


def check_recipient(text: str, *, field: str = "recipient") -> str:
    """A recipient's public key (age1…) as it is kept; `Invalid` for anything else."""
    try:
        pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise Invalid(
            [
                Problem(
                    "documents.recipient",
                    field,
                    "受取人の公開鍵として読めません。",
                    "age1 で始まる、age の公開鍵ではありません。",
                    "受け取る側で age-keygen を実行し、その公開鍵を入力してください。",
                )
            ]
        ) from error
    return text.strip()


def sealed_stream(parts: Iterable[bytes], *, to: str) -> Iterator[bytes]:
    """The parts, encrypted for one recipient; memory is flat in their length."""
    recipient = pyrage.x25519.Recipient.from_str(to)
    with tempfile.TemporaryFile() as held:
        pyrage.encrypt_io(PartsReader(iter(parts)), held, [recipient])
        held.seek(0)
        while piece := held.read(_PIECE):
            yield piece


class PartsReader:
    """What `pyrage` reads from: the parts of an iterator."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        while len(self._rest) < size or size < 0:
            part = next(self._parts, None)
            if part is None:
                break
            self._rest += part
        cut = len(self._rest) if size < 0 else size
        taken, self._rest = self._rest[:cut], self._rest[cut:]
        return taken
