"""Steps of specs/features/retention.feature (保存年限と廃棄)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.models import Case
from daicho.business.retention.commands.decide_plan import approve_plan
from daicho.business.retention.commands.draft_plan import draft_plan
from daicho.business.retention.commands.holds import HoldWish, set_hold
from daicho.business.retention.models import Plan
from daicho.business.retention.selectors.erased import look_up_erased
from daicho.business.retention.selectors.plans import PlanView, view_plan
from daicho.business.retention.tests.scene import approved, carried_out, old_case
from daicho.foundation.audit.commands.anchor_key import create_signing_key
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Refused
from tests.features.register import day_of

scenarios(str(Path(__file__).parents[2] / "specs/features/retention.feature"))


@dataclass
class Disposing:
    """The plan of a scenario, and the cases by their days."""

    planner: Access
    chief: Access
    cases: dict[date, Case] = field(default_factory=dict)
    plan: Plan | None = None
    refusal: Refused | None = None

    @property
    def view(self) -> PlanView:
        assert self.plan is not None
        return view_plan(self.planner, plan=self.plan.key)


@pytest.fixture
def disposing(
    story: object,  # noqa: ARG001  # the day of the counter and the wiring
    examiner: Access,
    approver: Access,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Disposing:
    create_signing_key(tmp_path)
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return Disposing(
        examiner.serving(Purpose.ADMINISTRATION), approver.serving(Purpose.ADMINISTRATION)
    )


@given(parsers.parse("{day}に決裁された届出書がある"))
def a_case(disposing: Disposing, day: str) -> None:
    disposing.cases[day_of(day)] = old_case(day_of(day))


@given(parsers.parse("{day}から審査を待っている届出書がある"))
def a_waiting_case(day: str, disposing: Disposing) -> None:
    assert disposing.plan is None
    old_case(day_of(day), state="submitted")


@given(parsers.parse("{day}の届出書を「{reason}」のため保留にする"))
def held(disposing: Disposing, day: str, reason: str) -> None:
    number = disposing.cases[day_of(day)].number
    wish = HoldWish("cases", number, "", reason, None)
    set_hold(disposing.planner, hold=uuid4(), wish=wish)


@when("審査の職員が届出書の廃棄を試算する")
def dry_run(disposing: Disposing) -> None:
    key = draft_plan(disposing.planner, plan=uuid4(), files=["cases"])
    disposing.plan = Plan.objects.get(key=key)


@when("決裁の職員が承認して廃棄する")
def erase(disposing: Disposing) -> None:
    assert disposing.plan is not None
    carried_out(disposing.chief, approved(disposing.chief, disposing.plan))


@when("同じ職員が承認しようとする")
def own_approval(disposing: Disposing) -> None:
    assert disposing.plan is not None
    with pytest.raises(Refused) as refused:
        approve_plan(disposing.planner, plan=disposing.plan.key, edition=1)
    disposing.refusal = refused.value


@then("承認できないことが知らされる")
def refusal(disposing: Disposing) -> None:
    assert disposing.refusal is not None
    assert disposing.refusal.what


@then(parsers.parse("廃棄するものは{count:d}件である"))
def due(disposing: Disposing, count: int) -> None:
    assert disposing.view.due == count


@then(parsers.parse("「{words}」ために残すものは{count:d}件である"))
def kept(disposing: Disposing, words: str, count: int) -> None:
    (file,) = disposing.view.files
    assert dict(file.reasons) == {words: count}


@then(parsers.parse("届出書は{count:d}件残っている"))
def left(disposing: Disposing, count: int) -> None:
    assert disposing.cases
    assert Case.objects.count() == count


@then(parsers.parse("{day}の届出書を照会すると、廃棄済と、廃棄した日と受領番号が出る"))
def gone(disposing: Disposing, day: str) -> None:
    assert disposing.plan is not None
    number = disposing.cases[day_of(day)].number
    (found,) = look_up_erased(disposing.planner, number=number)
    assert "令和8年11月20日に廃棄しました" in found.sentence
    assert found.receipt == disposing.plan.number


@then(parsers.parse("{day}の届出書を照会しても、廃棄済とは出ない"))
def there(disposing: Disposing, day: str) -> None:
    number = disposing.cases[day_of(day)].number
    assert look_up_erased(disposing.planner, number=number) == ()
