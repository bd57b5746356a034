"""Numbers (付番): 宛名番号 and 世帯番号 from separate counters, check digit appended, never reused (STD-1.1.13)."""

from __future__ import annotations

from django.db import connection

from daicho.kernel import check_digits
from daicho.registers.residents.models import HouseholdNumber


def next_atena_number() -> str:
    """The next 宛名番号; a sequence value whose remainder is 1 is skipped, gaps are lawful."""
    return _next("residents_atena_seq", check_digits.ADDRESSEE_NUMBER)


def next_household_number() -> str:
    """The next 世帯番号, entered among those given out."""
    number = _next("residents_household_seq", check_digits.HOUSEHOLD_NUMBER)
    HouseholdNumber.objects.create(number=number)
    return number


def _next(sequence: str, kind: check_digits.CheckedNumber) -> str:
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nextval(%s)", [sequence])
            row = cursor.fetchone()
        assert row is not None
        number = kind.number(f"{row[0]:09d}")
        if number is not None:
            return number
