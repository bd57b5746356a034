"""Functions (関数): what an expression may call, with the kinds of what they take and give; each has one meaning in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from daicho.business.extraction.domain.items import Kind, Type


@dataclass(frozen=True, slots=True)
class Function:
    """One function. `sql` has `{0}`, `{1}` for what it is given; `raw`: the type of item that it must be given itself."""

    name: str
    takes: tuple[Kind, ...]
    gives: Kind
    about: str
    sql: str
    raw: Type | None = None

    @property
    def form(self) -> str:
        given = [self.raw.value] if self.raw else [kind.value for kind in self.takes]
        return f"{self.name}({', '.join(given)})"


_TEXT, _NUMBER, _DAY, _FLAG = Kind.TEXT, Kind.NUMBER, Kind.DAY, Kind.FLAG
_YEARS: Final = (
    "(extract(year FROM {1}) - extract(year FROM {0})"
    " - CASE WHEN to_char({1}, 'MMDD') < to_char({0}, 'MMDD') THEN 1 ELSE 0 END)"
)
FUNCTIONS: Final[Mapping[str, Function]] = {
    each.name: each
    for each in (
        Function("左", (_TEXT, _NUMBER), _TEXT, "左から何文字か", "left({0}, least(greatest({1}, 0), 10000)::int)"),
        Function("右", (_TEXT, _NUMBER), _TEXT, "右から何文字か", "right({0}, least(greatest({1}, 0), 10000)::int)"),
        Function("連結", (_TEXT, _TEXT), _TEXT, "二つの文字をつなぐ", "({0} || {1})"),
        Function("文字数", (_TEXT,), _NUMBER, "文字の数", "char_length({0})::numeric"),
        Function("年", (_DAY,), _NUMBER, "西暦の年", "extract(year FROM {0})"),
        Function("月", (_DAY,), _NUMBER, "月", "extract(month FROM {0})"),
        Function("日", (_DAY,), _NUMBER, "日", "extract(day FROM {0})"),
        Function(
            "年度", (_DAY,), _NUMBER, "4月から始まる年度（西暦）",
            "(extract(year FROM {0}) - CASE WHEN extract(month FROM {0}) < 4 THEN 1 ELSE 0 END)",
        ),
        Function("満年齢", (_DAY, _DAY), _NUMBER, "初めの日に生まれた人の、次の日の年齢", _YEARS),
        Function("日数", (_DAY, _DAY), _NUMBER, "初めの日から次の日までの日数", "({1} - {0})::numeric"),
        Function("日後", (_DAY, _NUMBER), _DAY, "何日か後の日", "({0} + least(greatest({1}, -99999), 99999)::int)"),
        Function(
            "時", (_DAY,), _NUMBER, "日時の、時（0から23）",
            "extract(hour FROM {0} AT TIME ZONE 'Asia/Tokyo')", Type.MOMENT,
        ),
        Function(
            "不詳", (_DAY,), _FLAG, "年月日の一部が分からないか",
            "(split_part({0}, '|', 3) <> 'exact')", Type.LEGAL,
        ),
    )
}  # fmt: skip
