"""Steps of specs/features/family_register.feature (戸籍の通知と附票, FAM-001 to 012)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import HEAD, carry_through
from daicho.foundation.audit.models import Entry
from daicho.gateways.family_register import handlers
from daicho.gateways.family_register.commands.close_annex import remove_annex
from daicho.gateways.family_register.commands.enter_event import enter_event
from daicho.gateways.family_register.commands.hand_over import fetch, hand_over
from daicho.gateways.family_register.domain.notices import Sending
from daicho.gateways.family_register.models import Annex, AnnexEntry, AnnexLine, Notice
from daicho.gateways.family_register.selectors.annexes import view_annex
from daicho.gateways.family_register.selectors.reference import members_of, refer
from daicho.gateways.family_register.settlers import update_settled
from daicho.gateways.family_register.tests.conftest import (
    ELSEWHERE,
    HERE,
    IN_WAKO,
    REGISTER,
    SOMEBODY,
    Came,
    MovedIn,
    Sent,
    annex_notice,
)
from daicho.gateways.family_register.tests.test_events import paper
from daicho.gateways.family_register.tests.test_take import (
    as_told,
    carried,
    case_of,
    register_notice,
)
from daicho.gateways.family_register.tests.test_tell import settled as answer
from daicho.kernel.errors import DaichoError
from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.particulars import Status

scenarios(str(Path(__file__).parents[6] / "specs/features/family_register.feature"))
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@dataclass
class Story:
    """Whom a scenario is about, and what was refused."""

    person: UUID | None = None
    refusal: DaichoError | None = None

    @property
    def resident(self) -> UUID:
        assert self.person is not None
        return self.person


@pytest.fixture
def story() -> Story:
    return Story()


@given(parsers.parse("{city}に本籍がある見本　太郎が住んでいる"))
def lives_here(story: Story, moved_in: MovedIn, sent: Sent, city: str) -> None:
    (story.person,) = moved_in(HERE if city == "福島市" else ELSEWHERE, HEAD)
    sent()


@given("和光市に住む例示　次郎の附票がある")
def has_an_annex(annexed: AnnexLine) -> None:
    assert annexed.person is None


@when("見本　太郎の転居を決裁する")
def moves(story: Story, staff: Staff, sent: Sent) -> None:
    carry_through(*staff, "move_within", moving([story.resident]) | NEXT_DOOR)
    sent()


@when("例示　次郎の転居の通知が和光市から届く")
def told_of_a_move(came: Came) -> None:
    place = IN_WAKO | {"address": "埼玉県和光市本町9番9号", "since": "20261110"}
    body = annex_notice(notice_number="AN-2026-900002", address=place, reason="転居")
    handlers.annex_notice(came("annex.notice", body))


@when("当市に本籍のない人の通知が和光市から届く")
def told_of_a_stranger(came: Came) -> None:
    stranger = SOMEBODY | {"name": "架空　知子", "birth_on": "319800909", "code": "30596245745"}
    body = annex_notice(
        notice_number="AN-2026-900009",
        people=[stranger],
        family_register=REGISTER | {"head": "架空　知子"},
    )
    handlers.annex_notice(came("annex.notice", body))


@when(parsers.parse("氏名が「{name}」の通知が和光市から届く"))
def told_with_another_name(came: Came, name: str) -> None:
    body = annex_notice(notice_number="AN-2026-900003", people=[SOMEBODY | {"name": name}])
    handlers.annex_notice(came("annex.notice", body))


@when(parsers.parse("見本　太郎の本籍は「{domicile}」だという照合通知が届く"))
def told_of_a_mismatch(came: Came, sent: Sent, domicile: str) -> None:
    (notice,) = sent("annex.notice")
    body = {
        "notice_number": "AM-2026-900001",
        "notice": notice.body["notice_number"],
        "noticed_on": "20261120",
        "person": notice.body["people"][0],
        "differences": [{"item": "domicile", "notified": ELSEWHERE, "recorded": domicile}],
    }
    handlers.annex_mismatch(came("annex.mismatch", body))


@when("その下書きを仮登録し、審査と決裁を受ける")
def goes_on(staff: Staff) -> None:
    carried(staff, Case.objects.get(state="draft").key)


@when(parsers.parse("{name}の「{event}」の届出を戸籍の窓口で入力する"))
def entered(staff: Staff, name: str, event: str) -> None:
    number = f"K-{Notice.objects.count()}"
    cells: dict[str, Any] = {"number": number, "name": name, "head": name}
    if name == SOMEBODY["name"]:
        cells["birth"] = "昭和45年1月2日"
    enter_event(staff[0], cells=paper(event) | cells)


@when(parsers.parse("見本　太郎の「{event}」の住民票記載事項通知が届く"))
def told_of_an_event(story: Story, came: Came, event: str) -> None:
    body = register_notice(event, as_told(story.resident))
    handlers.register_notice(came("register.notice", body))


@when(parsers.parse("該当者のない「{event}」の住民票記載事項通知が届く"))
def told_of_an_event_of_a_stranger(came: Came, event: str) -> None:
    body = register_notice(event, SOMEBODY, notice_number="RN-2026-900002")
    handlers.register_notice(came("register.notice", body))


@when("市町村CSが附票本人確認情報を受理する")
def accepted(sent: Sent) -> None:
    (update,) = sent("annex.update")
    update_settled(answer(update.id, "accepted"))


@when(parsers.parse("戸籍の窓口が見本　太郎の「{item}」を参照する"))
def referred(story: Story, staff: Staff, item: str) -> None:
    atena = now(story.resident).atena_number
    try:
        refer(staff[0], atena_number=atena, items=[item], reason="婚姻届 K-7")
    except DaichoError as error:
        story.refusal = error


@when("見本　太郎の附票を消除する")
def removed(staff: Staff) -> None:
    remove_annex(staff[1], annex=Annex.objects.get().key, reason="全員の除籍")


@then(parsers.parse("{name}の附票の記載は「{reasons}」である"))
def entries_are(name: str, reasons: str) -> None:
    entries = AnnexEntry.objects.filter(name=name).order_by("number")
    assert [entry.reason for entry in entries] == reasons.split("、")


@then("戸籍システムに渡すファイルに転居が1件ある")
def handed_over(staff: Staff) -> None:
    _, content = fetch(staff[0], handover=hand_over(staff[0]))
    lines = content.decode("utf-8-sig").splitlines()
    assert len([line for line in lines if ",転居," in line]) == 1


@then("本籍地への通知はない")
def nobody_told(sent: Sent) -> None:
    assert sent("annex.notice") == []


@then(parsers.parse("本籍地への通知は「{reason}」の1件で、住所と住所を定めた日がある"))
def told_once(sent: Sent, reason: str) -> None:
    (notice,) = sent("annex.notice")
    assert notice.body["reason"] == reason
    assert notice.body["address"]["address"].startswith("福島市五老内町")
    assert notice.body["address"]["since"] == "20260401"


@then("当市の附票はない")
def no_annex() -> None:
    assert not Annex.objects.exists()


@then(parsers.parse("保留の通知は{count:d}件である"))
def waiting(count: int) -> None:
    assert Notice.objects.filter(state="held").count() == count


@then("「氏名」の照合通知が1件、送信待ちである")
def mismatch_queued(sent: Sent) -> None:
    (told,) = sent("annex.mismatch")
    assert [d["item"] for d in told.body["differences"]] == ["name"]


@then(parsers.parse("「{kind}」の下書きがあり、見本　太郎の本籍はまだ変わらない"))
def drafted_unchanged(story: Story, kind: str) -> None:
    assert KINDS[Case.objects.get(state="draft").kind].title == kind
    assert now(story.resident).particulars.domicile == ELSEWHERE


@then(parsers.parse("「{kind}」の下書きがあり、見本　太郎は住民である"))
def drafted_present(story: Story, kind: str) -> None:
    assert KINDS[Case.objects.get(state="draft").kind].title == kind
    assert now(story.resident).status is Status.PRESENT


@then(parsers.parse("見本　太郎の本籍は「{domicile}」である"))
def domicile_is(story: Story, domicile: str) -> None:
    assert now(story.resident).particulars.domicile == domicile


@then("その修正は通知に結び付いている")
def tied() -> None:
    assert case_of(Notice.objects.get()).state == "approved"


@then("和光市への住民票記載事項通知が1件、送信待ちである")
def passed_on(sent: Sent) -> None:
    (told,) = sent("register.notice")
    assert told.body["person"]["municipality"] == "112291"


@then("下書きはない")
def no_draft() -> None:
    assert not Case.objects.filter(state="draft").exists()


@then("附票本人確認情報が1件、送信待ちである")
def update_queued(sent: Sent) -> None:
    assert len(sent("annex.update")) == 1


@then(parsers.parse("附票の記載の送信は「{words}」である"))
def update_is(words: str) -> None:
    assert Sending(AnnexEntry.objects.get().update_state).label == words


@then(parsers.parse("本籍と筆頭者見本　太郎で探すと「{name}」が並ぶ"))
def stand_together(staff: Staff, name: str) -> None:
    found = members_of(staff[0], domicile=HERE, head="見本　太郎")
    assert [member.name for member in found] == [name]


@then("参照の記録がある")
def on_the_trail(story: Story) -> None:
    assert story.refusal is None
    assert Entry.objects.filter(kind="family_register.referred", outcome="done").count() == 1


@then(parsers.parse("「{words}」と断られる"))
def refused(story: Story, words: str) -> None:
    assert story.refusal is not None
    assert story.refusal.what == words


@then(parsers.parse("附票の保存期限は{day}である"))
def kept(staff: Staff, day: str) -> None:
    until = view_annex(staff[0], annex=Annex.objects.get().key).kept_until
    assert until is not None
    assert format_wareki(until) == day


@then("期限の前に附票を消すことはできない")
def nobody_erases() -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM family_register_annex")
    assert Annex.objects.count() == 1
