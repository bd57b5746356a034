"""Individual matters by file (個別事項の取込み, STD-1.1.1, REG-089): what the departments tell of their insured, written as 職権修正.

One file a department; the names of the first line are the names of the items. What has nothing to do with residents'
records (被保険者番号 and the like) is refused by name (REG-090): the register has no place for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.bulk import Exclusion, Keyed
from daicho.business.movements.domain.bulk_file import (
    ATENA,
    Cell,
    Column,
    Layout,
    read_day,
    read_flag,
    read_month,
    read_text,
)
from daicho.business.movements.domain.bulk_units import Candidate, Row, Task, Wanted
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import Town
from daicho.kernel.errors import Problem
from daicho.kernel.uncertain_dates import EXACT_PAST
from daicho.registers.residents.domain.labels import item_label
from daicho.registers.residents.domain.particulars import Kind
from daicho.registers.residents.domain.segments import Holding

DEPARTMENTS = (
    ("nhi", "国民健康保険"),
    ("late_elderly", "後期高齢者医療"),
    ("ltc", "介護保険"),
    ("pension", "国民年金"),
    ("child_allowance", "児童手当"),
    ("voter", "選挙人名簿"),
)
SECTIONS = (
    sheet.Section(
        "取込みの内容",
        (
            sheet.FieldSpec(
                "department", "送った事務", sheet.Input.CHOICE, DEPARTMENTS, required=True
            ),
            sheet.FieldSpec(
                "event_date",
                "記載する日（異動日）",
                sheet.Input.DATE,
                hint=sheet.DATE_HINT,
                required=True,
                initial="today",
            ),
            sheet.FieldSpec(
                "noticed_on", "通知を受けた日", sheet.Input.DATE, required=True, initial="today"
            ),
        ),
    ),
)
REFUSED = (
    "被保険者番号",
    "被保険者証番号",
    "記号",
    "番号",
    "記号番号",
    "保険料",
    "賦課額",
    "期割更正事由",
    "要介護度",
    "認定番号",
    "受給額",
    "口座番号",
    "電話番号",
    "所得",
    "個人番号",
)


def _insured(prefix: str) -> tuple[tuple[str, Cell], ...]:
    return (
        (f"{prefix}_insured", read_flag),
        (f"{prefix}_acquired_on", read_day),
        (f"{prefix}_lost_on", read_day),
    )


_ITEMS: dict[str, tuple[tuple[str, Cell], ...]] = {
    "nhi": _insured("nhi"),
    "late_elderly": _insured("late_elderly"),
    "ltc": _insured("ltc"),
    "pension": (
        *_insured("pension"),
        ("basic_pension_number", read_text),
        ("pension_type", read_text),
        ("pension_type_changed_on", read_day),
    ),
    "child_allowance": (
        ("child_allowance_start_month", read_month),
        ("child_allowance_end_month", read_month),
    ),
    "voter": (("voter_registered", read_flag),),
}
_ORDERED = (
    *((f"{p}_acquired_on", f"{p}_lost_on") for p in ("nhi", "late_elderly", "ltc", "pension")),
    ("child_allowance_start_month", "child_allowance_end_month"),
)


def _check_order(row: Row) -> tuple[Problem, ...]:
    wrong = []
    for first, last in _ORDERED:
        begins, ends = str(row.values.get(first) or ""), str(row.values.get(last) or "")
        if begins and ends and ends < begins:
            wrong.append(
                Problem(
                    "order",
                    item_label(last),
                    f"{item_label(last)}が{item_label(first)}より前です。",
                    "始まる前に終わることはありません。",
                    "送った事務に確かめて、その行を直してください。",
                )
            )
    return tuple(wrong)


LAYOUTS = {
    department: Layout(
        dict(DEPARTMENTS)[department],
        ATENA,
        tuple(Column(item_label(name), name, read_cell) for name, read_cell in items),
        refused=REFUSED,
        check=_check_order,
    )
    for department, items in _ITEMS.items()
}


def layout(settings: Mapping[str, str]) -> Layout | None:
    """The file of the department that sent it."""
    return LAYOUTS.get(settings.get("department", ""))


def read(reader: Reader, _town: Town, _rows: Sequence[Row]) -> Task | None:
    """Read the settings; problems are noted beside their fields."""
    department = reader.choice("department", "送った事務", [code for code, _ in DEPARTMENTS])
    event = reader.legal_date("event_date", "記載する日", EXACT_PAST)
    noticed = reader.exact_date("noticed_on", "通知を受けた日", EXACT_PAST)
    if event is None or not department or reader.has_errors:
        return None
    return Task(
        event_date=event,
        reason="correction_ex_officio",
        keyed=Keyed.PERSON,
        wanted=_wanted,
        title=f"個別事項（{dict(DEPARTMENTS)[department]}）",
        noticed_on=noticed,
    )


def _wanted(candidate: Candidate, held: Holding) -> Wanted:
    assert candidate.row is not None
    said = candidate.row.values
    if held.particulars.kind is not Kind.JAPANESE and "voter_registered" in said:
        return Exclusion.NOT_APPLICABLE
    return candidate.row.items()
