"""Profiles: each file says what it must, and a town without one has the common choices."""

from __future__ import annotations

import pytest

from daicho.config.profiles import prefecture_code, profile_named, profile_of, profiles
from daicho.kernel.addresses import municipality_of
from daicho.kernel.errors import Missing


def test_each_profile_names_a_municipality_and_its_prefecture() -> None:
    for name, profile in profiles().items():
        found = municipality_of(profile.code)
        assert found.local_name == profile.name, name
        assert profile.prefecture == prefecture_code(profile.code), name


def test_the_two_towns_of_the_seeds_number_their_items_differently() -> None:
    assert profile_named("fukushima").jukinet.identity_layout == "identity-38"
    assert profile_named("wako").jukinet.identity_layout == "identity-40"


def test_a_town_without_a_profile_has_the_common_choices() -> None:
    sapporo = profile_of("011002")
    assert sapporo.prefecture == "010006"
    assert sapporo.jukinet.search_pairs == (("name", "address"), ("name", "birth_on"))


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(Missing) as caught:
        profile_named("atlantis")
    assert "fukushima" in str(caught.value.why)
