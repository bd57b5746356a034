"""Key provider (鍵の提供元): a file under `secrets/` by default.

Another provider (PKCS#11) offers the same `load`. Nothing here makes a key silently: `create` is called by the first
`daicho up` or by `daicho keys create`, and refuses when a ring is already there.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from daicho.foundation.vault.domain.key_backup import open_files, seal_files
from daicho.foundation.vault.domain.keys import KeyRing
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict, Missing, Unavailable

FILE = "vault-keys.json"


def path_in(home: Path) -> Path:
    """Where the ring of an installation is kept."""
    return home / "secrets" / FILE


def create(home: Path) -> Path:
    """Make the first ring (one data key, one lookup key), mode 0600; `Conflict` when there is one."""
    path = path_in(home)
    if path.exists():
        raise Conflict(
            "鍵は既にあります。", remedy="新しくするには `daicho keys rotate` を使います。"
        )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(path, {"data": [_new_key()], "lookup": [_new_key()]})
    return path


def rotate_data_key(home: Path) -> str:
    """Add a data key and use it for new rows; the old ones stay readable. Returns its id."""
    ring = _read(path_in(home))
    ring["data"].append(_new_key())
    _write(path_in(home), ring)
    forget()
    return str(ring["data"][-1]["id"])


def describe(home: Path) -> list[tuple[str, str, str, bool]]:
    """(use, id, made at, in use for new rows) of every key; never the key itself."""
    ring = _read(path_in(home))
    return [
        (use, key["id"], key["made_at"], key is keys[-1])
        for use, keys in ring.items()
        for key in keys
    ]


@lru_cache(maxsize=4)
def load(home: Path) -> KeyRing:
    """The ring; `Unavailable` in words when the file is not there or not private."""
    path = path_in(home)
    if path.exists() and path.stat().st_mode & 0o077:
        raise Unavailable(
            "番号の鍵を他の利用者が読める状態です。",
            why=f"{path} の権限が緩すぎます。",
            remedy="`chmod 600` で本人だけが読めるようにしてから、もう一度始めてください。",
            code="vault.key_exposed",
        )
    ring = _read(path)
    data, lookup = (
        {key["id"]: base64.b64decode(key["key"]) for key in ring[use]} for use in ("data", "lookup")
    )
    return KeyRing(
        data=data,
        active_data=ring["data"][-1]["id"],
        lookup=lookup,
        active_lookup=ring["lookup"][-1]["id"],
    )


def forget() -> None:
    """Drop the loaded ring, after a rotation or a restore."""
    load.cache_clear()


def backup(home: Path, names: Sequence[str], *, passphrase: str) -> str:
    """The files of `secrets/` that are named, sealed with a passphrase; `Missing` when one is not there."""
    folder = home / "secrets"
    lost = [name for name in names if not (folder / name).exists()]
    if lost:
        raise Missing(
            f"鍵 {'・'.join(lost)} がありません。",
            why="揃っていない控えを取ると、戻すときに足りなくなります。",
            remedy="前の控えから `daicho keys restore` で戻してから、控えを取ってください。",
        )
    return seal_files({name: (folder / name).read_text() for name in names}, passphrase)


def restore(home: Path, sealed: str, *, passphrase: str) -> tuple[str, ...]:
    """Put back the files that are missing and return their names; nothing at all when one there differs.

    `Conflict` names the files that differ; `Invalid` for a wrong passphrase or a damaged backup.
    """
    folder = home / "secrets"
    files = open_files(sealed, passphrase)
    there = {name: (folder / name).read_text() for name in files if (folder / name).exists()}
    different = [name for name, text in there.items() if text != files[name]]
    if different:
        raise Conflict(
            f"控えと違う鍵 {'・'.join(different)} があるため、何も戻していません。",
            why="今の鍵で書かれたものが読めなくなるおそれがあります。",
            remedy="今の鍵の控えを取り、どちらが正しいかを確かめ、要らない方を手で移してから、もう一度行ってください。",
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    restored = tuple(name for name in files if name not in there)
    for name in restored:
        _write_text(folder / name, files[name])
    forget()
    return restored


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise Unavailable(
            "番号の鍵がありません。",
            why=f"{path} が見つかりません。",
            remedy="控えから `daicho keys restore` で戻してください。新しい鍵は自動では作りません。",
            code="vault.key_missing",
        )
    ring: dict[str, Any] = json.loads(path.read_text())
    return ring


def _write(path: Path, ring: dict[str, Any]) -> None:
    _write_text(path, json.dumps(ring, indent=1))


def _write_text(path: Path, text: str) -> None:
    draft = path.with_suffix(".new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)


def _new_key() -> dict[str, str]:
    return {
        "id": secrets.token_hex(4),
        "key": base64.b64encode(secrets.token_bytes(32)).decode(),
        "made_at": real_now().isoformat(timespec="seconds"),
    }
