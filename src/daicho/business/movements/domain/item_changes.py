"""Item changes (記載事項の変更): what every kind shares that changes items of people already registered.

The day, the people chosen, and what differs from the register; each kind adds its own rules and its 異動事由.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from daicho.business.movements.domain.basis import EX_OFFICIO, NOTICE, Basis
from daicho.business.movements.domain.editing import edit_path, note_nothing_changed, read_edits
from daicho.business.movements.domain.households import chosen
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import DATE_HINT, FieldSpec, Input, Section
from daicho.business.movements.domain.world import World
from daicho.kernel.characters import TextKind, check_text
from daicho.kernel.errors import Invalid
from daicho.kernel.uncertain_dates import EXACT_PAST, LegalDate
from daicho.registers.residents.domain.particulars import Kind
from daicho.registers.residents.domain.segments import Holding

ATTENTION_LIMIT: Final = 300
ATTENTION: Final = FieldSpec(
    "attention", "留意事項", Input.TEXTAREA, hint="異動履歴に付けて残ります"
)


def event_section(title: str, *fields: FieldSpec, label: str = "修正する日（異動日）") -> Section:
    """The day of a change, starting with today, and the fields of one kind beside it."""
    day = FieldSpec("event_date", label, Input.DATE, hint=DATE_HINT, required=True, initial="today")
    return Section(title, (day, *fields))


@dataclass(slots=True)
class Changes:
    """What was read: the day, those chosen as the register has them on it, and the items that differ by person."""

    event: LegalDate
    held: tuple[Holding, ...]
    edits: dict[UUID, dict[str, Any]]  # Any: items of many types, checked one by one

    @property
    def day(self) -> date:
        return self.event.sort_on


def read_changes(reader: Reader, world: World, sections: Iterable[Section]) -> Changes | None:
    """Read the day, the people and their items; None when nobody or no day can be read (the problems are noted).

    What was on the screen is what the register says today: only what was typed otherwise is a change, also
    where the day lies in the past.
    """
    event = reader.legal_date("event_date", "異動日", EXACT_PAST)
    if event is None:
        return None
    held = chosen(reader, world, event.sort_on)
    if not held:
        return None
    blocks = tuple(sections)
    edits = {
        h.person: read_edits(reader, h.person, _shown(world, h).particulars, blocks) for h in held
    }
    return Changes(event, held, edits)


def _shown(world: World, held: Holding) -> Holding:
    return world.present_on(held.person, world.today) or held


def check_something(reader: Reader, changes: Changes) -> None:
    """Note the error when nobody's items differ; not beside other errors, which come first."""
    if not any(changes.edits.values()) and not reader.has_errors:
        note_nothing_changed(reader)


def the_one(reader: Reader, changes: Changes, *, title: str) -> Holding | None:
    """The only person chosen; None, with the problem noted, when there are more."""
    if len(changes.held) == 1:
        return changes.held[0]
    reader.note(
        "selected",
        "one_at_a_time",
        f"{title}は一人ずつ入力します。",
        "一人ずつの請求や申出で、内容も人ごとに違うためです。",
        "一人だけを選んでください。",
    )
    return None


def check_kind(reader: Reader, held: Holding, kind: Kind, *, title: str) -> bool:
    """Whether somebody is of the 住民種別 that a change is for; the error is noted otherwise (STD-1.2.2)."""
    if held.particulars.kind is kind:
        return True
    reader.note(
        f"selected.{held.person}",
        "reason_kind_mismatch",
        f"{title}は、{kind.label}だけの異動です。",
        f"選ばれた人は{held.particulars.kind.label}です。",
        "人の選択か、異動の種類を確かめてください。",
    )
    return False


def note_item(
    reader: Reader, person: UUID, item: str, code: str, what: str, why: str, remedy: str
) -> None:
    """Note an error beside an item of one person."""
    reader.note(edit_path(person, item), code, what, why, remedy)


def require_item(
    reader: Reader, person: UUID, item: str, value: object, *, label: str, why: str
) -> None:
    """Note the error when an item that the law asks for would be blank."""
    if not value:
        note_item(
            reader,
            person,
            item,
            "blank_not_allowed",
            f"{label}が空欄です。",
            why,
            f"{label}を入力してください。",
        )


def ground_of(basis: Basis) -> str:
    """The ground as the history keeps it: a 戸籍の届出・通知 makes it 職権, with its day (STD-4.2.0.4)."""
    return EX_OFFICIO if basis.basis == NOTICE else basis.basis


def read_attention(reader: Reader, *needed: str) -> str:
    """留意事項 as typed, led by the words that this change must carry (STD-1.1.14)."""
    try:
        typed = check_text(
            reader.raw("attention"), field="attention", limit=ATTENTION_LIMIT, kind=TextKind.NOTE
        )
    except Invalid as error:
        reader.adopt(error.problems)
        return ""
    missing = [word for word in needed if word and word not in typed]
    return "\u3000".join(part for part in (*missing, typed) if part)
