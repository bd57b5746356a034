"""Relay (照会の取次ぎ): asked in a transaction of its own, on a real line that nobody answers."""

from __future__ import annotations

import pytest

from daicho.foundation.lines.models import ReceivedMessage, SentMessage
from daicho.kernel.errors import Unavailable
from daicho.nodes.municipal_cs.domain.criteria import Criteria
from daicho.nodes.municipal_cs.tests.scene import CORE, NATION, Scene, code_of


def test_a_nation_that_is_away_leaves_the_question_on_record_and_nothing_received(
    fresh_database: str, scene: Scene
) -> None:
    assert fresh_database
    with pytest.raises(Unavailable):
        scene.say(CORE, "identity.query", Criteria(code=code_of(5)).body("特例転入"))
    assert not ReceivedMessage.objects.exists()
    row = SentMessage.objects.get()
    assert (row.kind, row.receiver, row.state) == ("identity.query", str(NATION), "stopped")
