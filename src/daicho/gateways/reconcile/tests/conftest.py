"""A family in the register, the 市町村CS that heard of it, and the comparison of both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from daicho.config import wiring
from daicho.foundation.jobs.domain.run import JobRun
from daicho.foundation.jobs.tests.running import Listening
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.reconciliation.commands import reconcile
from daicho.foundation.reconciliation.models import Run
from daicho.foundation.reconciliation.tests.peer import Peer
from daicho.foundation.staff.public import system_access
from daicho.gateways.jukinet.tests.conftest import Sent, family, lines, sent, staff
from daicho.gateways.reconcile.register import WITH_CS
from daicho.kernel.access import Purpose
from daicho.kernel.clock import real_now

__all__ = ["family", "lines", "sent", "staff"]

# Of the items of identity-38, those that rows have (specs/messages/README.md, Reconciling).
COMPARED = {str(n) for n in (1, 2, 4, 5, 6, 7, 8, 10, 11, 12, 13, 21, 22, 24, 25, 29, 35, 37, 38)}


class Keeper:
    """A 市町村CS of the test: it keeps what the updates said, and says that it took them."""

    def __init__(self, sent: Sent) -> None:
        self._sent, self._heard = sent, 0
        self.peer = Peer({})

    def hear(self) -> None:
        """Take what was queued since, and accept it."""
        messages = self._sent("identity.update")
        for message in messages[self._heard :]:
            assert message.body["layout"] == "identity-38"
            items = {n: v for n, v in message.body["items"].items() if n in COMPARED}
            self.peer.rows.pop(items["1"], None)
            if items["35"] == "現存":
                self.peer.rows[items["1"]] = items
        self._heard = len(messages)
        keys = [message.id for message in messages]
        now = real_now()
        waiting = SentMessage.objects.filter(key__in=keys, state="waiting")
        waiting.update(state="accepted", settled_at=now)

    def alter(self, name: str, **items: str) -> None:
        """Change what is kept of somebody, behind the lines' back."""
        for code, row in self.peer.rows.items():
            if row["2"] == name:
                told = {key.removeprefix("i"): value for key, value in items.items()}
                self.peer.rows[code] = {**row, **told}


@pytest.fixture
def keeper(family: list[UUID], sent: Sent, monkeypatch: pytest.MonkeyPatch) -> Keeper:
    """The CS with the family in it."""
    wiring.connect()
    assert family
    own = Keeper(sent)
    own.hear()
    monkeypatch.setattr(reconcile, "ask", own.peer.ask)
    return own


@pytest.fixture
def compare(keeper: Keeper) -> Callable[..., Run]:
    """Make a comparison."""
    assert keeper
    return compared


def compared(job: UUID | None = None) -> Run:
    """One comparison with whoever answers."""
    access = system_access(Purpose.BATCH, job="test")
    run = JobRun(access=access, key=job or uuid4(), parameters={}, desk=Listening())
    reconcile.reconcile(run, WITH_CS)
    return Run.objects.get(job=run.key)


@pytest.fixture
def browser(
    register: Callable[..., Any], enrolled: Callable[..., Any], signed_in: Callable[..., Any]
) -> Callable[..., Any]:
    """A signed-in browser at an enrolled terminal."""

    def make(login: str, *duties: Any) -> Any:
        return enrolled(signed_in(register(login, *duties)), f"端末{login}")

    return make
