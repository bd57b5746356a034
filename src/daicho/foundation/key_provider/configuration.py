"""Configuration (鍵の所在): where the keys of an installation are, read from its home; no key and no PIN is in it.

    HOME/lines/sign.pem            the signing certificate and its issuer
    HOME/secrets/lines-sign.key    its key, when there is no HOME/lines/sign.json
    HOME/lines/sign.json           {"provider": "pkcs11", "module": …, "token": …, "label": …}; PIN in secrets/lines-sign.pin
    HOME/secrets/vault-wrap.pin    the PIN for the key that wraps the ring of the vault, which says itself where that key is

A provider that needs a library of its own is a module that is imported when a configuration names it.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import Certificate, load_pem_x509_certificates

from daicho.foundation.key_provider.files import read_keys, read_private
from daicho.foundation.key_provider.protocols import PublicKey, Signer, SigningKey, Wrapper
from daicho.foundation.key_provider.use_record import UseRecord
from daicho.kernel.errors import Unavailable

SIGN_CERTIFICATE = "lines/sign.pem"
SIGN_KEY = "secrets/lines-sign.key"
SIGN_DEVICE = "lines/sign.json"
SIGN_PIN = "secrets/lines-sign.pin"
WRAP_PIN = "secrets/vault-wrap.pin"
_PROVIDERS = {"pkcs11": "daicho.foundation.key_provider.device"}


@dataclass(frozen=True, slots=True)
class KeyAddress:
    """Where a key in a device is: the device's library, its token, the key's label."""

    provider: str
    module: str
    token: str
    label: str


class Provider(Protocol):
    """What the module of a provider offers."""

    def signing_key(self, address: KeyAddress, *, pin: str) -> SigningKey: ...

    def wrapper(self, address: KeyAddress, *, pin: str) -> Wrapper: ...

    def make_signing_key(
        self, address: KeyAddress, *, pin: str, ed25519: bool = False
    ) -> SigningKey: ...

    def make_wrapping_key(self, address: KeyAddress, *, pin: str) -> Wrapper: ...


def provider_of(address: KeyAddress) -> Provider:
    """The module that knows this kind of device."""
    return cast(Provider, import_module(_PROVIDERS[address.provider]))


def read_address(path: Path) -> KeyAddress:
    """Where a key is, as a file says; `Unavailable` in words when the file cannot be understood."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = None
    return address_of(told, where=path)


def address_of(told: object, *, where: Path) -> KeyAddress:
    """The same from what stands in a file: the four parts and nothing else, the label without white space."""
    parts = (
        told if isinstance(told, dict) and all(isinstance(v, str) for v in told.values()) else {}
    )
    if (
        set(parts) != {"provider", "module", "token", "label"}
        or not all(parts.values())
        or parts["provider"] not in _PROVIDERS
        or any(sign.isspace() for sign in parts["label"])
    ):
        raise Unavailable(
            "鍵の所在を書いたファイルを読み取れません。",
            why=f"{where} には provider (pkcs11)・module・token・label (空白なし) の四つだけを書きます。",
            remedy="ファイルを直してください。",
            code="key.configuration",
        )
    return KeyAddress(**parts)


def read_pin(path: Path) -> str:
    """The PIN of a device from `secrets/`; `Unavailable` in words when it is missing or others may read it."""
    pin = read_private(path, what="装置の暗証番号 (PIN)").decode("utf-8", "replace").strip()
    if not pin:
        raise Unavailable(
            "装置の暗証番号 (PIN) が空です。",
            why=f"{path} に何も書かれていません。",
            remedy="PIN を書き、本人だけが読めるようにしてください。",
            code="key.pin",
        )
    return pin


def fingerprint(key: PublicKey) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of a public key (SubjectPublicKeyInfo)."""
    digest = Hash(SHA256())
    digest.update(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    return digest.finalize().hex()[:16]


@dataclass(frozen=True, slots=True)
class CountedKey:
    """A signing key; every signature is counted before it is handed out."""

    key: SigningKey
    record: UseRecord

    @property
    def public_key(self) -> PublicKey:
        return self.key.public_key

    def sign(self, data: bytes) -> bytes:
        try:
            signature = self.key.sign(data)
        except Unavailable:
            self.record.count("sign", done=False)
            raise
        self.record.count("sign", done=True)
        return signature


@dataclass(frozen=True, slots=True)
class PartySigner(CountedKey):
    """A party's signing key with its certificate."""

    chain: tuple[bytes, ...]

    @property
    def certificate(self) -> bytes:
        return self.chain[0]


