"""Processing name (処理の名前, STD-2.3.1): what is being done, in the words of the standard, on the form and on the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from daicho.business.movements.domain.kind import Kind
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.world import World
from daicho.kernel.uncertain_dates import DateRule

MOVES_OUT: Final = frozenset({"move_out", "special_move_out"})
_ANY: Final = DateRule(uncertain=True, non_calendar=True, future=True)


def processing_name(kind: Kind, payload: Mapping[str, str], world: World) -> str:
    """全部転入・一部転入・全部転出・一部転出・全全転居 and so on, as far as it can be told; otherwise the kind's title.

    The first 全・一 says whether a whole household moves, the second whether into one of its own (STD-4.0.2).
    """
    reader = Reader(payload, world.today)
    into = "一" if reader.raw("destination") == "existing" else "全"
    out_of = _out_of(reader, world)
    match kind.code:
        case "move_in":
            return f"{into}部転入" if reader.raw("destination") else kind.title
        case "move_within" if out_of and reader.raw("destination"):
            return f"{out_of}{into}転居"
        case code if code in MOVES_OUT and out_of:
            return f"{out_of}部{kind.title}"
    return kind.title


def _out_of(reader: Reader, world: World) -> str:
    """Whether all or some of a household are chosen; empty while nobody is."""
    chosen = {h.person for h in world.holdings if reader.has(f"selected.{h.person}")}
    day = event_day(reader)
    for person in sorted(chosen, key=str):
        held = world.present_on(person, day) or world.present_on(person, world.today)
        if held is not None:
            members = world.members(held.particulars.household_number, day)
            return "全" if {h.person for h in members} <= chosen else "一"
    return ""


def event_day(reader: Reader) -> date:
    """The day of the event as far as it can be read, otherwise today."""
    quiet = Reader(reader.payload, reader.today)
    found = quiet.legal_date("event_date", "異動日", _ANY, required=False)
    return found.sort_on if found else reader.today
