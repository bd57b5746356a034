"""Protocols (口): what may be asked of a key. There is no way to ask for the key itself.

Two providers fill them: a file (`files.py`), and a device behind PKCS#11 (`device.py`).
"""

from __future__ import annotations

from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PublicKey = EllipticCurvePublicKey | Ed25519PublicKey


class SigningKey(Protocol):
    """A private key by its uses: its public part, and signatures."""

    @property
    def public_key(self) -> PublicKey:
        """The public part: P-256 or Ed25519."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The signature over `data`: Ed25519 (64 bytes), or ECDSA with SHA-256 (DER).

        `Unavailable` in words when the key cannot be used now.
        """
        ...


class Signer(SigningKey, Protocol):
    """A signing key with its certificate: a party's voice on the lines (電文の署名)."""

    @property
    def certificate(self) -> bytes:
        """The signing certificate, DER."""
        ...

    @property
    def chain(self) -> tuple[bytes, ...]:
        """The certificate and its issuers as far as they are kept beside it, DER, the leaf first."""
        ...


class Wrapper(Protocol):
    """A key that wraps other keys (鍵を包む鍵), so that what is stored is of no use without it."""

    @property
    def name(self) -> str:
        """Which key it is, in words for a message; no secret."""
        ...

    def wrap(self, key: bytes, *, bound_to: str) -> bytes:
        """The key, wrapped; it opens for the same `bound_to` alone. `Unavailable` as `SigningKey.sign`."""
        ...

    def unwrap(self, wrapped: bytes, *, bound_to: str) -> bytes:
        """The key again; `Unavailable` when it was wrapped by another key, for another use, or tampered with."""
        ...
