"""Writing (書込み): closing and appending rows within one act; the act's own entry is its caller's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Max
from psycopg.types.range import DateRange

from daicho.kernel.access import Access
from daicho.kernel.characters import check_text
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.kernel.periods import Period
from daicho.registers.code_tables.domain.code_table import CodeTable
from daicho.registers.code_tables.domain.columns import read_value
from daicho.registers.code_tables.domain.painting import Painted
from daicho.registers.code_tables.models import IN_FORCE, CodeRow

REASON_LIMIT = 200
LOCK = "SELECT pg_advisory_xact_lock(hashtext('code_tables'), hashtext(%s))"


@dataclass(slots=True)
class Writing:
    """One act on one table: everybody else who would write to it waits until the act is over."""

    by: Access
    table: CodeTable
    reason: str
    act: UUID = field(default_factory=uuid4)
    _seq: int = 0

    def __post_init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [self.table.code])
        newest = CodeRow.objects.filter(table=self.table.code).aggregate(newest=Max("seq"))
        self._seq = newest["newest"] or 0

    def in_force(self, code: str) -> list[CodeRow]:
        """The rows of a code that are in force, by their days."""
        rows = CodeRow.objects.filter(IN_FORCE, table=self.table.code, code=code)
        return list(rows.order_by("valid"))

    def check_edition(self, code: str, edition: int) -> None:
        """`Conflict` when a row of the code was written or closed after the page was drawn."""
        if edition_of(self.table.code, code) != edition:
            raise Conflict(
                "この行は、画面を開いた後に変わっています。",
                why="ほかの職員が登録したか、同じ画面が二度送られました。",
                remedy="開き直して、今の内容を確かめてください。",
                code="code_tables.overtaken",
            )

    def check_clashes(self, code: str, values: Mapping[str, str], period: Period) -> None:
        """`Invalid` when another row that holds on one of these days cannot stand beside this one."""
        days = DateRange(period.from_, period.until)
        others = CodeRow.objects.filter(IN_FORCE, table=self.table.code, valid__overlap=days)
        problems = [
            problem
            for row in others.exclude(code=code).order_by("code")
            if (problem := self.table.clash(code, values, row.code, row.values)) is not None
        ]
        if problems:
            raise Invalid(problems[:1])

    def write(self, code: str, painted: Painted) -> None:
        """Close what is to be closed, then append."""
        self.close(painted.closed)
        for period, values in painted.appended:
            self._append(code, period, values)

    def close(self, keys: Iterable[UUID]) -> None:
        """Close rows that are in force."""
        CodeRow.objects.filter(key__in=list(keys)).update(
            closed_act=self.act,
            closed_at=business_now(),
            closed_by=self.by.staff_key,
            closed_by_name=self.by.name,
            closed_reason=self.reason,
        )

    def _append(self, code: str, period: Period, values: Mapping[str, str]) -> None:
        self._seq += 1
        CodeRow.objects.create(
            seq=self._seq,
            table=self.table.code,
            code=code,
            valid=DateRange(period.from_, period.until),
            values=dict(values),
            act=self.act,
            recorded_at=business_now(),
            recorded_by=self.by.staff_key,
            recorded_by_name=self.by.name,
            reason=self.reason,
        )


def edition_of(table: str, code: str) -> int:
    """How often rows of a code were written or closed: what a page carries to know that it is stale."""
    rows = CodeRow.objects.filter(table=table, code=code)
    return rows.count() + rows.filter(closed_at__isnull=False).count()


def check_reason(reason: str, *, needed: bool) -> str:
    """The reason as it is kept; `Invalid` when it is needed and missing."""
    text = check_text(reason, field="reason", limit=REASON_LIMIT)
    if needed and not text:
        raise Invalid(
            [
                Problem(
                    code="code_tables.reason",
                    field="reason",
                    what="理由がありません。",
                    why="登録されている内容を変える処理には、理由を残します。",
                    remedy="理由を入力してください。",
                )
            ]
        )
    return text


def read_row(
    table: CodeTable, *, code: str, values: Mapping[str, str]
) -> tuple[str, dict[str, str]]:
    """The code and the values of a row as typed; `Invalid` with every problem of the row at once."""
    problems: list[Problem] = []
    out: dict[str, str] = {}
    read = code
    try:
        read = table.key.read(code)
    except Invalid as error:
        problems.extend(error.problems)
    for column in table.columns:
        try:
            out[column.name] = read_value(column, values.get(column.name, ""))
        except Invalid as error:
            problems.extend(error.problems)
    if not problems:
        problems.extend(table.check(read, out))
    if problems:
        raise Invalid(problems)
    return read, out


def check_period(table: CodeTable, period: Period) -> None:
    """`Invalid` for a period that has no day, or no last day where the table wants one."""
    if period.is_empty:
        raise Invalid([_last("最後の日が、始まりの日より前です。")])
    if table.bounded and period.until is None:
        raise Invalid([_last(f"{table.title}には最後の日が要ります。")])
    if table.bounded and period.until and (period.until - period.from_).days > MOST_DAYS:
        raise Invalid([_last(f"{table.title}は続けて{MOST_DAYS}日までです。")])


MOST_DAYS = 31


def _last(why: str) -> Problem:
    return Problem(
        code="code_tables.period",
        field="last_on",
        what="期間を受け付けられません。",
        why=why,
        remedy="日付を確かめて入力し直してください。",
    )
