"""Profiles (市町村の設定): what municipalities decide differently, one TOML file each; a town without one has the common choice.

The seeds of five assessments describe Fukushima, Wako, Iwaki and Minato; another town adds a file here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from daicho.kernel.errors import Missing


class JukinetProfile(BaseModel):
    """What a town decides of the 住基ネット.

    `search_pairs`: the combinations of the four items that may be searched by (JUK-014). `certificate_days`: for how long a
    received 転出証明書情報 is kept without a 転入届 (JUK-008).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    identity_layout: Literal["identity-38", "identity-40"] = "identity-40"
    dispatch_layout: Literal["dispatch-65", "dispatch-67"] = "dispatch-67"
    search_pairs: tuple[tuple[str, ...], ...] = (("name", "address"), ("name", "birth_on"))
    certificate_days: int = Field(default=30, ge=1, le=365)


class Profile(BaseModel):
    """One municipality: its code and its prefecture's (6 digits each)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    code: str = Field(pattern=r"^\d{6}$")
    prefecture: str = Field(pattern=r"^\d{6}$")
    jukinet: JukinetProfile = JukinetProfile()


@cache
def profiles() -> Mapping[str, Profile]:
    """Every profile by the name of its file (`fukushima`)."""
    found = (path for path in files(__name__).iterdir() if path.name.endswith(".toml"))
    return {
        path.name.removesuffix(".toml"): Profile.model_validate(
            tomllib.loads(path.read_text(encoding="utf-8"))
        )
        for path in sorted(found, key=lambda p: p.name)
    }


def profile_named(name: str) -> Profile:
    """The profile of a file's name; `Missing` says which there are."""
    found = profiles().get(name)
    if found is None:
        raise Missing(
            f"「{name}」という市町村の設定がありません。",
            why=f"あるのは {'、'.join(profiles())} です。",
            remedy="名前を確かめるか、config/profiles に設定を足してください。",
            code="profile.unknown",
        )
    return found


def profile_of(code: str) -> Profile:
    """The profile of a municipality's code; the common choices where no file is of it.

    The prefecture's own code is its two digits, three zeros and their check digit.
    """
    for profile in profiles().values():
        if profile.code == code:
            return profile
    return Profile(name="", code=code, prefecture=prefecture_code(code))


def prefecture_code(municipality: str) -> str:
    """The 6-digit code of the prefecture in which a municipality lies (JIS X 0401 with its check digit)."""
    body = f"{municipality[:2]}000"
    total = sum(int(digit) * weight for digit, weight in zip(body, range(6, 1, -1), strict=True))
    return f"{body}{(11 - total % 11) % 10}"
