"""Towns: who runs where, and whom each party can reach."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from daicho.config.profiles import profile_named
from daicho.foundation.lines.domain.configuration import read_lines
from daicho.foundation.lines.domain.parties import Party
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Invalid, Missing, Unavailable
from daicho.operations import towns
from daicho.operations.home import Home
from daicho.operations.node import check_has_database, node_of, variables
from daicho.operations.pki import equipping, revocation
from daicho.operations.pki.issuing import LIFE
from daicho.operations.pki.revocation import lists_end
from daicho.operations.towns import Seat, equip_all, plan_country, renew_all


def test_each_party_knows_only_whom_it_may_speak_to(tmp_path: Path) -> None:
    country = plan_country(Home(tmp_path), ["fukushima", "wako"], port=9700, seed=1)
    assert len(set(country.ports)) == len(country.ports)
    tmp_path.joinpath("outside").mkdir()
    equip_all(country)
    equip_all(country)
    for town in country.towns:
        assert node_of(town.cs.home).code == "municipal_cs"
        told = {
            seat.node.code: json.loads((seat.home.root / "lines" / "lines.json").read_text())
            for seat in town.seats
        }
        code, prefecture = town.profile.code, town.profile.prefecture
        assert set(told["core"]["peers"]) == {f"{code}:municipal_cs", "000000:immigration"}
        assert set(told["municipal_cs"]["peers"]) == {
            f"{code}:core",
            f"{prefecture}:prefecture",
            "000000:nation",
            "000000:card_system",
        }


@pytest.mark.proves("JUK-060")
def test_a_town_whose_setting_is_on_gets_a_gateway_and_no_other(tmp_path: Path) -> None:
    country = plan_country(Home(tmp_path), ["minato", "wako"], port=9700, seed=1, gateways=["wako"])
    tmp_path.joinpath("outside").mkdir()
    equip_all(country)
    minato, wako = country.towns
    assert minato.gateway is None
    assert wako.gateway is not None
    assert len(set(country.ports)) == len(country.ports)

    def told(seat: Seat) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((seat.home.root / "lines/lines.json").read_text())
        return found

    between = {"party": "112291:jukinet_gateway", "address": wako.gateway.address}
    assert [told(seat).get("gateway") for seat in wako.seats] == [between, between]
    assert [told(seat).get("gateway") for seat in minato.seats] == [None, None]
    assert set(told(wako.gateway)["peers"]) == {"112291:core", "112291:municipal_cs"}
    lines = read_lines(wako.core.home.root)
    assert lines is not None
    assert str(lines.way_to(wako.cs.party).party) == "112291:jukinet_gateway"
    agency = Party("000000", "immigration")
    assert lines.way_to(agency).party == agency
    check_has_database(wako.core.home)
    with pytest.raises(Unavailable):
        check_has_database(wako.gateway.home)
    assert "DJANGO_SETTINGS_MODULE" not in variables(wako.gateway.home)
    with pytest.raises(Missing):
        plan_country(Home(tmp_path), ["minato"], port=9700, seed=1, gateways=["wako"])


@pytest.mark.proves("JUK-060")
def test_by_the_profile_alone_a_gateway_is_there_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def planned() -> Seat | None:
        return plan_country(Home(tmp_path), ["minato"], port=9700, seed=1).towns[0].gateway

    assert planned() is None
    found = profile_named("minato")
    jukinet = found.jukinet.model_copy(update={"gateway": True})
    told = found.model_copy(update={"jukinet": jukinet})
    monkeypatch.setattr(towns, "profile_named", lambda _name: told)
    between = planned()
    assert between is not None
    assert str(between.party) == "131032:jukinet_gateway"


@pytest.mark.parametrize("party", ["072010:jukinet_gateway", "112291:core", "no party"])
def test_a_gateway_of_another_town_is_none(tmp_path: Path, party: str) -> None:
    told = {"party": "112291:core", "listen": "127.0.0.1:1", "peers": {}}
    told |= {"gateway": {"party": party, "address": "127.0.0.1:2"}}
    tmp_path.joinpath("lines").mkdir()
    tmp_path.joinpath("lines/lines.json").write_text(json.dumps(told))
    with pytest.raises(Unavailable):
        read_lines(tmp_path)


def test_lists_and_certificates_are_renewed_before_they_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    country = plan_country(Home(tmp_path), ["fukushima"], port=9700, seed=1)
    tmp_path.joinpath("outside").mkdir()
    equip_all(country)
    homes = [seat.home.root for town in country.towns for seat in town.seats]

    def told(name: str) -> list[bytes]:
        return [(home / "lines" / name).read_bytes() for home in homes]

    lists, certificates = told("crl.pem"), told("tls.pem")
    renew_all(country)
    assert (told("crl.pem"), told("tls.pem")) == (lists, certificates)
    later = real_now() + timedelta(days=30)
    monkeypatch.setattr(revocation, "real_now", lambda: later)
    renew_all(country)
    assert not set(told("crl.pem")) & set(lists)
    assert told("tls.pem") == certificates
    assert all(lists_end(each) > later for each in told("crl.pem"))
    almost = real_now() + LIFE - timedelta(days=20)
    for module in (revocation, equipping):
        monkeypatch.setattr(module, "real_now", lambda: almost)
    renew_all(country)
    assert not set(told("tls.pem")) & set(certificates)


def test_a_renewal_that_fails_is_told_and_everything_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    country = plan_country(Home(tmp_path), ["fukushima"], port=9700, seed=1)

    def away(_folder: Path) -> None:
        raise Unavailable("認証局が使えません。")

    monkeypatch.setattr(towns, "ensure_authority", away)
    renew_all(country)
    assert "認証局が使えません。" in capsys.readouterr().out


def test_a_town_is_known_and_named_once(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        plan_country(Home(tmp_path), ["wako", "wako"], port=9700, seed=1)
    with pytest.raises(Missing):
        plan_country(Home(tmp_path), ["atlantis"], port=9700, seed=1)
