"""Signing key (先端の署名鍵): Ed25519, `secrets/audit-signing.key` (0600); its public part lies with the heads.

`heads/audit-signing.pub` has one line per key that ever signed (`id base64 made-at`), so that whoever holds heads
needs no secret to check them. Nothing here makes or replaces a key silently.
"""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from daicho.foundation.audit.domain.heads import PublicKey, key_id
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict, Unavailable

FILE = "audit-signing.key"
PUBLIC_FILE = "audit-signing.pub"


def key_path(home: Path) -> Path:
    return home / "secrets" / FILE


def public_path(home: Path) -> Path:
    return home / "heads" / PUBLIC_FILE


def create_signing_key(home: Path) -> str:
    """Make the key of an installation and return its id; `Conflict` when one is, or was, there."""
    path = key_path(home)
    if path.exists():
        raise Conflict(
            "証跡の署名鍵は既にあります。", why="作り直すと、前の先端を続けて示せません。"
        )
    if public_path(home).exists():
        raise Conflict(
            "証跡の署名鍵が失われています。",
            why=f"{public_path(home)} には前の鍵が載っていますが、{path} がありません。",
            remedy="控えから `daicho keys restore` で戻してください。新しい鍵は自動では作りません。",
            code="audit.key_lost",
        )
    key = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    public_path(home).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        out.flush()
        os.fsync(out.fileno())
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    identity = key_id(key.public_key())
    made_at = real_now().isoformat(timespec="seconds")
    with public_path(home).open("a", encoding="ascii") as out:
        out.write(f"{identity} {base64.b64encode(raw).decode()} {made_at}\n")
    return identity


def signing_key(home: Path) -> Ed25519PrivateKey:
    """The key; `Unavailable` in words when it is missing, not private, or not among the published ones."""
    path = key_path(home)
    if not path.exists():
        raise Unavailable(
            "証跡の署名鍵がありません。",
            why=f"{path} が見つかりません。",
            remedy="控えから `daicho keys restore` で戻してください。新しい鍵は自動では作りません。",
            code="audit.key_missing",
        )
    if path.stat().st_mode & 0o077:
        raise Unavailable(
            "証跡の署名鍵を他の利用者が読める状態です。",
            why=f"{path} の権限が緩すぎます。",
            remedy="`chmod 600` で本人だけが読めるようにしてください。",
            code="audit.key_exposed",
        )
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise _not_the_key(path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _not_the_key(path)
    if key_id(key.public_key()) not in {known.id for known in public_keys(public_path(home))}:
        raise _not_the_key(path)
    return key


def public_keys(path: Path) -> tuple[PublicKey, ...]:
    """The keys in a file of public keys; empty when there is no such file, ValueError when a line is not a key."""
    if not path.exists():
        return ()
    found = []
    for line in path.read_text(encoding="ascii").splitlines():
        identity, encoded, made_at = (*line.split(), "", "", "")[:3]
        try:
            raw = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise ValueError(f"{path}: {line!r}") from error
        if len(raw) != 32:
            raise ValueError(f"{path}: {line!r}")
        found.append(PublicKey(identity, raw, made_at))
    return tuple(found)


def _not_the_key(path: Path) -> Unavailable:
    return Unavailable(
        "証跡の署名鍵が、この環境の鍵ではありません。",
        why=f"{path} の中身と、公開された鍵が合いません。",
        remedy="正しい控えから `daicho keys restore` で戻してください。",
        code="audit.key_foreign",
    )
