"""Models of the vault."""

from daicho.foundation.vault.models.number import Number, PoolCode

__all__ = ["Number", "PoolCode"]
