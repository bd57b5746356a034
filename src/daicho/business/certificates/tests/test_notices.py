"""The moving-out certificate and what every notice shares: out once, kept, and again only as it was (転出証明書)."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.certificates.commands.issue_notice import (
    NoticeWish,
    issue_notice,
    preview_notice,
    reissue_notice,
)
from daicho.business.certificates.commands.spoil import spoil
from daicho.business.certificates.events import MoveOutInformationReady
from daicho.business.certificates.handlers import tell_move_out_information
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.occasions import view_case_notices
from daicho.business.certificates.tests.conftest import words_of
from daicho.business.certificates.tests.notice_paper import (
    leave,
    lines_of,
    send,
)
from daicho.business.movements.commands.save_draft import save_draft
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.events import MovementApproved
from daicho.business.movements.models import Case
from daicho.business.movements.tests.correcting import correcting
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import (
    alerts_of,
    carry_through,
    individual_number,
)
from daicho.foundation.audit.models import Entry
from daicho.foundation.outbox.models import Message
from daicho.foundation.outbox.public import deliver
from daicho.foundation.staff.operations import OPERATIONS
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid, Missing, Refused
from daicho.registers.residents.public import records_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]


def test_a_moving_out_certificate_waits_on_the_case_and_goes_out_once(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "move_out", leave(family))
    line = lines_of(desk_clerk, case)["move_out_certificate"]
    assert (line.in_flow, line.state) == (True, "未発行")
    key = send(desk_clerk, case, "move_out_certificate")
    text = words_of(desk_clerk, key)
    for words in ("転出証明書", "見本太郎", "大阪府架空市例示1番地", "令和8年11月25日"):
        assert words in text
    assert lines_of(desk_clerk, case)["move_out_certificate"].state == "発行済"


def test_the_certificate_names_the_head_of_the_household_that_is_joined(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "move_out", leave(family[2:], destination_head="見本　祖父"))
    text = words_of(desk_clerk, send(desk_clerk, case, "move_out_certificate"))
    assert "転出先の世帯主見本祖父" in text


def test_an_approval_prints_nothing_by_itself(staff: Staff, family: list[UUID]) -> None:
    carry_through(*staff, "move_out", leave(family))
    assert not Issue.objects.exists()


@pytest.mark.proves("REG-063", "STD-4.1.3.0.3/m1")
def test_the_certificate_carries_the_insurances_of_those_who_have_them(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "move_out", leave(family[:2]))
    text = words_of(desk_clerk, send(desk_clerk, case, "move_out_certificate"))
    father, mother = text.split("氏名見本花子")
    assert "国民健康保険該当取得令和8年4月1日" in father
    assert "国民健康保険後期高齢者医療" in mother
    assert individual_number(11) in father
    assert Issue.objects.get().items == ["individual_number", "resident_record_code"]


def test_somebody_who_does_not_move_out_gets_none(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "move_within", {**moving(family), **NEXT_DOOR})
    assert "move_out_certificate" not in lines_of(desk_clerk, case)
    with pytest.raises(Missing) as caught:
        issue_notice(desk_clerk, wish=NoticeWish(uuid4(), case, "move_out_certificate"))
    assert "転出証明書を作れません" in caught.value.message
    assert not Issue.objects.exists()


@pytest.mark.proves("STD-4.1.3.0.3/m3", "STD-4.1.3.0.3/n1")
def test_a_reissue_repeats_the_first_whatever_changed_since(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    arrived = Case.objects.get(kind="move_in").key
    case = carry_through(*staff, "move_out", leave(family[:2]))
    first = send(desk_clerk, case, "move_out_certificate")
    told = words_of(desk_clerk, first)
    paper = correcting(arrived, {family[0]: {"nhi_acquired_on": "2026-05-01"}})
    carry_through(*staff, "error_amend", paper)
    corrected = records_on(family[:1], date(2026, 11, 20))[0].particulars
    assert corrected.nhi_acquired_on == date(2026, 5, 1)
    again = reissue_notice(desk_clerk, first=first, key=uuid4(), reason="紛失の申出")
    repeated = words_of(desk_clerk, again)
    assert "国民健康保険該当取得令和8年4月1日" in repeated
    assert "再交付" in repeated
    assert "再交付" not in told
    row, original = Issue.objects.get(key=again), Issue.objects.get(key=first)
    assert (row.reissue_of, row.ground, row.items) == (first, "紛失の申出", original.items)
    assert without(repeated, row.number, "再交付") == without(told, original.number)


def test_a_reissue_wants_its_reason_and_a_first_issue(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "move_out", leave(family[:2]))
    first = send(desk_clerk, case, "move_out_certificate")
    with pytest.raises(Invalid) as caught:
        reissue_notice(desk_clerk, first=first, key=uuid4(), reason=" ")
    assert caught.value.problems[0].code == "reason_blank"
    spoil(desk_clerk, issue=first, reason="紙づまり")
    with pytest.raises(Missing):
        reissue_notice(desk_clerk, first=first, key=uuid4(), reason="紛失")
    assert lines_of(desk_clerk, case)["move_out_certificate"].state == "未発行"
    assert send(desk_clerk, case, "move_out_certificate") != first
    assert Issue.objects.count() == 2


def test_the_same_notice_does_not_go_out_twice(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "move_out", leave(family[:2]))
    send(desk_clerk, case, "move_out_certificate")
    with pytest.raises(Conflict) as caught:
        send(desk_clerk, case, "move_out_certificate")
    assert caught.value.reason_code == "certificates.notice_issued_already"
    assert Issue.objects.count() == 1


@pytest.mark.proves("STD-4.1.3.0.3/m2")
def test_notified_after_fourteen_days_another_paper_takes_its_place(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    paper = leave(family, event_date="2026-10-20", notified_on="2026-11-20")
    case = carry_through(*staff, "move_out", paper)
    lines = lines_of(desk_clerk, case)
    assert "move_out_certificate" not in lines
    assert lines["move_out_equivalent"].in_flow
    text = words_of(desk_clerk, send(desk_clerk, case, "move_out_equivalent"))
    assert "転出証明書に準ずる証明書" in text
    assert "転入届に添える書類として証明します" in text
    assert "令和8年10月20日" in text


@pytest.mark.proves("STD-4.1.3.0.4/m3")
def test_a_special_move_out_brings_no_certificate_unless_somebody_asks(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    paper = leave(family)
    case = carry_through(*staff, "special_move_out", paper)
    line = lines_of(desk_clerk, case)["move_out_certificate"]
    assert (line.in_flow, line.state) == (False, "求めがあれば発行")
    assert not Issue.objects.exists()
    text = words_of(desk_clerk, send(desk_clerk, case, "move_out_certificate"))
    assert "特例による転出処理済" in text


@pytest.mark.proves("STD-4.1.3.0.4/m2", "STD-4.1.3.0.4/n1")
def test_a_special_move_out_makes_its_information_ready_once_and_nobody_sends_it_again(
    staff: Staff, family: list[UUID]
) -> None:
    carry_through(*staff, "move_out", leave(family[3:]))
    case = carry_through(*staff, "special_move_out", leave(family[1:3]))
    listeners = {MovementApproved.kind: (("information", tell_move_out_information),)}
    deliver(listeners)
    deliver(listeners)
    (message,) = Message.objects.filter(kind=MoveOutInformationReady.kind)
    assert message.payload == {"case": str(case)}
    assert set(message.subjects) == set(family[1:3])
    assert not Issue.objects.exists()
    again = {op.code for op in OPERATIONS.values() if "再送" in op.title + op.code}
    # 市町村通知, and what a 整合性確認 found; of a 転出証明書情報 there is none.
    assert again == {"immigration.tell", "reconcile.tell"}


@pytest.mark.proves("STD-4.1.3.0.4/n2")
def test_an_ordinary_move_out_is_not_switched_to_the_special_one_on_the_way(
    staff: Staff, family: list[UUID]
) -> None:
    case = uuid4()
    paper = leave(family[:2])
    save_draft(staff[0], case=case, kind="move_out", payload=paper, edition=0)
    confirmed = alerts_of("move_out", paper)
    submit(
        staff[0], case=case, kind="special_move_out", payload=paper, edition=1, confirmed=confirmed
    )
    assert Case.objects.get(key=case).kind == "move_out"


def test_nobody_who_goes_abroad_gets_one(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    paper = leave(family, abroad="overseas", destination_address="架空国")
    case = carry_through(*staff, "move_out", paper)
    assert not {"move_out_certificate", "move_out_equivalent"} & set(lines_of(desk_clerk, case))


def test_the_preview_is_no_paper_and_leaves_an_entry(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "move_out", leave(family[:2]))
    shown = preview_notice(desk_clerk, wish=NoticeWish(uuid4(), case, "move_out_certificate"))
    assert len(shown.pages) == 1
    assert not Issue.objects.exists()
    entry = Entry.objects.filter(kind="certificates.notice_previewed").get()
    assert entry.number_shown
    assert set(entry.subjects) == set(family[:2])


def test_an_open_case_has_no_notices(desk_clerk: Access, staff: Staff, family: list[UUID]) -> None:
    case = uuid4()
    paper = leave(family[:2])
    confirmed = alerts_of("move_out", paper)
    submit(staff[0], case=case, kind="move_out", payload=paper, edition=0, confirmed=confirmed)
    with pytest.raises(Conflict):
        view_case_notices(desk_clerk, case=case)


def test_who_may_not_issue_is_refused_and_nothing_goes_out(
    auditor: Access, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "move_out", leave(family[:2]))
    for access in (auditor, staff[2]):
        with pytest.raises(Refused):
            issue_notice(access, wish=NoticeWish(uuid4(), case, "move_out_certificate"))
    assert not Issue.objects.exists()


def without(text: str, *words: str) -> str:
    for one in words:
        text = text.replace("".join(one.split()), "")
    return text
