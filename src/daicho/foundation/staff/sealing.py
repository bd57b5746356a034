"""Data key of the staff (職員データの鍵): seals second-factor secrets and recovery codes before
they are stored.

AES-256-GCM; what is stored reads `v1.<key id>.<base64url of nonce and ciphertext>`. The key lies
outside the database, in `secrets/staff-data-key` of the installation (32 bytes, base64url) or the
environment.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets
from functools import cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from daicho.kernel.errors import Unavailable

_VERSION: Final = "v1"
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32


def new_data_key() -> str:
    """A new key in the form kept in the secret's file."""
    return base64.urlsafe_b64encode(secrets.token_bytes(_KEY_BYTES)).decode()


def seal(text: str) -> str:
    """Encrypt one text with the data key."""
    key = _data_key(settings.STAFF_DATA_KEY)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), _VERSION.encode())
    return f"{_VERSION}.{_key_id(key)}.{base64.urlsafe_b64encode(sealed).decode()}"


def unseal(sealed: str) -> str:
    """Decrypt what `seal` made; `Unavailable` when it was sealed with another key or damaged."""
    key = _data_key(settings.STAFF_DATA_KEY)
    version, _, rest = sealed.partition(".")
    key_id, _, body = rest.partition(".")
    if version != _VERSION or key_id != _key_id(key):
        raise _unreadable("別の鍵で封じられています。")
    try:
        raw = base64.urlsafe_b64decode(body)
        opened = AESGCM(key).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], _VERSION.encode())
    except (InvalidTag, ValueError) as error:
        raise _unreadable("保存された値が壊れています。") from error
    return opened.decode()


@cache
def _data_key(encoded: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(encoded)
    except (binascii.Error, ValueError) as error:
        raise _unreadable("鍵の形式が正しくありません。") from error
    if len(key) != _KEY_BYTES:
        raise _unreadable("鍵の長さが正しくありません。")
    return key


def _key_id(key: bytes) -> str:
    return hashlib.sha256(b"daicho staff data key" + key).hexdigest()[:8]


def _unreadable(why: str) -> Unavailable:
    return Unavailable(
        "認証情報を読み出せません。",
        why=why,
        remedy="staff-data-key をバックアップから戻してください。",
        code="staff_data_key",
    )
