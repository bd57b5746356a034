"""Numbers (番号): well-formed and never the same twice, drawn by a permutation, so that nothing has to be remembered."""

from __future__ import annotations

from random import Random
from uuid import UUID

from daicho.kernel import check_digits

# Odd and not divisible by five, so that multiplying by it permutes the residues of a power of ten.
_STEP = 6_364_136_223_846_793_007
_INDIVIDUALS = 10**11
_CODES = 10**10
POOL = 5_000


def individual_number(seed: int, index: int) -> str:
    """A 個人番号 for the person whose 宛名番号 counts `index`."""
    body = _scatter(index, seed, _INDIVIDUALS)
    number = check_digits.INDIVIDUAL_NUMBER.number(f"{body:011d}")
    assert number is not None
    return number


def resident_code(seed: int, index: int) -> str:
    """A 住民票コード for the person whose 宛名番号 counts `index`."""
    number = check_digits.RESIDENT_RECORD_CODE.number(f"{_scatter(index, seed, _CODES):010d}")
    assert number is not None
    return number


def pool_codes(seed: int) -> list[str]:
    """住民票コード for those who will come; from the far end, where no 宛名番号 counts."""
    return [resident_code(seed, _CODES - 1 - index) for index in range(POOL)]


def card_number(rng: Random) -> str:
    """A 在留カード or 特別永住者証明書 number that no card carries: it begins and ends with ZZ."""
    return f"ZZ{rng.randrange(10**8):08d}ZZ"


def key(rng: Random) -> UUID:
    """A random key (version 4) that the seed decides."""
    return UUID(int=rng.getrandbits(128), version=4)


def _scatter(index: int, seed: int, size: int) -> int:
    return (index * _STEP + seed * 1_000_003 + 77_777) % size
