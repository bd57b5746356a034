"""Trust (信頼): whose certificate this is, and whether it still counts: authority, dates, purpose, revocation.

An authority that has no list of revocations, or an old one, vouches for nobody. The files of the authority are read again when they change, so that a revocation counts at once, on standing connections
too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import ExtendedKeyUsageOID

from outside import clock
from outside.parties import Party
from outside.settings import Settings


class NotTrusted(Exception):
    """A certificate that counts for nothing, and why."""


class Trust:
    """The network's authority, as its files say it now."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._read_at: tuple[int, ...] = ()
        self._authorities: list[x509.Certificate] = []
        self._revoked: set[tuple[x509.Name, int]] = set()
        self._listed_until: dict[x509.Name, datetime] = {}

    def check_line(self, certificate: x509.Certificate) -> Party:
        """The party of a certificate for the line. Raises `NotTrusted`."""
        self._check(certificate)
        usages = _extended_usages(certificate)
        if ExtendedKeyUsageOID.CLIENT_AUTH not in usages:
            raise NotTrusted("回線用の証明書ではありません")
        return party_of(certificate)

    def check_signing(self, certificate: x509.Certificate) -> Party:
        """The party of a certificate for signing. Raises `NotTrusted`."""
        self._check(certificate)
        usage = _key_usage(certificate)
        if usage is None or not usage.digital_signature or _extended_usages(certificate):
            raise NotTrusted("署名用の証明書ではありません")
        return party_of(certificate)

    def _check(self, certificate: x509.Certificate) -> None:
        self._read_again()
        now = clock.now()
        if now < certificate.not_valid_before_utc or now > certificate.not_valid_after_utc:
            raise NotTrusted("証明書の有効期間の外です")
        issuer = self._issuer_of(certificate)
        if issuer is None:
            raise NotTrusted("このネットワークの認証局の証明書ではありません")
        until = self._listed_until.get(issuer.subject)
        if until is None or now > until:
            raise NotTrusted("認証局の失効リストがないか、古くなっています")
        for each in (certificate, issuer):
            if (each.issuer, each.serial_number) in self._revoked:
                raise NotTrusted("失効した証明書です")
        if now < issuer.not_valid_before_utc or now > issuer.not_valid_after_utc:
            raise NotTrusted("認証局の証明書の有効期間の外です")

    def _issuer_of(self, certificate: x509.Certificate) -> x509.Certificate | None:
        for authority in self._authorities:
            if _issued(authority, certificate):
                return authority
        return None

    def _read_again(self) -> None:
        files = [self._settings.authority, self._settings.revocations, *self._chains()]
        read_at = tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in files)
        if read_at == self._read_at:
            return
        roots = x509.load_pem_x509_certificates(self._settings.authority.read_bytes())
        authorities = list(roots)
        for path in self._chains():
            for each in x509.load_pem_x509_certificates(path.read_bytes())[1:]:
                if _is_authority(each) and any(_issued(root, each) for root in roots):
                    authorities.append(each)
        self._authorities = authorities
        lists = list(self._lists(authorities))
        self._revoked = {(each.issuer, entry.serial_number) for each in lists for entry in each}
        self._listed_until = {
            each.issuer: each.next_update_utc for each in lists if each.next_update_utc is not None
        }
        self._read_at = read_at

    def _chains(self) -> list[Path]:
        return sorted((self._settings.home / "parties").glob("*/sign.pem"))

    def _lists(
        self, authorities: list[x509.Certificate]
    ) -> Iterator[x509.CertificateRevocationList]:
        if not self._settings.revocations.exists():
            return
        for part in _pem_lists(self._settings.revocations.read_bytes()):
            listing = x509.load_pem_x509_crl(part)
            if any(
                authority.subject == listing.issuer
                and listing.is_signature_valid(authority.public_key())  # type: ignore[arg-type]  # an authority's key signs
                for authority in authorities
            ):
                yield listing


def party_of(certificate: x509.Certificate) -> Party:
    """The one party that a certificate names. Raises `NotTrusted`."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        (uri,) = names.get_values_for_type(x509.UniformResourceIdentifier)
        return Party.of_uri(uri)
    except (x509.ExtensionNotFound, ValueError) as error:
        raise NotTrusted("証明書に当事者の名がありません") from error


def _issued(authority: x509.Certificate, certificate: x509.Certificate) -> bool:
    if not _is_authority(authority):
        return False
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _extended_usages(certificate: x509.Certificate) -> list[x509.ObjectIdentifier]:
    try:
        return list(certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        return []


def _key_usage(certificate: x509.Certificate) -> x509.KeyUsage | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None


def _pem_lists(text: bytes) -> Iterator[bytes]:
    end = b"-----END X509 CRL-----"
    for part in text.split(end)[:-1]:
        yield part + end + b"\n"