@dataclass(frozen=True, slots=True)
class CountedWrapper:
    """The wrapper of an installation; every use is counted before its result is handed out."""

    key: Wrapper
    record: UseRecord

    @property
    def name(self) -> str:
        return self.key.name

    def wrap(self, key: bytes, *, bound_to: str) -> bytes:
        try:
            wrapped = self.key.wrap(key, bound_to=bound_to)
        except Unavailable:
            self.record.count("wrap", done=False)
            raise
        self.record.count("wrap", done=True)
        return wrapped

    def unwrap(self, wrapped: bytes, *, bound_to: str) -> bytes:
        try:
            key = self.key.unwrap(wrapped, bound_to=bound_to)
        except Unavailable:
            self.record.count("unwrap", done=False)
            raise
        self.record.count("unwrap", done=True)
        return key


def load_signer(home: Path) -> Signer:
    """The signer of the party whose home this is; `Unavailable` in words when there is none or its parts do not match.

    Cheap when nothing changed, so it may be asked for every message: a renewed certificate is used from then on.
    """
    return _load_signer(home, _state_of(home))


def load_wrapper(home: Path, *, address: KeyAddress) -> Wrapper:
    """The key that wraps the ring of the vault; `Unavailable` in words when it cannot be used now."""
    key = provider_of(address).wrapper(address, pin=read_pin(home / WRAP_PIN))
    return CountedWrapper(key, UseRecord(home, "vault-wrap", address.label, address.provider))


def _state_of(home: Path) -> tuple[tuple[int, int, int] | None, ...]:
    state: list[tuple[int, int, int] | None] = []
    for path in _parts_of(home):
        try:
            found = os.stat(path)  # asked for every message
            state.append((found.st_mtime_ns, found.st_ino, found.st_mode))
        except FileNotFoundError:
            state.append(None)
    return tuple(state)


@lru_cache(maxsize=8)
def _parts_of(home: Path) -> tuple[str, ...]:
    return tuple(str(home / name) for name in (SIGN_CERTIFICATE, SIGN_KEY, SIGN_DEVICE, SIGN_PIN))


@lru_cache(maxsize=8)
def _load_signer(home: Path, _state: object) -> PartySigner:
    certificates = read_certificates(home / SIGN_CERTIFICATE)
    public_key = cast(PublicKey, certificates[0].public_key())
    device = home / SIGN_DEVICE
    if device.exists():
        keys = [open_signing_key(home, read_address(device))]
    else:
        found = read_keys(home / SIGN_KEY, what="電文の署名鍵")
        keys = [CountedKey(key, _record(home, key.public_key, "file")) for key in found]
    key = next((key for key in keys if key.public_key == public_key), None)
    if key is None:
        raise Unavailable(
            "電文の署名鍵と証明書が合いません。",
            why=f"{home / SIGN_CERTIFICATE} は、この鍵に発行されたものではありません。",
            remedy="`daicho pki renew` で発行し直すか、正しい組を控えから戻してください。",
            code="key.mismatch",
        )
    chain = tuple(certificate.public_bytes(Encoding.DER) for certificate in certificates)
    return PartySigner(key.key, key.record, chain)


def open_signing_key(home: Path, address: KeyAddress) -> CountedKey:
    """The signing key of a device, with the PIN of the home; `Unavailable` in words when it cannot be used."""
    key = provider_of(address).signing_key(address, pin=read_pin(home / SIGN_PIN))
    return CountedKey(key, _record(home, key.public_key, address.provider))


def make_signing_key(home: Path, address: KeyAddress, *, ed25519: bool = False) -> CountedKey:
    """Make a signing key in a device, where it stays; `Conflict` when its label is taken."""
    provider_of(address).make_signing_key(address, pin=read_pin(home / SIGN_PIN), ed25519=ed25519)
    return open_signing_key(home, address)


def make_wrapping_key(home: Path, address: KeyAddress) -> None:
    """Make a wrapping key in a device, where it stays; `Conflict` when its label is taken."""
    provider_of(address).make_wrapping_key(address, pin=read_pin(home / WRAP_PIN))


def _record(home: Path, key: PublicKey, provider: str) -> UseRecord:
    return UseRecord(home, "lines-sign", fingerprint(key), provider)


def read_certificates(path: Path) -> tuple[Certificate, ...]:
    """The certificates of a PEM file, in its order; `Unavailable` in words when there is none."""
    try:
        return tuple(load_pem_x509_certificates(path.read_bytes()))
    except FileNotFoundError:
        why = f"{path} が見つかりません。"
    except (OSError, ValueError):
        why = f"{path} を証明書として読み取れません。"
    raise Unavailable(
        "証明書がありません。",
        why=why,
        remedy="認証局から発行を受けてください (`daicho pki issue`)。",
        code="key.certificate_missing",
    )
