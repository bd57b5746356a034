"""Who acts; what the gateway has put on its line, and what the agency says to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.tests.family import Staff
from daicho.config import wiring
from daicho.config.profiles import ImmigrationProfile
from daicho.foundation.lines.commands.sealing import unseal
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Party, Received, Settled
from daicho.foundation.lines.tests.conftest import line_settings
from daicho.foundation.messages.public import Envelope, from_bytes
from daicho.foundation.outbox.models import Message
from daicho.foundation.outbox.public import deliver
from daicho.gateways.immigration.settlers import municipal_settled
from daicho.kernel.access import Access
from daicho.kernel.clock import real_now
from daicho.kernel.errors import Problem
from daicho.registers.protection.tests.conftest import (
    browse,
    enrolled,
    register,
    signed_in,
    system,
)

__all__ = ["browse", "enrolled", "register", "signed_in", "system"]

Sent = Callable[[], list[Envelope]]
Says = Callable[..., None]
AGENCY = Party("000000", "immigration")


@pytest.fixture(autouse=True)
def lines(settings: Any) -> None:  # Any: pytest-django's wrapper
    """A register that has its lines."""
    settings.LINES = line_settings()


@pytest.fixture
def by_file(settings: Any) -> None:  # Any: pytest-django's wrapper
    """A town that hands files over."""
    profile = settings.PROFILE
    settings.PROFILE = profile.model_copy(update={"immigration": ImmigrationProfile(way="file")})


@pytest.fixture
def staff(clerk: Access, examiner: Access, approver: Access) -> Staff:
    return clerk, examiner, approver


@pytest.fixture
def sent() -> Sent:
    """Deliver the register's events, and what is queued for the agency, in order."""

    def found() -> list[Envelope]:
        deliver(wiring.LISTENERS)
        assert not Message.objects.exclude(last_error="").values_list("last_error", flat=True)
        rows = SentMessage.objects.filter(kind="immigration.municipal").order_by("seq")
        return [from_bytes(unseal(row.key, bytes(row.sealed), key_id=row.key_id)) for row in rows]

    return found


@pytest.fixture
def says() -> Says:
    """The agency's receipt of a message: stored as the line stores it, and told to the settler."""

    def say(message: Envelope, *problems: Problem) -> None:
        outcome = "refused" if problems else "accepted"
        SentMessage.objects.filter(key=message.id).update(state=outcome)
        municipal_settled(
            Settled(
                id=UUID(str(message.id)),
                kind=message.kind,
                thread=UUID(str(message.thread)),
                matter="",
                receiver=AGENCY,
                outcome=outcome,
                problems=problems,
            )
        )

    return say


def came(body: dict[str, Any], *, sender: Party = AGENCY) -> Received:
    """入管庁通知 on the line."""
    key = uuid4()
    return Received(
        id=key,
        kind="immigration.notice",
        thread=key,
        sender=sender,
        receiver=Party("072010", "core"),
        made_at=real_now(),
        order_number=None,
        answers=None,
        body=body,
    )
