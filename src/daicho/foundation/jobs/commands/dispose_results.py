"""Dispose of results (結果ファイルの廃棄): what has passed its expiry loses key and content; a receipt stays."""

from __future__ import annotations

import os
import re
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Final

from daicho.foundation.audit.public import recorded
from daicho.foundation.jobs.audit_types import FILES_DISPOSED
from daicho.foundation.jobs.commands.keep_result import folder
from daicho.foundation.jobs.models import JobFile
from daicho.foundation.staff.public import SYSTEM
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, real_now
from daicho.kernel.errors import Refused

LEFT_BEHIND: Final = timedelta(days=7)
PIECE: Final = 1000


def dispose_results(access: Access) -> int:
    """Dispose of the files past their expiry; returns how many. One entry for a piece, with its number and digest.

    The key goes first and in the same transaction as the entry: a content that a crash leaves on the disk can be read
    by nobody. Only the system itself does it.
    """
    if access.staff_key != SYSTEM:
        raise Refused(
            "結果のファイルは消せません。",
            why="期限を過ぎたものを、仕組みが消すだけです。",
            code="jobs.results_kept",
        )
    _sweep()
    disposed = 0
    while count := _piece(access, business_now()):
        disposed += count
    return disposed


def _piece(access: Access, now: datetime) -> int:
    due = JobFile.objects.filter(deleted_at__isnull=True, expires_at__lte=now)
    if not due.exists():
        return 0
    with recorded(access, FILES_DISPOSED) as note:
        rows = list(due.select_for_update(skip_locked=True).order_by("key")[:PIECE])
        for row in rows:
            row.sealed_key = None
            row.deleted_at = now
        JobFile.objects.bulk_update(rows, ["sealed_key", "deleted_at"], batch_size=500)
        lines = "\n".join(f"{row.key} {row.digest}" for row in rows)
        note.count = len(rows)
        note.digest = sha256(lines.encode()).hexdigest()
        note.say(before=now.isoformat(timespec="seconds"))
    for row in rows:
        (folder() / str(row.blob)).unlink(missing_ok=True)
    return len(rows)


def _sweep() -> None:
    """Remove what a crash or a rolled-back transaction left on the disk a week ago: contents without a key."""
    if not folder().is_dir():
        return
    before = (real_now() - LEFT_BEHIND).timestamp()
    old = (Path(entry) for entry in os.scandir(folder()) if entry.stat().st_mtime < before)
    while piece := {path.name: path for path in islice(old, PIECE)}:
        held = JobFile.objects.filter(
            deleted_at=None, blob__in=[name for name in piece if _is_key(name)]
        )
        for blob in held.values_list("blob", flat=True):
            piece.pop(str(blob), None)
        for path in piece.values():
            path.unlink(missing_ok=True)


def _is_key(name: str) -> bool:
    return re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", name) is not None
