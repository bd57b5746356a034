"""Who acts; what the gateway has put on its line, and what the agency says to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from daicho.config.profiles import ImmigrationProfile
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Party, Received, Settled
from daicho.foundation.messages.public import Envelope
from daicho.gateways.immigration.settlers import municipal_settled
from daicho.gateways.jukinet.tests import line
from daicho.gateways.jukinet.tests.conftest import lines, staff
from daicho.kernel.errors import Problem
from daicho.registers.protection.tests.conftest import (
    browse,
    enrolled,
    register,
    signed_in,
    system,
)

__all__ = ["browse", "enrolled", "lines", "register", "signed_in", "staff", "system"]

Sent = Callable[[], list[Envelope]]
Says = Callable[..., None]
AGENCY = Party("000000", "immigration")


@pytest.fixture
def by_file(settings: Any) -> None:  # Any: pytest-django's wrapper
    """A town that hands files over."""
    profile = settings.PROFILE
    settings.PROFILE = profile.model_copy(update={"immigration": ImmigrationProfile(way="file")})


@pytest.fixture
def sent() -> Sent:
    """What is queued for the agency, in order."""
    return partial(line.put_on, "immigration.municipal")


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
    return line.came("immigration.notice", body, sender=sender)
