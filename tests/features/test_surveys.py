"""Steps of specs/features/surveys.feature (実態調査, REG-068; 住所の照合, REG-041)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.models import Case
from daicho.business.movements.tests.paper import alerts_of
from daicho.business.surveys.commands.begin_removal import begin_removal
from daicho.business.surveys.commands.compare_addresses import compare_addresses
from daicho.business.surveys.commands.conclude import conclude
from daicho.business.surveys.commands.open_survey import open_survey
from daicho.business.surveys.commands.record_act import record_act
from daicho.business.surveys.domain.acts import Entry, Finding, Origin
from daicho.business.surveys.domain.states import Action, State
from daicho.business.surveys.models import Survey
from daicho.business.surveys.selectors.mismatches import list_mismatches
from daicho.business.surveys.selectors.surveys import view_survey
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, DaichoError
from tests.features.conftest import Story
from tests.features.entering import Table, kind_titled, register_state
from tests.features.register import day_of, holding_of, person_named

scenarios(str(Path(__file__).parents[2] / "specs/features/surveys.feature"))


@dataclass
class Surveying:
    """The survey of a scenario."""

    key: UUID = field(default_factory=uuid4)

    @property
    def edition(self) -> int:
        return Survey.objects.get(key=self.key).edition


@pytest.fixture
def surveying() -> Surveying:
    return Surveying()


def begin(story: Story, survey: UUID, origin: str, names: str) -> None:
    open_survey(
        story.clerk,
        survey=survey,
        persons=[person_named(name) for name in names.split("、")],
        origin=next(o.value for o in Origin if o.label == origin),
        words="返戻された封筒による",
    )
    story.before = register_state()


def note(story: Story, surveying: Surveying, entry: Entry) -> None:
    record_act(story.clerk, survey=surveying.key, edition=surveying.edition, entry=entry)


def end(story: Story, surveying: Surveying, *, residing: bool) -> None:
    story.refusal = None
    try:
        conclude(story.clerk, survey=surveying.key, edition=surveying.edition, residing=residing)
    except DaichoError as error:
        story.refusal = error
        return
    if not residing:
        story.case = begin_removal(story.clerk, survey=surveying.key)
        assert begin_removal(story.clerk, survey=surveying.key) == story.case


@given(parsers.parse("「{origin}」により{names}の実態調査を始める"))
def _(story: Story, surveying: Surveying, origin: str, names: str) -> None:
    begin(story, surveying.key, origin, names)


@when(parsers.parse("「{origin}」により{names}の実態調査を始めようとする"))
def _(story: Story, origin: str, names: str) -> None:
    try:
        begin(story, uuid4(), origin, names)
    except DaichoError as error:
        story.refusal = error


@given(parsers.parse("現地調査で「{finding}」と分かる"))
def _(story: Story, surveying: Surveying, finding: str) -> None:
    found = next(f.value for f in Finding if f.label == finding)
    entry = Entry(
        action=Action.VISIT,
        done_on=business_today(),
        finding=found,
        who="市民課 見本",
        words="表札",
    )
    note(story, surveying, entry)


@given(parsers.parse("{day}を期限に催告する"))
def _(story: Story, surveying: Surveying, day: str) -> None:
    note(
        story,
        surveying,
        Entry(action=Action.DEMAND, done_on=business_today(), until=day_of(day), method="delivery"),
    )


@given(parsers.parse("{day}まで公示する"))
def _(story: Story, surveying: Surveying, day: str) -> None:
    note(
        story,
        surveying,
        Entry(action=Action.POST, done_on=business_today(), until=day_of(day), method="board"),
    )


@when("居住なしとして調査を終える")
def _(story: Story, surveying: Surveying) -> None:
    end(story, surveying, residing=False)


@when("居住を確認して調査を終える")
def _(story: Story, surveying: Surveying) -> None:
    end(story, surveying, residing=True)


@then(parsers.parse("実態調査は「{state}」である"))
def _(story: Story, surveying: Surveying, state: str) -> None:
    assert view_survey(story.clerk, survey=surveying.key).state is next(
        s for s in State if s.label == state
    )


@then(parsers.parse("{names}の職権消除の下書きが、調査の番号つきで作られている"))
def _(story: Story, surveying: Surveying, names: str) -> None:
    draft = Case.objects.get(key=story.case)
    assert draft.kind == "ex_officio_removal"
    assert draft.state == "draft"
    assert draft.survey == surveying.key
    assert set(draft.persons) == {person_named(name) for name in names.split("、")}
    assert Survey.objects.get(key=surveying.key).number in draft.payload["ground"]


@when("その下書きを仮登録し、審査と決裁を受ける")
def _(story: Story) -> None:
    draft = Case.objects.get(key=story.case)
    story.kind = kind_titled("職権消除")
    story.paper, story.edition = draft.payload, draft.edition
    story.submit(confirmed=alerts_of(draft.kind, draft.payload))
    story.decide()


@then("職権消除の下書きは作られていない")
def _() -> None:
    assert not Case.objects.filter(kind="ex_officio_removal").exists()


@then("調査が既に行われているとして断られる")
def _(story: Story) -> None:
    assert isinstance(story.refusal, Conflict)
    assert story.refusal.reason_code == "survey.under_way"
    assert Survey.objects.count() == 1


@when("介護保険の次の住所と照合する")
def _(story: Story, datatable: Table) -> None:
    lines = []
    for name, address in datatable[1:]:
        held = holding_of(name)
        ours = f"{held.particulars.address}{held.particulars.katagaki}"
        lines.append(f"{held.atena_number},{ours if address == '台帳の住所' else address}")
    story.before = register_state()
    compare_addresses(story.clerk, source="介護保険", text="宛名番号,住所\n" + "\n".join(lines))


@then("食い違いの一覧は次のとおりである")
def _(story: Story, datatable: Table) -> None:
    told = [
        [row.atena_number, row.theirs, row.why]
        for row in list_mismatches(story.clerk).page.object_list
    ]
    wanted = [[holding_of(n).atena_number, theirs, why] for n, theirs, why in datatable[1:]]
    assert told == wanted
