"""Check digits (検査用数字) of 個人番号 (平成26年総務省令第85号5条), 住民票コード and 全国地方公共団体コード."""

from __future__ import annotations

import secrets


def _modulus_11(body: str) -> str:
    total = sum(int(digit) * (2 + n % 6) for n, digit in enumerate(reversed(body)))
    rest = total % 11
    return "0" if rest <= 1 else str(11 - rest)


def _digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def is_individual_number(text: str) -> bool:
    """Whether twelve digits end with their check digit."""
    return _digits(text, 12) and text[-1] == _modulus_11(text[:-1])


def is_resident_code(text: str) -> bool:
    """Whether eleven digits end with their check digit."""
    return _digits(text, 11) and text[-1] == _modulus_11(text[:-1])


def is_municipality(text: str) -> bool:
    """Whether six digits end with their check digit (重み 6 to 2)."""
    if not _digits(text, 6):
        return False
    total = sum(int(digit) * (6 - n) for n, digit in enumerate(text[:5]))
    return text[-1] == str((11 - total % 11) % 10)


def draw_individual_number() -> str:
    """A number that was drawn by lot, with its check digit."""
    body = f"{secrets.randbelow(10**11):011d}"
    return body + _modulus_11(body)


def draw_resident_code() -> str:
    """A 住民票コード that was drawn by lot, with its check digit."""
    body = f"{secrets.randbelow(10**10):010d}"
    return body + _modulus_11(body)
