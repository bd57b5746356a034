"""Minor amendment (軽微な修正, STD-4.2.3.2): names and addresses written otherwise, nobody having moved.

住所を定めた日 stays, and so does the household. An address is that of the whole household: all of its members are chosen.
"""

from __future__ import annotations

from typing import Any, Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.destination import read_place
from daicho.business.movements.domain.editing import edited_people
from daicho.business.movements.domain.item_changes import (
    ATTENTION,
    Changes,
    check_something,
    event_section,
    ground_of,
    read_attention,
    read_changes,
)
from daicho.business.movements.domain.minor_grounds import GROUNDS, check_minor
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World

ALLOWED: Final = (basis.EX_OFFICIO, basis.PETITION)
NAMES: Final = (
    sheet.Section(
        "氏名",
        (
            sheet.FieldSpec("name", "氏名", only="japanese"),
            sheet.FieldSpec("name_alphabet", "氏名（アルファベット）", only="foreign"),
            sheet.FieldSpec("name_kanji", "氏名（漢字）", only="foreign"),
        ),
    ),
)
SHEET = sheet.Sheet(
    sections=(
        event_section(
            "軽微な修正",
            sheet.FieldSpec("minor_ground", "事由", sheet.Input.CHOICE, GROUNDS, required=True),
            ATTENTION,
        ),
        basis.basis_section(ALLOWED),
        sheet.Section(
            "住所の新しい表し方（住所を直すときだけ）",
            (
                sheet.FieldSpec(
                    "town_code", "町字", sheet.Input.TOWN, hint="漢字かカナの先頭を入れて選ぶ"
                ),
                sheet.FieldSpec("banchi", "番地・号", hint="例: 3-12"),
                sheet.FieldSpec("katagaki", "方書", hint="建物名・部屋番号"),
            ),
        ),
    ),
    selects=sheet.Selects.MEMBERS,
    edits=NAMES,
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan of a 軽微な修正."""
    found = basis.read_basis(reader, ALLOWED)
    attention = read_attention(reader)
    changes = read_changes(reader, world, NAMES)
    if changes is None:
        return None
    check_minor(reader, changes)
    _address(reader, world, changes)
    check_something(reader, changes)
    if reader.has_errors:
        return None
    return Plan(
        kind="minor_amend",
        reason="correction_minor",
        basis=ground_of(found),
        event_date=changes.event,
        people=edited_people(world, changes.edits, changes.day),
        attention=attention,
        **found.dates,
    )


def _address(reader: Reader, world: World, changes: Changes) -> None:
    """Add the address as it is written now to everybody's edits."""
    if not any(reader.has(name) for name in ("town_code", "town_code_text", "banchi", "katagaki")):
        return
    items = read_place(reader, world)
    if items is None:
        return
    number = changes.held[0].particulars.household_number
    if len(changes.held) < len(world.members(number, changes.day)):
        reader.note(
            "selected",
            "part_of_household",
            "世帯の一部の人だけの住所を直そうとしています。",
            "同じ世帯の人の住所は、いつも同じです。",
            "世帯の全員を選んでください。",
        )
        return
    for held in changes.held:
        changed: dict[str, Any] = {
            name: value for name, value in items.items() if getattr(held.particulars, name) != value
        }
        changes.edits[held.person] |= changed
