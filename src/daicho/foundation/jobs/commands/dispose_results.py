"""Dispose of results (結果ファイルの廃棄): what has passed its expiry loses key and content; a receipt stays."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
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


def dispose_results(access: Access) -> int:
    """Dispose of the files past their expiry; returns how many. One entry with their number and digest, if any.

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
    now = business_now()
    due = JobFile.objects.filter(deleted_at__isnull=True, expires_at__lte=now)
    if not due.exists():
        return 0
    with recorded(access, FILES_DISPOSED) as note:
        rows = list(due.select_for_update(skip_locked=True).order_by("key"))
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
    kept = {
        str(blob) for blob in JobFile.objects.filter(deleted_at=None).values_list("blob", flat=True)
    }
    before = (real_now() - LEFT_BEHIND).timestamp()
    for path in folder().iterdir():
        if path.name not in kept and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
