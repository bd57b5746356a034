"""Record of key use (鍵の使用記録): how often each key was used each day, counted at every single use.

`HOME/key-use/<month>.txt` has one line per day, key and act:

    2026-11-21 lines-sign 9f86d081884c7d65 pkcs11 sign done 000000000042

The key is named by its use and the fingerprint of its public part (of a wrapping key: its label); nothing of the key
itself is in it. A count is raised in place under a lock, so that processes count together and a killed one loses nothing.
"""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Unavailable

FOLDER = "key-use"
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class UseRecord:
    """The record of one key of one installation."""

    home: Path
    use: str
    key: str
    provider: str

    def count(self, act: str, *, done: bool) -> None:
        """Count one use (`sign`, `wrap`, `unwrap`), done or failed; `Unavailable` when it cannot be written.

        A use that is not counted does not count: whoever counts does so before handing the result out.
        """
        today = real_now().astimezone(TOKYO).date().isoformat()
        state = "done" if done else "failed"
        start = f"{today} {self.use} {self.key} {self.provider} {act} {state} ".encode()
        path = _file_of(self.home, today[:7])
        try:
            handle = _opened(path)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                _raise(handle, start)
            finally:
                os.close(handle)
        except OSError as error:
            raise Unavailable(
                "鍵の使用記録を書けないので、鍵を使いませんでした。",
                why=f"{path} に書き込めません ({error.strerror})。",
                remedy="空き容量と権限を確かめてください。",
                code="key.use_not_recorded",
            ) from error


@dataclass(frozen=True, slots=True)
class Use:
    """One line of the record."""

    day: str
    use: str
    key: str
    provider: str
    act: str
    state: str
    times: int


def uses(home: Path, month: str) -> tuple[Use, ...]:
    """The lines of a month (`2026-11`), oldest first; empty when nothing was used."""
    path = home / FOLDER / f"{month}.txt"
    if not path.exists():
        return ()
    rows = (line.split() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(
        Use(day, use, key, provider, act, state, int(times))
        for day, use, key, provider, act, state, times in (row for row in rows if len(row) == 7)
    )


@lru_cache(maxsize=8)
def _file_of(home: Path, month: str) -> str:
    return str(home / FOLDER / f"{month}.txt")


def _opened(path: str) -> int:
    """The file, made with its folder when it is not there yet: hardly ever, and this runs for every signature."""
    flags = os.O_RDWR | os.O_CREAT
    try:
        return os.open(path, flags, 0o600)
    except FileNotFoundError:
        Path(path).parent.mkdir(mode=0o700, exist_ok=True)
        return os.open(path, flags, 0o600)


def _raise(handle: int, start: bytes) -> None:
    """Raise the count of the line that begins so by one, or add the line."""
    text = os.pread(handle, os.fstat(handle).st_size, 0)
    at = 0 if text.startswith(start) else text.rfind(b"\n" + start) + 1
    if at == 0 and not text.startswith(start):
        # A line cut off by a full disk stays as it is, apart from the next one.
        lead = b"\n" if text and not text.endswith(b"\n") else b""
        os.pwrite(handle, lead + start + b"1".zfill(_DIGITS) + b"\n", len(text))
        return
    place = at + len(start)
    times = int(text[place : place + _DIGITS] or 0) + 1
    os.pwrite(handle, str(times).zfill(_DIGITS).encode(), place)
