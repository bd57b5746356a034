"""Check digits (検査用数字): the official numbers, and the town's own 宛名番号 and 世帯番号.

A number is text, never an integer: leading zeros count. `is_valid` judges the stored form (ASCII
digits only); `check` takes what was typed, folds it and returns the stored form.

What a single wrong digit does: 宛名番号 and 世帯番号 always find it. The others have a blind spot,
where two remainders share a digit (個人番号, 住民票コード: 0 and 1; 全国地方公共団体コード: 0 and
10) or where two digits are the same modulo 9 (法人番号: 0 and 9).

宛名番号 and 世帯番号 brought over from an older system need not fit (STD-1.1.13): check what
this system gave out or is about to give out, never what it searches for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.widths import half_width

_DIGITS = re.compile(r"[0-9]*")
_SEPARATORS = re.compile(r"[\s-]")

SEQUENCE_DIGITS = 9
LAST_SEQUENCE = 10**SEQUENCE_DIGITS - 1


def fold_digits(text: str) -> str:
    """Full-width digits to plain ones; spaces and hyphens between groups go."""
    return _SEPARATORS.sub("", half_width(text))


@dataclass(frozen=True, slots=True)
class CheckedNumber:
    """A kind of number that carries its check digit, last or first.

    `label` is its legal name; `length` counts the check digit; `compute` takes the body and gives
    the digit, or None for a body that is never given out.
    """

    code: str
    label: str
    length: int
    compute: Callable[[str], int | None]
    leads: bool = False

    def check_digit(self, body: str) -> str | None:
        """The check digit of a body; None: no number has this body. ValueError: not a body."""
        if len(body) != self.length - 1 or not _DIGITS.fullmatch(body):
            raise ValueError(f"a body of {self.length - 1} digits is needed")
        digit = self.compute(body)
        return None if digit is None else str(digit)

    def number(self, body: str) -> str | None:
        """The whole number of a body; None: no number has this body. ValueError: not a body."""
        digit = self.check_digit(body)
        if digit is None:
            return None
        return digit + body if self.leads else body + digit

    def is_valid(self, text: str) -> bool:
        """Whether the text, as it stands, is a number of this kind."""
        if len(text) != self.length or not _DIGITS.fullmatch(text):
            return False
        return self.number(text[1:] if self.leads else text[:-1]) == text

    def check(self, text: str, *, field: str) -> str:
        """The number in its stored form. Raises `Invalid`, with `field` set, never the number."""
        number = fold_digits(text)
        if not number:
            raise self._invalid("required", field, "が入力されていません。", "空欄のままです。")
        if not _DIGITS.fullmatch(number):
            raise self._invalid(
                "not_digits", field, "を読み取れません。", "数字でない文字が含まれています。"
            )
        if len(number) != self.length:
            raise self._invalid(
                "length",
                field,
                "の桁数が違います。",
                f"{self.length}桁のところ{len(number)}桁あります。",
            )
        if not self.is_valid(number):
            raise self._invalid(
                "check_digit", field, "に誤りがあります。", "検査用数字が他の桁と合いません。"
            )
        return number

    def _invalid(self, kind: str, field: str, what: str, why: str) -> Invalid:
        remedy = f"書類を見て{self.length}桁の数字を入力し直してください。"
        return Invalid([Problem(f"{self.code}.{kind}", field, self.label + what, why, remedy)])


def _remainder_11(body: str) -> int:
    """Σ mod 11 with the weights 2 to 7, cyclic from the right."""
    return sum(int(digit) * (2 + n % 6) for n, digit in enumerate(reversed(body))) % 11


def _modulus_11(body: str) -> int:
    """平成26年総務省令第85号 5条; for 住民票コード inferred. 0 for remainders 0 and 1."""
    remainder = _remainder_11(body)
    return 0 if remainder <= 1 else 11 - remainder


def _modulus_11_skipping(body: str) -> int | None:
    """M11W2-7 (STD-1.1.13): 0 for remainder 0; remainder 1 would give 10, and is not given out."""
    remainder = _remainder_11(body)
    return None if remainder == 1 else (11 - remainder) % 11


def _modulus_9(body: str) -> int:
    """平成26年財務省令第70号 2条; 1 to 9."""
    return 9 - sum(int(digit) * (1 + n % 2) for n, digit in enumerate(reversed(body))) % 9


def _local_government(body: str) -> int:
    """Weights 6 to 2 from the left; the last digit of 11 less the remainder."""
    total = sum(int(digit) * weight for digit, weight in zip(body, (6, 5, 4, 3, 2), strict=True))
    return (11 - total % 11) % 10


INDIVIDUAL_NUMBER = CheckedNumber("individual_number", "個人番号", 12, _modulus_11)
RESIDENT_RECORD_CODE = CheckedNumber("resident_record_code", "住民票コード", 11, _modulus_11)
CORPORATE_NUMBER = CheckedNumber("corporate_number", "法人番号", 13, _modulus_9, leads=True)
LOCAL_GOVERNMENT_CODE = CheckedNumber(
    "local_government_code", "全国地方公共団体コード", 6, _local_government
)
ADDRESSEE_NUMBER = CheckedNumber(
    "addressee_number", "宛名番号", SEQUENCE_DIGITS + 1, _modulus_11_skipping
)
HOUSEHOLD_NUMBER = CheckedNumber(
    "household_number", "世帯番号", SEQUENCE_DIGITS + 1, _modulus_11_skipping
)


def is_skipped(sequence: int) -> bool:
    """Whether 宛名番号 and 世帯番号 leave this value out (欠番). ValueError out of range."""
    return _modulus_11_skipping(_sequence_body(sequence)) is None


def next_numbers(start: int) -> Iterator[str]:
    """宛名番号 or 世帯番号 from a value of the sequence upward; ends with the last of nine digits.

    ValueError, at the first number asked for, when `start` is below 1.
    """
    for sequence in range(start, LAST_SEQUENCE + 1):
        body = _sequence_body(sequence)
        digit = _modulus_11_skipping(body)
        if digit is not None:
            yield f"{body}{digit}"


def _sequence_body(sequence: int) -> str:
    if not 1 <= sequence <= LAST_SEQUENCE:
        raise ValueError(f"the sequence runs from 1 to {LAST_SEQUENCE}")
    return f"{sequence:0{SEQUENCE_DIGITS}d}"
