"""Desk acts (カードと戸籍の窓口): 送付先情報 and 附票, as the staff who look after them see and do them; run in a register's host."""

from __future__ import annotations

from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from daicho.gateways.dispatch.commands.arrange import arrange
from daicho.gateways.dispatch.domain.places import PrintClass, Typed
from daicho.gateways.dispatch.models import Wish
from daicho.gateways.family_register.models import AnnexEntry, AnnexLine
from daicho.kernel.access import Access, Duty, Purpose

CARDS: Final = Access(
    staff_key=uuid5(NAMESPACE_URL, "カード1"),
    login="カード1",
    name="試験 カード1",
    duties=frozenset({Duty.COUNTER}),
    purpose=Purpose.MOVEMENT,
    terminal="本庁1",
    office="市民課",
)


def dispatch(person: str) -> list[str]:
    """Let the 送付先情報 of a person go now, to the registered address; the states that stand then."""
    wishes = Wish.objects.filter(person=UUID(person), state="unmade")
    found = dict(wishes.values_list("key", "edition"))
    if found:
        arrange(CARDS, wishes=found, typed=Typed(PrintClass.BOTH.value))
    return dispatched(person)


def dispatched(person: str) -> list[str]:
    """What became of the 送付先情報 of a person."""
    return list(Wish.objects.filter(person=UUID(person)).values_list("state", flat=True))


def annexes(name: str) -> list[dict[str, Any]]:
    """The newest entry of everybody of a name in the 附票 of this 本籍地."""
    rows = AnnexEntry.objects.filter(name=name).order_by("line", "number").values()
    newest = {row["line_id"]: row for row in rows}
    ended = dict(AnnexLine.objects.values_list("key", "ended_on"))
    return [
        {
            "address": row["address"],
            "municipality": row["municipality"],
            "reason": row["reason"],
            "told": row["update_state"],
            "ended": ended[line] is not None,
        }
        for line, row in newest.items()
    ]
