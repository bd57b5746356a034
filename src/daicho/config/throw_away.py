"""Throw-away folders (使い捨ての置き場): what tests keep for a while, each named after the process that made it."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

_PREFIX = "daicho-test-"
_DISK, _MEMORY = Path("/tmp"), Path("/dev/shm")
_NAME = re.compile(rf"{_PREFIX}(\d+)-\w+")
# A test server needs a tenth of it; half a dozen run side by side.
_ROOM = 4 * 1024**3


def make_folder(*, in_memory: bool = False) -> Path:
    """A new folder of this process, after what dead ones left: a killed process cannot remove its own.

    `in_memory`: where memory serves as a disk, if there is enough of it; for thousands of files that live for seconds.
    """
    sweep()
    where = _MEMORY if in_memory and _memory_serves() else _DISK
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=where))


def sweep() -> None:
    """Remove the folders of processes that are gone."""
    for folder in (*_DISK.glob(f"{_PREFIX}*"), *_MEMORY.glob(f"{_PREFIX}*")):
        named = _NAME.fullmatch(folder.name)
        if named and not Path("/proc", named[1]).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _memory_serves() -> bool:
    try:
        found = os.statvfs(_MEMORY)
    except OSError:
        return False
    # A home may hold programs too, which containers often forbid to run from there.
    runs = not found.f_flag & os.ST_NOEXEC
    return runs and os.access(_MEMORY, os.W_OK) and found.f_bavail * found.f_frsize >= _ROOM
