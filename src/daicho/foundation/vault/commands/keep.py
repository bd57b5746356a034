"""Keep (保管する): encrypt a number and store it once; draw a 住民票コード from the pool."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, connection

from daicho.foundation.vault import keys
from daicho.foundation.vault.domain.keys import KeyRing, NumberKind
from daicho.foundation.vault.models import Number, PoolCode
from daicho.kernel.errors import Conflict, Unavailable


def ring() -> KeyRing:
    """The key ring of this installation."""
    return keys.load(settings.HOME)


def keep(kind: NumberKind, number: str) -> UUID:
    """Store a number and return its reference; `Conflict` when it was ever given to somebody.

    The caller has checked the digits and runs inside its own audited transaction.
    """
    if find(kind, number) is not None:
        raise _taken(kind)
    own = ring()
    ref = uuid4()
    try:
        _insert(ref, kind, number, own)
    except IntegrityError as error:
        # Somebody else kept the same number between the look and the leap.
        raise _taken(kind) from error
    return ref


def _taken(kind: NumberKind) -> Conflict:
    return Conflict(
        f"この{kind.label}は既に記録されています。",
        why="同じ番号を二人に付けることはできません。",
        remedy="入力した番号を確かめ、同じ人の除票がないか検索してください。",
        code="vault.number_taken",
    )


def _insert(ref: UUID, kind: NumberKind, number: str, own: KeyRing) -> None:
    lookup = own.hash(kind, number)
    with connection.cursor() as cursor:
        # Not `save()`: Django would read back columns that the role `app` may not see.
        cursor.execute(
            "INSERT INTO vault_number (key, kind, lookup, lookup_key, sealed, data_key)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [
                ref,
                kind.value,
                lookup,
                own.active_lookup,
                own.seal(kind, number, lookup),
                own.active_data,
            ],
        )


def find(kind: NumberKind, number: str) -> UUID | None:
    """The reference of a number, or None: by its hash under every lookup key; nothing is decrypted."""
    own = ring()
    for key_id in own.lookup:
        found = (
            Number.objects.filter(
                kind=kind.value, lookup=own.hash(kind, number, key_id=key_id), lookup_key=key_id
            )
            .values_list("key", flat=True)
            .first()
        )
        if found is not None:
            return found
    return None


def find_by_hash(kind: NumberKind, lookup: bytes) -> UUID | None:
    """The reference of a number whose hash under the active lookup key is known (a sealed draft)."""
    return (
        Number.objects.filter(kind=kind.value, lookup=lookup, lookup_key=ring().active_lookup)
        .values_list("key", flat=True)
        .first()
    )


def hashes_of(refs: Iterable[UUID]) -> dict[UUID, str]:
    """The hash of each number, as `Sealed.lookup` has it: whether two are the same, and nothing else."""
    rows = Number.objects.filter(key__in=list(refs)).values_list("key", "lookup")
    return {key: bytes(lookup).hex() for key, lookup in rows}


@dataclass(frozen=True, slots=True)
class Sealed:
    """A number in a draft: text for a payload, from which only the vault reads the number."""

    sealed: str
    lookup: str
    data_key: str


def seal_for_draft(kind: NumberKind, number: str) -> Sealed:
    """Encrypt a number that a clerk typed, before it is stored anywhere; nothing is kept yet."""
    own = ring()
    lookup = own.hash(kind, number)
    return Sealed(
        sealed=b64encode(own.seal(kind, number, lookup)).decode(),
        lookup=lookup.hex(),
        data_key=own.active_data,
    )


def keep_sealed(kind: NumberKind, draft: Sealed) -> UUID:
    """Store the number of an approved draft; `Conflict` as `keep`."""
    number = ring().open(
        kind, b64decode(draft.sealed), bytes.fromhex(draft.lookup), key_id=draft.data_key
    )
    return keep(kind, number)


def draw_resident_code() -> UUID:
    """Give the next 住民票コード, chosen at random from the pool (STD-4.3.1); `Unavailable` when empty."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vault_draw()")
        row = cursor.fetchone()
    if row is None or row[0] is None:
        raise Unavailable(
            "付番用の住民票コードがありません。",
            why="蓄えを使い切りました。",
            remedy="管理担当に、住民票コードの受入れを頼んでください。",
            code="vault.pool_empty",
        )
    code: UUID = row[0]
    return code


def fill_pool(codes: Iterable[str]) -> int:
    """Store 住民票コード received for new residents; those already known are left out. Returns how many came in."""
    own = ring()
    rows = []
    for code in codes:
        lookup = own.hash(NumberKind.RESIDENT_CODE, code)
        rows.append(
            PoolCode(
                key=uuid4(),
                lookup=lookup,
                lookup_key=own.active_lookup,
                sealed=own.seal(NumberKind.RESIDENT_CODE, code, lookup),
                data_key=own.active_data,
            )
        )
    before = PoolCode.objects.count()
    given = set(
        Number.objects.filter(
            kind=NumberKind.RESIDENT_CODE.value, lookup__in=[r.lookup for r in rows]
        ).values_list("lookup", flat=True)
    )
    given = {bytes(g) for g in given}
    PoolCode.objects.bulk_create(
        [row for row in rows if row.lookup not in given], ignore_conflicts=True, batch_size=1000
    )
    return PoolCode.objects.count() - before


def pool_size() -> int:
    """How many 住民票コード are left."""
    return PoolCode.objects.count()
