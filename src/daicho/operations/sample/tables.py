"""Tables (見本のコード表): a few rows of the code tables for the invented town, so that their screens live."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping

from django.conf import settings

from daicho.kernel.access import Access
from daicho.kernel.addresses import Town, towns_of
from daicho.operations.sample.pools import BUILDINGS
from daicho.registers.code_tables.commands.import_rows import import_rows
from daicho.registers.code_tables.domain.csv_file import headings
from daicho.registers.code_tables.domain.tables import code_table
from daicho.registers.code_tables.models import CodeRow

SINCE = "2010-04-01"
TOWNS_A_SCHOOL = 12
SCHOOLS_A_DISTRICT = 4
HOUSED = 20

Row = tuple[str, str, Mapping[str, str]]


def lay_tables(access: Access) -> int:
    """Take the sample's rows over into those tables that nobody has written in; returns how many rows."""
    rows: defaultdict[str, list[tuple[str, Mapping[str, str]]]] = defaultdict(list)
    for table, code, values in _rows(settings.TOWN["code"]):
        rows[table].append((code, values))
    used = set(CodeRow.objects.values_list("table", flat=True).distinct())
    return sum(
        import_rows(access, table=table, content=_file(table, lines), reason="見本の町")
        for table, lines in rows.items()
        if table not in used
    )


def _file(table: str, lines: list[tuple[str, Mapping[str, str]]]) -> bytes:
    of, out = code_table(table), io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(headings(of))
    for code, values in lines:
        writer.writerow([code, *(values.get(c.name, "") for c in of.columns), SINCE, ""])
    return out.getvalue().encode()


def _rows(town: str) -> Iterator[Row]:
    places = list({each.code: each for each in towns_of(town) if each.name}.values())
    yield "offices", "001", {"name": "市民課", "kind": "本庁"}
    yield "offices", "101", {"name": "見本支所", "kind": "支所"}
    yield "offices", "201", {"name": "架空出張所", "kind": "出張所"}
    yield "countries", "XAA", {"name": "架空国", "kana": "カクウコク", "full_name": "架空共和国"}
    yield "countries", "XAB", {"name": "見本国", "kana": "ミホンコク"}
    yield from _districts(places)
    yield from _buildings(places)


def _districts(places: list[Town]) -> Iterator[Row]:
    """A school and a polling district for a dozen 町字, two schools to a junior high school."""
    for at, town in enumerate(places):
        school = at // TOWNS_A_SCHOOL + 1
        junior, area = (school + 1) // 2, (school - 1) // SCHOOLS_A_DISTRICT + 1
        for table, number, name in (
            ("districts", area, f"架空第{area}地区"),
            ("elementary_districts", school, f"見本第{school}小学校"),
            ("junior_high_districts", junior, f"見本第{junior}中学校"),
            ("polling_districts", school, f"第{school}投票区"),
        ):
            yield table, f"{number:03}-{at + 1}", {"name": name, "town_code": town.code}


def _buildings(places: list[Town]) -> Iterator[Row]:
    for at, town in enumerate(places[:HOUSED]):
        for number in (1, 2):
            name = BUILDINGS[(at * 2 + number) % len(BUILDINGS)]
            values = {"town_code": town.code, "banchi": f"{at + 1}番{number}号", "name": name}
            yield "buildings", f"B{at + 1:03}{number}", values
