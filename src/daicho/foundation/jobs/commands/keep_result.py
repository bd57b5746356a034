"""Keep a result (結果ファイルの保管): sealed on its way to the disk, known to the database, with an expiry."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from daicho.foundation.jobs.domain.sealing import new_key, seal
from daicho.foundation.jobs.models import Job, JobFile
from daicho.foundation.vault.public import ring
from daicho.kernel.clock import business_now

_USE: Final = "jobs.file:"


def folder() -> Path:
    """Where the sealed contents lie."""
    home: Path = settings.HOME
    return home / "results"


def use_of(blob: UUID) -> str:
    """What a file's sealed key is bound to: no other file's content opens with it."""
    return f"{_USE}{blob}"


def keep_result(job: Job, *, name: str, content: Iterable[bytes], media_type: str) -> None:
    """Write the content and its row, in the transaction that is open; a file of the same name is replaced.

    A content left behind by a transaction that was rolled back has its key nowhere, and nobody can read it.
    """
    blob, key = uuid4(), new_key()
    measured = _Measured(content)
    _write(folder() / str(blob), seal(key, iter(measured)))
    keys = ring()
    now = business_now()
    columns: dict[str, Any] = {  # Any: the columns of a row, of as many types
        "media_type": media_type,
        "blob": blob,
        "size": measured.size,
        "digest": measured.hash.hexdigest(),
        "sealed_key": keys.seal_text(use_of(blob), key.hex()),
        "key_id": keys.active_data,
        "kept_at": now,
        "expires_at": now + timedelta(days=settings.JOBS_KEEP_DAYS),
        "deleted_at": None,
    }
    with transaction.atomic():
        before = JobFile.objects.select_for_update().filter(job=job, name=name).first()
        JobFile.objects.update_or_create(job=job, name=name, defaults=columns)
        if before is not None:
            old = folder() / str(before.blob)
            transaction.on_commit(lambda: old.unlink(missing_ok=True))


@dataclass(slots=True)
class _Measured:
    """A content that is weighed as it passes."""

    content: Iterable[bytes]
    size: int = 0
    hash: Any = field(default_factory=sha256)  # Any: hashlib names no type for its objects

    def __iter__(self) -> Iterator[bytes]:
        for part in self.content:
            self.size += len(part)
            self.hash.update(part)
            yield part


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            for piece in pieces:
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
