"""Signatures (署名): the two kinds that the lines know, made and verified with a key of `cryptography`."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from daicho.foundation.key_provider.protocols import PublicKey

PrivateKey = EllipticCurvePrivateKey | Ed25519PrivateKey


def is_public_key(key: object) -> bool:
    """Whether a key is of a kind that the lines know: P-256 or Ed25519."""
    if isinstance(key, EllipticCurvePublicKey):
        return isinstance(key.curve, SECP256R1)
    return isinstance(key, Ed25519PublicKey)


def is_private_key(key: object) -> bool:
    """The same of a private key."""
    return isinstance(key, PrivateKey) and is_public_key(key.public_key())


def sign_with(key: PrivateKey, data: bytes) -> bytes:
    """Ed25519, or ECDSA with SHA-256 in DER."""
    if isinstance(key, Ed25519PrivateKey):
        return key.sign(data)
    return key.sign(data, ECDSA(SHA256()))


def verifies(key: PublicKey, signature: bytes, data: bytes) -> bool:
    """Whether a signature over the data was made with this key."""
    try:
        if isinstance(key, Ed25519PublicKey):
            key.verify(signature, data)
        else:
            key.verify(signature, data, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
