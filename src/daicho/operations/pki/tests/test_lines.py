"""What `pki` lays down is what the lines believe, from the file that changed on, without a restart."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from daicho.foundation.key_provider.public import load_signer
from daicho.foundation.lines.adapters.credentials import load_trust, sign
from daicho.foundation.lines.domain import trust
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Unavailable
from daicho.operations.pki import revocation
from daicho.operations.pki.authority import Authority, add_issuing, serial_of
from daicho.operations.pki.equipping import equip, renew
from daicho.operations.pki.places import certificate_in, daicho_place, put_trust
from daicho.operations.pki.tests.conftest import TOWN, said
from daicho.operations.pki.uses import Use

RAW = b"{}"


def test_a_renewed_a_revoked_and_an_expired_certificate_are_taken_up_at_once(
    authority: Authority, home: Path
) -> None:
    place = daicho_place(home)
    equip(authority, TOWN, place)
    signed, own = sign(home, RAW)
    assert own.party == TOWN
    renew(authority, TOWN, place, Use.SIGNING)
    later, _ = sign(home, RAW)
    assert later.certificate != signed.certificate
    # Both count in the time of overlap.
    for each in (signed, later):
        load_trust(home).check(each.certificate, trust.Use.SIGNING, at=real_now())

    found = certificate_in(place.slot(Use.SIGNING))
    assert found is not None
    revocation.revoke(authority.folder, serial_of(found), reason="superseded")
    put_trust(place, authority)
    with pytest.raises(trust.Untrusted, match="revoked"):
        load_trust(home).check(later.certificate, trust.Use.SIGNING, at=real_now())
    with said(Unavailable, "失効した証明書"):
        sign(home, RAW)
    assert equip(authority, TOWN, place) == [Use.SIGNING]
    assert sign(home, RAW)[1].party == TOWN
    renew(authority, TOWN, place, Use.SIGNING, not_after=real_now() - timedelta(seconds=1))
    with said(Unavailable, "有効期限切れ"):
        sign(home, RAW)


def test_a_certificate_of_the_next_issuing_authority_counts_too(
    authority: Authority, home: Path
) -> None:
    place = daicho_place(home)
    equip(authority, TOWN, place)
    old = load_signer(home).certificate
    add_issuing(authority)
    renew(authority, TOWN, place, Use.SIGNING)
    for each in (old, load_signer(home).certificate):
        found = load_trust(home).check(each, trust.Use.SIGNING, at=real_now())
        assert found.party == TOWN
