"""Special move-in (特例転入, 住基法24条の2): with the card; the 転出証明書情報 comes by the network and is quoted (STD-4.1.1.3)."""

from __future__ import annotations

from typing import Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.basis import NOTIFICATION, basis_section, read_basis
from daicho.business.movements.domain.departure_certificate import is_quoted
from daicho.business.movements.domain.entry import PERSONS, WHERE, Terms, entry_plan, read_coming
from daicho.business.movements.domain.move_in import EVENT
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.previous_place import PREVIOUS_FIELDS, read_previous
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.periods import fourteen_days
from daicho.kernel.uncertain_dates import EXACT_PAST

BASES: Final = (NOTIFICATION,)

SHEET: Final = sheet.Sheet(
    sections=(
        sheet.Section(
            "特例転入",
            (
                EVENT,
                *PREVIOUS_FIELDS,
                sheet.FieldSpec(
                    "card_shown", "個人番号カードの提示と暗証番号の照合が済んだ", sheet.Input.CHECK
                ),
                sheet.FieldSpec("certificate_reference", "転出証明書情報の番号"),
            ),
        ),
        basis_section(BASES),
        sheet.NOTIFIER,
        *WHERE,
    ),
    persons=PERSONS,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 特例転入: as a 転入 from within Japan, whose certificate is what was received."""
    event = reader.legal_date("event_date", "転入した日", EXACT_PAST)
    basis = read_basis(reader, BASES)
    items = read_previous(reader, required=True)
    _check_certificate(reader)
    day = event.sort_on if event else world.today
    coming = read_coming(reader, world, day)
    if event is None or coming is None:
        return None
    return entry_plan(
        reader,
        coming,
        Terms(
            kind="special_move_in",
            reason="entry_domestic_move_in",
            basis=basis,
            event=event,
            resident_reason="転入",
            items=items,
            deadline=fourteen_days(day, calendar=world.calendar),
        ),
    )


def _check_certificate(reader: Reader) -> None:
    if not reader.has("card_shown"):
        reader.note(
            "card_shown",
            "card_not_shown",
            "個人番号カードの提示と暗証番号の照合が済んでいません。",
            "特例転入は、カードを示して届け出る転入です。",
            "カードを確かめて印を付けるか、「転入」で入力してください。",
        )
    if not is_quoted(reader.payload):
        reader.alert(
            "certificate_reference",
            "certificate_not_quoted",
            "転出証明書情報が引用されていません。",
            "引用できる内容は手で打たない決まりです。",
            "転出証明書情報を受信してから入力するか、届いていないことを確かめてください。",
        )
