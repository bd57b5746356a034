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


class OfficeProfile(BaseModel):
    """One place of the town: its name, 7-digit postal code, address and telephone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=60)
    postal_code: str = Field(pattern=r"^[0-9]{7}$")
    address: str = Field(min_length=1, max_length=300)
    phone: str = Field(pattern=r"^[0-9][0-9-]*[0-9]$", max_length=20)


class DispatchProfile(BaseModel):
    """What a town decides of 送付先情報: its places, 印刷区分, and after how many hours it is made when nobody arranges it.

    `municipality`: without it none can be made (the layouts want it). `delay_hours` None: never by itself.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    municipality: OfficeProfile | None = None
    issuing_place: OfficeProfile | None = None
    card_place: OfficeProfile | None = None
    print_class: Literal["1", "2", "3"] = "1"
    delay_hours: int | None = Field(default=24, ge=0, le=24 * 30)


class JukinetProfile(BaseModel):
    """What a town decides of the 住基ネット.

    `search_pairs`: the combinations of the four items that may be searched by (JUK-014). `certificate_days`: for how long a
    received 転出証明書情報 is kept without a 転入届 (JUK-008). `gateway`: whether a 住基ネットゲートウェイ stands between the
    register and the 市町村CS (JUK-060).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    identity_layout: Literal["identity-38", "identity-40"] = "identity-40"
    dispatch_layout: Literal["dispatch-65", "dispatch-67"] = "dispatch-67"
    search_pairs: tuple[tuple[str, ...], ...] = (("name", "address"), ("name", "birth_on"))
    certificate_days: int = Field(default=30, ge=1, le=365)
    gateway: bool = False
    dispatch: DispatchProfile = DispatchProfile()


class ImmigrationProfile(BaseModel):
    """How a town speaks with 入管庁 (IMM-003): `line`, each notice with its event; `file`, on a medium to the liaison terminal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    way: Literal["line", "file"] = "line"


class CardsProfile(BaseModel):
    """What a town decides of the card desk.

    `storage_days`: for how long a card waits to be fetched. `check_required`: a 特例転入 needs a recorded check of the
    card (JUK-007). A town whose readers cannot record one leaves it to the clerk's own mark; one that failed stops it all
    the same.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    storage_days: int = Field(default=90, ge=1, le=730)
    check_required: bool = True


class Profile(BaseModel):
    """One municipality: its code and its prefecture's (6 digits each)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    code: str = Field(pattern=r"^\d{6}$")
    prefecture: str = Field(pattern=r"^\d{6}$")
    jukinet: JukinetProfile = JukinetProfile()
    cards: CardsProfile = CardsProfile()
    immigration: ImmigrationProfile = ImmigrationProfile()


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
