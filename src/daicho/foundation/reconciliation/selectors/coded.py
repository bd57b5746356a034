"""Coded (住民票コード付き): people of whom the vault keeps the 住民票コード, as the comparison of 本人確認情報 wants them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from uuid import UUID

from django.db import transaction

from daicho.foundation.reconciliation.domain.blocks import pieces
from daicho.foundation.vault.public import reveal_many

AT_ONCE: Final = 5000


def coded(people: Iterable[tuple[UUID, UUID]]) -> Iterator[tuple[UUID, str, str]]:
    """Each with the code, which is the key too, from the reference of the code; within the act of whoever compares."""
    for piece in pieces(people, AT_ONCE):
        with transaction.atomic():
            plain = reveal_many({ref for _, ref in piece})
        for subject, ref in piece:
            yield subject, plain[ref], plain[ref]
