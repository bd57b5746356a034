"""Result files (結果ファイルの取出し): one entry for each, before the first byte leaves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.jobs import ports
from daicho.foundation.jobs.audit_types import FILE_OPENED
from daicho.foundation.jobs.commands.keep_result import folder, use_of
from daicho.foundation.jobs.domain.sealing import opened
from daicho.foundation.jobs.errors import file_missing
from daicho.foundation.jobs.models import JobFile
from daicho.foundation.jobs.selectors.jobs import seen_job
from daicho.foundation.jobs.selectors.visible import serving
from daicho.foundation.staff.public import check_may
from daicho.foundation.vault.public import ring
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now


@dataclass(frozen=True, slots=True)
class Opened:
    """A file on its way out; `content` may be read once."""

    name: str
    media_type: str
    size: int
    content: Iterator[bytes]


def open_result(access: Access, *, job: UUID, file: UUID) -> Opened:
    """Open a result file of a job, as somebody who holds the kind's operation now.

    `Missing` for a file that is gone or a job that is not seen, `Refused` without the operation. A content that was
    tampered with raises `Unavailable` while it is read, before the piece concerned.
    """
    row = seen_job(access, job)
    kind = ports.kind_of(row.kind)
    with recorded(serving(access, kind), FILE_OPENED) as note:
        check_may(access, "jobs.open")
        check_may(serving(access, kind), kind.operation)
        if kind.opening is not None:
            kind.opening(serving(access, kind), row.parameters)
        found = JobFile.objects.filter(key=file, job=row).first()
        if found is None or found.sealed_key is None or found.expires_at <= business_now():
            raise file_missing()
        key = bytes.fromhex(
            ring().open_text(use_of(found.blob), bytes(found.sealed_key), key_id=found.key_id)
        )
        try:
            sealed = (folder() / str(found.blob)).open("rb")
        except FileNotFoundError:
            raise file_missing() from None
        note.say(job=str(row.key), kind=row.kind, file=found.name, size=found.size)
        note.digest = found.digest
    return Opened(found.name, found.media_type, found.size, _content(key, sealed))


def _content(key: bytes, sealed: BinaryIO) -> Iterator[bytes]:
    with closing(sealed):
        yield from opened(key, sealed)
