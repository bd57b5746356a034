"""Judgement (判定): whose certificate this was on a day, by the authority's certificates and lists that we hold today.

For evidence. The door of the lines judges by now (`foundation.lines`): a certificate that was revoked later still speaks
for what was signed before. Codes: `certificate.{unreadable, authority, expired, not_yet, revoked, party, use, crl}`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPublicKeyTypes
from cryptography.x509 import (
    BasicConstraints,
    Certificate,
    CertificateRevocationList,
    ExtensionNotFound,
    ExtensionType,
    RevokedCertificate,
    SubjectAlternativeName,
    UniformResourceIdentifier,
    load_der_x509_certificate,
    load_pem_x509_certificates,
    load_pem_x509_crl,
)

from daicho.foundation.key_provider.public import PublicKey, is_public_key
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.errors import Refused, Unavailable
from daicho.operations.pki.uses import Use, use_of

Kind = TypeVar("Kind", bound=ExtensionType)

_CRL_END = b"-----END X509 CRL-----"


@dataclass(frozen=True, slots=True)
class Judged:
    """Whom a certificate spoke for; when it was revoked later; and how new the list is that says so."""

    party: Party
    key: PublicKey
    serial: str
    revoked_at: datetime | None
    list_of: datetime


@dataclass(frozen=True, slots=True)
class Published:
    """The authority as it is published: its certificates (roots and issuers), and who revoked what."""

    authorities: tuple[Certificate, ...]
    lists: tuple[tuple[Certificate, CertificateRevocationList], ...]

    def judge(self, certificate: bytes, *, use: Use, at: datetime) -> Judged:
        """Whom a certificate (DER) spoke for at an instant; `Refused`, with a code and words, when for nobody."""
        leaf = _read(certificate)
        above = list(self._above(leaf))
        for each in (leaf, *above):
            _check_period(each, at)
        found = self._revocation_of(leaf)
        for revoked in (found, *(self._revocation_of(each) for each in above[:-1])):
            if revoked is not None and revoked.revocation_date_utc <= at:
                raise _refused("revoked", "証明書は失効しています。", "認証局が効力を止めました。")
        if use_of(leaf) is not use:
            raise _refused("use", f"{use.label}の証明書ではありません。", "用途の欄が違います。")
        return Judged(
            party=_party_in(leaf),
            key=cast(PublicKey, leaf.public_key()),
            serial=f"{leaf.serial_number:x}",
            revoked_at=found.revocation_date_utc if found else None,
            list_of=self._list_of(above[0]).last_update_utc,
        )

    def _revocation_of(self, certificate: Certificate) -> RevokedCertificate | None:
        found = self._list_of(self._issuer_of(certificate))
        return found.get_revoked_certificate_by_serial_number(certificate.serial_number)

    def _list_of(self, issuer: Certificate) -> CertificateRevocationList:
        own = [revocations for by, revocations in self.lists if by == issuer]
        if not own:
            raise _refused("crl", "証明書を確かめられません。", "認証局の失効リストがありません。")
        return max(own, key=lambda each: each.last_update_utc)

    def _issuer_of(self, certificate: Certificate) -> Certificate:
        for each in self.authorities:
            if _is_authority(each) and _is_issued_by(certificate, each):
                return each
        raise _refused(
            "authority", "証明書を受け付けません。", "この網の認証局が発行したものではありません。"
        )

    def _above(self, certificate: Certificate) -> Iterable[Certificate]:
        """Those who issued it, up to a root."""
        while certificate.issuer != certificate.subject:
            certificate = self._issuer_of(certificate)
            yield certificate


def published(authorities: bytes, lists: bytes) -> Published:
    """An authority by its published files: `ca.pem` and `crl.pem`; `Unavailable` in words when they cannot be read."""
    try:
        blocks = lists.split(_CRL_END)[:-1]
        found = [load_pem_x509_crl(block.lstrip() + _CRL_END) for block in blocks]
        known = tuple(load_pem_x509_certificates(authorities))
    except ValueError as error:
        raise Unavailable(
            "認証局の証明書か失効リストを読み取れません。",
            why="ca.pem か crl.pem が壊れています。",
            remedy="認証局から配られたものに置き直してください。",
            code="certificate.trust_unreadable",
        ) from error
    pairs = ((issuer, each) for each in found for issuer in known if _is_list_of(each, issuer))
    return Published(authorities=known, lists=tuple(pairs))


def _read(certificate: bytes) -> Certificate:
    try:
        found = load_der_x509_certificate(certificate)
        key = found.public_key()
    except ValueError as error:
        raise _refused("unreadable", "証明書を読み取れません。", "形が壊れています。") from error
    if not is_public_key(key):
        raise _refused("unreadable", "証明書を受け付けません。", "鍵の種類が違います。")
    return found


def _check_period(certificate: Certificate, at: datetime) -> None:
    if at < certificate.not_valid_before_utc:
        raise _refused("not_yet", "証明書はまだ有効ではありません。", "有効期間より前です。")
    if at >= certificate.not_valid_after_utc:
        raise _refused("expired", "証明書の期限が切れています。", "有効期間が終わっています。")


def _party_in(certificate: Certificate) -> Party:
    found = list(_extension(certificate, SubjectAlternativeName) or ())
    if len(found) == 1 and isinstance(found[0], UniformResourceIdentifier):
        party = Party.of_uri(found[0].value)
        if party is not None:
            return party
    raise _refused(
        "party", "証明書を受け付けません。", "団体と装置の名が一つだけ書かれていません。"
    )


def _extension(certificate: Certificate, kind: type[Kind]) -> Kind | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except ExtensionNotFound:
        return None


def _is_authority(certificate: Certificate) -> bool:
    constraints = _extension(certificate, BasicConstraints)
    return constraints is not None and constraints.ca


def _is_issued_by(certificate: Certificate, issuer: Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_list_of(revocations: CertificateRevocationList, issuer: Certificate) -> bool:
    key = cast(CertificateIssuerPublicKeyTypes, issuer.public_key())
    return revocations.issuer == issuer.subject and revocations.is_signature_valid(key)


def _refused(code: str, what: str, why: str) -> Refused:
    return Refused(
        what,
        why=why,
        remedy="相手方の管理担当と認証局に確かめてください。",
        code=f"certificate.{code}",
    )
