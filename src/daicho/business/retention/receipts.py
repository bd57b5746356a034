"""Receipts (廃棄の受領書): what was erased, kept outside the database too, so that a restore brings nothing back.

    DAICHO_HOME/receipts/廃棄2026-0001.jsonl      one line for every piece, each signed with the key of the trail's heads

A line holds opaque keys and the numbers that people know a matter by; never whose it was. Whoever keeps the trail's heads
elsewhere keeps these with them (docs/retention.md).
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from daicho.business.retention.models import Plan, PlanFile, PlanItem
from daicho.foundation.audit.commands.anchor_key import public_keys, public_path, signing_key
from daicho.foundation.audit.domain.chain import canonical
from daicho.foundation.audit.domain.heads import key_id
from daicho.kernel.errors import Conflict

FOLDER: Final = "receipts"
LINE: Final = 1000
Piece = dict[str, Any]  # Any: JSON, written here and read by the database's own function


def piece_of(
    plan: Plan,
    file: PlanFile,
    *,
    items: Sequence[str],
    numbers: Sequence[str],
    ended_on: Sequence[date],
    at: datetime,
) -> Piece:
    """What one line says."""
    assert plan.approved_at is not None
    return {
        "purpose": "daicho disposal receipt 1",
        "plan": {
            "key": str(plan.key),
            "number": plan.number,
            "as_of": plan.as_of.isoformat(),
            "digest": plan.digest,
            "office": plan.office,
            "drafted_at": plan.drafted_at.isoformat(),
            "drafted_by": str(plan.drafted_by),
            "drafted_by_name": plan.drafted_by_name,
            "approved_at": plan.approved_at.isoformat(),
            "approved_by": str(plan.approved_by),
            "approved_by_name": plan.approved_by_name,
        },
        "file": file.file,
        "title": file.title,
        "period": file.period,
        "source": file.source,
        "before": file.before.isoformat(),
        "erased_at": at.isoformat(),
        "items": list(items),
        "numbers": list(numbers),
        "ended_on": [day.isoformat() for day in ended_on],
    }


class Receipts:
    """The file of one plan. `Unavailable` at once when the signing key is not there: nothing may go without a receipt."""

    def __init__(self, home: Path, plan: Plan) -> None:
        self._key = signing_key(home)
        self._home = home
        self._plan = plan
        self.path = home / FOLDER / f"{plan.number}.jsonl"

    def write(self, piece: Piece) -> None:
        """Append a line, on the disk before this returns."""
        identity = key_id(self._key.public_key())
        signature = base64.b64encode(self._key.sign(canonical(piece).encode())).decode()
        line = canonical({"piece": piece, "key_id": identity, "signature": signature})
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "ab") as file:
            # A line torn by a power cut must not swallow this one.
            torn = file.tell() and os.pread(file.fileno(), 1, file.tell() - 1) != b"\n"
            file.write((b"\n" if torn else b"") + line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def settle(self) -> None:
        """Write what was erased and is on no line: a machine that died between the two."""
        written: dict[str, set[str]] = {}
        for piece in read_receipts(self.path, home=self._home):
            written.setdefault(piece["file"], set()).update(piece["items"])
        for file in PlanFile.objects.filter(plan=self._plan):
            self._settle(file, written.get(file.file, set()))

    def _settle(self, file: PlanFile, written: set[str]) -> None:
        rows = PlanItem.objects.filter(plan=self._plan, file=file.file, erased_at__isnull=False)
        lost = [row for row in rows.order_by("id").iterator() if row.item not in written]
        for begun in range(0, len(lost), LINE):
            part = lost[begun : begun + LINE]
            at = part[0].erased_at
            assert at is not None
            self.write(
                piece_of(
                    self._plan,
                    file,
                    items=[row.item for row in part],
                    numbers=[row.number for row in part],
                    ended_on=[row.ended_on for row in part],
                    at=at,
                )
            )


def read_receipts(path: Path, *, home: Path) -> Iterator[Piece]:
    """The pieces of a file, each with a signature of this installation; a torn last line is passed over.

    `Conflict` for a line that this installation did not sign.
    """
    if not path.exists():
        return
    keys = {key.id: key.raw for key in public_keys(public_path(home))}
    with path.open(encoding="utf-8") as file:
        for position, text in enumerate(file, start=1):
            try:
                line = json.loads(text)
            except ValueError:
                continue
            yield _checked(line, keys, f"{path.name} {position}行目")


def _checked(line: object, keys: Mapping[str, bytes], where: str) -> Piece:
    try:
        if not isinstance(line, dict):
            raise KeyError("line")
        piece: Piece = line["piece"]
        signature = base64.b64decode(line["signature"], validate=True)
        raw = keys[line["key_id"]]
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, canonical(piece).encode())
    except (InvalidSignature, KeyError, TypeError, binascii.Error) as error:
        raise Conflict(
            "廃棄の受領書を信じられません。",
            why=f"{where}の署名が、この環境の鍵のものではありません。",
            remedy="別に保管している受領書と、heads の公開鍵（audit-signing.pub）を確かめてください。何も消していません。",
            code="retention.receipt_unsigned",
        ) from error
    return piece
