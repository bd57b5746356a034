"""CSコネクタ (JUK-028): what is decided in the register stands in the connector's record by its kind, once."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

import pytest

from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import carry_through
from daicho.config import wiring
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.selectors.messages import states_of
from daicho.foundation.outbox.models import Message
from daicho.foundation.outbox.public import deliver
from daicho.gateways.cards.domain.states import Action
from daicho.gateways.cards.tests.conftest import Desk
from daicho.gateways.jukinet.tests.test_families_move import AWAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
KINDS = ("identity.update", "departure.certificate", "card.event")


def hear() -> Counter[str]:
    """Everything that happened is delivered; how many messages of each kind there are."""
    while deliver(wiring.LISTENERS):
        pass
    assert not Message.objects.exclude(last_error="").values_list("last_error", flat=True)
    return Counter(SentMessage.objects.filter(kind__in=KINDS).values_list("kind", flat=True))


@pytest.mark.proves("JUK-028")
def test_a_record_a_transfer_and_a_card_are_each_in_the_connectors_record_once(
    family: list[UUID], staff: Staff
) -> None:
    desk = Desk(staff[0])
    card = desk.card(family[0])
    before = hear()
    moved = carry_through(*staff, "move_within", moving(family[3:]) | NEXT_DOOR)
    assert hear() - before == Counter({"identity.update": 1})
    before = hear()
    left = carry_through(*staff, "special_move_out", moving(family[1:2], **AWAY))
    assert hear() - before == Counter({"identity.update": 1, "departure.certificate": 1})
    before = hear()
    desk.do(card, Action.SUSPEND, reason="lost")
    assert hear() - before == Counter({"card.event": 1})
    assert [line.kind for line in states_of(str(moved)) if line.kind in KINDS] == [KINDS[0]]
    kinds = {line.kind for line in states_of(str(left)) if line.kind in KINDS}
    assert kinds == set(KINDS[:2])
    before = hear()
    Message.objects.update(delivered_at=None)
    assert hear() == before, "what is delivered again is not done again"
