"""Who acts, a family of four without numbers, and what was put on the line for the 市町村CS."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import transaction

from daicho.business.movements.models import Case
from daicho.business.movements.public import designate_number
from daicho.business.movements.tests.family import Staff
from daicho.business.movements.tests.paper import (
    WIFE,
    carry_through,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.config.lines_core import SETTLERS
from daicho.foundation.lines.commands.sealing import bytes_of
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Settled, own_node
from daicho.foundation.messages.public import Envelope, from_bytes
from daicho.foundation.staff.public import system_access
from daicho.gateways.dispatch.commands.make_postings import make_due
from daicho.gateways.dispatch.models import Wish
from daicho.gateways.jukinet.tests.conftest import PEOPLE, lines, staff
from daicho.gateways.jukinet.tests.line import heard
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Problem
from daicho.registers.protection.tests.conftest import (
    browse,
    enrolled,
    filled,
    register,
    signed_in,
    system,
)

__all__ = [
    "browse",
    "enrolled",
    "filled",
    "heard",
    "lines",
    "register",
    "signed_in",
    "staff",
    "system",
]


@pytest.fixture
def family(staff: Staff) -> list[UUID]:
    """父・母・長男・長女, none of whom has a number yet."""
    pool()
    paper = move_in_paper(*PEOPLE, event_date="2026-04-01", notified_on="2026-04-02")
    case = carry_through(*staff, "move_in", paper)
    heard()
    return list(Case.objects.get(key=case).persons)


def machine() -> Access:
    return system_access(Purpose.MOVEMENT, job="test")


def designate(person: UUID, body: int, notice: str = "") -> None:
    """What the 機構 generated is recorded, and everybody hears of it."""
    designate_number(
        machine(), person=person, number=individual_number(body), notice=notice or f"N-{body}"
    )
    heard()


def taken_over() -> None:
    """The 市町村CS, the prefecture and the nation have all that was told before."""
    SentMessage.objects.filter(state=State.WAITING.value).exclude(
        kind="dispatch.information"
    ).update(state=State.ACCEPTED.value)


def made() -> list[Envelope]:
    """Make what is due; what then waits on the line, in order."""
    taken_over()
    make_due(machine())
    return waiting()


def waiting() -> list[Envelope]:
    rows = SentMessage.objects.filter(kind="dispatch.information", state=State.WAITING.value)
    found = [bytes_of(row) for row in rows.order_by("seq")]
    return [from_bytes(raw) for raw in found if raw is not None]


def told(envelope: Envelope, outcome: str, *problems: Problem) -> None:
    """What the 市町村CS said of it in the end."""
    settled = Settled(
        id=envelope.id,
        kind=envelope.kind,
        thread=envelope.thread,
        matter="",
        receiver=own_node("municipal_cs"),
        outcome=outcome,
        problems=problems,
    )
    with transaction.atomic():
        SentMessage.objects.filter(key=envelope.id).update(state=outcome)
        SETTLERS["dispatch.information"](settled)


def wish_of(person: UUID) -> Wish:
    """The newest wish of somebody."""
    return Wish.objects.filter(person=person).order_by("-noted_at", "-changed_at")[0]


def hurry() -> None:
    """The days until it is made by itself are over."""
    Wish.objects.filter(make_at__isnull=False).update(make_at=business_now())


def states() -> list[str]:
    return sorted(Wish.objects.values_list("state", flat=True))


def designated(*people: UUID) -> None:
    """Numbers from 12 on, in their order."""
    for body, person in enumerate(people, start=12):
        designate(person, body)


def moved_in(staff: Staff, *people: dict[str, str]) -> list[UUID]:
    """People who move in each on their own, without numbers; what is not said is 花子's."""
    found = []
    for at, changes in enumerate(people):
        paper = move_in_paper(
            {**WIFE, "relationship": "世帯主", **changes},
            event_date="2026-04-01",
            notified_on="2026-04-02",
            banchi=f"{20 + at}-1",
        )
        case = carry_through(*staff, "move_in", paper)
        heard()
        found.append(Case.objects.get(key=case).persons[0])
    return found


def problem(code: str, what: str) -> Problem:
    return Problem(code, "", what, "", "既存住基で更新した後に、送付先情報を作り直してください。")
