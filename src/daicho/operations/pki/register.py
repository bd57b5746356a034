"""Register of certificates (発行台帳): serial, party, use, key, from, until, revoked when and why; one JSON file.

It is written whole, under a lock, before anything leaves the authority: what is out is always in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from daicho.kernel.errors import Missing, Unavailable
from daicho.operations.pki.files import SECRET, locked, write_file

FILE = "register.json"


@dataclass(frozen=True, slots=True)
class Issued:
    """One certificate. `party` is empty for an authority; `use` is then `root` or `issuing`; `key` is a fingerprint."""

    serial: str
    party: str
    use: str
    key: str
    issuer: str
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None = None
    reason: str = ""

    @property
    def is_authority(self) -> bool:
        return not self.party

    def counts(self, at: datetime) -> bool:
        """Whether it is neither expired nor revoked at an instant."""
        is_revoked = self.revoked_at is not None and self.revoked_at <= at
        return self.valid_from <= at < self.valid_until and not is_revoked


@dataclass(slots=True)
class Register:
    """The register, and the number of the last revocation list."""

    issued: list[Issued]
    lists_written: int = 0

    def of(self, serial: str) -> Issued:
        """The entry of a serial number, as it was printed; `Missing` when it was never issued here."""
        wanted = serial.strip().lower().replace(":", "").lstrip("0")
        for each in self.issued:
            if each.serial == wanted:
                return each
        raise Missing(
            "その番号の証明書は、この認証局から発行されていません。",
            why=f"発行台帳に {serial} がありません。",
            remedy="`daicho pki list` で番号を確かめてください。",
            code="pki.serial_unknown",
        )

    def change(self, serial: str, **parts: Any) -> Issued:  # Any: fields of Issued
        """Replace some parts of an entry."""
        found = self.of(serial)
        changed = replace(found, **parts)
        self.issued[self.issued.index(found)] = changed
        return changed


def read_register(folder: Path) -> Register:
    """The register of an authority; `Unavailable` in words when it is lost or damaged."""
    path = folder / FILE
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Register([_entry(row) for row in told["issued"]], int(told["lists_written"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unavailable(
            "証明書の発行台帳を読めません。",
            why=f"{path} がないか、壊れています。",
            remedy="控えから戻してください。台帳なしでは、発行も失効もできません。",
            code="pki.register_lost",
        ) from error


@contextmanager
def changing(folder: Path) -> Iterator[Register]:
    """The register to be changed; it is written when the block ends well. Others wait meanwhile."""
    with locked(folder):
        register = read_register(folder)
        yield register
        write_register(folder, register)


def write_register(folder: Path, register: Register) -> None:
    told = {
        "issued": [_row(each) for each in register.issued],
        "lists_written": register.lists_written,
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    write_file(folder / FILE, text.encode(), mode=SECRET)


def _row(entry: Issued) -> dict[str, str]:
    told = {name: value for name, value in asdict(entry).items() if value is not None}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in told.items()
    }


def _entry(row: dict[str, str]) -> Issued:
    moments = {
        name: datetime.fromisoformat(row[name])
        for name in ("valid_from", "valid_until", "revoked_at")
        if name in row
    }
    return Issued(**(row | moments))  # type: ignore[arg-type]  # the moments are no texts any more
