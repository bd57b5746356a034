"""作り直し of 送付先情報 at the message, and a household's message on every person's case."""

from __future__ import annotations

from uuid import UUID

import pytest

from daicho.business.movements import ports
from daicho.business.movements.selectors.cases import view_case
from daicho.business.movements.tests.family import Staff, moving
from daicho.business.movements.tests.paper import carry_through
from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import make_anew
from daicho.gateways.dispatch.models import Posting
from daicho.gateways.dispatch.selectors.of_case import messages_of_case
from daicho.gateways.dispatch.tests.conftest import (
    designated,
    heard,
    hurry,
    made,
    problem,
    states,
    taken_over,
    told,
    waiting,
    wish_of,
)
from daicho.kernel.errors import Conflict
from daicho.registers.protection.tests.scene import support

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
WRONG = problem("dispatch.mismatch", "機構の四情報と違います。")
ABROAD = {"abroad": "overseas", "destination_address": "架空国", "event_date": "2026-11-20"}


def refused(*people: UUID) -> SentMessage:
    """What the 機構 did not agree with."""
    designated(*people)
    hurry()
    (envelope,) = made()
    told(envelope, "refused", WRONG)
    return SentMessage.objects.get(key=envelope.id)


def test_a_refused_posting_is_made_again_from_the_register(
    family: list[UUID], staff: Staff
) -> None:
    lost = refused(family[2], family[3])
    assert states() == ["mismatch", "mismatch"]
    taken_over()
    made_anew = make_anew(staff[0], lost.key)
    (envelope,) = waiting()
    assert envelope.id == made_anew
    people = envelope.body["households"][0]["people"]
    assert [each["items"]["40"] for each in people] == ["見本　一郎", "見本　二葉"]
    assert states() == ["sent", "sent"]
    first, second = Posting.objects.order_by("number")
    assert (first.message, second.message) == (lost.key, made_anew)
    assert SentMessage.objects.get(key=lost.key).made_anew == made_anew
    assert bytes(SentMessage.objects.get(key=made_anew).sealed) == b""
    assert Entry.objects.filter(kind="dispatch.made").count() == 2
    told(envelope, "accepted")
    assert states() == ["provided", "provided"]
    with pytest.raises(Conflict):
        make_anew(staff[0], lost.key)


def test_it_waits_for_the_correction_to_be_taken(family: list[UUID], staff: Staff) -> None:
    """The record is put right first: until the nation has it, what is made again would be refused again."""
    lost = refused(family[2])
    SentMessage.objects.filter(kind="identity.update").update(state="waiting")
    with pytest.raises(Conflict) as caught:
        make_anew(staff[0], lost.key)
    assert caught.value.reason_code == "dispatch.early"
    assert waiting() == []


def test_nothing_is_made_for_who_is_gone_or_withdrawn(family: list[UUID], staff: Staff) -> None:
    lost = refused(family[2])
    carry_through(*staff, "move_out", moving(family[2:3], notified_on="2026-11-20", **ABROAD))
    with pytest.raises(Conflict) as caught:
        make_anew(staff[0], lost.key)
    assert caught.value.reason_code == "dispatch.over"
    heard()
    taken_over()
    assert wish_of(family[2]).state == "withdrawn"
    with pytest.raises(Conflict) as caught:
        make_anew(staff[0], lost.key)
    assert caught.value.reason_code == "dispatch.nothing_to_tell"
    assert Posting.objects.count() == 1


def test_the_desk_looks_first_where_somebody_is_protected(family: list[UUID], staff: Staff) -> None:
    lost = refused(family[2])
    support(family[2])
    taken_over()
    with pytest.raises(Exception, match=r"dispatch\.place_wanted|送付先の指定"):
        make_anew(staff[0], lost.key)
    assert waiting() == []


@pytest.mark.proves("STD-7.1.1.1/m17")
def test_every_persons_case_shows_the_households_message(
    family: list[UUID], staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "messages_beside", messages_of_case)
    designated(family[2], family[3])
    hurry()
    (envelope,) = made()
    cases = [wish_of(person).case for person in family[2:]]
    assert len(set(cases)) == 2
    for case in cases:
        assert case is not None
        shown = [m for m, _ in view_case(staff[0], case=case).messages if m.kind == envelope.kind]
        assert [m.key for m in shown] == [envelope.id]
