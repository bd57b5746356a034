"""Signatures (署名): over the bytes as they were sent, by Ed25519 or ECDSA P-256, as the certificate's key is."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from outside.parties import Party
from outside.settings import Settings

PREFIX = b"daicho-lines-2026.1\n"
CERTIFICATE = "Daicho-Certificate"
SIGNATURE = "Daicho-Signature"
DIGEST = "Daicho-Digest"
SigningKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey


class BadSignature(Exception):
    """These bytes were not signed by this certificate, or the headers cannot be read."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The three headers of one message, decoded."""

    certificate: x509.Certificate
    certificate_der: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Signer:
    """A party's signing key with its certificate."""

    key: SigningKey
    certificate: bytes

    def sign(self, raw: bytes) -> bytes:
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return self.key.sign(PREFIX + raw)
        return self.key.sign(PREFIX + raw, ec.ECDSA(hashes.SHA256()))


def signer_of(settings: Settings, party: Party) -> Signer:
    """The signing key of a party that is played here. FileNotFoundError when it has none."""
    loaded = serialization.load_pem_private_key(
        settings.file(party, "sign.key").read_bytes(), password=None
    )
    if not isinstance(loaded, ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey):
        raise TypeError(f"{party}: a signing key is Ed25519 or P-256")
    leaf = x509.load_pem_x509_certificates(settings.file(party, "sign.pem").read_bytes())[0]
    return Signer(loaded, leaf.public_bytes(serialization.Encoding.DER))


def digest_of(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def headers(raw: bytes, signature: bytes, certificate: bytes) -> dict[str, str]:
    """The three headers of these bytes."""
    return {
        CERTIFICATE: base64.b64encode(certificate).decode("ascii"),
        SIGNATURE: base64.b64encode(signature).decode("ascii"),
        DIGEST: digest_of(raw),
    }


def opened(raw: bytes, given: Mapping[str, str]) -> Signed:
    """The headers, once digest and signature fit the bytes. Raises `BadSignature`."""
    try:
        der = base64.b64decode(given.get(CERTIFICATE) or "", validate=True)
        signature = base64.b64decode(given.get(SIGNATURE) or "", validate=True)
        certificate = x509.load_der_x509_certificate(der)
        key = certificate.public_key()
    except (binascii.Error, ValueError) as error:
        raise BadSignature("署名の見出しを読み取れません") from error
    if given.get(DIGEST) != digest_of(raw):
        raise BadSignature("ダイジェストが本文と合いません")
    try:
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, PREFIX + raw)
        elif isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
            key.verify(signature, PREFIX + raw, ec.ECDSA(hashes.SHA256()))
        else:
            raise BadSignature("署名の鍵の種類が違います")
    except InvalidSignature as error:
        raise BadSignature("署名が本文と合いません") from error
    return Signed(certificate, der, signature)
