"""De facto head (事実上の世帯主, STD-4.1.4.3, M-04, M-05): one whom the Act does not cover stands in the remarks.

A member of the armed forces of the United States, a diplomat, the director of an institution: not a member, not counted, no
origin of 続柄. One member stays head of the household; the name is written into the 備考 (C類型) of everybody in it.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from daicho.business.movements.domain import basis, sheet
from daicho.business.movements.domain.basis import basis_section, read_basis
from daicho.business.movements.domain.editing import edited_people, note_nothing_changed
from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.characters import check_text
from daicho.kernel.errors import Invalid
from daicho.kernel.uncertain_dates import EXACT_PAST
from daicho.registers.residents.domain.segments import Holding

ALLOWED: Final = (basis.PETITION, basis.EX_OFFICIO)
MARK: Final = "事実上の世帯主　"
LIMIT: Final = 100

SHEET = sheet.Sheet(
    sections=(
        sheet.Section(
            "事実上の世帯主",
            (
                sheet.FieldSpec(
                    "event_date", "異動日", sheet.Input.DATE, hint=sheet.DATE_HINT, required=True
                ),
                sheet.FieldSpec(
                    "target_household", "世帯番号", sheet.Input.HOUSEHOLD, required=True
                ),
                sheet.FieldSpec(
                    "de_facto_head",
                    "事実上の世帯主の氏名",
                    hint="備考に記載します。空欄にすると、今ある記載を削除します",
                ),
            ),
        ),
        basis_section(ALLOWED),
    ),
)


def plan(reader: Reader, world: World) -> Plan | None:
    """The plan: the remarks of every member with the name, with another name, or without."""
    event = reader.legal_date("event_date", "異動日", EXACT_PAST)
    ground = read_basis(reader, ALLOWED)
    number = reader.required("target_household", "世帯番号")
    name = _name(reader)
    if event is None or not number:
        return None
    day = event.sort_on
    members = _members(reader, world, number, day)
    if not members:
        return None
    edits = {
        h.person: {"remarks": with_de_facto_head(h.particulars.remarks, name)}
        for h in members
        if with_de_facto_head(h.particulars.remarks, name) != h.particulars.remarks
    }
    if not edits:
        note_nothing_changed(reader)
    if reader.has_errors:
        return None
    return Plan(
        kind="de_facto_head",
        reason="correction_ex_officio",
        basis="職権",
        event_date=event,
        people=edited_people(world, edits, day),
        **ground.dates,
    )


def _members(reader: Reader, world: World, number: str, day: date) -> tuple[Holding, ...]:
    """The household, which has a head of its own all the same (M-04)."""
    members = world.members(number, day)
    if not members:
        reader.note(
            "target_household",
            "household_missing",
            "この世帯番号の世帯は、異動日にはありません。",
            "番号の誤りか、世帯員が全員いなくなった世帯です。",
            "世帯番号と異動日を確かめてください。",
        )
    elif not any(h.particulars.is_head for h in members):
        reader.alert(
            "target_household",
            "household_headless",
            "世帯主が未設定の世帯です。",
            "事実上の世帯主がいる世帯でも、世帯員の1人を世帯主にします。",
            "世帯主を定めるか、このままでよいか確かめてください。",
        )
    return members


def _name(reader: Reader) -> str:
    text = reader.raw("de_facto_head")
    try:
        return check_text(text, field=reader.path("de_facto_head"), limit=LIMIT) if text else ""
    except Invalid as error:
        reader.adopt(error.problems)
        return ""


def with_de_facto_head(remarks: str, name: str) -> str:
    """The remarks with one line for the name, in the place of the line that was there; without it for no name."""
    lines = remarks.splitlines()
    at = next((n for n, line in enumerate(lines) if line.startswith(MARK)), len(lines))
    kept = [line for line in lines if not line.startswith(MARK)]
    if name:
        kept.insert(at, f"{MARK}{name}")
    return "\n".join(kept)
