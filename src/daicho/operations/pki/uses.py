"""Uses (用途): the two certificates of a party, one for its line and one for its signatures."""

from __future__ import annotations

from enum import StrEnum

from cryptography.x509 import (
    Certificate,
    CertificateSigningRequest,
    ExtendedKeyUsage,
    ExtensionNotFound,
    KeyUsage,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

EXTENDED = (ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH)


class Use(StrEnum):
    """What a party's certificate is for."""

    LINE = "line"
    SIGNING = "signing"

    @property
    def label(self) -> str:
        return {"line": "回線用", "signing": "署名用"}[self.value]


def key_usage(*, signs_certificates: bool = False) -> KeyUsage:
    """digitalSignature alone, or of an authority keyCertSign and cRLSign alone."""
    return KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def use_of(told: Certificate | CertificateSigningRequest) -> Use | None:
    """The use that a certificate or a request states; None for any other than these two."""
    try:
        usage = told.extensions.get_extension_for_class(KeyUsage).value
    except ExtensionNotFound:
        return None
    if usage != key_usage():
        return None
    try:
        extended = set(told.extensions.get_extension_for_class(ExtendedKeyUsage).value)
    except ExtensionNotFound:
        return Use.SIGNING
    return Use.LINE if extended == set(EXTENDED) else None
