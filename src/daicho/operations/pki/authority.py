"""Authority (認証局): the root, the issuing authorities under it, and the making of both (P-256)."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

from daicho.foundation.key_provider.public import (
    PrivateKey,
    PublicKey,
    fingerprint,
    read_private,
)
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict, Missing, Unavailable
from daicho.operations.pki.files import OPEN, SECRET, write_file, write_if_changed
from daicho.operations.pki.register import Issued, Register, changing, read_register, write_register
from daicho.operations.pki.revocation import publish_lists, refresh_lists, write_lists
from daicho.operations.pki.uses import key_usage

NAME = "台帳 回線"
ROOT_LIFE = timedelta(days=20 * 365)
ISSUING_LIFE = timedelta(days=10 * 365)
# A peer's clock may be a little behind.
SLACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Issuer:
    """A certificate that signs others, with its key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class Authority:
    """The folder of an authority that is there."""

    folder: Path

    @property
    def ca(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def crl(self) -> Path:
        return self.folder / "crl.pem"

    def issued(self, serial: str) -> Path:
        return self.folder / "issued" / f"{serial}.pem"

    def certificates(self) -> tuple[x509.Certificate, ...]:
        """Its own certificates: the root, then those who issue, oldest first."""
        return tuple(x509.load_pem_x509_certificates(self.ca.read_bytes()))

    def issuers(self) -> list[tuple[str, x509.Certificate]]:
        """Those who issue, with their file names, newest first."""
        found = [
            (path.stem, x509.load_pem_x509_certificate(path.read_bytes()))
            for path in self.folder.glob("issuing-*.pem")
        ]
        return sorted(found, key=lambda each: int(each[0].partition("-")[2]), reverse=True)

    def issuer(self) -> Issuer:
        """Who issues now: the newest whose key is here; `Unavailable` in words when there is none, or it has expired."""
        register = read_register(self.folder)
        now = real_now()
        counting = {each.serial for each in register.issued if each.counts(now)}
        for stem, certificate in self.issuers():
            if serial_of(certificate) in counting:
                return Issuer(certificate, self.key(stem))
        raise Unavailable(
            "証明書を発行できません。",
            why="発行用認証局の証明書が、すべて期限切れか失効しています。",
            remedy="ルートの鍵を戻し、`daicho pki new-issuing` で次の発行用認証局を作ってください。",
            code="pki.issuer_expired",
        )

    def key(self, stem: str) -> EllipticCurvePrivateKey:
        """The key of `root` or `issuing-1`; `Unavailable` in words when it was taken away."""
        label = "ルート認証局の鍵" if stem == "root" else f"発行用認証局の鍵 ({stem})"
        content = read_private(self.folder / f"{stem}.key", what=label)
        try:
            key = load_pem_private_key(content, password=None)
        except ValueError:
            key = None
        if not isinstance(key, EllipticCurvePrivateKey):
            raise Unavailable(
                f"{label}を読み取れません。",
                why="壊れています。",
                remedy="控えから戻してください。",
            )
        return key

    def has_key(self, stem: str) -> bool:
        return (self.folder / f"{stem}.key").exists()


def serial_of(certificate: x509.Certificate) -> str:
    """The serial number as the register writes it: hexadecimal, lower case."""
    return f"{certificate.serial_number:x}"


def pem_of_key(key: PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def open_authority(folder: Path) -> Authority:
    """The authority of a folder; `Missing` in words when there is none."""
    if not (folder / "root.pem").exists():
        raise Missing(
            "認証局がありません。",
            why=f"{folder} に root.pem が見つかりません。",
            remedy="認証局を置く環境で `daicho pki init` を行ってください。",
            code="pki.no_authority",
        )
    return Authority(folder)


def create_authority(
    folder: Path, *, not_after: datetime | None = None, issuing_not_after: datetime | None = None
) -> Authority:
    """Make root, issuing authority, register and lists, all or nothing; `Conflict` when one is there."""
    if folder.exists() and any(folder.iterdir()):
        raise _there_already(folder)
    now = real_now()
    root = _certificate(
        f"{NAME} ルート認証局", until=not_after or now + ROOT_LIFE, now=now, above=None
    )
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = Path(mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        (draft / "issued").mkdir(mode=0o700)
        _keep(draft, "root", root)
        register = Register([_entry(root.certificate, "root")], lists_written=1)
        _add_issuer(draft, register, root, 1, until=issuing_not_after or now + ISSUING_LIFE)
        write_register(draft, register)
        write_lists(draft, register)
        draft.rename(folder)
    except OSError as error:
        if folder.exists() and any(folder.iterdir()):
            raise _there_already(folder) from error
        raise Unavailable(
            f"{folder} に認証局を作れません。", why=f"{error.strerror}。", code="pki.unwritable"
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Authority(folder)


def ensure_authority(folder: Path) -> Authority:
    """The authority of a folder, made when there is none (trial towns); its lists are made fresh when they are old."""
    try:
        authority = open_authority(folder)
    except Missing:
        try:
            return create_authority(folder)
        except Conflict:
            authority = open_authority(folder)
    refresh_lists(folder)
    return authority


def add_issuing(authority: Authority, *, not_after: datetime | None = None) -> x509.Certificate:
    """Make the next issuing authority (次の発行用認証局): the one thing that needs the root's key."""
    now = real_now()
    root_certificate = authority.certificates()[0]
    root = Issuer(root_certificate, authority.key("root"))
    with changing(authority.folder) as register:
        number = len(authority.issuers()) + 1
        made = _add_issuer(
            authority.folder, register, root, number, until=not_after or now + ISSUING_LIFE
        )
        register.lists_written += 1
    publish_lists(authority.folder)
    return made


def _add_issuer(
    folder: Path, register: Register, root: Issuer, number: int, *, until: datetime
) -> x509.Certificate:
    now = real_now()
    made = _certificate(f"{NAME} 発行用認証局 {number}", until=until, now=now, above=root)
    register.issued.append(_entry(made.certificate, "issuing"))
    _keep(folder, f"issuing-{number}", made)
    authorities = [root.certificate]
    for each in sorted(folder.glob("issuing-*.pem"), key=lambda path: int(path.stem[8:])):
        authorities.append(x509.load_pem_x509_certificate(each.read_bytes()))
    bundle = b"".join(each.public_bytes(Encoding.PEM) for each in authorities)
    write_if_changed(folder / "ca.pem", bundle)
    return made.certificate


def _keep(folder: Path, stem: str, issuer: Issuer) -> None:
    write_file(folder / f"{stem}.key", pem_of_key(issuer.key), mode=SECRET)
    write_file(folder / f"{stem}.pem", issuer.certificate.public_bytes(Encoding.PEM), mode=OPEN)


def _certificate(name: str, *, until: datetime, now: datetime, above: Issuer | None) -> Issuer:
    """A root (nobody above) or an issuing authority, which issues no further authorities."""
    key = generate_private_key(SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    by = above.certificate.subject if above else subject
    signer = above.key if above else key
    if above is not None:
        until = min(until, above.certificate.not_valid_after_utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLACK)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0 if above else 1), critical=True)
        .add_extension(key_usage(signs_certificates=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    return Issuer(builder.sign(signer, SHA256()), key)


def _entry(certificate: x509.Certificate, use: str) -> Issued:
    return Issued(
        serial=serial_of(certificate),
        party="",
        use=use,
        key=fingerprint(cast(PublicKey, certificate.public_key())),
        issuer=certificate.issuer.rfc4514_string(),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


def _there_already(folder: Path) -> Conflict:
    return Conflict(
        f"{folder} には既に認証局があります。",
        why="作り直すと、これまでに発行した証明書がすべて使えなくなります。",
        remedy="次の発行用認証局は `daicho pki new-issuing` で作ります。",
        code="pki.authority_there",
    )
