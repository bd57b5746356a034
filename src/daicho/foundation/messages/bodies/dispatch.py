"""送付先情報 (JUK-018 to 023): one household is one posting; the card system asks for some anew."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from daicho.foundation.messages.bodies.identity import Items
from daicho.foundation.messages.bodies.values import Body, Code, Day, Reference

MOST_HOUSEHOLDS = 200
MOST_TARGETS = 1000


class Addressee(Body):
    """One person of a posting: the items from 38 on."""

    items: Items


class Posting(Body):
    """One posting: the items up to 37, and whom it is for."""

    items: Items
    people: list[Addressee] = Field(min_length=1, max_length=30)


class DispatchInformation(Body):
    """送付先情報."""

    layout: Literal["dispatch-65", "dispatch-67"]
    households: list[Posting] = Field(min_length=1, max_length=MOST_HOUSEHOLDS)


class Target(Body):
    """One person of whom 送付先情報 is wanted anew."""

    code: Code
    reason: Literal["address_changed", "items_changed", "returned", "expired"]
    dispatch_number: Reference | None = None


class DispatchTargets(Body):
    """送付先情報の更新対象者."""

    list_number: Reference
    made_on: Day
    targets: list[Target] = Field(min_length=1, max_length=MOST_TARGETS)
