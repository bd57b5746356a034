"""Notices to many (一括の通知) and the lists beside them; what went out about somebody; the history of every paper."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.certificates.audit_types import NOTICE_ISSUED
from daicho.business.certificates.commands.issue_letters import (
    issue_arrival_inquiries,
    issue_bulk_letters,
    issue_head_requests,
    issue_list,
    issue_residence_letters,
    send_letter,
)
from daicho.business.certificates.commands.issue_notice import NoticeWish, issue_notice
from daicho.business.certificates.commands.spoil import spoil
from daicho.business.certificates.domain.papers import PAPERS
from daicho.business.certificates.models import Issue
from daicho.business.certificates.public import issued_on
from daicho.business.certificates.selectors.bulk_letters import count_letters
from daicho.business.certificates.selectors.desk import letters_sent, sent_letter
from daicho.business.certificates.selectors.history import Conditions, search_history
from daicho.business.certificates.selectors.notice_lists import (
    view_ending,
    view_headless,
    view_late,
    view_waiting,
)
from daicho.business.certificates.tests.asking import TODAY, record_of
from daicho.business.certificates.tests.conftest import words_of
from daicho.business.certificates.tests.notice_paper import died, leave
from daicho.business.movements.models import Case
from daicho.business.movements.tests.amending import amendment, block
from daicho.business.movements.tests.bulk_paper import RENAMED, couple, decided, prepared, work
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import carry_through
from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.public import recorded
from daicho.kernel import clock
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.residents.public import records_on
from daicho.registers.residents.tests.factories import enter, foreigner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]


@pytest.mark.proves("STD-4.0.5/m3", "STD-4.0.5/m4")
def test_households_without_a_head_are_listed_and_written_to_at_once(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    carry_through(*staff, "death", died(family[0]))
    (home,) = view_headless(desk_clerk).rows
    assert home.since == date(2026, 11, 18)
    assert home.first.person == family[1]
    key = issue_head_requests(desk_clerk, households=[home.number], key=uuid4())
    text = words_of(desk_clerk, key)
    for words in ("世帯主変更依頼通知書", "見本花子様", "令和8年11月18日", "令和8年12月4日"):
        assert words in text
    listed = words_of(desk_clerk, issue_list(desk_clerk, kind="head_change_list", key=uuid4()))
    assert "世帯主変更依頼対象者リスト" in listed
    assert home.number in listed
    assert "見本花子" in listed
    row = Issue.objects.get(key=key)
    assert set(row.persons) == set(family[1:])
    assert row.kind in PAPERS


def test_one_who_is_left_alone_is_not_asked(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    carry_through(*staff, "move_out", leave(family[2:], event_date="2026-11-10"))
    paper = died(family[0]) | {"sole_remaining": "leave"}
    carry_through(*staff, "death", paper)
    assert view_headless(desk_clerk).rows == ()
    with pytest.raises(Invalid) as caught:
        issue_head_requests(desk_clerk, households=["1"], key=uuid4())
    assert caught.value.problems[0].code == "nobody_chosen"
    assert not Issue.objects.exists()


@pytest.mark.proves("STD-4.1.3.1.4/m1", "STD-4.1.3.1.4/m2")
def test_who_moved_out_and_never_arrived_is_asked_after_and_who_was_removed_is_listed(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    _, mother, son, daughter = family
    out = {"event_date": "2026-09-01", "notified_on": "2026-09-01"}
    with clock.set_to(date(2026, 9, 1)):
        carry_through(*staff, "move_out", leave([son], **out, destination_municipality="271004"))
        carry_through(*staff, "move_out", leave([mother], **out, abroad="overseas"))
        carry_through(*staff, "ex_officio_removal", removed(daughter))
    waiting = view_waiting(desk_clerk).rows
    assert {held.person for held in waiting} == {son, daughter}
    key = issue_arrival_inquiries(
        desk_clerk, records=[held.record for held in waiting], key=uuid4()
    )
    text = words_of(desk_clerk, key)
    for words in ("転入通知未着照会書", "大阪府大阪市長様", "見本一郎", "令和8年9月1日"):
        assert words in text
    assert "見本二葉" not in text
    assert Issue.objects.get(key=key).persons == [son]
    listed = words_of(desk_clerk, issue_list(desk_clerk, kind="arrival_list", key=uuid4()))
    assert "見本一郎" in listed
    assert "見本二葉" in listed
    assert "見本花子" not in listed
    assert "見本太郎" not in listed


def removed(person: UUID) -> dict[str, str]:
    return {
        f"selected.{person}": "on",
        "event_date": "2026-09-01",
        "removal_cause": "absent",
        "survey": "R8-1",
        "basis": "職権",
        "ground": "実態調査により居住していないことを確認",
    }


def test_a_notice_that_came_ends_the_waiting(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    out = {"event_date": "2026-09-01", "notified_on": "2026-09-01"}
    with clock.set_to(date(2026, 9, 1)):
        carry_through(*staff, "move_out", leave(family[2:3], **out))
    assert len(view_waiting(desk_clerk).rows) == 1
    paper = {
        f"selected.{family[2]}": "on",
        "event_date": "2026-09-02",
        "noticed_on": "2026-11-19",
        "confirmed_address": "大阪府架空市例示1番地",
    }
    carry_through(*staff, "arrival_notice", paper)
    assert view_waiting(desk_clerk).rows == ()


def test_late_notifications_of_a_month_are_listed(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    late = {"event_date": "2026-10-01", "notified_on": "2026-11-10"}
    case = carry_through(*staff, "move_within", moving(family, **NEXT_DOOR, **late))
    (line,) = view_late(desk_clerk, month=TODAY).rows
    assert (line.case, line.issued) == (case, "")
    assert "見本　太郎" in line.names
    assert view_late(desk_clerk, month=date(2026, 10, 1)).rows == ()
    key = issue_notice(desk_clerk, wish=NoticeWish(uuid4(), case, "delay_notice"))
    assert view_late(desk_clerk, month=TODAY).rows[0].issued == Issue.objects.get(key=key).number
    listed = words_of(
        desk_clerk, issue_list(desk_clerk, kind="late_list", key=uuid4(), month=TODAY)
    )
    assert "令和8年11月に届出のあったもの" in listed
    assert Case.objects.get(key=case).number in listed


def tell(access: Access, person: UUID, occasion: str) -> str:
    """One letter whose facts somebody else knows, within an act of theirs."""
    with recorded(access, NOTICE_ISSUED):
        return send_letter(
            access,
            kind="protection_end",
            record=record_of(person),
            persons=[person],
            facts=[("支援措置の期間の終わる日", "令和8年12月20日")],
            occasion=occasion,
        )


def test_a_letter_from_plain_facts_goes_to_the_address_of_the_register_once(
    desk_clerk: Access, family: list[UUID]
) -> None:
    assert sent_letter("a measure") is None
    number = tell(desk_clerk, family[1], "a measure")
    row = Issue.objects.get(number=number)
    assert (row.pages, row.addressee, row.persons) == (1, "1通", family[1:2])
    assert letters_sent(["a measure", "another"]) == {"a measure"}
    text = words_of(desk_clerk, row.key)
    for words in ("支援措置期間終了通知書", "見本花子様", "五老内町3-1", "令和8年12月20日"):
        assert words in text
    with pytest.raises(Conflict):
        tell(desk_clerk, family[1], "a measure")
    assert Issue.objects.count() == 1


def test_whose_residence_ends_soon_is_written_to(desk_clerk: Access) -> None:
    soon = enter(foreigner(residence_status="留学", residence_until=date(2027, 2, 18)))
    later = enter(foreigner(residence_status="留学", residence_until=date(2027, 2, 19)))
    enter(foreigner(residence_status="永住者", residence_until=date(2026, 12, 1)))
    assert [held.record for held in view_ending(desk_clerk).rows] == [soon.record]
    key = issue_residence_letters(
        desk_clerk, records=[soon.record, later.record], key=uuid4(), document_number="福市民第9号"
    )
    text = words_of(desk_clerk, key)
    for words in (
        "在留期間の満了についてのお知らせ",
        "SAMPLEMARIA様",
        "2027年2月18日",
        "福市民第9号",
    ):
        assert words in text
    assert Issue.objects.get(key=key).persons == [soon.person]
    listed = words_of(desk_clerk, issue_list(desk_clerk, kind="residence_list", key=uuid4()))
    assert "2027年2月18日" in listed
    with pytest.raises(Invalid):
        issue_residence_letters(desk_clerk, records=[later.record], key=uuid4())


@pytest.mark.proves("STD-9.7/m2")
def test_a_bulk_change_is_told_before_and_after_in_one_file_each(
    desk_clerk: Access, staff: Staff
) -> None:
    couple(1)
    couple(2)
    case = prepared(staff, "bulk_address_change", RENAMED)
    assert count_letters(desk_clerk, case=case) == (2, 0)
    with pytest.raises(Invalid):
        issue_bulk_letters(desk_clerk, case=case, afterwards=True, key=uuid4())
    key = issue_bulk_letters(desk_clerk, case=case, afterwards=False, key=uuid4())
    told = words_of(desk_clerk, key)
    assert (
        told.count("住所の表示の変更について（事前の通知）")
        == Issue.objects.get(key=key).pages
        == 2
    )
    assert "見本太郎1様" in told
    decided(staff, case)
    work()
    assert count_letters(desk_clerk, case=case) == (0, 2)
    afterwards = issue_bulk_letters(desk_clerk, case=case, afterwards=True, key=uuid4())
    text = words_of(desk_clerk, afterwards)
    assert "職権により次のとおり変更しました" in text
    assert "架空町" in text
    assert len(Issue.objects.get(key=afterwards).persons) == 4


def test_what_went_out_about_somebody_is_told_from_an_instant_on(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    with clock.set_to(date(2026, 11, 19)):
        paper = leave(family[:2], notified_on="2026-11-19")
        case = carry_through(*staff, "move_out", paper)
        first = issue_notice(desk_clerk, wish=NoticeWish(uuid4(), case, "move_out_certificate"))
    issued = Issue.objects.get(number=tell(desk_clerk, family[0], "a measure")).key
    told = issued_on([family[0]], since=date(2026, 11, 19))
    assert [(c.key, c.title) for c in told] == [
        (first, "転出証明書"),
        (issued, "支援措置期間終了通知書"),
    ]
    assert [c.key for c in issued_on([family[0]], since=TODAY)] == [issued]
    record = records_on([family[1]], TODAY)[0].record
    assert [c.key for c in issued_on(family, since=date(2026, 1, 1), record=record)] == [first]
    assert issued_on([family[3]], since=date(2026, 1, 1)) == ()
    spoil(desk_clerk, issue=first, reason="紙づまり")
    assert [c.key for c in issued_on(family[:2], since=date(2026, 1, 1))] == [issued]


@pytest.mark.proves("STD-1.3.8/m3", "STD-2.2.2/m3", "STD-1.1.1/m16", "REG-065")
def test_the_history_finds_every_paper_by_any_of_its_items(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    case = carry_through(*staff, "move_out", leave(family[:2]))
    first = issue_notice(desk_clerk, wish=NoticeWish(uuid4(), case, "move_out_certificate"))
    other = issue_notice(
        desk_clerk,
        wish=NoticeWish(
            uuid4(), Case.objects.get(kind="move_in").key, "code_notice", subject=str(family[3])
        ),
    )
    spoil(desk_clerk, issue=other, reason="紙づまり")
    number = Issue.objects.get(key=first).number
    record = records_on([family[1]], TODAY)[0].record

    def found(**wanted: object) -> set[UUID]:
        page = search_history(desk_clerk, wanted=Conditions(**wanted))  # type: ignore[arg-type]  # by name
        return {line.key for line in page.lines}

    assert found(number=number) == {first}
    assert found(kind="move_out_certificate") == {first}
    assert found(office="市民課") == {first, other}
    assert found(terminal="本庁1") == {first, other}
    assert found(staff="窓口1") == {first, other}
    assert found(name="見本　二葉") == {other}
    assert found(item="individual_number") == {first}
    assert found(pages=1) == {first, other}
    assert found(spoiled=True) == {other}
    assert found(spoiled=False) == {first}
    assert found(since=TODAY, until=TODAY) == {first, other}
    assert found(until=date(2026, 11, 19)) == set()
    assert found(record=record) == {first}


@pytest.mark.proves("STD-1.3.8/m3", "STD-2.2.2/m1", "STD-2.2.2/m2")
def test_the_history_of_a_person_says_who_they_are_and_what_went_out(
    desk_clerk: Access, staff: Staff, family: list[UUID]
) -> None:
    card = block("card_status", family[1], card_status="個人番号カード交付済")
    carry_through(*staff, "card_status", amendment(card, basis="職権"))
    case = carry_through(*staff, "move_out", leave(family[:2]))
    issue_notice(desk_clerk, wish=NoticeWish(uuid4(), case, "move_out_certificate"))
    record = records_on([family[1]], TODAY)[0].record
    page = search_history(desk_clerk, wanted=Conditions(record=record))
    assert page.of is not None
    assert (page.of.name, page.of.card_status) == ("見本　花子", "個人番号カード交付済")
    (line,) = page.lines
    assert (line.form, line.office, line.terminal, line.by, line.pages) == (
        "転出証明書",
        "市民課",
        "本庁1",
        "試験 窓口1",
        1,
    )
    entry = Entry.objects.filter(kind="certificates.history_viewed").latest("seq")
    assert family[1] in entry.subjects
