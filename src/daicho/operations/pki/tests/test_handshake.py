"""The certificates in a real TLS 1.3 handshake: ours pass; revoked, expired and foreign ones do not."""

from __future__ import annotations

import ssl
from datetime import timedelta
from pathlib import Path

import pytest

from daicho.kernel.clock import real_now
from daicho.operations.pki import revocation
from daicho.operations.pki.authority import Authority, create_authority, serial_of
from daicho.operations.pki.equipping import equip, renew
from daicho.operations.pki.places import (
    Place,
    certificate_in,
    daicho_place,
    outside_place,
    put_trust,
)
from daicho.operations.pki.tests.conftest import PREFECTURE, TOWN
from daicho.operations.pki.uses import Use


def context(place: Place, *, server: bool) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_3
    made.check_hostname = False
    made.verify_mode = ssl.CERT_REQUIRED
    made.load_verify_locations(place.ca)
    made.load_verify_locations(place.crl)
    made.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_CHAIN
    slot = place.slot(Use.LINE)
    made.load_cert_chain(slot.certificate, slot.key)
    return made


def shake(server: ssl.SSLContext, client: ssl.SSLContext) -> tuple[str, str]:
    """Both sides in memory; what each says of the other: the URI, or why it was refused."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = [
        server.wrap_bio(to_server, to_client, server_side=True),
        client.wrap_bio(to_client, to_server),
    ]
    said = ["", ""]
    for _ in range(6):
        for number, side in enumerate(sides):
            if said[number]:
                continue
            try:
                side.do_handshake()
                peer = side.getpeercert()
                assert peer is not None
                said[number] = " ".join(f"{name[0]}:{name[1]}" for name in peer["subjectAltName"])
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError as error:
                said[number] = getattr(error, "verify_message", "") or str(error.reason)
    return said[0], said[1]


@pytest.fixture
def places(authority: Authority, home: Path, tmp_path: Path) -> tuple[Place, Place]:
    """The town's and the prefecture's."""
    town, prefecture = daicho_place(home), outside_place(tmp_path / "outside", PREFECTURE)
    equip(authority, TOWN, town)
    equip(authority, PREFECTURE, prefecture)
    return town, prefecture


@pytest.mark.parametrize("ed25519", [False, True])
def test_two_parties_know_each_other(
    authority: Authority, places: tuple[Place, Place], ed25519: bool
) -> None:
    town, prefecture = places
    renew(authority, TOWN, town, Use.LINE, ed25519=ed25519)
    assert shake(context(prefecture, server=True), context(town, server=False)) == (
        "URI:urn:daicho:party:072010:municipal_cs",
        "URI:urn:daicho:party:070009:prefecture",
    )


def test_revoked_expired_and_foreign_certificates_do_not_pass(
    authority: Authority, places: tuple[Place, Place], tmp_path: Path
) -> None:
    town, prefecture = places
    listening = context(prefecture, server=True)
    found = certificate_in(town.slot(Use.LINE))
    assert found is not None
    revocation.revoke(authority.folder, serial_of(found), reason="key-compromise")
    put_trust(prefecture, authority)
    told, _ = shake(context(prefecture, server=True), context(town, server=False))
    assert told == "certificate revoked"

    renew(authority, TOWN, town, Use.LINE, not_after=real_now() - timedelta(seconds=1))
    told, _ = shake(listening, context(town, server=False))
    assert told == "certificate has expired"

    other = create_authority(tmp_path / "other")
    forged = daicho_place(tmp_path / "forged")
    equip(other, TOWN, forged)
    put_trust(forged, authority)
    told, _ = shake(listening, context(forged, server=False))
    assert told == "unable to get local issuer certificate"
    # Nor does the town talk to a forged prefecture.
    equip(authority, TOWN, town)
    false_prefecture = outside_place(tmp_path / "false", PREFECTURE)
    equip(other, PREFECTURE, false_prefecture)
    _, told = shake(context(false_prefecture, server=True), context(town, server=False))
    assert told == "unable to get local issuer certificate"


def test_a_list_past_its_day_lets_nobody_in(
    authority: Authority, places: tuple[Place, Place], monkeypatch: pytest.MonkeyPatch
) -> None:
    town, prefecture = places
    long_ago = real_now() - revocation.LIST_LIFE - timedelta(seconds=1)
    monkeypatch.setattr(revocation, "real_now", lambda: long_ago)
    revocation.refresh_lists(authority.folder, even_if_new=True)
    put_trust(prefecture, authority)
    told, _ = shake(context(prefecture, server=True), context(town, server=False))
    assert told == "CRL has expired"
