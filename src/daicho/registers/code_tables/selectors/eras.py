"""Eras (元号): the rows that name eras after 令和, brought into the calendar of this process (STD-1.3.6)."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Final

from django.db import transaction

from daicho.kernel import wareki
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem
from daicho.kernel.periods import Period
from daicho.kernel.wareki import DateFault, Era
from daicho.registers.code_tables.domain.code_table import CodeTable
from daicho.registers.code_tables.models import IN_FORCE, CodeRow

TABLE: Final = "eras"
SECONDS: Final = 60.0


class _Known:
    """When this process last looked."""

    until = 0.0


def load_eras() -> None:
    """Read the town's eras and let the calendar know them; a day's display before their start does not change."""
    wareki.proclaim(_kept())
    _Known.until = time.monotonic() + SECONDS


def refresh_eras() -> None:
    """`load_eras`, when the last look was a minute ago: another process may have registered one."""
    if time.monotonic() >= _Known.until:
        load_eras()


def heed_eras(table: CodeTable) -> None:
    """After a change of the table of eras, take it up as soon as the act is kept."""
    if table.code == TABLE:
        transaction.on_commit(load_eras)


def check_era(table: CodeTable, code: str, values: Mapping[str, str], period: Period) -> None:
    """`Invalid` for an era that cannot follow those that are known."""
    if table.code != TABLE:
        return
    if period.until is not None:
        raise _wrong("last_on", "元号の最後の日は、次の元号の始まる日で決まります。空欄にします。")
    others = [era for era in _kept() if era.letter != code]
    try:
        wareki.check_eras([*others, Era(code, values["kanji"], period.from_)])
    except DateFault as fault:
        raise fault.invalid("code") from fault


def check_withdrawal(table: CodeTable, periods: Iterable[Period]) -> None:
    """`Invalid` for taking back an era that has begun: dates are written in it."""
    if table.code == TABLE and any(period.from_ <= business_today() for period in periods):
        raise _wrong("", "始まった元号は、日付に使われているため消せません。名は訂正できます。")


def _kept() -> list[Era]:
    rows = CodeRow.objects.filter(IN_FORCE, table=TABLE)
    eras = [Era(row.code, row.values["kanji"], row.valid.lower) for row in rows]
    return sorted(eras, key=wareki.begins)


def _wrong(field: str, why: str) -> Invalid:
    return Invalid(
        [
            Problem(
                code="code_tables.era",
                field=field,
                what="この元号の登録は受け付けられません。",
                why=why,
                remedy="政令で定められた元号と施行の日を確かめてください。",
            )
        ]
    )
