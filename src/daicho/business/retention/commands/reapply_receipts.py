"""Re-apply receipts (復元後の再廃棄): what was erased and came back with a restored backup is erased again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.db import connection

from daicho.business.retention.audit_types import REAPPLIED
from daicho.business.retention.receipts import read_receipts
from daicho.foundation.audit.public import recorded
from daicho.kernel.access import Access, Duty
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Reapplied:
    """What one receipt's file did: how many matters it names, and how many of them had come back."""

    number: str
    named: int
    returned: int


def reapply_receipts(access: Access, *, path: Path, home: Path) -> Reapplied:
    """Erase again what a file of receipts names (role `loader`); one transaction, one entry.

    Every line is checked before anything goes. `Conflict` for a file that this installation did not sign.
    """
    with recorded(access, REAPPLIED) as note:
        if not access.has(Duty.SYSTEM):
            raise Refused(
                "受領書の適用は、復元を行う人がコマンドで行います。",
                why="画面からは行えません。",
                code="retention.system_only",
            )
        # Twice through the file rather than once into memory.
        items = sha256()
        files: dict[str, int] = {}
        for piece in read_receipts(path, home=home):
            items.update("\n".join(sorted(piece["items"])).encode())
            files[piece["file"]] = files.get(piece["file"], 0) + len(piece["items"])
        returned = 0
        with connection.cursor() as cursor:
            for piece in read_receipts(path, home=home):
                cursor.execute(
                    "SELECT retention_reapply(%s::jsonb, %s)", [json.dumps(piece), business_now()]
                )
                returned += cursor.fetchone()[0]
        note.count = returned
        note.digest = items.hexdigest()
        note.say(number=path.stem, files=sorted(files))
    return Reapplied(path.stem, sum(files.values()), returned)
