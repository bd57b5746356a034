"""Steps of specs/features/cards.feature (個人番号カードの窓口, JUK-024, 061)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.tests.family import Staff, now
from daicho.foundation.lines.public import Accepted, Received
from daicho.foundation.staff.public import system_access
from daicho.gateways.cards.commands.lapse import lapse
from daicho.gateways.cards.domain.states import TABLE, Action, By, State
from daicho.gateways.cards.handlers import card_notice
from daicho.gateways.cards.models import Card, CardEvent
from daicho.gateways.cards.tests.conftest import Desk, Sent, notice
from daicho.gateways.cards.tests.test_register import arrive
from daicho.kernel import clock
from daicho.kernel.access import Purpose
from daicho.kernel.errors import DaichoError
from daicho.kernel.wareki import format_wareki, parse_date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
scenarios(str(Path(__file__).parents[6] / "specs/features/cards.feature"))


@dataclass
class Told:
    """What one scenario has done so far."""

    card: Card | None = None
    before: int = 0
    refusal: DaichoError | None = None
    notice: Received | None = None
    events: int = 0
    people: list[UUID] = field(default_factory=list)

    @property
    def held(self) -> Card:
        assert self.card is not None
        self.card.refresh_from_db()
        return self.card


@pytest.fixture
def story() -> Told:
    return Told()


def day_of(text: str) -> date:
    return parse_date(text, field="day")


@given("見本　太郎の世帯が令和8年4月1日から住んでいる")
def _(story: Told, family: list[UUID]) -> None:
    story.people = family


@given(parsers.parse("見本　太郎が「{state}」のカードを持っている"))
def _(story: Told, desk: Desk, sent: Sent, state: str) -> None:
    person = story.people[0]
    if state == State.PREPARED.label:
        story.card = desk.arrived(person)
        desk.do(story.card, Action.PREPARE, valid_until=date(2036, 4, 1))
    else:
        story.card = desk.card(person)
    if state == State.SUSPENDED.label:
        desk.do(story.card, Action.SUSPEND, reason="lost")
    if state == State.ABOLISHED.label:
        desk.do(story.card, Action.ABOLISH, reason="requested")
    assert State(story.held.state).label == state
    story.before = len(sent())


def record(story: Told, desk: Desk, label: str, reason: str) -> None:
    action = next(a for a, rule in TABLE.items() if rule.label == label and By.DESK in rule.by)
    code = next((c for c, words in TABLE[action].reasons if words == reason), "")
    desk.do(story.held, action, reason=code)


@when(parsers.re("カードの「(?P<label>[^」]*)」を「(?P<reason>[^」]*)」で記録する"))
def _(story: Told, desk: Desk, sent: Sent, label: str, reason: str) -> None:
    story.before = len(sent())
    record(story, desk, label, reason)


@when(parsers.re("カードの「(?P<label>[^」]*)」を「(?P<reason>[^」]*)」で記録しようとする"))
def _(story: Told, desk: Desk, label: str, reason: str) -> None:
    with pytest.raises(DaichoError) as caught:
        record(story, desk, label, reason)
    story.refusal = caught.value


@then(parsers.re("「(?P<what>.*)」として断られる"))
def _(story: Told, what: str) -> None:
    assert story.refusal is not None
    assert story.refusal.what == what


@then(parsers.parse("カードは「{state}」である"))
def _(story: Told, state: str) -> None:
    assert State(story.held.state).label == state


@then(parsers.parse("カード管理システムへ「{event}」が一件送られる"))
def _(story: Told, sent: Sent, event: str) -> None:
    assert [e.body["event"] for e in sent()[story.before :]] == [event]


@then(parsers.parse("住民票のカードの発行状況は「{status}」である"))
def _(story: Told, sent: Sent, status: str) -> None:
    sent()
    assert now(story.people[0]).particulars.card_status == status


@when("カード管理システムから廃止の通知が届く")
def _(story: Told) -> None:
    story.notice = notice(story.people[0], "abolition")
    assert card_notice(story.notice) == Accepted()
    story.events = CardEvent.objects.count()


@when("カード管理システムから同じ通知がもう一度届く")
def _(story: Told) -> None:
    assert story.notice is not None
    number = story.notice.body["notice_number"]
    assert card_notice(notice(story.people[0], "abolition", notice_number=number)) == Accepted()


@then("カードの処理は一つも増えていない")
def _(story: Told) -> None:
    assert CardEvent.objects.count() == story.events


@when(parsers.parse("カードを持つ人が{moved}に転入し、{told}に届け出る"))
def _(story: Told, staff: Staff, sent: Sent, moved: str, told: str) -> None:
    days = {"event_date": day_of(moved), "notified_on": day_of(told)}
    story.card = arrive(staff, sent, **{name: day.isoformat() for name, day in days.items()})


@when(parsers.parse("{day}の期限の処理が動く"))
def _(day: str) -> None:
    with clock.set_to(day_of(day)):
        lapse(system_access(Purpose.BATCH, job="test"))


@then(parsers.re("その人のカードは「(?P<state>[^」]*)」で、期限は「(?P<until>[^」]*)」である"))
def _(story: Told, state: str, until: str) -> None:
    due = story.held.due_on
    assert (State(story.held.state).label, format_wareki(due) if due else "") == (state, until)
