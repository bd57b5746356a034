"""Anchor the head (先端を外に控える): a line in `heads/heads.jsonl` of the installation, outside the database."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

import structlog

from daicho.foundation.audit.commands.export_head import current_head
from daicho.foundation.audit.domain.heads import Head, HeadError, read_head

FILE = "heads.jsonl"
_LAST_BYTES = 4096
log = structlog.get_logger(__name__)


def anchor_path(home: Path) -> Path:
    return home / "heads" / FILE


def anchor_head(home: Path) -> Head:
    """Append the head as it is now; nothing is written while it has not moved since the last line.

    A head that went back is written down all the same (it is evidence) and logged as an error: verification will
    find the earlier line unfulfilled. `Unavailable` when the key is not there.
    """
    head = current_head(home)
    path = anchor_path(home)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        whole, before = _last_line(file.fileno())
        if before is not None and (before.seq, before.hash) == (head.seq, head.hash):
            return before
        if before is not None and head.seq <= before.seq:
            log.error("audit.head_went_back", was=before.seq, now=head.seq)
        line = json.dumps(head.to_dict(), ensure_ascii=False) + "\n"
        # A line torn by a power cut must not swallow this one.
        os.write(file.fileno(), ("" if whole else "\n").encode() + line.encode())
        os.fsync(file.fileno())
    return head


def _last_line(handle: int) -> tuple[bool, Head | None]:
    """(whether the file ends with a whole line, the head on its last line if it can be read)."""
    size = os.fstat(handle).st_size
    tail = os.pread(handle, _LAST_BYTES, max(0, size - _LAST_BYTES))
    whole = not tail or tail.endswith(b"\n")
    lines = tail.splitlines()
    try:
        return whole, read_head(json.loads(lines[-1])) if lines else None
    except (HeadError, ValueError):
        return whole, None
