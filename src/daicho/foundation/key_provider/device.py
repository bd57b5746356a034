"""Device (耐タンパー装置, PKCS#11): keys that are made in the device and never leave it; it signs and unwraps when asked.

A key is used only after the device was seen to refuse to give it out. A PIN that was wrong once is not tried again by
this process: some devices lock themselves after three. Sessions are reopened once when the device was away meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pkcs11
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.util.ec import encode_named_curve_parameters

from daicho.foundation.key_provider.configuration import KeyAddress
from daicho.foundation.key_provider.device_session import DeviceSession, gone, session_of
from daicho.foundation.key_provider.protocols import PublicKey
from daicho.kernel.errors import Conflict, Unavailable

NONCE = 12
_ED25519 = "1.3.101.112"
_KEPT = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False, Attribute.PRIVATE: True}
_WRAPS_ONLY = {
    **_KEPT,
    Attribute.ENCRYPT: True,
    Attribute.DECRYPT: True,
    Attribute.SIGN: False,
    Attribute.VERIFY: False,
    Attribute.WRAP: False,
    Attribute.UNWRAP: False,
    Attribute.DERIVE: False,
}
_SIGNS_ONLY = {
    **_KEPT,
    Attribute.SIGN: True,
    Attribute.DECRYPT: False,
    Attribute.UNWRAP: False,
    Attribute.DERIVE: False,
}


@dataclass(frozen=True, slots=True)
class DeviceSigningKey:
    """A signing key in a device."""

    address: KeyAddress
    session: DeviceSession
    public_key: PublicKey

    def sign(self, data: bytes) -> bytes:
        if isinstance(self.public_key, Ed25519PublicKey):
            return self._ask(data, Mechanism.EDDSA)
        raw = self._ask(sha256(data).digest(), Mechanism.ECDSA)
        half = len(raw) // 2
        return encode_dss_signature(
            int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
        )

    def _ask(self, data: bytes, mechanism: Mechanism) -> bytes:
        def sign(held: Any) -> bytes:
            key = _find(held, self.address, ObjectClass.PRIVATE_KEY)
            return bytes(key.sign(data, mechanism=mechanism))

        return self.session.run(sign, failed=_will_not_sign)


@dataclass(frozen=True, slots=True)
class DeviceWrapper:
    """A wrapping key in a device: AES-256-GCM, done inside; `bound_to` is the associated data."""

    address: KeyAddress
    session: DeviceSession

    @property
    def name(self) -> str:
        return f"装置 {self.address.token} の鍵 {self.address.label}"

    def wrap(self, key: bytes, *, bound_to: str) -> bytes:
        nonce = os.urandom(NONCE)

        def encrypt(held: Any) -> bytes:
            return nonce + bytes(_aes(held, self.address).encrypt(key, **_gcm(nonce, bound_to)))

        return self.session.run(encrypt, failed=_will_not_wrap)

    def unwrap(self, wrapped: bytes, *, bound_to: str) -> bytes:
        nonce, sealed = wrapped[:NONCE], wrapped[NONCE:]

        def decrypt(held: Any) -> bytes:
            return bytes(_aes(held, self.address).decrypt(sealed, **_gcm(nonce, bound_to)))

        return self.session.run(decrypt, failed=_will_not_open)


def signing_key(address: KeyAddress, *, pin: str) -> DeviceSigningKey:
    """The signing key at an address; `Unavailable` in words when it cannot be used, or the device would give it out."""
    session = session_of(address, pin=pin)

    def look(held: Any) -> PublicKey:
        _check_kept(_find(held, address, ObjectClass.PRIVATE_KEY), address)
        return _public(_find(held, address, ObjectClass.PUBLIC_KEY))

    return DeviceSigningKey(address, session, session.run(look, failed=gone))


def wrapper(address: KeyAddress, *, pin: str) -> DeviceWrapper:
    """The wrapping key at an address; `Unavailable` as `signing_key`."""
    session = session_of(address, pin=pin)
    session.run(lambda held: _check_kept(_aes(held, address), address), failed=gone)
    return DeviceWrapper(address, session)


def make_signing_key(address: KeyAddress, *, pin: str, ed25519: bool = False) -> DeviceSigningKey:
    """Make a signing key in the device; `Conflict` when its label is taken."""
    kind = KeyType.EC_EDWARDS if ed25519 else KeyType.EC
    curve = _ED25519 if ed25519 else "secp256r1"
    how = {"mechanism": Mechanism.EC_EDWARDS_KEY_PAIR_GEN} if ed25519 else {}

    def make(held: Any) -> None:
        parameters = held.create_domain_parameters(
            kind, {Attribute.EC_PARAMS: encode_named_curve_parameters(curve)}, local=True
        )
        parameters.generate_keypair(
            label=address.label, store=True, private_template=_SIGNS_ONLY, **how
        )

    _make(address, pin, ObjectClass.PRIVATE_KEY, make)
    return signing_key(address, pin=pin)


def make_wrapping_key(address: KeyAddress, *, pin: str) -> DeviceWrapper:
    """Make a wrapping key in the device; `Conflict` when its label is taken."""

    def make(held: Any) -> None:
        held.generate_key(KeyType.AES, 256, label=address.label, store=True, template=_WRAPS_ONLY)

    _make(address, pin, ObjectClass.SECRET_KEY, make)
    return wrapper(address, pin=pin)


def _make(address: KeyAddress, pin: str, kind: ObjectClass, make: Callable[[Any], None]) -> None:
    session = session_of(address, pin=pin)

    def once(held: Any) -> None:
        if list(_objects(held, address, kind)):
            raise Conflict(
                f"装置には既に鍵 {address.label} があります。",
                why="同じ名の鍵を作ると、どちらで書かれたものか分からなくなります。",
                remedy="別の名を指定してください。",
                code="key.label_taken",
            )
        make(held)

    session.run(once, failed=_will_not_make, writes=True)


def _objects(held: Any, address: KeyAddress, kind: ObjectClass) -> Any:
    return held.get_objects({Attribute.CLASS: kind, Attribute.LABEL: address.label})


def _find(held: Any, address: KeyAddress, kind: ObjectClass) -> Any:
    found = list(_objects(held, address, kind))
    if not found:
        raise pkcs11.NoSuchKey(f"装置 {address.token} に鍵 {address.label} が見つかりません。")
    if len(found) > 1:
        why = f"装置 {address.token} に鍵 {address.label} が {len(found)} 個あります。"
        raise pkcs11.MultipleObjectsReturned(why)
    return found[0]


def _aes(held: Any, address: KeyAddress) -> Any:
    return _find(held, address, ObjectClass.SECRET_KEY)


def _gcm(nonce: bytes, bound_to: str) -> dict[str, Any]:
    aad = b"daicho-key\x00" + bound_to.encode()
    return {
        "mechanism": Mechanism.AES_GCM,
        "mechanism_param": pkcs11.GCMParams(nonce=nonce, aad=aad, tag_bits=128),
    }


def _check_kept(key: Any, address: KeyAddress) -> None:
    """Ask the device for the key itself; one that is given out must not be used."""
    try:
        given = bool(key[Attribute.VALUE])
    except pkcs11.PKCS11Error:
        given = False
    if given or not key[Attribute.SENSITIVE] or key[Attribute.EXTRACTABLE]:
        raise Unavailable(
            "装置の鍵を使えません。",
            why=f"鍵 {address.label} は装置の外に取り出せる設定で作られています。",
            remedy="取り出せない鍵を装置の中に作り直してください。",
            code="key.extractable",
        )


def _public(key: Any) -> PublicKey:
    point = bytes(key[Attribute.EC_POINT])
    # DER OCTET STRING by the book; some devices give the bare point.
    if len(point) in (34, 67) and point[0] == 4:
        point = point[2:]
    try:
        if len(point) == 32:
            return Ed25519PublicKey.from_public_bytes(point)
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except ValueError as error:
        raise Unavailable(
            "装置の鍵を使えません。",
            why="鍵の種類が P-256 でも Ed25519 でもありません。",
            remedy="どちらかの鍵を装置の中に作り直してください。",
            code="key.kind",
        ) from error


def _will_not_sign(error: pkcs11.PKCS11Error) -> Unavailable:
    return _refusal("署名できません。", error)


def _will_not_wrap(error: pkcs11.PKCS11Error) -> Unavailable:
    return _refusal("鍵を包めません。", error)


def _will_not_make(error: pkcs11.PKCS11Error) -> Unavailable:
    return _refusal("鍵を作れません。", error)


def _will_not_open(error: pkcs11.PKCS11Error) -> Unavailable:
    return Unavailable(
        "装置の鍵で包みを開けません。",
        why=f"別の鍵で包まれたか、書き換えられています ({type(error).__name__})。",
        remedy="鍵の名と装置を確かめ、正しい控えから戻してください。",
        code="key.wrapped_foreign",
    )


def _refusal(what: str, error: pkcs11.PKCS11Error) -> Unavailable:
    return Unavailable(
        f"装置が応じないため、{what}",
        why=f"装置の答え: {type(error).__name__}。",
        remedy="装置の状態と、鍵の用途の設定を確かめてください。",
        code="key.device_refused",
    )
