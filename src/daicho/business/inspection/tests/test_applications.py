"""Applications (閲覧の請求・申出): what is received and what is refused, and by whom it is decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from daicho.business.inspection.commands.decide import take_step
from daicho.business.inspection.commands.make_own_list import ask_own_list
from daicho.business.inspection.commands.receive import correct, receive
from daicho.business.inspection.domain.application import Inspector, application_problems
from daicho.business.inspection.domain.conditions import Condition
from daicho.business.inspection.domain.grounds import GROUNDS, Refusal
from daicho.business.inspection.domain.states import TABLE, Action, State, actions_from
from daicho.business.inspection.models import Application
from daicho.business.inspection.selectors.applications import (
    list_applications,
    view_application,
)
from daicho.business.inspection.tests.conftest import (
    GORO,
)
from daicho.business.inspection.tests.scene import (
    AGENCY,
    TODAY,
    UNIVERSITY,
    edition,
    received,
    step,
)
from daicho.foundation.audit.models import Entry
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Missing, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_no_state_is_without_a_way_out() -> None:
    for state in State:
        assert bool(actions_from(state)) is state.is_open
    others = {a for a, rule in TABLE.items() if rule.other}
    assert {Action.EXAMINE, Action.APPROVE, Action.REFUSE, Action.CONFIRM} <= others


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"applicant": " ", "telephone": ""}, {"applicant", "telephone"}),
        ({"pledged": False}, {"pledged"}),
        ({"outcome": ""}, {"outcome"}),
        ({"ground": "welfare", "outcome": ""}, set()),
        ({"inspectors": ()}, {"inspectors"}),
        ({"inspectors": (Inspector(name="名", standing=""),)}, {"inspectors"}),
        ({"undisclosable": True}, {"undisclosable"}),
        ({"outline": ""}, {"outline"}),
        ({"ground": "residence", "outline": ""}, set()),
        ({"wished_on": date(2026, 11, 19)}, {"wished_on"}),
        ({"purpose": "あ" * 1001}, {"purpose"}),
        ({"condition": Condition(towns=("x",))}, {"towns"}),
        ({"ground": "?"}, {"ground"}),
    ],
)
def test_what_must_be_told_is_asked_for(changes: dict[str, Any], fields: set[str]) -> None:
    problems = application_problems(replace(UNIVERSITY, **changes), known_towns={GORO}, today=TODAY)
    assert {p.field for p in problems} == fields


def test_an_organ_names_its_law_and_need_not_say_why() -> None:
    def faults(**changes: Any) -> set[str]:
        paper = replace(AGENCY, **changes)
        return {p.field for p in application_problems(paper, known_towns={GORO}, today=TODAY)}

    assert faults() == set()
    assert faults(law="") == {"law"}
    assert faults(purpose="") == {"purpose"}
    assert faults(purpose="", outline="", undisclosable=True) == set()


def test_a_commercial_purpose_is_refused_with_its_row(desk: Access) -> None:
    with pytest.raises(Invalid) as caught:
        received(desk, replace(UNIVERSITY, ground="commercial"))
    (problem,) = caught.value.problems
    assert problem.code == "inspection.not_permitted"
    assert GROUNDS["commercial"].label in problem.what
    assert GROUNDS["commercial"].article in problem.why
    assert not Application.objects.exists()
    entry = Entry.objects.order_by("seq").last()
    assert entry is not None
    assert (entry.kind, entry.outcome) == ("inspection.received", "refused")


def test_an_application_sent_twice_is_one(desk: Access) -> None:
    key = received(desk)
    with pytest.raises(Conflict):
        receive(desk, application=key, paper=UNIVERSITY)
    assert Application.objects.count() == 1


def test_it_is_examined_and_decided_by_others_in_turn(
    desk: Access, second: Access, chief: Access
) -> None:
    key = received(desk)
    with pytest.raises(Conflict):
        step(chief, key, Action.APPROVE)
    with pytest.raises(Refused):
        step(desk, key, Action.EXAMINE)
    both = replace(second, staff_key=desk.staff_key)
    with pytest.raises(Refused, match="自分が受け付けた"):
        step(both, key, Action.EXAMINE)
    step(second, key, Action.EXAMINE)
    with pytest.raises(Conflict, match="後に"):
        take_step(chief, application=key, edition=1, action=Action.APPROVE)
    with pytest.raises(Conflict):
        ask_own_list(desk, application=key, edition=edition(key), listing=uuid4())
    step(chief, key, Action.APPROVE)
    view = view_application(desk, application=key)
    assert view.state is State.APPROVED
    assert [act.label for act in view.acts] == ["受け付ける", "審査を終える", "閲覧を認める"]


def test_a_refusal_names_its_row_and_its_reason(
    desk: Access, second: Access, chief: Access
) -> None:
    key = received(desk)
    step(second, key, Action.EXAMINE)
    with pytest.raises(Invalid) as caught:
        step(chief, key, Action.REFUSE, refusal="?")
    assert {p.field for p in caught.value.problems} == {"refusal", "words"}
    step(chief, key, Action.REFUSE, refusal=Refusal.CUSTODY, words="保管の場所が決まっていない")
    view = view_application(desk, application=key)
    assert (view.state, view.refusal) == (State.REFUSED, Refusal.CUSTODY)
    assert view.actions == ()


def test_what_was_returned_is_mended_and_the_earlier_wording_stays(
    desk: Access, second: Access
) -> None:
    key = received(desk)
    step(second, key, Action.RETURN, words="管理の方法が足りない")
    mended = replace(UNIVERSITY, custody="金庫に置く")
    correct(desk, application=key, edition=edition(key), paper=mended, words="追記")
    view = view_application(desk, application=key)
    assert (view.state, view.paper.custody) == (State.RECEIVED, "金庫に置く")
    (line,) = list_applications(desk).lines
    assert line.applicant == "架空大学"
    assert list_applications(desk, state="refused").lines == ()


def test_an_application_that_is_none(desk: Access) -> None:
    with pytest.raises(Missing):
        view_application(desk, application=uuid4())
    with pytest.raises(Missing):
        take_step(desk, application=uuid4(), edition=1, action=Action.WITHDRAW, words="x")
