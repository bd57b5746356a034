"""Numbers (番号): 住民票コード and 個人番号 as references into the vault; in the clear only inside an act that is recorded."""

from __future__ import annotations

from uuid import UUID

from daicho.foundation.vault.public import NumberKind, find, keep, reveal_many
from daicho.nodes.municipal_cs.domain import items as at
from daicho.nodes.municipal_cs.models import Identity, IdentityVersion


def code_known(code: str) -> UUID | None:
    """The reference of a 住民票コード that the CS has seen, or None."""
    return find(NumberKind.RESIDENT_CODE, code)


def number_known(number: str) -> UUID | None:
    """The reference of a 個人番号 that the CS has seen, or None."""
    return find(NumberKind.INDIVIDUAL, number)


def code_kept(code: str) -> UUID:
    """The reference of a 住民票コード, kept from now on."""
    return code_known(code) or keep(NumberKind.RESIDENT_CODE, code)


def number_kept(number: str) -> UUID:
    """The reference of a 個人番号, kept from now on."""
    return number_known(number) or keep(NumberKind.INDIVIDUAL, number)


def items_in_full(row: Identity | IdentityVersion) -> dict[str, str]:
    """All items with the numbers in the clear; the caller's act says so on the trail (or answers the register by its line)."""
    refs = {at.CODE: row.code, at.NUMBER: row.number, at.FORMER_CODE: row.former_code}
    told = {item: ref for item, ref in refs.items() if ref is not None}
    numbers = reveal_many(set(told.values()))
    full = {**row.items, **{item: numbers[ref] for item, ref in told.items()}}
    return {number: full[number] for number in sorted(full, key=int)}
