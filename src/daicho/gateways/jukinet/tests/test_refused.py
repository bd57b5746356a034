"""Refused messages (拒否された電文): the case shows them, the register is put right, and they are made anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from daicho.business.movements.selectors.cases import view_case
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import carry_through
from daicho.foundation.lines.domain.states import State
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import lines_waiting, make_anew
from daicho.foundation.messages.public import canonical
from daicho.foundation.staff.tests.conftest import Person, enrolled, register, signed_in, system
from daicho.gateways.jukinet.commands import queue_update
from daicho.gateways.jukinet.domain.identity import identity_fields
from daicho.gateways.jukinet.tests.conftest import Sent
from daicho.kernel.access import Duty
from daicho.kernel.errors import Conflict

__all__ = ["enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def case(family: list[UUID], staff: Staff, sent: Sent, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """A 転居 of people whose reading, taken over from another system, no message can carry; it is put right since."""
    sent()

    def odd(*given: Any, **named: Any) -> dict[str, str]:  # Any: passed on as it is
        return {**identity_fields(*given, **named), "name_kana": "ﾐﾎﾝ"}

    with monkeypatch.context() as taken_over:
        taken_over.setattr(queue_update, "identity_fields", odd)
        moved = carry_through(*staff, "move_within", moving(family) | NEXT_DOOR)
        sent("identity.update")
    return moved


def refused(case: UUID) -> list[SentMessage]:
    return list(SentMessage.objects.filter(matter=str(case), state="refused").order_by("seq"))


def test_it_is_seen_on_the_case_and_on_the_desk(
    case: UUID, family: list[UUID], staff: Staff
) -> None:
    view = view_case(staff[0], case=case)
    assert [line.state for line in view.messages] == [State.REFUSED] * len(family)
    assert all(p.what and p.why and p.remedy for line in view.messages for p in line.problems)
    assert {w.label: w.count for w in lines_waiting(staff[0])}["拒否された電文"] == len(family)
    assert view.may_make_anew
    assert not view_case(staff[2], case=case).may_make_anew


def test_it_takes_no_place_and_holds_nobody_back(
    case: UUID, family: list[UUID], staff: Staff, sent: Sent
) -> None:
    assert [row.order_number for row in refused(case)] == [None] * len(family)
    later = carry_through(*staff, "move_within", moving(family) | NEXT_DOOR | {"banchi": "9-10"})
    sent()
    rows = SentMessage.objects.filter(matter=str(later))
    assert [(r.state, r.order_number) for r in rows] == [("waiting", 2)] * len(family)
    with pytest.raises(Conflict):
        make_anew(staff[0], refused(case)[0].key)


def test_it_is_made_anew_from_the_record_as_it_is_now(
    case: UUID, family: list[UUID], staff: Staff, sent: Sent
) -> None:
    lost = refused(case)
    for row in lost:
        make_anew(staff[0], row.key)
    again = sent("identity.update")[-len(family) :]
    told = [canonical(m.body["layout"], m.body["items"]) for m in again]
    assert [t["reason"] for t in told] == ["転居"] * len(family)
    assert [t["update_number"] for t in told] == ["2"] * len(family)
    assert "ﾐﾎﾝ" not in {t["name_kana"] for t in told}
    assert all(t["address"].endswith("9-9") for t in told)
    assert not any(line.may_be_made_anew for line in view_case(staff[0], case=case).messages)
    with pytest.raises(Conflict):
        make_anew(staff[0], lost[0].key)


def test_the_button_stands_on_the_case(
    case: UUID,
    family: list[UUID],
    register: Callable[..., Person],
    signed_in: Callable[..., Client],
    enrolled: Callable[..., Client],
) -> None:
    browser = enrolled(signed_in(register("係1", Duty.COUNTER)))
    browser.post("/purpose/", {"purpose": "movement"})
    page = browser.get(f"/movements/{case}/").content.decode()
    assert page.count("作り直す<span") == len(family)
    browser.post(f"/lines/messages/{refused(case)[0].key}/anew/")
    page = browser.get(f"/movements/{case}/").content.decode()
    assert page.count("作り直す<span") == len(family) - 1
    assert "作り直しました" in page
