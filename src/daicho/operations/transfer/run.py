"""Run (取込の一回): one folder of files under one profile, with a key of its own, so that it can be taken up again."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from daicho.foundation.vault.domain.keys import KeyRing
from daicho.kernel.clock import business_today, real_now
from daicho.kernel.errors import Invalid, Problem
from daicho.operations.transfer.layout import FILES, MANIFEST, VERSION, File
from daicho.operations.transfer.profile import Profile

_STATE: Final = "run.json"
_CHUNK: Final = 1 << 20
_USE: Final = "transfer.pieces"

Progress = Callable[[int], None]
"""Hears how many bytes more are done."""


@dataclass(slots=True)
class Run:
    """One import: its key, the day and the instant by which it judges, and what is done of it.

    `sealed`: the key of its pieces, encrypted under the vault's data key `sealed_by`; empty when they are forgotten.
    """

    folder: Path
    source: Path
    key: UUID
    today: date
    now: datetime
    files: Mapping[str, str]
    sealed: str
    sealed_by: str
    checked: bool = False
    loaded: bool = False

    def save(self) -> None:
        """Keep where the run stands, whole or not at all."""
        told = asdict(self) | {
            "folder": str(self.folder),
            "source": str(self.source),
            "key": str(self.key),
            "today": self.today.isoformat(),
            "now": self.now.isoformat(),
        }
        write_json(self.folder / _STATE, told)

    def pieces(self, file: File) -> list[Path]:
        """The finished pieces of a file, in order."""
        return sorted(self.folder.glob(f"{file.code}-*.piece"))

    def pieces_key(self, keys: KeyRing) -> bytes:
        """The key of the pieces; `Unavailable` when the vault has not the key that it is kept under."""
        return bytes.fromhex(
            keys.open_text(_USE, bytes.fromhex(self.sealed), key_id=self.sealed_by)
        )

    def forget(self) -> None:
        """Forget everything that was put aside, first the key that opens it; reports stay."""
        self.sealed = ""
        self.save()
        for path in (*self.folder.glob("*.piece"), *self.folder.glob("*.part")):
            path.unlink()


def open_run(
    home: Path, source: Path, *, profile: Profile, profile_text: str, keys: KeyRing, heard: Progress
) -> Run:
    """The run of exactly these files under exactly this profile: a new one, or the one that was broken off.

    `Invalid` when the files are not what their manifest says.
    """
    files = dict(_digests(source, profile, heard))
    check_manifest(source, files)
    told = json.dumps([VERSION, profile_text, files], sort_keys=True).encode()
    folder = home / "import" / hashlib.sha256(told).hexdigest()[:16]
    state = folder / _STATE
    if state.exists():
        return _read(state)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealed = keys.seal_text(_USE, os.urandom(32).hex()).hex()
    run = Run(
        folder, source, uuid4(), business_today(), real_now(), files, sealed, keys.active_data
    )
    run.save()
    return run


def _read(path: Path) -> Run:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Run(
        folder=path.parent,
        source=Path(told["source"]),
        key=UUID(told["key"]),
        today=date.fromisoformat(told["today"]),
        now=datetime.fromisoformat(told["now"]),
        files=told["files"],
        sealed=told["sealed"],
        sealed_by=told["sealed_by"],
        checked=told["checked"],
        loaded=told["loaded"],
    )


def discard(run: Run) -> None:
    """Forget a run that was broken off, with everything put aside for it."""
    shutil.rmtree(run.folder)


def _digests(source: Path, profile: Profile, heard: Progress) -> Iterator[tuple[str, str]]:
    for file in FILES:
        path = source / profile.name_of(file)
        if path.exists():
            yield path.name, sha256_of(path, heard)
        elif file.required:
            raise Invalid([_missing(path.name)])


def sha256_of(path: Path, heard: Progress | None = None) -> str:
    """The SHA-256 of a file (hex)."""
    whole = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            whole.update(chunk)
            if heard:
                heard(len(chunk))
    return whole.hexdigest()


def check_manifest(source: Path, files: Mapping[str, str]) -> None:
    """What came is what was sent; without a manifest there is nothing to compare."""
    path = source / MANIFEST
    if not path.exists():
        return
    told = json.loads(path.read_text(encoding="utf-8"))
    sent = {name: said["sha256"] for name, said in told["files"].items()}
    wrong = [name for name, digest in files.items() if sent.get(name, digest) != digest]
    lost = [name for name in sent if "/" not in name and not (source / name).exists()]
    problems = [
        Problem(
            "transfer.manifest",
            name,
            f"{name} が、送り出されたものと違うか、ありません。",
            "manifest.json の要約値（SHA-256）と合いません。",
            "ファイルを受け取り直してください。",
        )
        for name in (*wrong, *lost)
    ]
    if problems:
        raise Invalid(problems)


def _missing(name: str) -> Problem:
    return Problem(
        "transfer.no_file",
        name,
        f"{name} がありません。",
        "住民票のファイルがないフォルダは取り込めません。",
        "フォルダを確かめるか、設定ファイルの file で名前を指定してください。",
    )


def write_json(path: Path, told: object) -> None:
    """Write a small file, its owner's alone, whole or not at all."""
    draft = path.with_suffix(".part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(told, out, ensure_ascii=False, indent=1)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
