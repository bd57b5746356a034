"""Issuing (発行): one certificate for one key of one party and one use; the register knows of it first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from daicho.foundation.key_provider.public import PublicKey, fingerprint, is_public_key
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.operations.pki.authority import SLACK, Authority, Issuer, serial_of
from daicho.operations.pki.files import OPEN, write_file
from daicho.operations.pki.parties import check_party
from daicho.operations.pki.register import Issued, Register, changing
from daicho.operations.pki.uses import EXTENDED, Use, key_usage

LIFE = timedelta(days=397)


def issue(
    authority: Authority,
    party: Party,
    use: Use,
    key: object,
    *,
    not_after: datetime | None = None,
    not_before: datetime | None = None,
) -> bytes:
    """A certificate for a public key, with its issuer, as PEM; valid 397 days unless told.

    `Invalid` for a key of another kind, `Conflict` for a key that is another's or for another use, `Unavailable` when
    nobody can issue. `not_before` and `not_after` are for tests: no command sets them.
    """
    check_party(str(party))
    if not is_public_key(key):
        what = "証明書を発行できない種類の鍵です。"
        raise Invalid([Problem("pki.key_kind", "key", what, "P-256 か Ed25519 だけです。")])
    public_key = cast(PublicKey, key)
    issuer = authority.issuer()
    now = real_now()
    until = min(not_after or now + LIFE, issuer.certificate.not_valid_after_utc)
    made = _sign(issuer, party, use, public_key, since=not_before or now - SLACK, until=until)
    pem = made.public_bytes(Encoding.PEM) + issuer.certificate.public_bytes(Encoding.PEM)
    entry = Issued(
        serial=serial_of(made),
        party=str(party),
        use=use.value,
        key=fingerprint(public_key),
        issuer=made.issuer.rfc4514_string(),
        valid_from=made.not_valid_before_utc,
        valid_until=made.not_valid_after_utc,
    )
    with changing(authority.folder) as register:
        _check_key(register, entry)
        write_file(authority.issued(entry.serial), pem, mode=OPEN)
        register.issued.append(entry)
    return pem


def _check_key(register: Register, entry: Issued) -> None:
    """A key serves one party and one use for ever, and never again once it leaked."""
    for each in register.issued:
        if each.key != entry.key:
            continue
        if (each.party, each.use) != (entry.party, entry.use):
            raise Conflict(
                "その鍵は、別の相手方か別の用途の証明書に使われています。",
                why="一つの鍵は、一つの団体の一つの装置の一つの用途だけに使います。",
                remedy="新しい鍵を作ってください。",
                code="pki.key_taken",
            )
        if each.reason == "key-compromise":
            raise Conflict(
                "その鍵は、漏れたものとして失効しています。",
                remedy="新しい鍵を作ってください。",
                code="pki.key_compromised",
            )


def _sign(
    issuer: Issuer, party: Party, use: Use, key: PublicKey, *, since: datetime, until: datetime
) -> x509.Certificate:
    names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(party.uri)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, str(party))]))
        .issuer_name(issuer.certificate.subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(key_usage(), critical=True)
        .add_extension(names, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
            critical=False,
        )
    )
    if use is Use.LINE:
        builder = builder.add_extension(x509.ExtendedKeyUsage(EXTENDED), critical=False)
    return builder.sign(issuer.key, SHA256())
