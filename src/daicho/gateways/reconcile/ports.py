"""Ports (差込口): what the connector to the 市町村CS knows of people; filled by the wiring, for gateways do not know each other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol
from uuid import UUID

from daicho.registers.residents.domain.segments import Holding


class FieldsNow(Protocol):
    """What the register would tell of each today, by field; who cannot be told is left out."""

    def __call__(self, held: Collection[Holding], /) -> Mapping[UUID, Mapping[str, str]]: ...


class Awaiting(Protocol):
    """Those of whom something waits until they have a number."""

    def __call__(self, persons: Collection[UUID], /) -> frozenset[UUID]: ...


class TellNow(Protocol):
    """Queue what is true of one person today; returns the message."""

    def __call__(self, person: UUID, /, *, is_unknown_there: bool) -> UUID: ...


def _no_fields(_held: Collection[Holding], /) -> Mapping[UUID, Mapping[str, str]]:
    return {}


def _nobody(_persons: Collection[UUID], /) -> frozenset[UUID]:
    return frozenset()


def _no_way(_person: UUID, /, *, is_unknown_there: bool) -> UUID:
    del is_unknown_there
    raise RuntimeError("the connector is not wired")


fields_now: FieldsNow = _no_fields
awaiting_number: Awaiting = _nobody
tell_now: TellNow = _no_way
