"""Money (金額): whole yen in, whole yen out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daicho.kernel.errors import Invalid
from daicho.kernel.money import LARGEST, format_yen, yen


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("300", 300),
        ("1234", 1234),
        ("1,234", 1234),
        ("1,234円", 1234),
        ("￥１，２３４", 1234),
        ("¥1,234,567", 1234567),
        (" 1 234 円", 1234),
        ("999999999999", 999_999_999_999),
    ],
)
def test_amounts_as_typed(text: str, amount: int) -> None:
    assert yen(text, field="fee_yen") == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "money.required"),
        ("　", "money.required"),
        ("-1", "money.unreadable"),
        ("1.5", "money.unreadable"),
        ("1e3", "money.unreadable"),
        ("12,34", "money.unreadable"),
        ("1,2345", "money.unreadable"),
        ("1234,567", "money.unreadable"),
        (",123", "money.unreadable"),
        ("円", "money.unreadable"),
        ("三百円", "money.unreadable"),
        ("٣", "money.unreadable"),
        ("1000000000000", "money.too_large"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, code: str) -> None:
    with pytest.raises(Invalid) as caught:
        yen(text, field="fee_yen")
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == (code, "fee_yen")
    assert problem.what
    assert problem.why
    assert problem.remedy


@pytest.mark.parametrize(
    ("amount", "text"), [(0, "0円"), (999, "999円"), (1234, "1,234円"), (-1234567, "-1,234,567円")]
)
def test_format(amount: int, text: str) -> None:
    assert format_yen(amount) == text


@pytest.mark.parametrize("amount", [1.0, True, "1"])
def test_only_integers_are_money(amount: object) -> None:
    with pytest.raises(TypeError):
        format_yen(amount)  # type: ignore[arg-type]  # the very thing that is refused


@given(st.integers(min_value=0, max_value=LARGEST))
def test_what_is_written_is_read_back(amount: int) -> None:
    assert yen(format_yen(amount), field="fee_yen") == amount
