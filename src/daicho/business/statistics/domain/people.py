"""People (人口の表の部品): the columns 総数・日本人・外国人 by 男・女, and what a cell of them holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from daicho.business.statistics.domain.tables import Line, Unit
from daicho.registers.residents.domain.census import HouseholdClass
from daicho.registers.residents.domain.particulars import Kind, Sex

KINDS: Final = {Kind.JAPANESE.value: "日本人", Kind.FOREIGN.value: "外国人"}
SEXES: Final = {Sex.MALE.value: "男", Sex.FEMALE.value: "女", Sex.BLANK.value: "性別空欄"}
HOUSEHOLDS: Final = {
    HouseholdClass.JAPANESE.value: "日本人世帯",
    HouseholdClass.FOREIGN.value: "外国人世帯",
    HouseholdClass.MIXED.value: "複数国籍世帯",
}
ALL: Final = "all"


def leaf(kind: str, sex: str) -> str:
    """The code of the column of one 住民種別 and one 性別."""
    return f"{kind}.{sex or 'blank'}"


def people_columns(
    sexes: Collection[str], *, kind: str = "", unit: Unit = Unit.PEOPLE, head: str = ""
) -> tuple[Line, ...]:
    """Columns 計・男・女 of 総数, 日本人 and 外国人, or of one of them alone.

    性別空欄 is a column only where somebody's 性別 is blank. `head` comes before the headings.
    """
    shown = [s for s in SEXES if s or s in sexes]
    if kind:
        return _kind_columns(kind, shown, unit, head)
    found = [
        Line(
            ALL,
            "計",
            f"{head}総数",
            tuple((1, k) for k in KINDS),
            (tuple((1, f"{ALL}.{s or 'blank'}") for s in shown),),
            unit,
            "total",
        ),
        *(
            Line(
                leaf(ALL, s),
                SEXES[s],
                f"{head}総数",
                tuple((1, leaf(k, s)) for k in KINDS),
                unit=unit,
            )
            for s in shown
        ),
    ]
    for each in KINDS:
        found += _kind_columns(each, shown, unit, head)
    return tuple(found)


def _kind_columns(kind: str, shown: Iterable[str], unit: Unit, head: str) -> tuple[Line, ...]:
    group = f"{head}{KINDS[kind]}"
    parts = tuple((1, leaf(kind, s)) for s in shown)
    return (
        Line(kind, "計", group, parts, unit=unit, tone="total"),
        *(Line(leaf(kind, s), SEXES[s], group, unit=unit) for s in shown),
    )


def household_columns() -> tuple[Line, ...]:
    """世帯: 計 and by whose they are."""
    return (
        Line(
            "households",
            "計",
            "世帯数",
            tuple((1, h) for h in HOUSEHOLDS),
            unit=Unit.HOUSEHOLDS,
            tone="total",
        ),
        *(Line(code, label, "世帯数", unit=Unit.HOUSEHOLDS) for code, label in HOUSEHOLDS.items()),
    )
