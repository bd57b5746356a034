"""Sealing (封緘): bodies at rest, bound to their message, so that a body moved to another row does not open."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from daicho.foundation.lines.models import ReceivedMessage, SentMessage, VolatileBody
from daicho.foundation.vault.public import ring


@dataclass(frozen=True, slots=True)
class SealedBytes:
    """Ciphertext, and the key that opens it; both empty where nothing is kept."""

    sealed: bytes
    key_id: str


NOTHING = SealedBytes(b"", "")


def is_volatile(kind: str) -> bool:
    """Whether bodies of the kind may be in no log and no backup."""
    return kind in settings.LINE_VOLATILE


def seal(key: UUID, raw: bytes) -> SealedBytes:
    own = ring()
    return SealedBytes(own.seal_text(_use(key), raw.decode("utf-8")), own.active_data)


def unseal(key: UUID, sealed: bytes | memoryview, *, key_id: str) -> bytes:
    """The bytes again. `Unavailable` when the key is missing or the row was tampered with."""
    return ring().open_text(_use(key), bytes(sealed), key_id=key_id).encode("utf-8")


def keep_volatile(key: UUID, raw: bytes) -> None:
    sealed = seal(key, raw)
    VolatileBody.objects.create(message=key, sealed=sealed.sealed, key_id=sealed.key_id)


def drop_volatile(row: SentMessage | ReceivedMessage) -> None:
    """The body is needed no more."""
    if not row.key_id:
        VolatileBody.objects.filter(message=row.key).delete()


def bytes_of(row: SentMessage | ReceivedMessage) -> bytes | None:
    """The bytes of a message; None for one whose body was not to outlive a crash, and did not."""
    if row.key_id:
        return unseal(row.key, row.sealed, key_id=row.key_id)
    kept = VolatileBody.objects.filter(message=row.key).first()
    return unseal(row.key, kept.sealed, key_id=kept.key_id) if kept else None


def _use(key: UUID) -> str:
    return f"lines:{key}"
