"""What `./daicho doctor` says of certificates, lists, keys of the authority, and a device."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from daicho.foundation.key_provider.public import WRAP_PIN, make_wrapping_key
from daicho.foundation.vault import keys
from daicho.kernel.clock import real_now
from daicho.operations import doctor
from daicho.operations.doctor import Finding, Health
from daicho.operations.home import Home
from daicho.operations.pki import due, revocation
from daicho.operations.pki.authority import create_authority
from daicho.operations.pki.equipping import equip, renew
from daicho.operations.pki.places import daicho_place
from daicho.operations.pki.tests.conftest import TOWN, Token
from daicho.operations.pki.uses import Use


def look(home: Path, point: str) -> Finding:
    examined = [doctor._device, doctor._certificates, doctor._authority]
    (found,) = [each for each in (look(Home(home)) for look in examined) if each.point == point]
    return found


def test_where_nothing_is_used_nothing_is_wrong(home: Path) -> None:
    for point in ("鍵の装置", "回線の証明書", "認証局"):
        assert look(home, point).health is Health.OK


def test_certificates_that_end_and_keys_that_are_open(home: Path) -> None:
    authority = create_authority(home / "pki")
    place = daicho_place(home)
    equip(authority, TOWN, place)
    assert look(home, "回線の証明書").health is Health.OK
    found = look(home, "認証局")
    assert found.health is Health.WARN
    assert "root.key" in found.what
    (home / "pki/root.key").unlink()
    assert look(home, "認証局").health is Health.OK

    renew(authority, TOWN, place, Use.LINE, not_after=real_now() + timedelta(days=20))
    found = look(home, "回線の証明書")
    assert (found.health, "回線用証明書" in found.what) == (Health.WARN, True)
    renew(authority, TOWN, place, Use.LINE, not_after=real_now() - timedelta(seconds=1))
    found = look(home, "回線の証明書")
    assert (found.health, "切れています" in found.what) == (Health.FAIL, True)

    (home / "secrets/lines-sign.key").chmod(0o644)
    found = look(home, "回線の証明書")
    assert (found.health, "他の利用者が読める" in found.what) == (Health.FAIL, True)
    (home / "pki/issuing-1.key").chmod(0o640)
    found = look(home, "認証局")
    assert (found.health, "issuing-1.key" in found.what) == (Health.FAIL, True)


def test_a_list_that_is_old_or_lost(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    equip(create_authority(home / "pki"), TOWN, daicho_place(home))
    almost = real_now() + revocation.LIST_LIFE - timedelta(days=6)
    monkeypatch.setattr(doctor, "real_now", lambda: almost)
    found = look(home, "回線の証明書")
    assert (found.health, "証明書失効リスト" in found.what) == (Health.WARN, True)
    (home / "lines/crl.pem").unlink()
    found = look(home, "回線の証明書")
    assert (found.health, "失効リストを読めません" in found.what) == (Health.FAIL, True)


def test_a_device_that_is_there_and_one_that_is_not(home_with_pin: Path, token: Token) -> None:
    keys.create(home_with_pin)
    make_wrapping_key(home_with_pin, token.address("ring"))
    keys.wrap(home_with_pin, token.address("ring"))
    assert look(home_with_pin, "鍵の装置").health is Health.OK
    assert "外に出さない" in look(home_with_pin, "鍵の装置").what
    (home_with_pin / WRAP_PIN).unlink()
    found = look(home_with_pin, "鍵の装置")
    assert (found.health, "PIN" in found.what) == (Health.FAIL, True)


def test_what_a_party_watches_is_its_own(home: Path) -> None:
    equip(create_authority(home / "pki"), TOWN, daicho_place(home))
    found = [each.what for each in due.certificates_of(home)]
    assert found == ["回線用証明書", "署名用証明書", "証明書失効リスト"]
