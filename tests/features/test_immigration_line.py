"""Steps of specs/features/immigration_line.feature (入管庁の回線, IMM-001 to 006, 008 to 010)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pyrage
import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.commands.settle_notice import match_notice
from daicho.business.movements.domain.immigration_notice import EFFECTS
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.models import Case, ImmigrationNotice
from daicho.business.movements.selectors.immigration import list_messages, list_notices
from daicho.business.movements.selectors.lists import open_list
from daicho.business.movements.tests.amending import foreigner
from daicho.business.movements.tests.family import NEXT_DOOR, moving, now
from daicho.business.movements.tests.paper import HEAD, alerts_of, carry_through, move_in_paper
from daicho.config.profiles import ImmigrationProfile
from daicho.foundation.lines.public import Accepted
from daicho.gateways.immigration.commands.hand_over import hand_over
from daicho.gateways.immigration.commands.make_file import make_file
from daicho.gateways.immigration.commands.tell_again import tell_again
from daicho.gateways.immigration.domain.states import State
from daicho.gateways.immigration.handlers import immigration_notice
from daicho.gateways.immigration.models import NoticeFile, Telling
from daicho.gateways.immigration.tests.conftest import Says, Sent, came, lines, says, sent
from daicho.gateways.immigration.tests.test_notices import RENEWED, REVOKED
from daicho.kernel.errors import Problem
from daicho.registers.residents.domain.labels import item_text
from daicho.registers.residents.domain.particulars import Status
from tests.features.conftest import Story
from tests.features.entering import Table
from tests.features.register import day_of

__all__ = ["lines", "says", "sent"]
scenarios(str(Path(__file__).parents[2] / "specs/features/immigration_line.feature"))
ELSE = "ZZ99999999ZZ"


@dataclass
class Agency:
    """What the scenario has seen."""

    person: UUID | None = None
    file: NoticeFile | None = None


@pytest.fixture
def agency() -> Agency:
    return Agency()


@given("回線で通知する市である")
def _(lines: None) -> None:  # noqa: ARG001  # the fixture sets it
    return None


@given("外国人住民のSAMPLE MARIAが転入している")
def _(agency: Agency, story: Story, sent: Sent) -> None:
    agency.person = foreigner(story.staff)
    assert len(sent()) == 1


@given("ファイルで通知する市である")
def _(settings: Any) -> None:  # Any: pytest-django's wrapper
    settings.PROFILE = settings.PROFILE.model_copy(
        update={"immigration": ImmigrationProfile(way="file")}
    )
    identity = pyrage.x25519.Identity.generate()
    settings.IMMIGRATION_RECIPIENT = str(identity.to_public())


@when("SAMPLE MARIAの転居を決裁する")
def _(agency: Agency, story: Story, sent: Sent) -> None:
    assert agency.person is not None
    carry_through(*story.staff, "move_within", moving([agency.person], **NEXT_DOOR))
    sent()


@when("日本人の転入を決裁する")
def _(story: Story) -> None:
    carry_through(*story.staff, "move_in", move_in_paper(HEAD))


@then(parsers.re("(?P<words>「.+」)の市町村通知が、この順に入管庁あてにある"))
def _(sent: Sent, words: str) -> None:
    messages = sent()
    assert [f"「{m.body['reason']}」" for m in messages] == words.replace("」「", "」,「").split(
        ","
    )
    assert {m.receiver.node for m in messages} == {"immigration"}


@when("入管庁が二通を受け取る")
def _(sent: Sent, says: Says) -> None:
    first, second = sent()
    says(first)
    says(second)


@then(parsers.parse("市町村通知はどれも「{label}」である"))
def _(label: str) -> None:
    assert {State(row.state).label for row in Telling.objects.all()} == {label}


@when(parsers.parse("入管庁が「{what}」として返す"))
def _(sent: Sent, says: Says, what: str) -> None:
    says(sent()[0], Problem("immigration.address", "address", what, "不備です。", "直します。"))
    assert Telling.objects.get().problems[0]["what"] == what


@when(parsers.parse("住所を「{address}」と直して送り直す"))
def _(story: Story, sent: Sent, address: str) -> None:
    tell_again(story.clerk, message=Telling.objects.get().message, typed={"address": address})
    assert sent()[1].body["address"] == address


@when("入管庁が送り直しを受け取る")
def _(sent: Sent, says: Says) -> None:
    says(sent()[1])


@when("通知をファイルに出力する")
def _(agency: Agency, story: Story) -> None:
    agency.file = make_file(story.clerk)


@then(parsers.parse("ファイルには{count:d}件あり、件数表も{total:d}件である"))
def _(agency: Agency, count: int, total: int) -> None:
    assert agency.file is not None
    assert agency.file.count == count
    assert sum(agency.file.counts.values()) == total


@when("もう一度出力しようとする")
def _(agency: Agency, story: Story) -> None:
    kept = agency.file
    agency.file = make_file(story.clerk) or kept


@then("出力するものはない")
def _() -> None:
    assert NoticeFile.objects.count() == 1


@when(parsers.parse("媒体「{medium}」で「{receiver}」に渡したことを記録する"))
def _(agency: Agency, story: Story, medium: str, receiver: str) -> None:
    assert agency.file is not None
    hand_over(story.clerk, file=agency.file.key, medium=medium, receiver=receiver)


@then(parsers.parse("ファイルの市町村通知は「{label}」である"))
def _(agency: Agency, label: str) -> None:
    assert {State(r.state).label for r in Telling.objects.filter(file=agency.file)} == {label}
    file = NoticeFile.objects.get()
    assert (file.medium, file.receiver, file.handed_at is None) == ("M-1", "連携端末", False)


@when("在留期間の更新、対象者の違う更新、在留資格の取消しの通知が届く")
@when("同じ三件がもう一度届く")
def _() -> None:
    for body in (RENEWED, RENEWED | {"number": "IN-9", "card_number": ELSE}, REVOKED):
        assert immigration_notice(came(body)) == Accepted()


@then(parsers.parse("受領一覧に{count:d}件ある"))
def _(story: Story, count: int) -> None:
    assert list_notices(story.clerk, everything=True, page=1).page.paginator.count == count


@then("修正の下書きが一つある")
def _(agency: Agency) -> None:
    (case,) = Case.objects.filter(kind="immigration_notice")
    assert (case.state, case.persons) == ("draft", [agency.person])


@when("在留カード番号の違う通知が届く")
def _() -> None:
    body = RENEWED | {"number": f"IN-{uuid4().hex[:8]}", "card_number": ELSE}
    assert immigration_notice(came(body)) == Accepted()


@then("下書きはなく、通知が1件「未取込」である")
def _(story: Story) -> None:
    assert not Case.objects.filter(kind="immigration_notice").exists()
    (line,) = list_notices(story.clerk, everything=False, page=1).lines
    assert line.standing == "未取込"


@when("職員が対象者にSAMPLE MARIAを選ぶ")
def _(agency: Agency, story: Story) -> None:
    assert agency.person is not None
    notice = ImmigrationNotice.objects.get()
    match_notice(story.clerk, notice=notice.key, atena_number=now(agency.person).atena_number)


@when(parsers.re("(?P<what>在留期間の更新|在留資格の取消し)の通知が届く"))
def _(what: str) -> None:
    body = RENEWED if what == "在留期間の更新" else REVOKED
    assert immigration_notice(came(body)) == Accepted()


@then(parsers.parse("「修正」の下書きが一つあり、在留期間の満了の日は「{until}」のままである"))
def _(agency: Agency, until: str) -> None:
    drafted(agency, "修正")
    assert until_of(agency) == until


@then("「消除」の下書きが一つあり、SAMPLE MARIAは現存者のままである")
def _(agency: Agency) -> None:
    drafted(agency, "消除")
    assert agency.person is not None
    assert now(agency.person).status is Status.PRESENT


def drafted(agency: Agency, effect: str) -> Case:
    """The one draft of a notice, whose effect the list of notices says."""
    (case,) = Case.objects.filter(kind="immigration_notice")
    assert (case.state, case.persons) == ("draft", [agency.person])
    assert effect in dict(EFFECTS)[ImmigrationNotice.objects.get(case=case.key).effect]
    return case


def until_of(agency: Agency) -> str:
    assert agency.person is not None
    items = now(agency.person).particulars
    return str(item_text("residence_until", items.residence_until))


@when("その下書きを仮登録し、審査と決裁を受ける")
def _(story: Story) -> None:
    case = Case.objects.get(kind="immigration_notice")
    story.case, story.edition, story.kind = case.key, case.edition, KINDS[case.kind]
    story.paper = dict(case.payload)
    story.submit(confirmed=alerts_of(case.kind, story.paper))
    story.decide()


@then(parsers.parse("在留期間の満了の日は「{until}」である"))
def _(agency: Agency, until: str) -> None:
    assert until_of(agency) == until


@then(parsers.parse("SAMPLE MARIAは「{reason}」により消除されている"))
def _(agency: Agency, reason: str) -> None:
    assert agency.person is not None
    gone = now(agency.person)
    assert (gone.status, gone.particulars.removal_reason) == (Status.REMOVED, reason)


@when(parsers.parse("相手先の名称を「{name}」に変える"))
def _(settings: Any, name: str) -> None:  # Any: pytest-django's wrapper
    settings.IMMIGRATION_ADDRESSEE = name


@then("市町村通知の一覧は次のとおりである")
def _(story: Story, datatable: Table) -> None:
    lines = list_messages(story.clerk, everything=True, page=1).lines
    shown = [[line.reason, line.addressee] for line in reversed(lines)]
    assert shown == [list(row) for row in datatable[1:]]


@then(
    parsers.re(
        "(?P<day>[^\\s「]+日)の満了の一覧に、SAMPLE MARIA(?:は出ない|が「(?P<left>.+)」として出る)"
    )
)
def _(story: Story, day: str, left: str | None) -> None:
    view = open_list(story.clerk, code="residence_ending", as_of=day_of(day))
    titles = view.spec.columns
    cells = [dict(zip(titles, line.cells, strict=True)) for line in view.lines]
    found = [row["残り日数"] for row in cells if row["氏名"] == "SAMPLE MARIA"]
    assert found == ([left] if left else [])
