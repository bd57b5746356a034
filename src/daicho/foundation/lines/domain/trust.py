"""Trust (信頼): whose certificate this is, and whether it counts today: authority, dates, purpose, revocation (CRL).

An authority without a list of revocations, or with one that is out of date, is no authority: then nobody is trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final, cast

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPublicKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID

from daicho.foundation.lines.domain.parties import Party

PublicKey = EllipticCurvePublicKey | Ed25519PublicKey
_MOST_KNOWN: Final = 1000
_LONGEST_CHAIN: Final = 4


class Use(StrEnum):
    """What a certificate is for."""

    LINE = "line"
    SIGNING = "signing"


class Untrusted(Exception):
    """A certificate that counts for nothing; `reason` is a code of `domain.door.Reason`."""

    def __init__(self, reason: str, *, claimed: Party | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.claimed = claimed


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate that counts: whose it is, its key, and for how long this may be said without looking again."""

    der: bytes
    fingerprint: str
    party: Party
    serial: str
    key: PublicKey
    valid_from: datetime
    valid_until: datetime
    good_until: datetime


def fingerprint_of(der: bytes) -> str:
    return sha256(der).hexdigest()


@dataclass(slots=True)
class Trust:
    """The network's authorities and their lists, as the files say now; verdicts are remembered until a file changes."""

    roots: tuple[x509.Certificate, ...]
    authorities: tuple[x509.Certificate, ...]
    lists: tuple[x509.CertificateRevocationList, ...]
    _known: dict[tuple[str, Use], Credential] = field(default_factory=dict)

    def check(self, der: bytes, use: Use, *, at: datetime) -> Credential:
        """The credential that a certificate is at this instant. Raises `Untrusted`."""
        key = (fingerprint_of(der), use)
        known = self._known.get(key)
        if known is not None and known.valid_from <= at < known.good_until:
            return known
        found = self._judge(der, use, at=at)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[key] = found
        return found

    def _judge(self, der: bytes, use: Use, *, at: datetime) -> Credential:
        try:
            leaf = x509.load_der_x509_certificate(der)
            extensions = leaf.extensions
            key = leaf.public_key()
        except ValueError:
            raise Untrusted("certificate_unreadable") from None
        party = party_of(extensions)
        ends = [leaf.not_valid_after_utc]
        try:
            self._check_dates(leaf, at)
            _check_use(extensions, use)
            if party is None or not _is_ours(key):
                raise Untrusted("certificate_partyless")
            ends.extend(self._check_chain(leaf, at))
        except Untrusted as error:
            raise Untrusted(error.reason, claimed=party) from None
        return Credential(
            der=der,
            fingerprint=fingerprint_of(der),
            party=party,
            serial=f"{leaf.serial_number:x}",
            key=cast(PublicKey, key),
            valid_from=leaf.not_valid_before_utc,
            valid_until=leaf.not_valid_after_utc,
            good_until=min(ends),
        )

    def _check_chain(self, leaf: x509.Certificate, at: datetime) -> list[datetime]:
        """Follow the issuers up to a root; returns when what was relied on ends."""
        ends: list[datetime] = []
        current = leaf
        for _ in range(_LONGEST_CHAIN):
            issuer = self._issuer_of(current)
            self._check_dates(issuer, at)
            ends.append(issuer.not_valid_after_utc)
            is_root = issuer in self.roots
            # The root's own list is asked for when there is one; an authority below it must have one.
            listing = self._list_of(issuer, at, needed=current is leaf)
            if listing is not None:
                if listing.get_revoked_certificate_by_serial_number(current.serial_number):
                    raise Untrusted("certificate_revoked")
                if listing.next_update_utc is not None:
                    ends.append(listing.next_update_utc)
            if is_root:
                return ends
            current = issuer
        raise Untrusted("authority_unknown")

    def _issuer_of(self, certificate: x509.Certificate) -> x509.Certificate:
        for each in (*self.roots, *self.authorities):
            if each.subject == certificate.issuer and each != certificate:
                try:
                    certificate.verify_directly_issued_by(each)
                except (ValueError, TypeError, InvalidSignature):
                    continue
                return each
        raise Untrusted("authority_unknown")

    def _list_of(
        self, issuer: x509.Certificate, at: datetime, *, needed: bool
    ) -> x509.CertificateRevocationList | None:
        found = [
            each
            for each in self.lists
            if each.issuer == issuer.subject
            and each.is_signature_valid(cast(CertificateIssuerPublicKeyTypes, issuer.public_key()))
        ]
        if not found:
            if needed:
                raise Untrusted("revocations_missing")
            return None
        listing = max(found, key=lambda each: each.last_update_utc)
        if listing.next_update_utc is not None and listing.next_update_utc <= at:
            raise Untrusted("revocations_old")
        return listing

    @staticmethod
    def _check_dates(certificate: x509.Certificate, at: datetime) -> None:
        if at < certificate.not_valid_before_utc:
            raise Untrusted("certificate_early")
        if at >= certificate.not_valid_after_utc:
            raise Untrusted("certificate_expired")


def read_trust(anchors: bytes, others: Iterable[bytes], revocations: bytes) -> Trust:
    """Trust of the PEM files: `anchors` (ca.pem), chains in which issuing authorities lie, and the lists.

    ValueError when a file cannot be read or no self-signed authority is among the anchors.
    """
    given = x509.load_pem_x509_certificates(anchors)
    roots = tuple(each for each in given if is_authority(each) and each.subject == each.issuer)
    if not roots:
        raise ValueError("no root authority")
    beside = [each for pem in others for each in x509.load_pem_x509_certificates(pem)]
    between = tuple(e for e in (*given, *beside) if is_authority(e) and e not in roots)
    return Trust(roots, tuple(dict.fromkeys(between)), tuple(revocation_lists(revocations)))


def revocation_lists(pem: bytes) -> Iterable[x509.CertificateRevocationList]:
    end = b"-----END X509 CRL-----"
    for part in pem.split(end)[:-1]:
        yield x509.load_pem_x509_crl(part.lstrip() + end + b"\n")


def party_of(extensions: x509.Extensions) -> Party | None:
    """The one party that a certificate's extensions name; None for none, or for more than one."""
    try:
        names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return None
    uris = names.get_values_for_type(x509.UniformResourceIdentifier)
    return Party.of_uri(uris[0]) if len(uris) == 1 else None


def is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _is_ours(key: object) -> bool:
    if isinstance(key, EllipticCurvePublicKey):
        return isinstance(key.curve, SECP256R1)
    return isinstance(key, Ed25519PublicKey)


_LINE_USAGES: Final = frozenset({ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH})


def _check_use(extensions: x509.Extensions, use: Use) -> None:
    found: Mapping[Use, bool] = {
        Use.LINE: _extended(extensions) >= _LINE_USAGES,
        Use.SIGNING: not _extended(extensions) and _may_sign(extensions),
    }
    if not found[use]:
        raise Untrusted("certificate_use")


def _extended(extensions: x509.Extensions) -> set[x509.ObjectIdentifier]:
    try:
        return set(extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        return set()


def _may_sign(extensions: x509.Extensions) -> bool:
    try:
        return extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    except x509.ExtensionNotFound:
        return False
