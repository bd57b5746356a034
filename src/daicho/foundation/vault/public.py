"""What other apps may use of the vault."""

from daicho.foundation.vault.commands.keep import (
    Sealed,
    draw_resident_code,
    fill_pool,
    find,
    find_by_hash,
    hashes_of,
    keep,
    keep_sealed,
    pool_size,
    ring,
    seal_for_draft,
)
from daicho.foundation.vault.commands.reveal import reveal, reveal_many
from daicho.foundation.vault.domain.keys import NumberKind

__all__ = [
    "NumberKind",
    "Sealed",
    "draw_resident_code",
    "fill_pool",
    "find",
    "find_by_hash",
    "hashes_of",
    "keep",
    "keep_sealed",
    "pool_size",
    "reveal",
    "reveal_many",
    "ring",
    "seal_for_draft",
]
