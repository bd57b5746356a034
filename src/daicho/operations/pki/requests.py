"""Requests (発行申請, CSR): a key asks for its certificate without leaving its owner, in a file or in a device."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn, cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurve,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from daicho.foundation.key_provider.public import PublicKey, SigningKey, is_public_key
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.errors import Invalid, Problem
from daicho.operations.pki.parties import check_party
from daicho.operations.pki.uses import EXTENDED, Use, key_usage, use_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for, once it was found to be made by the key's owner."""

    party: Party
    use: Use
    key: PublicKey


def make_request(party: Party, use: Use, key: SigningKey) -> bytes:
    """A request (PEM) for a party's key, signed by that key."""
    names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(party.uri)])
    builder = (
        x509.CertificateSigningRequestBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, str(party))]))
        .add_extension(names, critical=False)
        .add_extension(key_usage(), critical=True)
    )
    if use is Use.LINE:
        builder = builder.add_extension(x509.ExtendedKeyUsage(EXTENDED), critical=False)
    if isinstance(key.public_key, Ed25519PublicKey):
        made = builder.sign(_Ed25519ByProvider(key), None)
    else:
        made = builder.sign(_P256ByProvider(key), SHA256())
    return made.public_bytes(Encoding.PEM)


def read_request(content: bytes) -> Wanted:
    """What a request asks for. `Invalid` when it is damaged, signed by another key, or asks for anything else."""
    try:
        request = x509.load_pem_x509_csr(content)
        names = list(request.extensions.get_extension_for_class(x509.SubjectAlternativeName).value)
        key = request.public_key()
        is_signed = request.is_signature_valid
    except (ValueError, x509.ExtensionNotFound) as error:
        raise _invalid("request_unreadable", "証明書の申請を読み取れません。") from error
    use = use_of(request)
    if not is_signed or not is_public_key(key):
        raise _invalid("request_signature", "申請の署名が、その鍵によるものではありません。")
    if len(names) != 1 or not isinstance(names[0], x509.UniformResourceIdentifier):
        raise _invalid("request_names", "申請には、相手方の名を一つだけ書きます。")
    party = Party.of_uri(names[0].value)
    if use is None or party is None:
        raise _invalid("request_use", "申請の用途か相手方の名が、決められた形ではありません。")
    return Wanted(check_party(str(party)), use, cast(PublicKey, key))


def _invalid(code: str, what: str) -> Invalid:
    remedy = "申請者に `daicho pki request` で作り直してもらってください。"
    return Invalid([Problem(f"pki.{code}", "request", what, remedy=remedy)])


def _kept(*_parts: Any, **_named: Any) -> NoReturn:
    raise NotImplementedError("a provider's key signs, and does nothing else")


class _P256ByProvider(EllipticCurvePrivateKey):
    """How the builder asks a provider's P-256 key to sign."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key

    def sign(self, data: Any, signature_algorithm: object) -> bytes:  # noqa: ARG002  # always SHA-256
        return self._key.sign(bytes(data))

    def public_key(self) -> EllipticCurvePublicKey:
        return cast(EllipticCurvePublicKey, self._key.public_key)

    @property
    def curve(self) -> EllipticCurve:
        return SECP256R1()

    @property
    def key_size(self) -> int:
        return 256

    exchange = private_numbers = private_bytes = __copy__ = __deepcopy__ = _kept


class _Ed25519ByProvider(Ed25519PrivateKey):
    """How the builder asks a provider's Ed25519 key to sign."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key

    def sign(self, data: Any) -> bytes:
        return self._key.sign(bytes(data))

    def public_key(self) -> Ed25519PublicKey:
        return cast(Ed25519PublicKey, self._key.public_key)

    private_bytes = private_bytes_raw = __copy__ = __deepcopy__ = _kept
