"""Disposal (保管期間の過ぎたログの廃棄): the files of days that a town no longer keeps."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from daicho.foundation.system_log.selectors.reading import days_kept


def days_before(home: Path, *, day: date) -> list[date]:
    """The days before `day` of which there is still a file, the oldest first."""
    return sorted(kept for kept, _ in days_kept(home) if kept < day)


def dispose(home: Path, *, day: date) -> list[date]:
    """Remove the files of the days before `day`; returns which."""
    gone = []
    for kept, path in sorted(days_kept(home)):
        if kept < day:
            path.unlink(missing_ok=True)
            gone.append(kept)
    return gone
