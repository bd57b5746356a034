"""Ring of the vault (番号の鍵束): a file under `secrets/`, its keys plain, or wrapped by a key in a device.

A wrapped ring (`daicho keys wrap`) names the wrapping key in `wrapped_by`; without the device the file is of no use, and
`load` unwraps through the key provider. Nothing here makes a key silently: `create` is called by the first `daicho up`
or by `daicho keys create`, and refuses when a ring is already there. Whoever changes the ring holds its folder locked.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from daicho.foundation.key_provider.public import (
    KeyAddress,
    Wrapper,
    address_of,
    load_wrapper,
)
from daicho.foundation.vault.domain.key_backup import open_files, seal_files
from daicho.foundation.vault.domain.keys import KeyRing
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict, Missing, Unavailable

FILE = "vault-keys.json"
USES = ("data", "lookup")


def path_in(home: Path) -> Path:
    """Where the ring of an installation is kept."""
    return home / "secrets" / FILE


def create(home: Path) -> Path:
    """Make the first ring (one data key, one lookup key), mode 0600; `Conflict` when there is one."""
    path = path_in(home)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _changing(home):
        if path.exists():
            raise Conflict(
                "鍵は既にあります。", remedy="新しくするには `daicho keys rotate` を使います。"
            )
        _write(path, {use: [_new_key()] for use in USES})
    return path


def rotate_data_key(home: Path) -> str:
    """Add a data key and use it for new rows; the old ones stay readable. Returns its id."""
    with _changing(home):
        ring = _read(path_in(home))
        wrapper = _wrapper_of(home, ring)
        new = _new_key()
        ring["data"].append(_wrapped(new, "data", wrapper) if wrapper else new)
        _write(path_in(home), ring)
    forget()
    return str(new["id"])


def wrap(home: Path, address: KeyAddress) -> int:
    """Wrap every key of the ring by the key at `address` and return how many; the file alone is of no use from then on.

    Every key is unwrapped again before anything is written. `Conflict` when the ring is wrapped already.
    """
    address_of(asdict(address), where=path_in(home))
    with _changing(home):
        ring = _read(path_in(home))
        if "wrapped_by" in ring:
            raise Conflict(
                "番号の鍵は、既に装置の鍵で包まれています。",
                remedy="別の装置に移すときは、`daicho keys unwrap` の後に、もう一度包んでください。",
            )
        wrapper = load_wrapper(home, address=address)
        sealed = {use: [_wrapped(key, use, wrapper) for key in ring[use]] for use in USES}
        opened = {use: [_plain(key, use, wrapper) for key in sealed[use]] for use in USES}
        if opened != {use: ring[use] for use in USES}:
            raise Unavailable(
                "包んだ鍵を元に戻せないので、何も変えていません。",
                why="装置の答えが正しくありません。",
                remedy="装置の状態を確かめてください。",
                code="vault.wrap_failed",
            )
        _write(path_in(home), sealed | {"wrapped_by": asdict(address)})
    forget()
    return sum(len(ring[use]) for use in USES)


def unwrap(home: Path) -> int:
    """Lay the keys open in the file again (another device is to take them) and return how many."""
    with _changing(home):
        ring = _read(path_in(home))
        wrapper = _wrapper_of(home, ring)
        if wrapper is None:
            raise Conflict("番号の鍵は、包まれていません。")
        _write(
            path_in(home), {use: [_plain(key, use, wrapper) for key in ring[use]] for use in USES}
        )
    forget()
    return sum(len(ring[use]) for use in USES)


def wrapped_by(home: Path) -> KeyAddress | None:
    """Where the key is that wraps the ring; None when the ring lies open in its file."""
    ring = _read(path_in(home))
    told = ring.get("wrapped_by")
    return address_of(told, where=path_in(home)) if told is not None else None


def describe(home: Path) -> list[tuple[str, str, str, bool]]:
    """(use, id, made at, in use for new rows) of every key; never the key itself."""
    ring = _read(path_in(home))
    return [
        (use, key["id"], key["made_at"], key is ring[use][-1]) for use in USES for key in ring[use]
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
    wrapper = _wrapper_of(home, ring)
    data, lookup = (
        {key["id"]: base64.b64decode(_plain(key, use, wrapper)["key"]) for key in ring[use]}
        for use in USES
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


@contextmanager
def _changing(home: Path) -> Iterator[None]:
    """Whoever else changes the ring waits."""
    try:
        handle = os.open(path_in(home).parent, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        raise _no_ring(path_in(home)) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _wrapper_of(home: Path, ring: dict[str, Any]) -> Wrapper | None:
    if "wrapped_by" not in ring:
        return None
    return load_wrapper(home, address=address_of(ring["wrapped_by"], where=path_in(home)))


def _wrapped(key: dict[str, str], use: str, wrapper: Wrapper) -> dict[str, str]:
    bare = base64.b64decode(key["key"])
    sealed = wrapper.wrap(bare, bound_to=f"vault/{use}/{key['id']}")
    return {name: key[name] for name in ("id", "made_at")} | {
        "wrapped": base64.b64encode(sealed).decode()
    }


def _plain(key: dict[str, str], use: str, wrapper: Wrapper | None) -> dict[str, str]:
    if wrapper is None:
        return key
    bare = wrapper.unwrap(base64.b64decode(key["wrapped"]), bound_to=f"vault/{use}/{key['id']}")
    return {name: key[name] for name in ("id", "made_at")} | {
        "key": base64.b64encode(bare).decode()
    }


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise _no_ring(path)
    ring: dict[str, Any] = json.loads(path.read_text())
    return ring


def _no_ring(path: Path) -> Unavailable:
    return Unavailable(
        "番号の鍵がありません。",
        why=f"{path} が見つかりません。",
        remedy="控えから `daicho keys restore` で戻してください。新しい鍵は自動では作りません。",
        code="vault.key_missing",
    )


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
