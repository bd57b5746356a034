"""Readings ex officio (振り仮名の職権記載, practice.md §1 no. 7): those who notified none get the register's kana, in waves.

Who notified a reading has a confirmed one and is not looked for. What is written is only that the reading is now an
entry of the record, and the entry's ground.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.bulk import Exclusion, Keyed
from daicho.business.movements.domain.bulk_file import Layout
from daicho.business.movements.domain.bulk_units import Candidate, Row, Task, Wanted
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import Town
from daicho.foundation import law_values
from daicho.kernel.uncertain_dates import EXACT_PAST, LegalDate
from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.scan import Scan
from daicho.registers.residents.domain.segments import Holding

SECTIONS = (
    sheet.Section(
        "対象の範囲",
        (
            sheet.FieldSpec(
                "event_date",
                "記載する日（異動日）",
                sheet.Input.DATE,
                hint=sheet.DATE_HINT,
                required=True,
                initial="today",
            ),
            sheet.FieldSpec(
                "noticed_on", "本籍地の通知を受けた日", sheet.Input.DATE, hint=sheet.DATE_HINT
            ),
            sheet.FieldSpec("town_code", "地区（町字）", sheet.Input.TOWN, hint="空欄なら全部"),
            sheet.FieldSpec("born_from", "生まれた年（から）", hint="西暦4桁。空欄なら全部"),
            sheet.FieldSpec("born_to", "生まれた年（まで）", hint="西暦4桁"),
        ),
    ),
)
_YEAR_LENGTH = 4
_EARLIEST, _LATEST = 1868, 9999


def layout(_settings: Mapping[str, str]) -> Layout | None:
    """No file: the register is searched."""
    return None


def read(reader: Reader, _town: Town, _rows: Sequence[Row]) -> Task | None:
    """Read the settings; problems are noted beside their fields."""
    event = reader.legal_date("event_date", "記載する日", EXACT_PAST)
    noticed = reader.exact_date("noticed_on", "通知を受けた日", EXACT_PAST, required=False)
    first = _year(reader, "born_from", otherwise=_EARLIEST)
    last = _year(reader, "born_to", otherwise=_LATEST)
    if event is None or first is None or last is None:
        return None
    _check(reader, event, first, last)
    if reader.has_errors:
        return None
    town = reader.raw("town_code")
    all_years = (first, last) == (_EARLIEST, _LATEST)
    return Task(
        event_date=event,
        reason="correction_ex_officio",
        keyed=Keyed.PERSON,
        wanted=_wanted,
        title="振り仮名の職権記載",
        noticed_on=noticed,
        scan=Scan(
            day=event.sort_on,
            towns=(town,) if town else (),
            unread=True,
            born=None if all_years else (date(first, 1, 1), date(last, 12, 31)),
        ),
    )


def _check(reader: Reader, event: LegalDate, first: int, last: int) -> None:
    begins = next(v for v in law_values.table("name_readings") if v.code == "ex_officio").from_on
    if event.sort_on < begins:
        reader.note(
            "event_date",
            "kana_too_early",
            "この日には、まだ振り仮名を職権で記載できません。",
            f"届出の期間があり、職権による記載は{format_wareki(begins)}からです。",
            "記載する日を確かめてください。",
        )
    if first > last:
        reader.note(
            "born_to",
            "years_crossed",
            "生まれた年の範囲が逆です。",
            "「から」が「まで」より後です。",
            "年を確かめてください。",
        )


def _year(reader: Reader, name: str, *, otherwise: int) -> int | None:
    text = reader.raw(name)
    if not text:
        return otherwise
    if len(text) == _YEAR_LENGTH and text.isascii() and text.isdecimal() and int(text) >= _EARLIEST:
        return int(text)
    reader.note(
        name,
        "year",
        "年として読めません。",
        "西暦の4桁で入力します。",
        "年を確かめて入力し直してください。",
    )
    return None


def _wanted(_candidate: Candidate, held: Holding) -> Wanted:
    if held.particulars.name_kana_confirmed:
        return {}
    return {"name_kana_confirmed": True} if held.particulars.name_kana else Exclusion.NO_READING
