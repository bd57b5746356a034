"""Towns: who runs where, and whom each party can reach."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from daicho.kernel.errors import Invalid, Missing
from daicho.operations.home import Home
from daicho.operations.node import node_of
from daicho.operations.towns import equip_all, plan_country


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
        assert set(told["core"]["peers"]) == {f"{code}:municipal_cs"}
        assert set(told["municipal_cs"]["peers"]) == {
            f"{code}:core",
            f"{prefecture}:prefecture",
            "000000:nation",
            "000000:card_system",
        }


def test_a_town_is_known_and_named_once(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        plan_country(Home(tmp_path), ["wako", "wako"], port=9700, seed=1)
    with pytest.raises(Missing):
        plan_country(Home(tmp_path), ["atlantis"], port=9700, seed=1)
