"""An authority of the tests' own: root, issuing authority, certificates of parties, revocation."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from outside import clock
from outside.parties import Party

Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
_YEAR = timedelta(days=365)


@dataclass
class Authority:
    """One network's authority."""

    name: str = "outside tests"
    root: x509.Certificate = field(init=False)
    issuing: x509.Certificate = field(init=False)
    _root_key: ec.EllipticCurvePrivateKey = field(init=False)
    _key: ec.EllipticCurvePrivateKey = field(init=False)
    revoked: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._root_key = ec.generate_private_key(ec.SECP256R1())
        self._key = ec.generate_private_key(ec.SECP256R1())
        root = _name(f"{self.name} root")
        self.root = self._authority(root, self._root_key, root, length=1)
        self.issuing = self._authority(_name(f"{self.name} issuing"), self._key, root, length=0)

    def write(self, home: Path) -> None:
        """ca.pem and crl.pem."""
        home.mkdir(parents=True, exist_ok=True)
        (home / "ca.pem").write_bytes(_pem(self.root) + _pem(self.issuing))
        self.write_list(home)

    def write_list(self, home: Path) -> None:
        now = clock.now()
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.issuing.subject)
            .last_update(now - timedelta(minutes=5))
            .next_update(now + timedelta(days=30))
        )
        for serial in self.revoked:
            entry = x509.RevokedCertificateBuilder().serial_number(serial)
            builder = builder.add_revoked_certificate(entry.revocation_date(now).build())
        listing = builder.sign(self._key, hashes.SHA256())
        (home / "crl.pem").write_bytes(listing.public_bytes(Encoding.PEM))

    def equip(self, folder: Path, party: Party, *, expired: bool = False) -> None:
        """Both certificates of a party, and their keys."""
        folder.mkdir(parents=True, exist_ok=True)
        line, signing = (
            ec.generate_private_key(ec.SECP256R1()),
            ed25519.Ed25519PrivateKey.generate(),
        )
        for stem, key, is_line in (("tls", line, True), ("sign", signing, False)):
            leaf = self.issue(party, key, line=is_line, expired=expired)
            (folder / f"{stem}.pem").write_bytes(_pem(leaf) + _pem(self.issuing))
            (folder / f"{stem}.key").write_bytes(
                key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            )

    def issue(
        self, party: Party, key: Key, *, line: bool, expired: bool = False
    ) -> x509.Certificate:
        now = clock.now()
        builder = _builder(_name(str(party)), self.issuing.subject, key, now - _YEAR)
        builder = builder.not_valid_after(now - timedelta(days=1) if expired else now + _YEAR)
        builder = builder.add_extension(_usage(authority=False), critical=True)
        builder = builder.add_extension(
            x509.SubjectAlternativeName([x509.UniformResourceIdentifier(party.uri)]), critical=False
        )
        if line:
            uses = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
            builder = builder.add_extension(x509.ExtendedKeyUsage(uses), critical=False)
        return builder.sign(self._key, hashes.SHA256())

    def revoke(self, home: Path, certificate: Path) -> None:
        leaf = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
        self.revoked.append(leaf.serial_number)
        self.write_list(home)

    def _authority(
        self, subject: x509.Name, key: ec.EllipticCurvePrivateKey, issuer: x509.Name, *, length: int
    ) -> x509.Certificate:
        now = clock.now()
        builder = _builder(subject, issuer, key, now - _YEAR).not_valid_after(now + _YEAR)
        builder = builder.add_extension(
            x509.BasicConstraints(ca=True, path_length=length), critical=True
        )
        builder = builder.add_extension(_usage(authority=True), critical=True)
        return builder.sign(self._root_key, hashes.SHA256())


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, begin: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)
