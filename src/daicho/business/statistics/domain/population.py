"""Population tables (人口・世帯の表): from counted cells to 地区別, 年齢別, 国籍別 and 在留資格別."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from daicho.business.statistics.domain.ages import BAND_TITLES, BANDS, RULE, UNKNOWN, band_of
from daicho.business.statistics.domain.areas import TOTAL, Areas
from daicho.business.statistics.domain.people import (
    ALL,
    KINDS,
    SEXES,
    household_columns,
    leaf,
    people_columns,
)
from daicho.business.statistics.domain.tables import (
    Cell,
    Chart,
    Check,
    Line,
    Table,
    make_table,
    total,
)
from daicho.registers.residents.domain.census import Count, Place
from daicho.registers.residents.domain.particulars import ResidenceCategory

BLANK: Final = "(blank)"
WHERE_COUNTED: Final = "世帯は世帯主の住所の地区に数える。"


def check_of_people(table_total: int, counted: int) -> Check:
    """Whether a table's sum is the register's (REG-083)."""
    return Check("人口", table_total, "この表の計", counted, "台帳の現存者数")


def area_table(
    areas: Areas, people: Iterable[Count], households: Iterable[Count], *, present: int, homes: int
) -> Table:
    """地区別人口・世帯数; `people` by PLACE, KIND and SEX, `present` and `homes` counted apart from them."""
    leaves: Counter[Cell] = Counter()
    sexes: set[str] = set()
    for count in people:
        place, kind, sex = count.keys
        assert isinstance(place, Place)
        leaves[areas.code(place), leaf(str(kind), str(sex))] += count.number
        sexes.add(str(sex))
    for count in households:
        place, whose = count.keys
        assert isinstance(place, Place)
        leaves[areas.code(place), str(whose)] += count.number
    made = make_table(
        f"{areas.title}別人口・世帯数",
        areas.title,
        columns=(*household_columns(), *people_columns(sexes)),
        rows=areas.rows(row for row, _ in leaves),
        leaves=leaves,
        notes=(WHERE_COUNTED,),
        chart=Chart.BARS,
    )
    return _checked(
        made,
        check_of_people(made.values[TOTAL, ALL], present),
        Check("世帯数", made.values[TOTAL, "households"], "この表の計", homes, "台帳の世帯数"),
    )


def age_table(people: Iterable[Count], *, bands: str, kind: str, where: str, present: int) -> Table:
    """年齢別人口; `people` by KIND, SEX and AGE. `where` names the area when it is one alone."""
    leaves: Counter[Cell] = Counter()
    sexes: set[str] = set()
    for count in people:
        whose, sex, age = count.keys
        leaves[band_of(int(str(age)), BANDS[bands]), leaf(str(whose), str(sex))] += count.number
        sexes.add(str(sex))
    made = make_table(
        f"年齢（{BAND_TITLES[bands]}）別人口{where}",
        "年齢",
        columns=people_columns(sexes, kind=kind),
        rows=_age_rows(bands, leaves),
        leaves=leaves,
        notes=(RULE,),
        chart=Chart.PYRAMID,
    )
    return _checked(made, check_of_people(made.values[TOTAL, kind or ALL], present))


def _age_rows(bands: str, leaves: Mapping[Cell, int]) -> tuple[Line, ...]:
    rows = [Line(b.code, b.label) for b in BANDS[bands]]
    if any(row == UNKNOWN for row, _ in leaves):
        rows.append(Line(UNKNOWN, "年齢不詳"))
    return (total(TOTAL, "計", [r.code for r in rows]), *rows)


def area_age_table(
    areas: Areas, people: Iterable[Count], *, bands: str, kind: str, sex: str, present: int
) -> Table:
    """地区別・年齢別人口; `people` by PLACE and AGE, of one 住民種別 and 性別 or of all."""
    leaves: Counter[Cell] = Counter()
    for count in people:
        place, age = count.keys
        assert isinstance(place, Place)
        leaves[areas.code(place), band_of(int(str(age)), BANDS[bands])] += count.number
    columns = [Line(b.code, b.label) for b in BANDS[bands]]
    if any(column == UNKNOWN for _, column in leaves):
        columns.append(Line(UNKNOWN, "年齢不詳"))
    whom = "・".join(word for word in (KINDS.get(kind, ""), SEXES[sex] if sex else "") if word)
    made = make_table(
        f"{areas.title}別・年齢（{BAND_TITLES[bands]}）別人口{f'（{whom}）' if whom else ''}",
        areas.title,
        columns=(total(ALL, "計", [c.code for c in columns]), *columns),
        rows=areas.rows(row for row, _ in leaves),
        leaves=leaves,
        notes=(RULE,),
    )
    return _checked(made, check_of_people(made.values[TOTAL, ALL], present))


def nationality_table(people: Iterable[Count], *, present: int) -> Table:
    """国籍・地域別の外国人住民; `people` by SEX and NATIONALITY. The most numerous come first."""
    leaves: Counter[Cell] = Counter()
    names: Counter[str] = Counter()
    sexes: set[str] = set()
    for count in people:
        sex, name = (str(key) for key in count.keys)
        leaves[name or BLANK, leaf("foreign", sex)] += count.number
        names[name or BLANK] += count.number
        sexes.add(sex)
    rows = [Line(n, "国籍の記載なし" if n == BLANK else n) for n in sorted(names, key=_most(names))]
    made = make_table(
        "国籍・地域別外国人住民数",
        "国籍・地域",
        columns=people_columns(sexes, kind="foreign"),
        rows=(total(TOTAL, "計", [r.code for r in rows]), *rows),
        leaves=leaves,
        chart=Chart.BARS,
    )
    return _checked(made, check_of_people(made.values[TOTAL, "foreign"], present))


def status_table(people: Iterable[Count], *, present: int) -> Table:
    """在留資格等別の外国人住民, under their 法30条の45の区分; `people` by SEX, CATEGORY and STATUS."""
    leaves: Counter[Cell] = Counter()
    statuses: dict[str, Counter[str]] = {}
    sexes: set[str] = set()
    for count in people:
        sex, category, status = (str(key) for key in count.keys)
        leaves[_status(category, status), leaf("foreign", sex)] += count.number
        statuses.setdefault(category, Counter())[status] += count.number
        sexes.add(sex)
    rows = _status_rows(statuses)
    made = make_table(
        "在留資格等別外国人住民数",
        "区分・在留資格",
        columns=people_columns(sexes, kind="foreign"),
        rows=rows,
        leaves=leaves,
        chart=Chart.BARS,
    )
    return _checked(made, check_of_people(made.values[TOTAL, "foreign"], present))


def _status_rows(statuses: Mapping[str, Counter[str]]) -> tuple[Line, ...]:
    order = [c.value for c in ResidenceCategory if c.value] + [""]
    rows: list[Line] = []
    found = [c for c in order if c in statuses]
    for category in found:
        label = ResidenceCategory(category).label or "区分の記載なし"
        own = sorted(statuses[category], key=_most(statuses[category]))
        codes = [_status(category, status) for status in own]
        if own == [""]:
            rows.append(Line(codes[0], label, tone="part"))
            continue
        rows.append(total(f"category.{category}", label, codes, tone="part"))
        rows += [
            Line(code, f"　{status or '在留資格の記載なし'}")
            for code, status in zip(codes, own, strict=True)
        ]
    heads = [_status(c, "") if list(statuses[c]) == [""] else f"category.{c}" for c in found]
    return (total(TOTAL, "計", heads), *rows)


def _status(category: str, status: str) -> str:
    return f"{category}/{status}"


def _most(counts: Counter[str]) -> Callable[[str], tuple[int, str]]:
    def key(name: str) -> tuple[int, str]:
        return (-counts[name], name)

    return key


def _checked(table: Table, *checks: Check) -> Table:
    return replace(table, checks=checks)
