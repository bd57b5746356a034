"""Bulk domicile change (本籍一括変更, STD-9.7): how a 本籍 is written after its town's name or lots changed.

軽微な修正 is for names and addresses alone (STD-4.2.3.2), so the reason is 職権修正.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.bulk import Exclusion, Keyed
from daicho.business.movements.domain.bulk_file import ATENA, Column, Layout, read_text
from daicho.business.movements.domain.bulk_units import Candidate, Planner, Row, Task, Wanted
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import Town
from daicho.kernel.uncertain_dates import EXACT_ANY
from daicho.registers.residents.domain.particulars import Kind
from daicho.registers.residents.domain.scan import Scan
from daicho.registers.residents.domain.segments import Holding

METHODS = (("place", "本籍の書き出しが同じ人"), ("list", "宛名番号の一覧（ファイル）"))
SECTIONS = (
    sheet.Section(
        "変更の内容",
        (
            sheet.FieldSpec(
                "event_date", "実施日", sheet.Input.DATE, hint=sheet.DATE_HINT, required=True
            ),
            sheet.FieldSpec("noticed_on", "通知を受けた日", sheet.Input.DATE),
            sheet.FieldSpec("method", "対象の指定", sheet.Input.CHOICE, METHODS, required=True),
            sheet.FieldSpec(
                "place_before", "変更前の書き出し", hint="例: 福島県福島市五老内町", initial=""
            ),
            sheet.FieldSpec("place_after", "変更後の書き出し"),
        ),
    ),
)
LIST = Layout(
    "本籍の一覧",
    ATENA,
    (
        Column("変更前本籍", "before", read_text, required=True),
        Column("変更後本籍", "domicile", read_text, required=True),
    ),
)


def layout(settings: Mapping[str, str]) -> Layout | None:
    """The list of people, when they are named one by one."""
    return LIST if settings.get("method") == "list" else None


def read(reader: Reader, _town: Town, _rows: Sequence[Row]) -> Task | None:
    """Read the settings; problems are noted beside their fields."""
    event = reader.legal_date("event_date", "実施日", EXACT_ANY)
    noticed = reader.exact_date("noticed_on", "通知を受けた日", EXACT_ANY, required=False)
    method = reader.choice("method", "対象の指定", [code for code, _ in METHODS])
    before = after = ""
    if method == "place":
        before = reader.required("place_before", "変更前の書き出し")
        after = reader.required("place_after", "変更後の書き出し")
    if event is None or not method or reader.has_errors:
        return None
    return Task(
        event_date=event,
        reason="correction_ex_officio",
        keyed=Keyed.PERSON,
        wanted=_by_place(before, after) if method == "place" else _by_row,
        title="本籍の表示の変更",
        noticed_on=noticed,
        scan=Scan(day=event.sort_on, domiciles=(before,)) if method == "place" else None,
    )


def _by_place(before: str, after: str) -> Planner:
    def wanted(_candidate: Candidate, held: Holding) -> Wanted:
        return {"domicile": after + held.particulars.domicile.removeprefix(before)}

    return wanted


def _by_row(candidate: Candidate, held: Holding) -> Wanted:
    assert candidate.row is not None
    if held.particulars.kind is not Kind.JAPANESE:
        return Exclusion.NOT_APPLICABLE
    if held.particulars.domicile != candidate.row.values["before"]:
        return Exclusion.DIFFERS
    return {"domicile": candidate.row.values["domicile"]}
