"""Keys (鍵): what the key provider hands out, and the only places where they are used.

Data keys encrypt (AES-256-GCM, the kind and the lookup hash as associated data, so that a ciphertext moved to another
row does not open); lookup keys hash (HMAC-SHA-256, first 16 bytes). The two are separate, each has an id, and an old
one stays readable after rotation. The number space is small, so whoever holds a lookup key can enumerate it: it is kept
as carefully as a data key (practice.md §4).
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from daicho.kernel.errors import Unavailable

NONCE = 12


class NumberKind(StrEnum):
    """What a number is."""

    INDIVIDUAL = "individual_number"
    RESIDENT_CODE = "resident_record_code"

    @property
    def label(self) -> str:
        return {"individual_number": "個人番号", "resident_record_code": "住民票コード"}[self.value]


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys of an installation: by id, and the id that is used for new rows."""

    data: Mapping[str, bytes]
    active_data: str
    lookup: Mapping[str, bytes]
    active_lookup: str

    def hash(self, kind: NumberKind, number: str, *, key_id: str = "") -> bytes:
        """The lookup hash of a number (16 bytes) under one key, the active one unless told."""
        key = self._key(self.lookup, key_id or self.active_lookup)
        return hmac.new(key, f"{kind}:{number}".encode(), sha256).digest()[:16]

    def seal(self, kind: NumberKind, number: str, lookup: bytes) -> bytes:
        """Encrypt under the active data key: nonce ‖ ciphertext."""
        nonce = os.urandom(NONCE)
        cipher = AESGCM(self._key(self.data, self.active_data))
        return nonce + cipher.encrypt(nonce, number.encode(), _bound_to(kind, lookup))

    def open(self, kind: NumberKind, sealed: bytes, lookup: bytes, *, key_id: str) -> str:
        """Decrypt; `Unavailable` when the key is missing or the row was tampered with."""
        cipher = AESGCM(self._key(self.data, key_id))
        try:
            return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], _bound_to(kind, lookup)).decode()
        except InvalidTag:
            raise Unavailable(
                f"{kind.label}を復号できません。",
                why="保管された値が書き換えられたか、鍵が違います。",
                remedy="操作をやめて管理担当に知らせてください。",
                code="vault.tampered",
            ) from None

    def seal_text(self, use: str, text: str) -> bytes:
        """Encrypt a text that is no number (an issued sheet); `use` binds it to what it is for."""
        nonce = os.urandom(NONCE)
        cipher = AESGCM(self._key(self.data, self.active_data))
        return nonce + cipher.encrypt(nonce, text.encode(), use.encode())

    def open_text(self, use: str, sealed: bytes, *, key_id: str) -> str:
        """Decrypt such a text; `Unavailable` when the key is missing or it was tampered with."""
        cipher = AESGCM(self._key(self.data, key_id))
        try:
            return cipher.decrypt(sealed[:NONCE], sealed[NONCE:], use.encode()).decode()
        except InvalidTag:
            raise Unavailable(
                "保管された内容を復号できません。",
                why="値が書き換えられたか、鍵が違います。",
                remedy="操作をやめて管理担当に知らせてください。",
                code="vault.tampered",
            ) from None

    @staticmethod
    def _key(keys: Mapping[str, bytes], key_id: str) -> bytes:
        try:
            return keys[key_id]
        except KeyError:
            raise Unavailable(
                f"番号の鍵 {key_id} がありません。",
                why="鍵のファイルが失われたか、別の環境のものです。",
                remedy="`daicho keys restore` で控えから戻してください。新しい鍵は自動では作りません。",
                code="vault.key_missing",
            ) from None


def _bound_to(kind: NumberKind, lookup: bytes) -> bytes:
    return kind.value.encode() + b"\x00" + lookup
