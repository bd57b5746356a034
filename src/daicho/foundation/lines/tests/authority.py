"""An authority made for tests (試験用の認証局): a root, an issuing authority, certificates of every kind, and their CRLs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.clock import real_now

DAY = timedelta(days=1)
Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


@dataclass(frozen=True, slots=True)
class Leaf:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def key_pem(self) -> bytes:
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@dataclass(slots=True)
class Authority:
    """A root and the authority under it that issues; `revoked` are serial numbers."""

    name: str = "試験"
    root: Leaf = field(init=False)
    issuing: Leaf = field(init=False)
    revoked: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        self.root = Leaf(_authority(f"{self.name} root", key, f"{self.name} root", key, 1), key)
        below = ec.generate_private_key(ec.SECP256R1())
        self.issuing = Leaf(
            _authority(f"{self.name} issuing", below, f"{self.name} root", key, 0), below
        )

    def line(self, party: Party | None, **dates: datetime) -> Leaf:
        """A certificate for the line; `begins` and `ends` may be given."""
        begins, ends = dates.get("begins"), dates.get("ends")
        usages = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        return self._issue(party, x509.ExtendedKeyUsage(usages), begins=begins, ends=ends)

    def signing(self, party: Party, *, ed: bool = False, **dates: datetime) -> Leaf:
        """A certificate for signing."""
        return self._issue(party, None, ed=ed, **dates)

    def revoke(self, leaf: Leaf) -> None:
        self.revoked.append(leaf.certificate.serial_number)

    def lists(self, *, ends: datetime | None = None) -> bytes:
        """Both authorities' lists, PEM."""
        now = real_now()
        out = b""
        for authority, serials in ((self.issuing, self.revoked), (self.root, [])):
            builder = (
                x509.CertificateRevocationListBuilder()
                .issuer_name(authority.certificate.subject)
                .last_update(now - DAY)
                .next_update(ends or now + 7 * DAY)
            )
            for serial in serials:
                revoked = x509.RevokedCertificateBuilder().serial_number(serial)
                builder = builder.add_revoked_certificate(
                    revoked.revocation_date(now - timedelta(hours=1)).build()
                )
            out += builder.sign(authority.key, SHA256()).public_bytes(Encoding.PEM)
        return out

    def _issue(
        self,
        party: Party | None,
        extended: x509.ExtendedKeyUsage | None,
        *,
        ed: bool = False,
        begins: datetime | None = None,
        ends: datetime | None = None,
    ) -> Leaf:
        now = real_now()
        key: Key = (
            ed25519.Ed25519PrivateKey.generate() if ed else ec.generate_private_key(ec.SECP256R1())
        )
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(str(party)))
            .issuer_name(self.issuing.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins or now - DAY)
            .not_valid_after(ends or now + 30 * DAY)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(sign_certificates=False), critical=True)
        )
        if party is not None:
            names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(party.uri)])
            builder = builder.add_extension(names, critical=False)
        if extended is not None:
            builder = builder.add_extension(extended, critical=False)
        return Leaf(builder.sign(self.issuing.key, SHA256()), key)


def install(home: Path, authority: Authority, line: Leaf, signing: Leaf) -> None:
    """Put a party's files where the lines look for them."""
    (home / "lines").mkdir(parents=True, exist_ok=True)
    (home / "secrets").mkdir(exist_ok=True)
    issuing = authority.issuing.pem
    for name, content in {
        "lines/ca.pem": authority.root.pem,
        "lines/crl.pem": authority.lists(),
        "lines/tls.pem": line.pem + issuing,
        "lines/sign.pem": signing.pem + issuing,
        "secrets/lines-tls.key": line.key_pem,
        "secrets/lines-sign.key": signing.key_pem,
    }.items():
        draft = home / f"{name}.new"
        draft.write_bytes(content)
        draft.chmod(0o600)
        draft.replace(home / name)


def _authority(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    length: int,
) -> x509.Certificate:
    now = real_now()
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + 60 * DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=length), critical=True)
        .add_extension(_usage(sign_certificates=True), critical=True)
        .sign(issuer_key, SHA256())
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, sign_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not sign_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=sign_certificates,
        crl_sign=sign_certificates,
        encipher_only=False,
        decipher_only=False,
    )
