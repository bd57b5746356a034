"""Steps of specs/features/identity_query.feature (本人確認情報の照会と個人番号)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.public import designate_number
from daicho.business.movements.tests.paper import individual_number
from daicho.config import wiring
from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.commands.sealing import bytes_of
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Accepted, Party, Received
from daicho.foundation.lines.tests.conftest import line_settings
from daicho.foundation.messages.public import from_bytes
from daicho.foundation.outbox.public import deliver
from daicho.foundation.staff.public import system_access
from daicho.foundation.vault.public import reveal
from daicho.gateways.identity.commands import ask_identity, verify_number
from daicho.gateways.identity.domain.change import Asking, Reason
from daicho.gateways.identity.domain.criteria import Criteria
from daicho.gateways.identity.domain.purposes import Purpose as Why
from daicho.gateways.identity.selectors.changes import view_change
from daicho.gateways.identity.tests.conftest import CODE, PERSON, Cs, changed
from daicho.gateways.jukinet.handlers import number_assigned
from daicho.kernel.access import Purpose
from daicho.kernel.clock import real_now
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.public import acts_of
from tests.features.conftest import Story
from tests.features.register import holding_of, person_named

scenarios(str(Path(__file__).parents[2] / "specs/features/identity_query.feature"))
NEW_NUMBER = individual_number(900)


@dataclass
class Window:
    """The counter with its line: what the CS holds, and what came of the question."""

    cs: Cs = field(default_factory=Cs)
    found: ask_identity.Found | None = None
    verified: verify_number.Authenticity | None = None
    reason: str = ""


@pytest.fixture
def window(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Window:
    settings.LINES = line_settings()
    made = Window()
    for module in (ask_identity, verify_number):
        monkeypatch.setattr(module, "ask", made.cs.answer)
    return made


def ask(story: Story, window: Window, *, card: bool = False, **given_items: str) -> None:
    window.found = ask_identity.ask_identity(
        story.clerk,
        asked=Criteria(**given_items),  # type: ignore[arg-type]  # texts alone
        purpose=Why.SPECIAL_MOVE_IN,
        words="",
        card_shown=card,
        page=1,
    )


@given("機構に和光市の架空　太郎がいる")
def _(window: Window) -> None:
    assert window.cs.people == [PERSON]


@given("機構に条件に合う人がいない")
def _(window: Window) -> None:
    window.cs.people = []


@given("そのカードの電子証明書は失効している")
def _(window: Window) -> None:
    window.cs.serial = {"state": "revoked"}


@when(parsers.parse("カードの住民票コードで照会し、届出書の住所は「{address}」である"))
def _(story: Story, window: Window, address: str) -> None:
    ask(story, window, card=True, code=CODE, name=PERSON["name"], address=address)


@when(parsers.parse("氏名「{name}」と住所「{address}」で照会する"))
def _(story: Story, window: Window, name: str, address: str) -> None:
    ask(story, window, name=name, address=address)


@then(parsers.parse("照会の結果は「{words}」である"))
def _(window: Window, words: str) -> None:
    assert window.found is not None
    assert window.found.compared is not None
    assert window.found.compared.verdict.label == words


@then(parsers.parse("「{label}」にだけ相違の印が付く"))
def _(window: Window, label: str) -> None:
    assert window.found is not None
    assert window.found.compared is not None
    marked = [row.label for row in window.found.compared.rows if row.compared and not row.same]
    assert marked == [label]


@then(parsers.parse("{count:d}件が見つかる"))
def _(window: Window, count: int) -> None:
    assert window.found is not None
    assert len(window.found.lines) == count


@then(parsers.parse("照会の記録が{count:d}件残る"))
def _(count: int) -> None:
    assert Entry.objects.filter(kind="identity.asked").count() == count


@when("架空　太郎の住民票コードと別の人の個人番号を確かめる")
def _(story: Story, window: Window) -> None:
    window.verified = verify_number.verify_typed(
        story.clerk, code=CODE, number=individual_number(8), case_number=""
    )


@then(parsers.parse("真正性確認の結果は「{words}」である"))
def _(window: Window, words: str) -> None:
    assert window.verified is not None
    assert window.verified.label == words


@given(parsers.parse("{name}に個人番号がある"))
def _(window: Window, name: str) -> None:
    assert window.cs
    designate_number(
        system_access(Purpose.MOVEMENT, job="test"),
        person=person_named(name),
        number=individual_number(500),
        notice="N-1",
    )


@when(parsers.parse("{name}の個人番号の{words}を要求し、機構から新しい番号が届く"))
def _(story: Story, window: Window, name: str, words: str) -> None:
    reason = next(one for one in Reason if one.label == words)
    asking = Asking(reason, "番号の漏えい")
    if reason is Reason.REQUEST:
        asking = Asking(
            reason,
            "番号の漏えい",
            requested_on=date(2026, 11, 18),
            relation="self",
            document="individual_number_card",
        )
    clerk, _, approver = story.staff
    key = changed(clerk, approver, holding_of(name).atena_number, asking)
    row = SentMessage.objects.filter(kind="number.request").order_by("-seq")[0]
    raw = bytes_of(row)
    assert raw is not None
    message = from_bytes(raw)
    body = {"code": message.body["code"], "number": NEW_NUMBER, "reason": reason.value}
    came = Received(
        id=uuid4(),
        kind="number.assigned",
        thread=message.thread,
        sender=Party("072010", "municipal_cs"),
        receiver=Party("072010", "core"),
        made_at=real_now(),
        order_number=None,
        answers=None,
        body=body,
    )
    assert number_assigned(came) == Accepted()
    deliver(wiring.LISTENERS)
    case = view_change(approver, change=key).case
    assert case is not None
    (act,) = acts_of(case)
    window.reason = reason_label(act.reason)


@then(parsers.parse("{name}の個人番号は新しい番号である"))
def _(name: str) -> None:
    ref = holding_of(name).particulars.individual_number_ref
    assert ref is not None
    assert reveal(ref) == NEW_NUMBER


@then(parsers.parse("その異動の事由は「{words}」である"))
def _(window: Window, words: str) -> None:
    assert window.reason == words
