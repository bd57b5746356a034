"""What can never be sent (送れない電文): kept as refused, seen, and in nobody's way."""

from __future__ import annotations

from uuid import uuid4

import pytest

from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Outgoing, ask, deliver_lines, queue
from daicho.foundation.lines.tests.peers import CS, KIND, Ears
from daicho.foundation.lines.tests.stand_in import Peer, peer, queued
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid

__all__ = ["peer"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_what_can_never_be_sent_is_kept_as_refused_and_takes_no_place(
    peer: Peer, ears: Ears, clerk: Access
) -> None:
    one = uuid4()
    first = queued(one)
    wrong = queue(Outgoing(kind=KIND, receiver=CS, body={"code": "1"}, subject=one, matter="A"))
    second = queued(one)
    row = SentMessage.objects.get(key=wrong)
    assert (row.state, row.order_number) == ("refused", None)
    assert [p["code"] for p in row.problems] == ["message.missing"]
    assert [(s.id, s.outcome, s.matter) for s in ears.settled] == [(wrong, "refused", "A")]
    assert deliver_lines() == 2
    orders = {e.id: e.order.number for e in peer.came if e.order}
    assert orders == {first: 1, second: 2}
    with pytest.raises(Invalid):
        ask(clerk, Outgoing(kind=KIND, receiver=CS, body={"code": "1"}))
