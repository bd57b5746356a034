"""Steps of specs/features/protection.feature (抑止・支援措置, STD-3.1 to 3.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.certificates.commands.issue import issue
from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.foundation.outbox.models import Message
from daicho.foundation.staff.public import system_access
from daicho.foundation.ui.confirmations import key_of
from daicho.kernel import clock
from daicho.kernel.access import Purpose
from daicho.kernel.clock import business_now
from daicho.kernel.errors import DaichoError, Invalid
from daicho.kernel.wareki import parse_date
from daicho.registers.protection.commands.apply_for_support import apply_for_support
from daicho.registers.protection.commands.end_suppression import end_suppression
from daicho.registers.protection.domain.levels import Process, Restraint
from daicho.registers.protection.models import MeasureEdition, Suppression
from daicho.registers.protection.selectors.measures import view_measure
from daicho.registers.protection.selectors.suppressions import list_suppressed
from daicho.registers.protection.tests.scene import SUPPORTER, facts, lifted, support, suppress
from tests.features.conftest import Story
from tests.features.register import holding_of, household_of
from tests.features.test_certificates import PLAIN, request_of

scenarios(str(Path(__file__).parents[2] / "specs/features/protection.feature"))

LEVELS = {"エラー": Restraint.ERROR, "アラート": Restraint.ALERT}
SAID = {"protection.suppression_set": "設定", "protection.suppression_ended": "解除"}


@dataclass
class Scene:
    """When something was lifted, and what was handed out last."""

    lifted_at: datetime | None = None
    issued: tuple[UUID, ...] = ()


@pytest.fixture
def scene() -> Scene:
    return Scene()


def persons(names: str) -> list[UUID]:
    return [holding_of(name).person for name in re.split("[、と]", names)]


def on(words: str) -> date:
    return parse_date(words, field="day")


@given(parsers.parse("認証者は「{title} {name}」である"))
def _(title: str, name: str) -> None:
    access = system_access(Purpose.ADMINISTRATION, job="features")
    set_certifier(access, valid_from=date(2020, 4, 1), title=title, name=name)


@given(parsers.parse("{name}が{child}と併せて{day}から支援措置を受けている"))
def _(name: str, child: str, day: str) -> None:
    support(*persons(name), *persons(child), since=on(day))


@given(parsers.parse("{name}が{day}に支援措置を申し出て、まだ始まっていない"))
def _(name: str, day: str) -> None:
    (person,) = persons(name)
    content = facts(person, applied_on=on(day), provisional_on=on(day))
    apply_for_support(SUPPORTER, measure=uuid4(), facts=content)


@given(
    parsers.re(
        "(?P<name>[^の]+)の(?P<process>証明書発行|異動入力|照会)が(?P<since>.+日)から"
        "(?P<until>.+日)まで(?P<level>エラー|アラート)で抑止されている"
    )
)
def _(name: str, process: str, since: str, until: str, level: str) -> None:
    (person,) = persons(name)
    chosen = next(p for p in Process if p.label == process)
    suppress(person, since=on(since), until=on(until), levels={chosen: LEVELS[level]})


@given(parsers.parse("{name}の世帯の証明書発行が{since}からエラーで抑止されている"))
def _(name: str, since: str) -> None:
    levels = {Process.CERTIFICATE: Restraint.ERROR}
    suppress(household=household_of(name), since=on(since), levels=levels)


@when(
    parsers.re(
        r"(?:(?P<minutes>\d+)分たって)?(?P<confirming>知らせを確かめて)?"
        r"(?P<names>見本[^「」]+?)の(?P<removed>除票の)?写しを請求する"
    )
)
def _(
    story: Story,
    scene: Scene,
    minutes: str | None,
    confirming: str | None,
    names: str,
    removed: str | None,
) -> None:
    if minutes:
        assert scene.lifted_at
        then_ = scene.lifted_at + timedelta(minutes=int(minutes))
        story.calendar.enter_context(clock.set_to(then_))
    form = "住民票の除票の写し" if removed else PLAIN["様式"]
    wish = request_of(PLAIN | {"様式": form, "証明する人": names})
    access = story.clerk.serving(Purpose.CERTIFICATE)
    story.refusal, scene.issued = None, ()
    for _ in range(2 if confirming else 1):
        try:
            scene.issued = issue(access, request=wish)
        except DaichoError as error:
            story.refusal = error
            wish = replace(wish, confirmed=alerts_in(error))
        else:
            story.refusal = None


def alerts_in(error: DaichoError) -> frozenset[str]:
    problems = error.problems if isinstance(error, Invalid) else ()
    return frozenset(key_of(p) for p in problems if not p.is_error)


@when(parsers.parse("審査の結果、{names}の証明書発行を一時解除する"))
def _(scene: Scene, names: str) -> None:
    lifted(*persons(names))
    scene.lifted_at = business_now()


@when(parsers.parse("{name}の抑止を解除する"))
def _(name: str) -> None:
    (person,) = persons(name)
    row = Suppression.objects.get(person=person)
    end_suppression(SUPPORTER, suppression=row.key, reason="申出の取下げ")


@then("写しが交付される")
def _(story: Story, scene: Scene) -> None:
    assert story.refusal is None, story.refusal
    assert scene.issued


@then(parsers.parse("{name}の支援措置は「{words}」である"))
def _(name: str, words: str) -> None:
    (person,) = persons(name)
    row = MeasureEdition.objects.get(applicant=person)
    assert view_measure(SUPPORTER, measure=row.measure).standing.words == words


@then(parsers.parse("抑止対象者一覧に「{name}」が{day}からとして載る"))
def _(name: str, day: str) -> None:
    lines = list_suppressed(SUPPORTER, page=1).lines
    assert [(w.name, line.starts_on) for line in lines for w in line.who] == [(name, on(day))]


@then(parsers.parse("抑止対象者一覧に「{name}」は載らない"))
def _(name: str) -> None:
    lines = list_suppressed(SUPPORTER, page=1).lines
    assert name not in [w.name for line in lines for w in line.who]


@then(parsers.parse("抑止についてほかの業務へ知らせるものは「{words}」である"))
def _(words: str) -> None:
    kinds = Message.objects.filter(kind__startswith="protection.").order_by("id")
    assert [SAID[m.kind] for m in kinds] == words.split("、")
