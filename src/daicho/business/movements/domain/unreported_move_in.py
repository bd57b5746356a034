"""Unreported move-in (未届転入, 住基法22条): people come from where they lived without having notified it (STD-4.1.1.4)."""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.basis import basis_section, read_basis
from daicho.business.movements.domain.entry import PERSONS, WHERE, Terms, entry_plan, read_coming
from daicho.business.movements.domain.move_in import BASES, EVENT
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.previous_place import (
    UNREPORTED_FIELDS,
    read_unreported,
    unreported_words,
)
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.periods import fourteen_days
from daicho.kernel.uncertain_dates import EXACT_PAST

FROM: Final = (("domestic", "国内"), ("overseas", "国外"))

SHEET: Final = sheet.Sheet(
    sections=(
        sheet.Section(
            "未届転入",
            (
                EVENT,
                sheet.FieldSpec(
                    "from_where",
                    "最後に住民票があった所",
                    sheet.Input.CHOICE,
                    FROM,
                    required=True,
                    initial="domestic",
                ),
                *UNREPORTED_FIELDS,
            ),
        ),
        basis_section(BASES),
        sheet.NOTIFIER,
        *WHERE,
    ),
    persons=PERSONS,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 未届転入: the latest unreported address is the 転入前住所, and the 留意事項 says so."""
    event = reader.legal_date("event_date", "転入した日", EXACT_PAST)
    basis = read_basis(reader, BASES)
    where = reader.choice("from_where", "最後に住民票があった所", [code for code, _ in FROM])
    items = read_unreported(reader)
    day = event.sort_on if event else world.today
    coming = read_coming(reader, world, day)
    if event is None or coming is None:
        return None
    overseas = where == "overseas"
    return entry_plan(
        reader,
        coming,
        Terms(
            kind="unreported_move_in",
            reason="entry_overseas_move_in" if overseas else "entry_domestic_move_in",
            basis=basis,
            event=event,
            resident_reason="転入",
            items=items,
            attention=unreported_words(items),
            deadline=fourteen_days(day, calendar=world.calendar),
        ),
    )
