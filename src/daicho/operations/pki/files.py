"""Files (ファイル): written whole or not at all, keys readable by their owner alone, and one writer at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import get_ident

import click

from daicho.kernel.errors import Unavailable

SECRET = 0o600
OPEN = 0o644


def write_file(path: Path, content: bytes, *, mode: int) -> None:
    """Replace the file at once; `Unavailable` in words when it cannot be written."""
    draft = path.with_name(f".{path.name}.{os.getpid()}-{get_ident()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
        _sync(path.parent)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unavailable(
            f"{path} に書き込めません。",
            why=f"{error.strerror}。",
            remedy="空き容量と権限を確かめてください。",
            code="pki.unwritable",
        ) from error


def write_if_changed(path: Path, content: bytes, *, mode: int = OPEN) -> bool:
    """Write what is not there yet, and say whether that was needed."""
    if path.exists() and path.read_bytes() == content:
        return False
    write_file(path, content, mode=mode)
    return True


def ensure_pin(path: Path) -> None:
    """The PIN of a device lies in `secrets/`; whoever is at the terminal is asked when it is not there yet."""
    if not path.exists():
        pin: str = click.prompt("装置の暗証番号 (PIN)", hide_input=True)
        write_file(path, f"{pin}\n".encode(), mode=SECRET)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Whoever else changes the folder waits; `Unavailable` in words when there is no such folder."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise Unavailable(
            f"{folder} を開けません。", why=f"{error.strerror}。", code="pki.unwritable"
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
