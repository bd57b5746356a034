"""Trust: what counts for nothing, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from outside import clock
from outside.settings import Settings
from outside.tests.authority import Authority
from outside.tests.country import FUKUSHIMA
from outside.trust import NotTrusted, Trust


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(tmp_path, "", {}, {}, tmp_path)


def leaf(authority: Authority, *, line: bool, expired: bool = False) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    return authority.issue(FUKUSHIMA, key, line=line, expired=expired)


def test_each_certificate_counts_for_its_own_use_alone(home: Settings) -> None:
    authority = Authority()
    authority.write(home.home)
    trust = Trust(home)
    line, signing = leaf(authority, line=True), leaf(authority, line=False)
    assert trust.check_line(line) == trust.check_signing(signing) == FUKUSHIMA
    with pytest.raises(NotTrusted, match="署名用"):
        trust.check_signing(line)
    with pytest.raises(NotTrusted, match="回線用"):
        trust.check_line(signing)
    with pytest.raises(NotTrusted, match="有効期間"):
        trust.check_line(leaf(authority, line=True, expired=True))
    with pytest.raises(NotTrusted, match="認証局"):
        trust.check_line(leaf(Authority(), line=True))


def _without_list(_authority: Authority, home: Path) -> None:
    (home / "crl.pem").unlink()


def _old_list(authority: Authority, home: Path) -> None:
    now = clock.now()
    builder = x509.CertificateRevocationListBuilder().issuer_name(authority.issuing.subject)
    builder = builder.last_update(now - timedelta(days=40)).next_update(now - timedelta(days=5))
    listing = builder.sign(authority._key, hashes.SHA256())
    (home / "crl.pem").write_bytes(listing.public_bytes(Encoding.PEM))


def _foreign_list(authority: Authority, home: Path) -> None:
    other = Authority(authority.name)
    other.write_list(home)


@pytest.mark.parametrize("spoil", [_without_list, _old_list, _foreign_list])
def test_an_authority_without_a_list_that_counts_vouches_for_nobody(
    home: Settings, spoil: Callable[[Authority, Path], None]
) -> None:
    authority = Authority()
    authority.write(home.home)
    spoil(authority, home.home)
    with pytest.raises(NotTrusted, match="失効リスト"):
        Trust(home).check_line(leaf(authority, line=True))


def test_a_revocation_counts_as_soon_as_it_is_written(home: Settings, tmp_path: Path) -> None:
    authority = Authority()
    authority.write(home.home)
    trust = Trust(home)
    certificate = leaf(authority, line=True)
    assert trust.check_line(certificate) == FUKUSHIMA
    file = tmp_path / "leaf.pem"
    file.write_bytes(certificate.public_bytes(Encoding.PEM))
    authority.revoke(home.home, file)
    with pytest.raises(NotTrusted, match="失効した"):
        trust.check_line(certificate)
