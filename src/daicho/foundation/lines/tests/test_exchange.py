"""Exchange: whose answer counts."""

from __future__ import annotations

from uuid import uuid4

from daicho.foundation.lines.commands.exchange import Parcel, may_answer
from daicho.foundation.lines.domain.parties import Party
from daicho.foundation.lines.envelopes import Envelope, from_bytes
from daicho.foundation.lines.tests.peers import (
    CORE,
    CS,
    KIND,
    NATION,
    OTHER_CS,
    PREFECTURE,
    message,
)
from daicho.foundation.lines.tests.stand_in import OTHER_SAYS


def test_of_what_it_carries_the_nation_may_say_alone_that_it_cannot() -> None:
    parcel = Parcel(1, uuid4(), KIND, OTHER_CS, b"")

    def receipt(sender: Party, outcome: str) -> Envelope:
        told = {"outcome": outcome, "problems": [OTHER_SAYS] if outcome == "refused" else []}
        return from_bytes(message(sender, CS, kind="receipt", content=told, answers=parcel.key))

    assert may_answer(parcel, receipt(OTHER_CS, "accepted"), CS)
    assert may_answer(parcel, receipt(NATION, "refused"), CS)
    assert not may_answer(parcel, receipt(NATION, "accepted"), CS), "it takes nothing for others"
    assert not may_answer(parcel, receipt(PREFECTURE, "refused"), CS)
    assert not may_answer(parcel, receipt(NATION, "refused"), CORE), "a core's are not carried"
