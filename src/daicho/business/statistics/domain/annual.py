"""Annual report (住民基本台帳関係年報, STD-6.1/m1): people and households on 1 January, movements of the year before.

The items are those of the national survey (catalogues.yaml: juki_annual); every sum of it is checked against the register.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from daicho.business.statistics.domain.people import HOUSEHOLDS
from daicho.business.statistics.domain.tables import Check, Line, Table, Unit, make_table, total
from daicho.registers.residents.domain.census import Count


def household_table(households: Iterable[Count], *, homes: int) -> Table:
    """世帯数: of Japanese, of foreigners, of both."""
    leaves: Counter[tuple[str, str]] = Counter()
    for count in households:
        leaves[str(count.keys[1]), "number"] += count.number
    rows = [Line(code, label) for code, label in HOUSEHOLDS.items()]
    made = make_table(
        "世帯数",
        "世帯の区分",
        columns=(Line("number", "世帯数", unit=Unit.HOUSEHOLDS),),
        rows=(total("total", "計", HOUSEHOLDS), *rows),
        leaves=leaves,
    )
    whole = made.values["total", "number"]
    return replace(made, checks=(Check("世帯数", whole, "この表の計", homes, "台帳の世帯数"),))
