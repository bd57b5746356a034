"""Notices (通知書): which of them a movement gives rise to, to whom each goes, and what it says."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader

from daicho.business.certificates.commands.issue_notice import (
    NoticeWish,
    issue_notice,
    reissue_notice,
)
from daicho.business.certificates.domain.notices import NOTICES
from daicho.business.certificates.domain.papers import PAPERS
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.occasions import view_case_notices
from daicho.business.certificates.tests.conftest import words_of
from daicho.business.certificates.tests.notice_paper import (
    AGENT,
    code_of,
    died,
    leave,
    lines_of,
    send,
)
from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.save_draft import seal_numbers
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.confirmation import print_confirmation
from daicho.business.movements.tests.amending import amendment, block
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import (
    FOREIGNER,
    HEAD,
    NOTIFIED,
    alerts_of,
    carry_through,
    codes,
    individual_number,
    move_in_paper,
    pool,
)
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.registers.residents.public import records_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]


@pytest.mark.proves("STD-4.0.4/m1", "STD-4.0.5/m2")
def test_who_is_left_alone_is_told_to_be_head(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    carry_through(*staff, "move_out", leave(family[2:], event_date="2026-11-10"))
    case = carry_through(*staff, "death", died(family[0]))
    line = lines_of(desk_clerk, case)["head_change_notice"]
    assert line.in_flow
    assert line.to.startswith("見本　花子（")
    text = words_of(desk_clerk, send(desk_clerk, case, "head_change_notice"))
    for words in ("見本花子様", "世帯主がいなくなったため", "新しい世帯主見本花子", "審査請求"):
        assert words in text


@pytest.mark.proves("STD-4.0.5/m3", "STD-4.0.5/m4")
def test_a_household_without_a_head_is_asked_through_whoever_stood_first(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "death", died(family[0]))
    lines = lines_of(desk_clerk, case)
    assert "head_change_notice" not in lines
    assert lines["head_change_request"].to.startswith("見本　花子（")
    text = words_of(desk_clerk, send(desk_clerk, case, "head_change_request"))
    for words in ("世帯主変更依頼通知書", "見本花子様", "見本一郎", "令和8年12月4日まで"):
        assert words in text
    assert "見本太郎" not in text


@pytest.mark.proves("STD-4.0.5/m1", "STD-4.0.5/m2")
def test_a_head_decided_ex_officio_is_told_to_whoever_stood_first(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    died_case = carry_through(*staff, "death", died(family[0]))
    number = records_on(family[1:2], date(2026, 11, 20))[0].particulars.household_number
    paper = {
        "household": number,
        "new_head": str(family[2]),
        "event_date": "2026-11-18",
        "basis": "職権",
        "ground": "届出がないため",
        f"relationship.{family[1]}": "母",
        f"relationship.{family[3]}": "妹",
    }
    case = carry_through(*staff, "household_head_ex_officio", paper)
    lines = lines_of(desk_clerk, case)
    assert lines["head_change_notice"].to.startswith("見本　花子（")
    text = words_of(desk_clerk, send(desk_clerk, case, "head_change_notice"))
    assert "見本花子様" in text
    assert "新しい世帯主見本一郎" in text
    assert "head_change_request" not in lines_of(desk_clerk, died_case)


@pytest.mark.proves("STD-4.1.0.3/m2", "STD-4.1.0.3/m3", "STD-4.1.0.3/m4", "STD-4.1.0.3/n1")
def test_an_agents_notification_is_acknowledged_at_the_address_before(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    paper = moving(family, **NEXT_DOOR, notifier="代理　一子", notifier_relation="agent", **AGENT)
    case = carry_through(*staff, "move_within", paper)
    line = lines_of(desk_clerk, case)["acceptance_notice"]
    assert line.in_flow
    assert line.to.startswith("代理　一子（")
    text = words_of(desk_clerk, send(desk_clerk, case, "acceptance_notice"))
    for words in (
        "届出日令和8年11月10日",
        "異動事由転居",
        "代理一子様",
        "見本太郎",
        "受理しました",
    ):
        assert words in text
    assert "五老内町3-1" in text
    # Nothing of what the movement changed is told (must not).
    assert "9-9" not in text


@pytest.mark.proves("STD-4.1.0.3/m5", "STD-4.1.0.3/m6")
def test_who_comes_from_abroad_is_written_to_at_the_new_address_even_a_week_later(
    desk_clerk: Access, staff: Staff
) -> None:
    pool()
    paper = move_in_paper(HEAD, origin="overseas", previous_address="架空国")
    paper |= {"notifier": "代理　一子", "notifier_relation": "agent", **AGENT}
    case = carry_through(*staff, "move_in", paper)
    with clock.set_to(date(2026, 11, 27)):
        text = words_of(desk_clerk, send(desk_clerk, case, "acceptance_notice"))
    assert "見本太郎様" in text
    assert "五老内町3-1" in text
    assert "令和8年11月27日" in text
    assert "国外転入等" in text


@pytest.mark.proves("STD-4.1.0.3/m4")
def test_the_clerk_may_send_it_to_the_movers_instead(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    paper = moving(family, **NEXT_DOOR, notifier="代理　一子", notifier_relation="agent", **AGENT)
    case = carry_through(*staff, "move_within", paper)
    key = send(desk_clerk, case, "acceptance_notice", to_alternative=True)
    assert "見本太郎様" in words_of(desk_clerk, key)
    assert Issue.objects.get(key=key).addressee.startswith("見本　太郎（")


@pytest.mark.proves("STD-4.2.0.1/m2", "STD-4.2.0.1/m3")
def test_what_is_done_ex_officio_is_recorded_and_told_where_it_ought_to_have_been_notified(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    paper = moving(family, **NEXT_DOOR, basis="職権", ground="実態調査", notified_on="")
    case = carry_through(*staff, "move_within", {k: v for k, v in paper.items() if v})
    record = words_of(desk_clerk, send(desk_clerk, case, "ex_officio_record"))
    for words in ("職権記録書", "実態調査", "転居", "変更前", "3-1", "9-9", "見本二葉"):
        assert words in record
    told = words_of(desk_clerk, send(desk_clerk, case, "ex_officio_notice"))
    for words in ("職権記載等通知書", "見本太郎様", "届出がないため", "9-9", "教示"):
        assert words in told


@pytest.mark.proves("STD-4.2.0.1/m3")
def test_what_nobody_has_to_notify_is_recorded_but_not_told(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "death", died(family[3]))
    lines = lines_of(desk_clerk, case)
    assert lines["ex_officio_record"].in_flow
    assert "ex_officio_notice" not in lines


def test_a_late_notification_goes_to_the_court_with_a_form_for_the_reason(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    paper = moving(family, **NEXT_DOOR, event_date="2026-10-01", notified_on="2026-11-10")
    case = carry_through(*staff, "move_within", paper)
    text = words_of(desk_clerk, send(desk_clerk, case, "delay_notice"))
    for words in ("福島簡易裁判所御中", "第52条第2項", "令和8年10月15日", "経過日数26日"):
        assert words in text
    blank = words_of(desk_clerk, send(desk_clerk, case, "delay_reason"))
    assert "届出期間経過理由書" in blank
    assert "届出が遅れた理由" in blank
    in_time = carry_through(
        *staff, "move_within", moving(family[3:], **{**NEXT_DOOR, "banchi": "8-8"})
    )
    assert not {"delay_notice", "delay_reason"} & set(lines_of(desk_clerk, in_time))


@pytest.mark.proves("REG-064", "STD-4.3.3/m1", "STD-4.3.3/m2")
def test_a_code_that_was_given_is_told_to_each_and_reprinted_as_reissue(
    desk_clerk: Access, family: list[UUID]
) -> None:
    case = Case.objects.get(kind="move_in").key
    lines = [x for x in view_case_notices(desk_clerk, case=case).lines if x.kind == "code_notice"]
    assert {line.about for line in lines} == {
        "見本　太郎",
        "見本　花子",
        "見本　一郎",
        "見本　二葉",
    }
    assert all(line.in_flow for line in lines)
    wish = NoticeWish(uuid4(), case, "code_notice", subject=str(family[1]))
    first = issue_notice(desk_clerk, wish=wish)
    text = words_of(desk_clerk, first)
    code = code_of(family[1])
    assert code in text
    assert "見本花子様" in text
    assert individual_number(11) not in text
    again = reissue_notice(desk_clerk, first=first, key=uuid4(), reason="紛失の申出")
    assert code in words_of(desk_clerk, again)
    assert Issue.objects.get(key=again).reissue_of == first
    assert {i.kind for i in Issue.objects.all()} == {"code_notice"}


@pytest.mark.proves("STD-4.3.3/m1", "STD-4.3.3/n1")
def test_a_changed_and_a_corrected_code_have_papers_of_their_own(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    mother = family[1]
    asked = {**NOTIFIED, "basis": "請求", "requested_on": "2026-11-20", "operation": "change"}
    case = carry_through(*staff, "code_change", amendment(block("code_change", mother), **asked))
    kinds = [line.kind for line in view_case_notices(desk_clerk, case=case).lines]
    assert [kind for kind in kinds if kind.startswith("code_")] == ["code_change_notice"]
    text = words_of(desk_clerk, send(desk_clerk, case, "code_change_notice"))
    assert "住民票コード変更通知票" in text
    assert code_of(mother) in text
    right = codes(5_000_000, 1)[0]
    typed = amendment(
        block("code_change", mother, resident_record_code=right),
        operation="correct",
        basis="職権",
        ground="住民票コード通知票の写し",
    )
    case = carry_through(*staff, "code_change", seal_numbers(typed))
    kinds = [line.kind for line in view_case_notices(desk_clerk, case=case).lines]
    assert [kind for kind in kinds if kind.startswith("code_")] == ["code_correction_notice"]
    text = words_of(desk_clerk, send(desk_clerk, case, "code_correction_notice"))
    assert "住民票コード修正通知票" in text
    assert right in text
    assert not [t for t in PAPERS.values() if "コード確認票" in t]


@pytest.mark.proves("STD-4.5.6/m3")
def test_a_notice_of_the_immigration_agency_is_confirmed_before_and_after(
    desk_clerk: Access, staff: Staff
) -> None:
    pool()
    arrived = carry_through(
        *staff, "move_in", move_in_paper({**FOREIGNER, "relationship": "世帯主"})
    )
    (person,) = Case.objects.get(key=arrived).persons
    paper = amendment(
        block("immigration_notice", person, residence_period="5年", residence_until="2031-02-03"),
        notice_number="R8-1",
        noticed_on="2026-11-20",
        effect="amend",
    )
    case = uuid4()
    confirmed = alerts_of("immigration_notice", paper)
    submit(
        staff[0],
        case=case,
        kind="immigration_notice",
        payload=paper,
        edition=0,
        confirmed=confirmed,
    )
    made = print_confirmation(staff[0], case=case)
    sheet = "".join(page.extract_text() for page in PdfReader(BytesIO(made.pdf)).pages)
    told = "".join(sheet.split())
    for words in ("処理結果確認票", "2028年2月3日", "2031年2月3日", "変更前", "変更後"):
        assert words in told
    # Until it is confirmed and approved, the register says what it said.
    assert records_on([person], date(2026, 11, 20))[0].particulars.residence_period == "3年"
    approve(staff[2], case=case, edition=examine(staff[1], case=case, edition=1))
    text = words_of(desk_clerk, send(desk_clerk, case, "processing_result"))
    for words in ("処理結果確認票", "2028年2月3日", "2031年2月3日"):
        assert words in text


def test_a_code_that_somebody_brought_is_not_told(desk_clerk: Access, staff: Staff) -> None:
    pool()
    paper = move_in_paper({**HEAD, "resident_record_code": codes(77, 1)[0]})
    case = carry_through(*staff, "move_in", paper)
    assert "code_notice" not in lines_of(desk_clerk, case)


def test_without_the_seal_it_says_so_and_the_document_number_stands_on_it(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "death", died(family[0]))
    key = send(
        desk_clerk, case, "head_change_request", sealed=False, document_number="福市民第12号"
    )
    text = words_of(desk_clerk, key)
    assert "（公印省略）" in text
    assert "福市民第12号" in text
    assert Issue.objects.get(key=key).document_number == "福市民第12号"


@pytest.mark.proves("REG-061")
def test_no_notice_but_the_moving_out_certificate_shows_an_individual_number(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    late = {"event_date": "2026-10-01", "notified_on": "2026-11-10"}
    moved = carry_through(*staff, "move_within", moving(family, **NEXT_DOOR, **late))
    arrived = Case.objects.get(kind="move_in").key
    cases = [arrived, moved, carry_through(*staff, "death", died(family[0]))]
    told = 0
    for case in cases:
        for line in view_case_notices(desk_clerk, case=case).lines:
            wish = NoticeWish(uuid4(), case, line.kind, subject=line.subject)
            assert individual_number(11) not in words_of(
                desk_clerk, issue_notice(desk_clerk, wish=wish)
            )
            told += 1
    assert told >= 8


def test_the_table_has_no_notice_that_must_not_be(family: list[UUID]) -> None:
    assert family
    titles = {notice.title for notice in NOTICES.values()}
    assert not [t for t in titles if "コード確認票" in t or "直近の異動" in t or "返納案内" in t]
    assert all(n.title and n.law and n.made_from and n.to for n in NOTICES.values())
