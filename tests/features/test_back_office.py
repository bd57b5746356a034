"""Steps of specs/features/back_office.feature (受付・保留・休日・後日入力・失期)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.hold import hold
from daicho.business.movements.commands.resume import resume
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.notification import Channel
from daicho.business.movements.domain.quoting import departures
from daicho.business.movements.models import Case
from daicho.business.movements.public import open_draft
from daicho.business.movements.selectors.board import Wish, list_cases
from daicho.business.movements.selectors.cases import view_case
from daicho.business.movements.selectors.lists import LISTS, open_list
from daicho.business.movements.tests.paper import HEAD, alerts_of, move_in_paper
from daicho.kernel import clock
from daicho.kernel.errors import DaichoError, Invalid
from daicho.registers.residents.models import Change
from tests.features.conftest import Story
from tests.features.entering import Table, number_called, register_state
from tests.features.register import day_of, holding_of

scenarios(str(Path(__file__).parents[2] / "specs/features/back_office.feature"))


@then("仮登録の一覧を経路で絞ると次のとおりである")
def _(story: Story, datatable: Table) -> None:
    for words, who in datatable:
        channel = next(c.value for c in Channel if c.label == words)
        wish = Wish(state="submitted", channel=channel)
        lines = list_cases(story.clerk, wish=wish).lines
        assert [(line.summary, line.channel) for line in lines] == [(who, words)]


@given("本人確認書類に健康保険証を選ぶ")
def _(story: Story) -> None:
    story.paper["identity_document"] = "health_insurance"


@then("受付の記録に次のものがある")
def _(story: Story, datatable: Table) -> None:
    told = view_case(story.clerk, case=story.case).reception
    assert {tuple(row) for row in datatable} <= set(told)


@then("届出書の個人番号は平文で残らない")
def _(story: Story) -> None:
    stored = str(Case.objects.get(key=story.case).payload)
    assert number_called("individual_number", "見本4") not in stored


@given("転出証明書情報から見本　次郎の転入の下書きが作られている")
def _(story: Story) -> None:
    paper = move_in_paper({**HEAD, "name": "見本　次郎", "family_register_head": "見本　次郎"})
    quoted = {"persons.0.name": paper.pop("persons.0.name")}
    story.case = open_draft(story.clerk, kind="move_in", payload=paper, quoted=quoted)
    draft = Case.objects.get(key=story.case)
    assert draft.payload["persons.0.name"] == "見本　次郎"
    story.paper, story.edition = draft.payload, draft.edition


@when(parsers.parse("氏名を{name}に打ち替える"))
def _(story: Story, name: str) -> None:
    story.paper["persons.0.name"] = name


@then("引用との違いは次のとおりである")
def _(story: Story, datatable: Table) -> None:
    told = [list(row[1:]) for row in departures(story.paper, story.kind.sheet)]
    assert told == [list(row) for row in datatable]


def _submit_with(story: Story, reason: str) -> None:
    keys = alerts_of(story.kind.code, story.paper)
    story.refusal = None
    try:
        story.edition = submit(
            story.clerk,
            case=story.case,
            kind=story.kind.code,
            payload=story.paper,
            edition=story.edition,
            confirmed=keys,
            reasons=dict.fromkeys(keys, reason),
        )
    except DaichoError as error:
        story.refusal = error


@when("理由を書かずに確かめて仮登録する")
def _(story: Story) -> None:
    _submit_with(story, "")


@when(parsers.parse("「{reason}」と理由を書いて仮登録する"))
def _(story: Story, reason: str) -> None:
    _submit_with(story, reason)


@then(parsers.parse("確かめた注意に「{reason}」が残る"))
def _(story: Story, reason: str) -> None:
    kept = Case.objects.get(key=story.case).confirmations
    assert reason in {c["reason"] for c in kept if c["code"] == "quoted_differs"}


@when(parsers.re("窓口1が「(?P<reason>.*)」と保留にする"))
def _(story: Story, reason: str) -> None:
    story.edition = hold(story.clerk, case=story.case, edition=story.edition, remark=reason)


@when(parsers.re("窓口1が「(?P<reason>.*)」と保留にしようとする"))
def _(story: Story, reason: str) -> None:
    try:
        hold(story.clerk, case=story.case, edition=story.edition, remark=reason)
    except DaichoError as error:
        story.refusal = error


@when("窓口1が保留を解く")
def _(story: Story) -> None:
    story.edition = resume(story.clerk, case=story.case, edition=story.edition)
    story.refusal = None


@given("審査1が審査を終える")
def _(story: Story) -> None:
    story.edition = examine(story.staff[1], case=story.case, edition=story.edition)


@when("決裁1が決裁しようとする")
def _(story: Story) -> None:
    story.before = register_state()
    try:
        story.edition = approve(story.staff[2], case=story.case, edition=story.edition)
    except DaichoError as error:
        story.refusal = error


@then(parsers.parse("届出は「{state}」である"))
def _(story: Story, state: str) -> None:
    assert view_case(story.clerk, case=story.case).state.label == state


@given("閉庁日には決裁しない")
def _(settings: Any) -> None:  # Any: pytest-django's fixture of settings
    settings.APPROVAL_ON_CLOSING_DAYS = False


@then(parsers.parse("{name}の最後の異動の処理日は{day}である"))
def _(name: str, day: str) -> None:
    change = Change.objects.get(key=holding_of(name).change)
    assert _on(change.processed_at) == day_of(day)
    assert change.notified_on == day_of("令和8年11月19日")


def _on(moment: datetime) -> date:
    return moment.astimezone(clock.TOKYO).date()


@then("確かめるまで、同じ異動が既にあると知らされる")
def _(story: Story) -> None:
    story.submit(confirmed=set())
    assert isinstance(story.refusal, Invalid)
    assert "entered_twice" in {p.code for p in story.refusal.problems}
    story.refusal = None
    story.submit(confirmed=alerts_of(story.kind.code, story.paper))
    assert story.refusal is None, story.refusal


@then("失期の一覧は次のとおりである")
def _(story: Story, datatable: Table) -> None:
    columns = [LISTS["late"].columns.index(label) for label in datatable[0]]
    lines = open_list(story.clerk, code="late").lines
    assert [[line.cells[c] for c in columns] for line in lines] == [
        list(row) for row in datatable[1:]
    ]
