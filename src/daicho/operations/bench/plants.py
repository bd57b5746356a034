"""Plants (仕込んだ差異): a few people of whom two stores are made to differ, one for each thing that can go wrong. Pure.

What a comparison must find is known beforehand, to the item and the reason: nothing more, and nothing less.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from daicho.foundation.reconciliation.domain.causes import Cause
from daicho.foundation.reconciliation.domain.comparing import Side
from daicho.kernel.check_digits import RESIDENT_RECORD_CODE

Line = dict[
    str, Any
]  # Any: JSON; one person of the file: their place, their key in the register, the body of their update
CODE, ADDRESS, NUMBER, SEQUENCE, STATUS = "1", "11", "13", "29", "35"
OLD_ADDRESS: Final = "福島県福島市古い町1番地"
_FROM: Final = 9_000_000_000


@dataclass(frozen=True, slots=True)
class Plant:
    """One thing that is wrong: the place and state of our last message (None: there is none), and what the peer has of it.

    `theirs`: items that the peer has otherwise; None: it has nobody.
    """

    cause: Cause
    side: Side
    items: tuple[str, ...] = ()
    theirs: Mapping[str, str] | None = None
    place: int = 1
    state: str | None = "accepted"


_BEHIND: Final = {SEQUENCE: "1"}
PLANTS: Final = (
    Plant(Cause.LOST, Side.OURS),
    Plant(Cause.NEVER_TOLD, Side.OURS, state=None),
    Plant(Cause.ALTERED, Side.BOTH, (ADDRESS,), {ADDRESS: OLD_ADDRESS}),
    Plant(Cause.LOST, Side.BOTH, (ADDRESS, SEQUENCE), {ADDRESS: OLD_ADDRESS} | _BEHIND, 2),
    Plant(Cause.AHEAD, Side.BOTH, (SEQUENCE,), {SEQUENCE: "9"}),
    Plant(Cause.REFUSED, Side.BOTH, (SEQUENCE,), _BEHIND, 2, "refused"),
    Plant(Cause.STOPPED, Side.BOTH, (SEQUENCE,), _BEHIND, 2, "stopped"),
    Plant(Cause.ON_ITS_WAY, Side.BOTH, (SEQUENCE,), _BEHIND, 2, "waiting"),
)
"""Of whom our side has a row; beside them come one whom the peer alone has, and one whom nobody here knows."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who gets which plant, by their place in the file: between the register and its CS, and between the CS and those beyond."""

    at_cs: Mapping[int, Plant]
    beyond: Mapping[int, Plant]

    def told(self, at: int) -> tuple[int, str | None]:
        """The place and state of the register's last message about whoever stands there."""
        if plant := self.at_cs.get(at):
            return plant.place, plant.state
        own = self.beyond.get(at)
        return (own.place if own else 1), "accepted"


def chosen(since: int, until: int, *, seed: int) -> Chosen:
    """The people of both, among those from one place to another."""
    many = len(PLANTS)
    places = Random(seed).sample(range(since, until), 2 * many)
    return Chosen(
        dict(zip(places[:many], PLANTS, strict=True)),
        dict(zip(places[many:], PLANTS, strict=True)),
    )


def strangers(taken: Collection[str], *, many: int) -> list[str]:
    """住民票コード that none of these is."""
    found: list[str] = []
    body = _FROM
    while len(found) < many:
        code = RESIDENT_RECORD_CODE.number(f"{body:010}")
        if code and code not in taken:
            found.append(code)
        body += 7
    return found


def spoilt(line: Line, plant: Plant) -> Line | None:
    """The line as the peer has it; None where it has nobody."""
    if plant.theirs is None:
        return None
    body = line["body"]
    return {**line, "body": {**body, "items": {**body["items"], **plant.theirs}}}


def another(line: Line, *, code: str, person: str, status: str = "現存") -> Line:
    """Somebody else, much like the one of a line; without a 個人番号, which only one may have."""
    items = {n: v for n, v in line["body"]["items"].items() if n != NUMBER}
    body = {**line["body"], "items": {**items, CODE: code, STATUS: status}}
    return {"at": -1, "person": person, "body": body}


def expected(who: str, plant: Plant) -> list[Any]:
    """What a comparison says of it: the subject, who has a row, why, and the items."""
    return [who, plant.side.value, plant.cause.value, list(plant.items)]


def alone(who: str) -> list[Any]:
    """What it says of somebody whom the peer alone has."""
    cause = Cause.REMOVED_HERE if who else Cause.UNKNOWN_HERE
    return [who, Side.THEIRS.value, cause.value, []]
