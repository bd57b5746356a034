"""Reveal (表示する): the plaintext of a number, inside one call, as the role `vault`."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from daicho.foundation.vault.commands.keep import ring
from daicho.foundation.vault.domain.keys import NumberKind
from daicho.kernel.errors import Missing


def reveal(ref: UUID) -> str:
    """The number behind a reference.

    The caller holds the right, has stated the purpose and enters `number_shown` on the trail: it runs inside
    `recorded` (the role is taken for one statement of that transaction and given back).
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE vault")
        cursor.execute(
            "SELECT kind, sealed, lookup, data_key FROM vault_number WHERE key = %s", [ref]
        )
        row = cursor.fetchone()
        cursor.execute("RESET ROLE")
    if row is None:
        raise Missing("番号が保管されていません。", code="vault.number_missing")
    kind, sealed, lookup, data_key = row
    return ring().open(NumberKind(kind), bytes(sealed), bytes(lookup), key_id=data_key)


def reveal_many(refs: Collection[UUID]) -> dict[UUID, str]:
    """The numbers behind several references, each by its own; likewise inside one call."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE vault")
        cursor.execute(
            "SELECT key, kind, sealed, lookup, data_key FROM vault_number WHERE key = ANY(%s)",
            [list(refs)],
        )
        rows = cursor.fetchall()
        cursor.execute("RESET ROLE")
    if len(rows) < len(set(refs)):
        raise Missing("番号が保管されていません。", code="vault.number_missing")
    keys = ring()
    return {
        key: keys.open(NumberKind(kind), bytes(sealed), bytes(lookup), key_id=data_key)
        for key, kind, sealed, lookup, data_key in rows
    }
