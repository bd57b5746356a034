"""長官通知 (STD-4.5.6) and 市町村通知 (STD-4.5.7): from the file to the draft, and from the approval to the outbox."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import override_settings

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.import_notices import Imported, import_notices
from daicho.business.movements.commands.settle_notice import dismiss_notice, match_notice
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.immigration import MessageClass, message_class
from daicho.business.movements.domain.immigration_file import LAYOUT
from daicho.business.movements.models import Case, ImmigrationMessage, ImmigrationNotice
from daicho.business.movements.public import immigration_due
from daicho.business.movements.selectors.cases import view_case
from daicho.business.movements.selectors.immigration import list_messages, list_notices
from daicho.business.movements.tests.amending import (
    amendment,
    block,
    foreigner,
)
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving, now
from daicho.business.movements.tests.paper import alerts_of, carry_through
from daicho.foundation.outbox.models import Message
from daicho.kernel.access import Access
from daicho.kernel.clock import set_to
from daicho.kernel.errors import Conflict, Invalid, Refused
from daicho.registers.residents.domain.particulars import Kind, ResidenceCategory, Status
from daicho.registers.residents.models import Version

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

KIND = "immigration_notice"
MARIA = {
    "通知番号": "N-1",
    "通知日": "2026-11-18",
    "処理": "修正",
    "事由の生じた日": "2026-11-10",
    "在留カード等番号": "ZZ00000001ZZ",
    "氏名": "SAMPLE MARIA",
    "生年月日": "1988-02-03",
    "性別": "女",
    "在留期間": "5年",
    "在留期間の満了日": "2031-02-03",
    "新しい在留カード番号": "ZZ00000009ZZ",
}


def file_of(*notices: dict[str, str]) -> bytes:
    lines = [",".join(LAYOUT.headers)]
    lines += [",".join(notice.get(h, "") for h in LAYOUT.headers) for notice in notices]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def take(clerk: Access, *notices: dict[str, str]) -> Imported:
    return import_notices(clerk, name="通知.csv", content=file_of(*notices))


def drafted(notice: str) -> Case:
    case = ImmigrationNotice.objects.get(number=notice).case
    assert case is not None
    return Case.objects.get(key=case)


def carry(staff: Staff, case: Case) -> None:
    edition = submit(
        staff[0],
        case=case.key,
        kind=KIND,
        payload=case.payload,
        edition=case.edition,
        confirmed=alerts_of(KIND, case.payload),
    )
    edition = examine(staff[1], case=case.key, edition=edition)
    approve(staff[2], case=case.key, edition=edition)


@pytest.mark.proves("STD-4.5.6/m1", "STD-4.5.6/m2", "STD-4.5.6/m3", "IMM-004", "IMM-005")
def test_a_notice_opens_a_draft_and_changes_nothing_by_itself(staff: Staff) -> None:
    person = foreigner(staff)
    before = Version.objects.count()
    assert take(staff[0], MARIA) == Imported(received=1, drafted=1, repeated=0)
    assert Version.objects.count() == before
    case = drafted("N-1")
    view = view_case(staff[0], case=case.key)
    assert set(view.people[0].rows) == {
        ("在留期間等", "3年", "5年"),
        ("在留期間の満了の日", "2028年2月3日", "2031年2月3日"),
        ("在留カードの番号", "ZZ00000001ZZ", "ZZ00000009ZZ"),
    }
    carry(staff, case)
    items = now(person).particulars
    assert (items.residence_period, items.residence_until) == ("5年", date(2031, 2, 3))
    assert now(person, date(2026, 11, 9)).particulars.residence_period == "3年"
    assert take(staff[0], MARIA) == Imported(received=0, drafted=0, repeated=1)


@pytest.mark.proves("STD-4.5.6/m1", "IMM-005")
def test_whom_the_law_no_longer_reaches_is_removed(staff: Staff) -> None:
    person = foreigner(staff)
    revoked = {k: v for k, v in MARIA.items() if not k.startswith(("在留期間", "新しい"))}
    take(staff[0], revoked | {"処理": "消除", "事由": "在留資格の取消し"})
    assert now(person).status is Status.PRESENT
    carry(staff, drafted("N-1"))
    gone = now(person)
    assert gone.status is Status.REMOVED
    assert gone.particulars.removal_reason == "職権消除（在留資格の取消し）"


@pytest.mark.proves("STD-4.5.6/m4", "IMM-006")
def test_who_is_not_certain_waits_for_a_person(staff: Staff, family: list[UUID]) -> None:
    person = foreigner(staff)
    take(staff[0], MARIA | {"在留カード等番号": "ZZ99999999ZZ"})
    waiting = ImmigrationNotice.objects.get()
    assert (waiting.case, waiting.person) == (None, None)
    assert [n.standing for n in list_notices(staff[0], everything=False, page=1).lines] == [
        "未取込"
    ]
    for wrong in ("", "0000000000", now(family[0]).atena_number):
        with pytest.raises(Invalid):
            match_notice(staff[0], notice=waiting.key, atena_number=wrong)
    case = match_notice(staff[0], notice=waiting.key, atena_number=now(person).atena_number)
    assert Case.objects.get(key=case).persons == [person]
    assert not list_notices(staff[0], everything=False, page=1).lines
    with pytest.raises(Conflict):
        dismiss_notice(staff[0], notice=waiting.key, reason="対象外")


def test_a_notice_may_be_dismissed_with_a_reason(staff: Staff) -> None:
    take(staff[0], MARIA)
    waiting = ImmigrationNotice.objects.get()
    with pytest.raises(Invalid):
        dismiss_notice(staff[0], notice=waiting.key, reason=" ")
    dismiss_notice(staff[0], notice=waiting.key, reason="他市の住民")
    (line,) = list_notices(staff[0], everything=True, page=1).lines
    assert line.standing == "対象外（他市の住民）"
    with pytest.raises(Conflict):
        match_notice(staff[0], notice=waiting.key, atena_number="1")


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, True),
        ({"在留カード等番号": ""}, True),
        ({"在留カード等番号": "", "氏名": "OTHER MARIA"}, False),
        ({"在留カード等番号": "", "性別": "男"}, False),
        ({"生年月日": "1988-02-04"}, False),
    ],
)
def test_by_what_a_person_is_found(staff: Staff, fields: dict[str, str], found: bool) -> None:
    foreigner(staff)
    assert take(staff[0], MARIA | fields).drafted == found


def test_two_of_the_same_name_are_not_certain(staff: Staff) -> None:
    foreigner(staff)
    foreigner(staff, residence_card_number="ZZ00000002ZZ")
    assert take(staff[0], MARIA | {"在留カード等番号": ""}).waiting == 1
    assert take(staff[0], MARIA | {"通知番号": "N-2"}).drafted == 1


def test_the_next_notice_waits_for_the_one_before(staff: Staff) -> None:
    person = foreigner(staff)
    second = MARIA | {"通知番号": "N-2", "在留期間": "1年"}
    assert take(staff[0], MARIA, second) == Imported(received=2, drafted=1, repeated=0)
    notice = ImmigrationNotice.objects.get(number="N-2").key
    with pytest.raises(Conflict):
        match_notice(staff[0], notice=notice, atena_number=now(person).atena_number)
    carry(staff, drafted("N-1"))
    match_notice(staff[0], notice=notice, atena_number=now(person).atena_number)
    carry(staff, drafted("N-2"))
    assert now(person).particulars.residence_period == "1年"
    assert now(person).particulars.residence_card_number == "ZZ00000009ZZ"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        "通知番号\r\nN-1\r\n".encode(),
        file_of(MARIA).decode("utf-8-sig").encode("cp932"),
        file_of(MARIA, MARIA),
        file_of(MARIA, MARIA | {"通知番号": "N-2", "処理": "何か"}),
        file_of(MARIA, MARIA | {"通知番号": "N-2", "通知日": "2026-11-21"}),
        file_of(MARIA, MARIA | {"通知番号": "N-2", "処理": "消除", "事由": ""}),
        file_of({k: v for k, v in MARIA.items() if not k.startswith(("在留期間", "新しい"))}),
        file_of(MARIA | {"氏名": "見本"}),
    ],
)
def test_a_file_with_anything_wrong_is_not_taken_at_all(staff: Staff, content: bytes) -> None:
    with pytest.raises(Invalid) as caught:
        import_notices(staff[0], name="x.csv", content=content)
    assert all(p.what and p.remedy for p in caught.value.problems)
    assert not ImmigrationNotice.objects.exists()
    assert not Case.objects.exists()


def test_only_the_counter_imports(staff: Staff) -> None:
    with pytest.raises(Refused):
        take(staff[2], MARIA)
    assert not ImmigrationNotice.objects.exists()


MID = ResidenceCategory.MID_LONG_TERM


@pytest.mark.proves("STD-4.5.7/m2", "STD-4.5.7/m6")
@pytest.mark.parametrize(
    ("kind", "basis", "facts", "expected"),
    [
        ("move_in", "届出", {"with_card": True, "begins": True}, MessageClass.BOTH),
        ("move_in", "届出", {"begins": True}, MessageClass.RESIDENT),
        ("move_in", "職権", {"with_card": True, "begins": True}, MessageClass.RESIDENT),
        (
            "move_in",
            "届出",
            {
                "with_card": True,
                "begins": True,
                "category": ResidenceCategory.SPECIAL_PERMANENT,
            },
            MessageClass.BOTH,
        ),
        (
            "move_in",
            "届出",
            {"with_card": True, "begins": True, "category": ResidenceCategory.TEMPORARY_REFUGE},
            MessageClass.RESIDENT,
        ),
        ("move_within", "届出", {"with_card": True, "changed": {"address"}}, MessageClass.BOTH),
        ("move_within", "届出", {"with_card": True}, None),
        ("move_out", "届出", {"with_card": True, "ends": True}, MessageClass.RESIDENT),
        ("death", "職権", {"ends": True}, MessageClass.RESIDENT),
        ("amend", "職権", {"changed": {"name_kanji"}}, MessageClass.RESIDENT),
        ("amend", "職権", {}, None),
        ("household_head_change", "届出", {}, None),
        ("residence_notification", "届出", {}, MessageClass.IMMIGRATION),
        (KIND, "職権", {"changed": {"nationality"}}, None),
        (KIND, "職権", {"ends": True}, None),
    ],
)
def test_the_class_of_a_message(
    kind: str, basis: str, facts: dict[str, object], expected: MessageClass | None
) -> None:
    given = {
        "category": MID,
        "with_card": False,
        "begins": False,
        "ends": False,
        "changed": frozenset(),
    } | facts
    assert message_class(kind, basis, **given) is expected  # type: ignore[arg-type]  # by name


def classes() -> list[tuple[str, str, date]]:
    rows = ImmigrationMessage.objects.order_by("due_on", "id")
    return [(r.movement, r.message_class, r.due_on) for r in rows]


TODAY = date(2026, 11, 20)


@pytest.mark.proves("STD-4.5.7/m2", "STD-4.5.7/m3", "STD-4.5.7/m5", "STD-4.5.7/m7", "IMM-001")
@pytest.mark.usefixtures("family")
def test_messages_go_in_the_order_of_the_movements_and_on_their_day(staff: Staff) -> None:
    assert classes() == [], "no message tells of a Japanese"
    person = foreigner(staff)
    with_card = NEXT_DOOR | {"identity_document": "residence_card"}
    carry_through(*staff, "move_within", moving([person], **with_card))
    out = moving(
        [person],
        event_date="2026-12-01",
        notified_on="2026-11-20",
        abroad="domestic",
        destination_address="大阪府架空市",
    )
    case = carry_through(*staff, "move_out", out)
    assert classes() == [
        ("move_in", "resident", TODAY),
        ("move_within", "both", TODAY),
        ("move_out", "resident", date(2026, 12, 1)),
    ]
    assert [m.movement for m in immigration_due(date(2026, 11, 30))] == ["move_in", "move_within"]
    assert [m.case for m in immigration_due(date(2026, 12, 1))][2:] == [case]
    found = list_messages(staff[0], everything=False, page=1).lines
    assert [line.standing for line in found] == ["送信待ち", "送信待ち", "予定日待ち"]
    assert [line.message_class for line in found] == ["住基法", "住基法・入管法", "住基法"]
    sent = Message.objects.filter(kind="movements.immigration_message_made").order_by("id")
    assert [m.payload["due_on"] for m in sent] == ["2026-11-20", "2026-11-20", "2026-12-01"]
    assert {tuple(m.subjects) for m in sent} == {(person,)}


@pytest.mark.proves("IMM-001")
def test_a_message_of_a_cancelled_move_out_is_withdrawn(staff: Staff) -> None:
    person = foreigner(staff)
    out = moving(
        [person],
        event_date="2026-12-01",
        notified_on="2026-11-20",
        abroad="domestic",
        destination_address="大阪府架空市",
    )
    case = carry_through(*staff, "move_out", out)
    cancel = {
        "of_case": str(case),
        f"selected.{person}": "on",
        "event_date": "2026-11-20",
        "basis": "職権",
        "ground": "転出しないことになった",
    }
    carry_through(*staff, "reversal", cancel)
    assert now(person, date(2026, 12, 2)).status is Status.PRESENT
    due = immigration_due(date(2026, 12, 2))
    assert [m.movement for m in due] == ["move_in"]
    standing = [line.standing for line in list_messages(staff[0], everything=True, page=1).lines]
    assert standing == ["取下げ（異動の取消し）", "送信待ち"]


@pytest.mark.proves("IMM-008")
def test_the_name_of_the_agency_is_a_setting_and_the_past_keeps_its_own(staff: Staff) -> None:
    person = foreigner(staff)
    with override_settings(IMMIGRATION_ADDRESSEE="法務大臣"):
        carry_through(*staff, "move_within", moving([person], **NEXT_DOOR))
    rows = ImmigrationMessage.objects.order_by("id").values_list("addressee", flat=True)
    assert list(rows) == ["出入国在留管理庁長官", "法務大臣"]


def test_what_the_agency_said_is_not_told_back(staff: Staff) -> None:
    foreigner(staff)
    take(staff[0], MARIA | {"国籍・地域": "別の架空国"})
    carry(staff, drafted("N-1"))
    assert [movement for movement, _, _ in classes()] == ["move_in"]


def test_a_message_is_not_before_its_approval(staff: Staff) -> None:
    person = foreigner(staff)
    paper = moving([person], **NEXT_DOOR)
    submit(
        staff[0],
        case=uuid4(),
        kind="move_within",
        payload=paper,
        edition=0,
        confirmed=alerts_of("move_within", paper),
    )
    assert [movement for movement, _, _ in classes()] == ["move_in"]
    assert now(person).particulars.kind is Kind.FOREIGN


def test_the_screen_names_people_of_messages(staff: Staff) -> None:
    foreigner(staff)
    with set_to(TODAY):
        (line,) = list_messages(staff[1], everything=False, page=1).lines
    assert (line.name, line.movement, line.reason) == ("SAMPLE MARIA", "転入", "国内転入")


def test_a_change_of_the_name_is_told(staff: Staff) -> None:
    person = foreigner(staff)
    paper = amendment(
        block("amend", person, name_kanji="見本　真理"),
        basis="職権",
        ground="旅券",
        amend_reason="記載漏れ",
        permitted_by="課長",
    )
    carry_through(*staff, "amend", paper)
    assert classes()[-1][:2] == ("amend", "resident")
