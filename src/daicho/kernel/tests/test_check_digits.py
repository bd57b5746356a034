"""Check digits (検査用数字): worked vectors, a second opinion, and what one wrong digit does."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.jp import cn, in_

from daicho.kernel.check_digits import (
    ADDRESSEE_NUMBER,
    CORPORATE_NUMBER,
    HOUSEHOLD_NUMBER,
    INDIVIDUAL_NUMBER,
    LAST_SEQUENCE,
    LOCAL_GOVERNMENT_CODE,
    RESIDENT_RECORD_CODE,
    CheckedNumber,
    fold_digits,
    is_skipped,
    next_numbers,
)
from daicho.kernel.errors import Invalid

KINDS = [
    INDIVIDUAL_NUMBER,
    RESIDENT_RECORD_CODE,
    CORPORATE_NUMBER,
    LOCAL_GOVERNMENT_CODE,
    ADDRESSEE_NUMBER,
    HOUSEHOLD_NUMBER,
]
ALL_KINDS = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)


def bodies(kind: CheckedNumber) -> st.SearchStrategy[str]:
    size = kind.length - 1
    return st.text("0123456789", min_size=size, max_size=size)


@st.composite
def numbers(draw: st.DrawFn, kind: CheckedNumber) -> str:
    number = kind.number(draw(bodies(kind)))
    assume(number is not None)
    assert number is not None
    return number


@st.composite
def slips(draw: st.DrawFn, kind: CheckedNumber) -> tuple[str, str, int]:
    """A number, the same with one digit wrong, and where."""
    number = draw(numbers(kind))
    at = draw(st.integers(0, len(number) - 1))
    digit = draw(st.sampled_from([digit for digit in "0123456789" if digit != number[at]]))
    return number, number[:at] + digit + number[at + 1 :], at


@pytest.mark.parametrize(
    ("kind", "body", "digit"),
    [
        (INDIVIDUAL_NUMBER, "12345678901", "8"),
        (INDIVIDUAL_NUMBER, "11111111111", "8"),
        (INDIVIDUAL_NUMBER, "00000000000", "0"),
        (INDIVIDUAL_NUMBER, "00000000006", "0"),  # 6 × 2 = 12, remainder 1
        (RESIDENT_RECORD_CODE, "1234567890", "3"),
        (RESIDENT_RECORD_CODE, "1000000003", "0"),
        (RESIDENT_RECORD_CODE, "1111111111", "3"),
        (RESIDENT_RECORD_CODE, "0000000006", "0"),
        (CORPORATE_NUMBER, "123456789012", "7"),
        (CORPORATE_NUMBER, "000000000000", "9"),
        (LOCAL_GOVERNMENT_CODE, "13101", "6"),
        (LOCAL_GOVERNMENT_CODE, "14100", "3"),
        (LOCAL_GOVERNMENT_CODE, "07201", "0"),  # remainder 1
        (LOCAL_GOVERNMENT_CODE, "00014", "1"),  # 1 × 3 + 4 × 2 = 11, remainder 0
        (LOCAL_GOVERNMENT_CODE, "00005", "1"),  # 5 × 2 = 10, remainder 10
        (ADDRESSEE_NUMBER, "000000001", "9"),
        (ADDRESSEE_NUMBER, "000000000", "0"),
        (ADDRESSEE_NUMBER, "000000006", None),
        (HOUSEHOLD_NUMBER, "100000000", "7"),  # weight 4 at the ninth place
        (HOUSEHOLD_NUMBER, "123456789", "2"),  # sum 174, remainder 9
    ],
)
def test_worked_vectors(kind: CheckedNumber, body: str, digit: str | None) -> None:
    assert kind.check_digit(body) == digit


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (INDIVIDUAL_NUMBER, "123456789018"),
        (RESIDENT_RECORD_CODE, "12345678903"),
        (CORPORATE_NUMBER, "7123456789012"),
        (LOCAL_GOVERNMENT_CODE, "131016"),
        (LOCAL_GOVERNMENT_CODE, "072010"),
        (ADDRESSEE_NUMBER, "0000000019"),
    ],
)
def test_whole_numbers(kind: CheckedNumber, number: str) -> None:
    assert kind.is_valid(number)
    assert kind.check(number, field="number") == number


@given(bodies(INDIVIDUAL_NUMBER))
def test_individual_numbers_agree_with_a_second_opinion(body: str) -> None:
    assert INDIVIDUAL_NUMBER.check_digit(body) == in_.calc_check_digit(body)
    assert in_.is_valid(INDIVIDUAL_NUMBER.number(body) or "")


@given(bodies(CORPORATE_NUMBER))
def test_corporate_numbers_agree_with_a_second_opinion(body: str) -> None:
    assert CORPORATE_NUMBER.check_digit(body) == cn.calc_check_digit(body)
    assert cn.is_valid(CORPORATE_NUMBER.number(body) or "")


@given(st.text("0123456789", min_size=12, max_size=12))
def test_individual_numbers_are_judged_like_a_second_opinion(text: str) -> None:
    assert INDIVIDUAL_NUMBER.is_valid(text) == in_.is_valid(text)


@given(bodies(LOCAL_GOVERNMENT_CODE))
def test_the_two_official_wordings_of_the_municipal_code_agree(body: str) -> None:
    total = sum(int(digit) * weight for digit, weight in zip(body, (6, 5, 4, 3, 2), strict=True))
    official = (11 - total) % 10 if total < 11 else (11 - total % 11) % 10
    assert LOCAL_GOVERNMENT_CODE.check_digit(body) == str(official)


@given(slips(ADDRESSEE_NUMBER))
def test_the_towns_numbers_find_every_wrong_digit(slip: tuple[str, str, int]) -> None:
    assert not ADDRESSEE_NUMBER.is_valid(slip[1])


@pytest.mark.parametrize("kind", [INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE], ids=lambda k: k.code)
@given(data=st.data())
def test_modulus_11_misses_a_wrong_digit_only_at_check_digit_0(
    kind: CheckedNumber, data: st.DataObject
) -> None:
    number, wrong, at = data.draw(slips(kind))
    if number[-1] != "0" or at == kind.length - 1:
        assert not kind.is_valid(wrong)


@given(slips(CORPORATE_NUMBER))
def test_corporate_numbers_miss_only_0_for_9(slip: tuple[str, str, int]) -> None:
    number, wrong, at = slip
    swapped = {number[at], wrong[at]} == {"0", "9"} and at > 0
    assert CORPORATE_NUMBER.is_valid(wrong) == swapped


@given(slips(LOCAL_GOVERNMENT_CODE))
def test_municipal_codes_miss_a_wrong_digit_only_at_check_digit_1(
    slip: tuple[str, str, int],
) -> None:
    number, wrong, at = slip
    if number[-1] != "1" or at == 5:
        assert not LOCAL_GOVERNMENT_CODE.is_valid(wrong)


@ALL_KINDS
@given(data=st.data())
def test_a_wide_and_spaced_number_is_folded(kind: CheckedNumber, data: st.DataObject) -> None:
    number = data.draw(numbers(kind))
    wide = number.translate({ord("0") + n: ord("０") + n for n in range(10)})
    typed = f" {wide[:4]}－{wide[4:]}　"
    assert kind.check(typed, field="number") == number
    assert not kind.is_valid(wide)
    assert fold_digits(typed) == number


@ALL_KINDS
def test_refusals_say_what_is_wrong_and_never_the_number(kind: CheckedNumber) -> None:
    good = next(
        number
        for body in range(7, 99)
        if (number := kind.number(f"{body:0{kind.length - 1}d}")) is not None
    )
    wrong = good[:-1] + str((int(good[-1]) + 1) % 10)
    cases = {
        "required": "　",
        "not_digits": good[:-1] + "X",
        "length": good + "0",
        "check_digit": wrong,
    }
    for kind_of_fault, text in cases.items():
        with pytest.raises(Invalid) as caught:
            kind.check(text, field="persons.0.number")
        (problem,) = caught.value.problems
        assert problem.code == f"{kind.code}.{kind_of_fault}"
        assert problem.field == "persons.0.number"
        assert kind.label in problem.what
        assert f"{kind.length}桁" in problem.remedy
        assert fold_digits(text) not in problem.message or not fold_digits(text)
    with pytest.raises(Invalid, match="桁数") as caught:
        kind.check(good[1:], field="number")
    assert f"{kind.length}桁のところ{kind.length - 1}桁" in caught.value.message


@ALL_KINDS
def test_stored_form_is_ascii_digits_of_the_length(kind: CheckedNumber) -> None:
    for text in ("", "1" * (kind.length - 1), "٣" * kind.length, "²" * kind.length):
        assert not kind.is_valid(text)
    for body in ("1" * kind.length, "x" * (kind.length - 1)):
        with pytest.raises(ValueError, match="a body of"):
            kind.check_digit(body)


@pytest.mark.proves("STD-1.1.13/m2", "STD-1.1.13/m3", "STD-1.1.13/m6")
def test_a_thousand_numbers_in_sequence() -> None:
    given_out = list(islice(next_numbers(1), 1000))
    assert all(ADDRESSEE_NUMBER.is_valid(number) for number in given_out)
    sequence = [int(number[:9]) for number in given_out]
    left_out = set(range(1, sequence[-1] + 1)) - set(sequence)
    assert sequence == sorted(set(sequence))
    assert left_out == {value for value in range(1, sequence[-1] + 1) if is_skipped(value)}
    # 6 × 2 leaves 1; 17 = 7 × 2 + 1 × 3 = 17 leaves 6.
    assert 6 in left_out
    assert 17 not in left_out
    for value in left_out:
        weights = (4, 3, 2, 7, 6, 5, 4, 3, 2)
        assert sum(int(d) * w for d, w in zip(f"{value:09d}", weights, strict=True)) % 11 == 1


def test_the_sequence_has_an_end() -> None:
    assert all(int(number[:9]) == LAST_SEQUENCE for number in next_numbers(LAST_SEQUENCE))
    assert len(list(next_numbers(LAST_SEQUENCE))) == 1 - is_skipped(LAST_SEQUENCE)
    assert list(next_numbers(LAST_SEQUENCE + 1)) == []


@pytest.mark.parametrize("value", [0, -1, LAST_SEQUENCE + 1])
def test_values_outside_the_sequence(value: int) -> None:
    with pytest.raises(ValueError, match="sequence"):
        is_skipped(value)


def test_a_sequence_starts_at_one() -> None:
    with pytest.raises(ValueError, match="sequence"):
        next(next_numbers(0))
