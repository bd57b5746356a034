"""Refused messages (拒否された電文): the case shows them, the register is put right, and they are made anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from daicho.business.movements.selectors.cases import view_case
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
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
    assert [line.state for line, _ in view.messages] == [State.REFUSED] * len(family)
    assert all(p.what and p.why and p.remedy for line, _ in view.messages for p in line.problems)
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
    view = view_case(staff[0], case=case)
    assert not any(line.may_be_made_anew for line, _ in view.messages)
    names = [now(person).particulars.printed_name for person in family]
    assert [name for _, name in view.messages] == names * 2
    with pytest.raises(Conflict):
        make_anew(staff[0], lost[0].key)


@pytest.mark.proves("STD-7.1.1.1/m17")
def test_it_is_over_when_a_later_update_of_the_person_is_accepted(
    case: UUID, family: list[UUID], staff: Staff, sent: Sent
) -> None:
    """An update tells all of a person: what was refused before it needs nobody any more."""
    later = carry_through(*staff, "move_within", moving(family) | NEXT_DOOR | {"banchi": "9-10"})
    sent("identity.update")
    told = SentMessage.objects.filter(matter=str(later), kind="identity.update").order_by("seq")
    first = told[0].seq
    SentMessage.objects.filter(seq=first).update(state="accepted")
    assert {w.label: w.count for w in lines_waiting(staff[0])}["拒否された電文"] == len(family) - 1
    lines = [line for line, _ in view_case(staff[0], case=case).messages]
    over = [line for line in lines if not line.in_trouble]
    assert [line.state for line in over] == [State.REFUSED]
    assert over[0].next_step == "この人の後の更新が受け付けられたので、対応は要りません"
    assert not over[0].may_be_made_anew
    SentMessage.objects.filter(matter=str(later)).update(state="accepted")
    assert "拒否された電文" not in {w.label for w in lines_waiting(staff[0])}


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
