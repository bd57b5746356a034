"""The authority: what it issues is bound to one party and one use, what it revokes is out at once, nothing is forgotten."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate
from cryptography.x509.oid import ExtendedKeyUsageOID

from daicho.foundation.key_provider.public import load_signer, verifies
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Conflict, Invalid, Missing, Unavailable
from daicho.operations.pki import revocation
from daicho.operations.pki.authority import (
    Authority,
    add_issuing,
    create_authority,
    ensure_authority,
    open_authority,
    serial_of,
)
from daicho.operations.pki.equipping import equip, renew
from daicho.operations.pki.issuing import issue
from daicho.operations.pki.parties import check_party
from daicho.operations.pki.places import certificate_in, daicho_place, outside_place
from daicho.operations.pki.register import read_register
from daicho.operations.pki.tests.conftest import PREFECTURE, TOWN, said
from daicho.operations.pki.uses import Use


def leaf_of(chain: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificates(chain)[0]


def uris(certificate: x509.Certificate) -> list[str]:
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert len(list(names)) == 1
    return names.get_values_for_type(x509.UniformResourceIdentifier)


def lists_of(authority: Authority) -> set[str]:
    """The serial numbers that `crl.pem` names."""
    parts = authority.crl.read_bytes().split(b"-----END X509 CRL-----")[:-1]
    end = b"-----END X509 CRL-----"
    found = [x509.load_pem_x509_crl(part.lstrip() + end) for part in parts]
    return {f"{each.serial_number:x}" for part in found for each in part}


def test_a_party_gets_two_certificates_with_its_name_alone(
    authority: Authority, home: Path
) -> None:
    assert equip(authority, TOWN, daicho_place(home)) == [Use.LINE, Use.SIGNING]
    line, sign = (certificate_in(slot) for slot in daicho_place(home).slots)
    assert line is not None
    assert sign is not None
    extended = line.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert set(extended) == {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH}
    with pytest.raises(x509.ExtensionNotFound):
        sign.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    for each in (line, sign):
        assert uris(each) == ["urn:daicho:party:072010:municipal_cs"]
        usage = each.extensions.get_extension_for_class(x509.KeyUsage).value
        assert usage.digital_signature
        assert not any((usage.key_cert_sign, usage.crl_sign, usage.key_encipherment))
        assert not each.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    for name in ("lines-tls.key", "lines-sign.key"):
        assert (home / "secrets" / name).stat().st_mode & 0o777 == 0o600
    signer = load_signer(home)
    assert verifies(signer.public_key, signer.sign(b"x"), b"x")
    assert len(signer.chain) == 2


def test_equipping_twice_makes_nothing_new(authority: Authority, home: Path) -> None:
    equip(authority, TOWN, daicho_place(home))
    files = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert equip(authority, TOWN, daicho_place(home)) == []
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == files


def test_a_place_outside_has_its_own_layout(authority: Authority, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    equip(authority, PREFECTURE, outside_place(outside, PREFECTURE))
    own = outside / "parties" / "070009-prefecture"
    assert {path.name for path in own.iterdir()} == {"tls.pem", "tls.key", "sign.pem", "sign.key"}
    assert (outside / "ca.pem").read_bytes() == authority.ca.read_bytes()
    assert (outside / "crl.pem").read_bytes() == authority.crl.read_bytes()
    assert (own / "tls.key").stat().st_mode & 0o777 == 0o600


def test_a_place_of_another_party_is_left_alone(authority: Authority, home: Path) -> None:
    equip(authority, TOWN, daicho_place(home))
    before = (home / "lines/tls.pem").read_bytes()
    with said(Conflict, "別の相手方の証明書です"):
        equip(authority, Party("112291", "municipal_cs"), daicho_place(home))
    with said(Conflict, "別の相手方の証明書です"):
        renew(authority, Party("072010", "core"), daicho_place(home), Use.LINE)
    assert (home / "lines/tls.pem").read_bytes() == before


def test_what_is_about_to_expire_is_renewed_and_the_old_one_counts_until_its_end(
    authority: Authority, home: Path
) -> None:
    place = daicho_place(home)
    soon = real_now() + timedelta(days=29)
    equip(authority, TOWN, place)
    old = leaf_of(renew(authority, TOWN, place, Use.SIGNING, not_after=soon))
    key = load_signer(home).public_key
    assert equip(authority, TOWN, place) == [Use.SIGNING]
    new = certificate_in(place.slot(Use.SIGNING))
    assert new is not None
    assert new.serial_number != old.serial_number
    assert load_signer(home).public_key != key
    register = read_register(authority.folder)
    assert all(register.of(serial_of(each)).counts(real_now()) for each in (old, new))
    assert not register.of(serial_of(old)).counts(soon)


def test_renewal_with_the_same_key(authority: Authority, home: Path) -> None:
    place = daicho_place(home)
    equip(authority, TOWN, place)
    before = load_signer(home)
    renew(authority, TOWN, place, Use.SIGNING, same_key=True)
    after = load_signer(home)
    assert after.certificate != before.certificate
    assert after.public_key == before.public_key


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5])
def test_a_renewal_that_is_killed_leaves_a_working_signer(
    authority: Authority, home: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    place = daicho_place(home)
    equip(authority, TOWN, place)
    real = os.replace
    done: list[Any] = []

    class Killed(BaseException):
        """Whatever comes, nothing further is written."""

    def replaced(self: Path, target: Any) -> Any:
        if len(done) == step:
            raise Killed
        done.append(target)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replaced)
    with suppress(Killed):
        renew(authority, TOWN, place, Use.SIGNING)
    monkeypatch.undo()
    signer = load_signer(home)
    assert verifies(signer.public_key, signer.sign(b"x"), b"x")
    equip(authority, TOWN, place)
    assert (home / "secrets/lines-sign.key").read_bytes().count(b"BEGIN PRIVATE KEY") == 1
    signer = load_signer(home)
    assert verifies(signer.public_key, signer.sign(b"x"), b"x")


def test_revocation_is_out_at_once_and_only_once(authority: Authority, home: Path) -> None:
    place = daicho_place(home)
    equip(authority, TOWN, place)
    certificate = certificate_in(place.slot(Use.LINE))
    assert certificate is not None
    serial = serial_of(certificate)
    assert lists_of(authority) == set()
    revocation.revoke(authority.folder, serial.upper(), reason="key-compromise")
    assert lists_of(authority) == {serial}
    with said(Conflict, "既に失効しています"):
        revocation.revoke(authority.folder, serial, reason="cessation")
    with said(Missing, "発行されていません"):
        revocation.revoke(authority.folder, "abc123", reason="cessation")
    with said(Invalid, "失効の理由"):
        revocation.revoke(authority.folder, serial, reason="because")
    entry = read_register(authority.folder).of(serial)
    assert entry.reason == "key-compromise"
    # A key that leaked is never certified again; a new one is made instead.
    with said(Conflict, "漏れたもの"):
        issue(authority, TOWN, Use.LINE, certificate.public_key())
    assert equip(authority, TOWN, place) == [Use.LINE]
    assert (home / "lines/crl.pem").read_bytes() == authority.crl.read_bytes()


def test_a_key_serves_one_party_and_one_use(authority: Authority) -> None:
    key = generate(SECP256R1()).public_key()
    issue(authority, TOWN, Use.LINE, key)
    for party, use in ((TOWN, Use.SIGNING), (Party("072010", "core"), Use.LINE)):
        with said(Conflict, "別の相手方か別の用途"):
            issue(authority, party, use, key)
    with said(Invalid, "P-256 か Ed25519"):
        issue(authority, TOWN, Use.LINE, generate(SECP384R1()).public_key())


def test_without_the_roots_key_everything_goes_on_but_a_new_issuing_authority(
    authority: Authority, home: Path
) -> None:
    root_key = (authority.folder / "root.key").read_bytes()
    (authority.folder / "root.key").unlink()
    place = daicho_place(home)
    equip(authority, TOWN, place)
    renew(authority, TOWN, place, Use.LINE)
    found = certificate_in(place.slot(Use.SIGNING))
    assert found is not None
    revocation.revoke(authority.folder, serial_of(found), reason="superseded")
    assert revocation.refresh_lists(authority.folder, even_if_new=True)
    assert lists_of(authority) == {serial_of(found)}
    with said(Unavailable, "ルート認証局の鍵がありません"):
        add_issuing(authority)
    old = authority.issuer().certificate
    with said(Unavailable, "ルート認証局の鍵がありません"):
        revocation.revoke(authority.folder, serial_of(old), reason="key-compromise")

    (authority.folder / "root.key").write_bytes(root_key)
    (authority.folder / "root.key").chmod(0o600)
    add_issuing(authority)
    assert authority.issuer().certificate != old
    assert len(authority.certificates()) == 3
    # The old issuer's certificates are still revoked by its own list.
    assert lists_of(authority) == {serial_of(found)}
    assert equip(authority, TOWN, place) == [Use.SIGNING]
    revocation.revoke(authority.folder, serial_of(old), reason="key-compromise")
    assert serial_of(old) in lists_of(authority)


def test_lists_are_written_anew_before_they_expire_and_when_one_was_left_unwritten(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not revocation.refresh_lists(authority.folder)
    later = real_now() + revocation.LIST_LIFE - revocation.LIST_REST + timedelta(minutes=1)
    monkeypatch.setattr(revocation, "real_now", lambda: later)
    assert revocation.refresh_lists(authority.folder)
    assert revocation.lists_until(authority.folder) > real_now() + revocation.LIST_LIFE
    monkeypatch.undo()

    leaf = leaf_of(issue(authority, TOWN, Use.LINE, generate(SECP256R1()).public_key()))

    def killed(_folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(revocation, "publish_lists", killed)
    with pytest.raises(KeyboardInterrupt):
        revocation.revoke(authority.folder, serial_of(leaf), reason="cessation")
    monkeypatch.undo()
    assert lists_of(authority) == set()
    assert revocation.refresh_lists(authority.folder)
    assert lists_of(authority) == {serial_of(leaf)}


def test_an_authority_is_made_once_and_whole(tmp_path: Path) -> None:
    folder = tmp_path / "pki"
    with said(Missing, "認証局がありません"):
        open_authority(folder)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: ensure_authority(folder), range(4)))
    assert len({each.ca.read_bytes() for each in made}) == 1
    with said(Conflict, "既に認証局があります"):
        create_authority(folder)
    assert {path.name for path in tmp_path.iterdir()} == {"pki"}
    assert folder.stat().st_mode & 0o777 == 0o700
    for name in ("root.key", "issuing-1.key", "register.json"):
        assert (folder / name).stat().st_mode & 0o777 == 0o600


def test_two_at_once_wait_for_each_other(authority: Authority) -> None:
    parties = [Party("072010", "core"), TOWN, Party("112291", "core"), PREFECTURE] * 3

    def issued(numbered: tuple[int, Party]) -> bytes:
        number, party = numbered
        return issue(authority, party, list(Use)[number % 2], generate(SECP256R1()).public_key())

    with ThreadPoolExecutor(6) as pool:
        made = [leaf_of(chain) for chain in pool.map(issued, enumerate(parties))]
    register = read_register(authority.folder)
    assert {each.serial for each in register.issued if each.party} == {serial_of(c) for c in made}
    serials = [serial_of(each) for each in made]

    def revoked(serial: str) -> None:
        revocation.revoke(authority.folder, serial, reason="cessation")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(revoked, serials))
    assert lists_of(authority) == set(serials)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("072011:core", "検査用数字"),
        ("07201:core", "桁数"),
        ("072010:tax", "装置の名が違います"),
        ("072010", "装置の名が違います"),
        ("072010:nation", "000000 だけ"),
        ("072010:prefecture", "都道府県の団体コード"),
        ("070009:core", "市区町村がありません"),
        ("000000:core", "検査用数字"),
    ],
)
def test_a_party_that_there_is_not_gets_nothing(
    authority: Authority, text: str, words: str
) -> None:
    with said(Invalid, words):
        check_party(text)
    code, _, node = text.partition(":")
    with pytest.raises(Invalid):
        issue(authority, Party(code, node), Use.LINE, generate(SECP256R1()).public_key())
    assert [each for each in read_register(authority.folder).issued if each.party] == []


def test_parties_that_there_are() -> None:
    for text in ("072010:core", "112291:municipal_cs", "070009:prefecture", "000000:card_system"):
        assert str(check_party(text)) == text


def test_a_lost_register_stops_everything(authority: Authority) -> None:
    (authority.folder / "register.json").write_text("{")
    with said(Unavailable, "発行台帳を読めません"):
        issue(authority, TOWN, Use.LINE, generate(SECP256R1()).public_key())
    with said(Unavailable, "発行台帳を読めません"):
        revocation.revoke(authority.folder, "1", reason="cessation")
