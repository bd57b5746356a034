"""Files (ファイルの鍵): private keys as PEM under `secrets/`, readable by their owner alone; the default provider."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from daicho.foundation.key_provider.protocols import PublicKey
from daicho.foundation.key_provider.signatures import PrivateKey, is_private_key, sign_with
from daicho.kernel.errors import Unavailable

_END = b"-----END PRIVATE KEY-----"


@dataclass(frozen=True, slots=True)
class FileKey:
    """A private key that was read from a file."""

    key: PrivateKey

    @property
    def public_key(self) -> PublicKey:
        return self.key.public_key()

    def sign(self, data: bytes) -> bytes:
        return sign_with(self.key, data)

    def __repr__(self) -> str:
        return "FileKey(…)"


def read_private(path: Path, *, what: str) -> bytes:
    """The bytes of a secret file; `Unavailable` in words when it is missing or others may read it."""
    try:
        mode = path.stat().st_mode
        content = path.read_bytes()
    except FileNotFoundError:
        raise Unavailable(
            f"{what}がありません。",
            why=f"{path} が見つかりません。",
            remedy="控えから戻すか、新しく発行を受けてください。新しい鍵は自動では作りません。",
            code="key.missing",
        ) from None
    except OSError as error:
        raise Unavailable(
            f"{what}を読めません。",
            why=f"{path}: {error.strerror}。",
            remedy="所有者と権限を確かめてください。",
            code="key.unreadable",
        ) from error
    if mode & 0o077:
        raise Unavailable(
            f"{what}を他の利用者が読める状態です。",
            why=f"{path} の権限が緩すぎます。",
            remedy="`chmod 600` で本人だけが読めるようにしてから、もう一度始めてください。",
            code="key.exposed",
        )
    return content


def read_keys(path: Path, *, what: str) -> tuple[FileKey, ...]:
    """The keys of a file: one, or while it is being renewed the old one and the new one.

    `Unavailable` as `read_private`, and when the file holds anything but keys of the lines' two kinds.
    """
    blocks = read_private(path, what=what).split(_END)[:-1]
    try:
        keys = [load_pem_private_key(block.lstrip() + _END, password=None) for block in blocks]
    except (ValueError, TypeError) as error:
        raise _not_a_key(path, what) from error
    if not keys or not all(is_private_key(key) for key in keys):
        raise _not_a_key(path, what)
    return tuple(FileKey(cast(PrivateKey, key)) for key in keys)


def _not_a_key(path: Path, what: str) -> Unavailable:
    return Unavailable(
        f"{what}を読み取れません。",
        why=f"{path} は P-256 か Ed25519 の秘密鍵 (PKCS#8, PEM) ではないか、壊れています。",
        remedy="控えから戻すか、新しく発行を受けてください。",
        code="key.unreadable",
    )
