"""Steps of specs/features/draft_and_approval.feature (仮登録・審査・決裁, STD-4.0.8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.discard import discard
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.return_case import return_case
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.selectors.cases import CaseView, view_case
from daicho.business.movements.tests.paper import alerts_of, carry_through
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.errors import DaichoError, Invalid
from daicho.kernel.wareki import format_wareki
from tests.features.conftest import Story
from tests.features.entering import Table, entered, register_state

scenarios(str(Path(__file__).parents[2] / "specs/features/draft_and_approval.feature"))

STEPS: dict[str, Callable[..., int]] = {"審査": examine, "決裁": approve}


def actor(story: Story, login: str) -> Access:
    return next(access for access in story.staff if access.login == login)


def attempt(story: Story, step: Callable[..., int], access: Access, **words: str) -> None:
    """Try a step that should be refused; what the register held just before is kept."""
    story.before = register_state()
    try:
        step(access, case=story.case, edition=story.edition, **words)
    except DaichoError as error:
        story.refusal = error


def seen(story: Story) -> CaseView:
    return view_case(story.clerk, case=story.case)


@given(parsers.re("(?P<login>審査1|決裁1)が(?P<step>審査|決裁)(を終える|する)"))
@when(parsers.re("(?P<login>審査1|決裁1)が(?P<step>審査|決裁)(を終える|する)"))
def _(story: Story, login: str, step: str) -> None:
    story.edition = STEPS[step](actor(story, login), case=story.case, edition=story.edition)


@when(parsers.re("(?P<login>窓口1|決裁1)が(?P<step>審査|決裁)しようとする"))
def _(story: Story, login: str, step: str) -> None:
    attempt(story, STEPS[step], actor(story, login))


@given(parsers.parse("審査1が「{remark}」と差し戻す"))
@when(parsers.parse("審査1が「{remark}」と差し戻す"))
def _(story: Story, remark: str) -> None:
    story.edition = return_case(
        actor(story, "審査1"), case=story.case, edition=story.edition, remark=remark
    )


@when("審査1が理由を書かずに差し戻そうとする")
def _(story: Story) -> None:
    attempt(story, return_case, actor(story, "審査1"), remark=" ")


@given("窓口1が届出を破棄する")
@when("窓口1が届出を破棄する")
def _(story: Story) -> None:
    story.edition = discard(story.clerk, case=story.case, edition=story.edition)


@when("窓口1が届出を破棄しようとする")
def _(story: Story) -> None:
    attempt(story, discard, story.clerk)


@when(parsers.parse("番地を{banchi}に直して仮登録する"))
def _(story: Story, banchi: str) -> None:
    story.paper["banchi"] = banchi
    story.submit(confirmed=alerts_of(story.kind.code, story.paper))


@given("窓口1は審査と決裁の権限も持つ")
def _(story: Story) -> None:
    clerk, examiner, approver = story.staff
    every = clerk.duties | examiner.duties | approver.duties
    story.staff = (replace(clerk, duties=every), examiner, approver)


@given(parsers.parse("その間に{name}の死亡が決裁される"))
def _(story: Story, name: str) -> None:
    paper = entered(KINDS["death"], [["異動する人", name]])
    carry_through(*story.staff, "death", paper)


@then(parsers.parse("届出は「{state}」である"))
def _(story: Story, state: str) -> None:
    assert seen(story).state.label == state


@then("処理中の異動があるとして断られる")
def _(story: Story) -> None:
    assert isinstance(story.refusal, Invalid)
    assert "person_busy" in [problem.code for problem in story.refusal.problems]


@then("手続の記録は次のとおりである")
def _(story: Story, datatable: Table) -> None:
    told = [
        [step.label, step.actor, format_wareki(step.at.astimezone(clock.TOKYO).date())]
        for step in seen(story).steps
    ]
    assert told == [list(row) for row in datatable[1:]]
