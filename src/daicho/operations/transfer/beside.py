"""Beside the residents (台帳に伴うもの): memos, suppressions, support measures, 本人通知, code tables, 世帯番号.

Each file is read line by line, twice: once to be checked, once to be written.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection
from psycopg import sql
from pydantic import TypeAdapter, ValidationError

from daicho.operations.transfer import layout
from daicho.operations.transfer.blocks import blocks, read_heading, rows_of
from daicho.operations.transfer.crossing import missing_people, repeated
from daicho.operations.transfer.layout import File
from daicho.operations.transfer.people import Judge, Reject
from daicho.operations.transfer.profile import Profile
from daicho.operations.transfer.values import Bad, Memory
from daicho.registers.protection.domain.measure import Facts
from daicho.registers.protection.models.measure import packed

_FACTS: Final[TypeAdapter[Facts]] = TypeAdapter(Facts)
_TOGETHER: Final = 1_000

Values = dict[str, Any]
"""Any: the values of a line by the codes of its columns."""


@dataclass(frozen=True, slots=True)
class Written:
    """Where the lines of a file go: table, columns, and the row that a line becomes; `once` may not be there twice."""

    file: File
    table: str
    columns: tuple[str, ...]
    row: Callable[[Values, Judge], tuple[object, ...]]
    once: tuple[str, ...] = ()


def _plain(
    file: File,
    table: str,
    *,
    keyed: bool = True,
    refs: Collection[str] = (),
    staff: Collection[str] = (),
    once: tuple[str, ...] = (),
) -> Written:
    """A file whose lines are the rows of a table; 宛名番号 becomes the person."""
    names = [c.code for c in file.columns]
    columns = (
        *(("key",) if keyed else ()),
        *("person" if n == "atena_number" else n for n in names),
    )

    def row(values: Values, judge: Judge) -> tuple[object, ...]:
        found: list[object] = [uuid4()] if keyed else []
        for name in names:
            value = values[name]
            if name == "atena_number":
                value = judge.key("person", value) if value else None
            elif name in refs:
                value = judge.key(name, value) if value else None
            elif name in staff:
                value = judge.staff(value)
            found.append(value)
        return tuple(found)

    return Written(file, table, columns, row, once)


def _memos() -> Written:
    plain = _plain(
        layout.MEMOS,
        "residents_memoline",
        refs={"memo"},
        staff={"written_by"},
        once=("memo", "edition"),
    )
    columns = tuple("person_id" if c == "person" else c for c in plain.columns)
    return replace(plain, columns=columns)


def _measure(values: Values, judge: Judge) -> tuple[object, ...]:
    facts = facts_of(values["facts"], judge)
    return (
        judge.key("measure", values["measure"]),
        values["edition"],
        values["act"],
        json.dumps(packed(facts), ensure_ascii=False),
        facts.applicant,
        list(facts.people),
        facts.ends_on,
        facts.ended_on,
        values["kept_at"],
        judge.staff(values["kept_by"]),
        values["kept_by_name"],
        values["replaced_at"],
    )


def facts_of(told: Any, judge: Judge) -> Facts:  # Any: JSON
    """The facts of a measure, in which 宛名番号 stand for people; ValueError when they are none."""
    if not isinstance(told, dict):
        raise ValueError("facts are an object")
    keyed = dict(told)
    keyed["applicant"] = judge.key("person", str(told.get("applicant", "")))
    keyed["joint"] = [
        {**one, "person": judge.key("person", str(one.get("person", "")))}
        for one in told.get("joint", [])
    ]
    return _FACTS.validate_python(keyed)


def _code_row(values: Values, judge: Judge) -> tuple[object, ...]:
    since, until = values["valid_from"] or "", values["valid_until"] or ""
    days = f"[{since},{until})"
    return (
        uuid4(),
        values["seq"],
        values["table"],
        values["code"],
        days,
        json.dumps(values["values"], ensure_ascii=False),
        judge.key("act", values["act"]),
        values["recorded_at"],
        judge.staff(values["recorded_by"]),
        values["recorded_by_name"],
        values["reason"],
        judge.key("act", values["closed_act"]) if values["closed_act"] else None,
        values["closed_at"],
        judge.staff(values["closed_by"]),
        values["closed_by_name"],
        values["closed_reason"],
    )


BESIDE: Final = (
    _plain(layout.HOUSEHOLDS, "residents_householdnumber", keyed=False, once=("number",)),
    _memos(),
    _plain(layout.SUPPRESSIONS, "protection_suppression", staff={"set_by", "ended_by"}),
    Written(
        layout.MEASURES,
        "protection_measureedition",
        ("measure", "edition", "act", "facts", "applicant", "persons", "ends_on", "ended_on",
         "kept_at", "kept_by", "kept_by_name", "replaced_at"),
        _measure,
        ("measure", "edition"),
    ),
    _plain(layout.NOTICE_WISHES, "protection_noticewish", staff={"kept_by", "ended_by"}),
    Written(
        layout.CODE_TABLES,
        "code_tables_coderow",
        ("key", "seq", "table", "code", "valid", "values", "act", "recorded_at", "recorded_by",
         "recorded_by_name", "reason", "closed_act", "closed_at", "closed_by", "closed_by_name",
         "closed_reason"),
        _code_row,
        ("table", "seq"),
    ),
)  # fmt: skip


class Beside:
    """The files beside the residents, of one folder, as one profile reads them."""

    def __init__(self, folder: Path, *, profile: Profile, judge: Judge, today: Any) -> None:
        self._folder = folder
        self._profile = profile
        self._judge = judge
        self._today = today

    def check(self, of: Written) -> tuple[int, list[Reject]]:
        """How many lines a file has, and those that are left out."""
        count = 0
        rejects: list[Reject] = []
        lines = self._lines(of.file)
        while part := list(islice(lines, _TOGETHER)):
            count += len(part)
            rejects += self._wrong(of, part)
        return count, rejects

    def write(self, of: Written, *, without: Collection[int]) -> int:
        """Append the lines to their table, but for those left out; returns how many."""
        count = 0
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(of.table), sql.SQL(", ").join(map(sql.Identifier, of.columns))
        )
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for line, values in self._lines(of.file):
                if line not in without:
                    copy.write_row(of.row(values, self._judge))
                    count += 1
        return count

    def _lines(self, file: File) -> Iterator[tuple[int, Values]]:
        path = self._folder / self._profile.name_of(file)
        if not path.exists():
            return
        with path.open("rb") as stream:
            heading = read_heading(stream, file=file, profile=self._profile)
        pick = heading.picker(self._profile)
        memory = Memory(file.columns, today=self._today)
        names = [c.code for c in file.columns]
        for block in blocks(path, heading, key=None):
            for line, texts in rows_of(block):
                if len(texts) != heading.width:
                    yield (
                        line,
                        {names[0]: Bad(f"列が {len(texts)} あります（見出しは {heading.width}）")},
                    )
                else:
                    yield line, dict(zip(names, memory.read(pick(texts)), strict=True))

    def _wrong(self, of: Written, part: list[tuple[int, Values]]) -> Iterator[Reject]:
        labels = {c.code: c.label for c in of.file.columns}
        named: dict[int, tuple[str, ...]] = {}
        for line, values in part:
            found = [(labels[n], v.why) for n, v in values.items() if isinstance(v, Bad)]
            if not found and of.file is layout.MEASURES:
                found = self._wrong_facts(values)
            if found:
                yield from (Reject(line, _said(values), label, why) for label, why in found)
            else:
                named[line] = _people(of.file, values)
        if of.once:
            said = [
                (n, "\x1f".join(str(values[c]) for c in of.once))
                for n, values in part
                if n in named
            ]
            for line in repeated(of.file.code, said):
                yield Reject(
                    line, _said(dict(part)[line]), labels[of.once[0]], "同じものが二度あります"
                )
                del named[line]
        missing = missing_people(list({a for who in named.values() for a in who}))
        for line, who in named.items():
            if not missing.isdisjoint(who):
                yield Reject(line, who[0], "宛名番号", "住民票のない人か、取り込めない人のものです")

    def _wrong_facts(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        try:
            facts_of(values["facts"], self._judge)
        except (ValidationError, ValueError, AttributeError):
            return [("内容", "支援措置の内容として読めません")]
        return []


def _people(file: File, values: Values) -> tuple[str, ...]:
    if file is layout.MEASURES:
        told = values["facts"]
        return (str(told["applicant"]), *(str(one["person"]) for one in told.get("joint", [])))
    atena = values.get("atena_number")
    return (atena,) if atena else ()


def _said(values: Values) -> str:
    atena = values.get("atena_number", "")
    return atena if isinstance(atena, str) else ""


def refs_in_facts(told: dict[str, Any], atena_of: Mapping[str, str]) -> dict[str, Any]:
    """The facts of a measure as they leave: 宛名番号 for the keys of people; KeyError for an unknown one."""
    return {
        **told,
        "applicant": atena_of[told["applicant"]],
        "joint": [{**one, "person": atena_of[one["person"]]} for one in told.get("joint", [])],
    }


def people_in_facts(told: dict[str, Any]) -> tuple[UUID, ...]:
    """The keys of the people of a measure."""
    return (
        UUID(told["applicant"]),
        *(UUID(one["person"]) for one in told.get("joint", [])),
    )
