"""In (届いた通知と戸籍の届出): our own 附票, drafts for residents, notices for those who live elsewhere; never an edit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from daicho.business.movements.commands.approve import approve
from daicho.business.movements.commands.examine import examine
from daicho.business.movements.commands.submit import submit
from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import Staff, now
from daicho.business.movements.tests.paper import HEAD, alerts_of
from daicho.foundation.lines.public import Accepted, Held, Refused
from daicho.foundation.vault.public import reveal_many
from daicho.gateways.family_register import handlers
from daicho.gateways.family_register.commands.settle_notice import (
    dismiss_notice,
    draft_notice,
    enter_notice,
)
from daicho.gateways.family_register.models import Annex, AnnexEntry, AnnexLine, Notice
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
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.models import Change

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def register_notice(event: str, person: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "notice_number": "RN-2026-900001",
        "event": event,
        "event_on": "20261115",
        "accepted_on": "20261116",
        "person": person,
        "family_register": {
            "municipality": "112291",
            "domicile": ELSEWHERE,
            "head": "見本　太郎",
        },
    } | fields


def as_told(person: UUID) -> dict[str, Any]:
    """A resident as another municipality names them."""
    items = now(person).particulars
    assert items.resident_record_code_ref is not None
    code = reveal_many([items.resident_record_code_ref])[items.resident_record_code_ref]
    return {"name": items.name, "birth_on": "319850401", "sex": "男", "code": code}


def case_of(row: Notice) -> Case:
    """The case that a notice opened."""
    assert row.case is not None
    return Case.objects.get(key=row.case)


def carried(staff: Staff, case: UUID) -> None:
    """A draft that the system made, submitted by a clerk as it stands, examined and approved."""
    row = Case.objects.get(key=case)
    clerk, examiner, approver = staff
    edition = submit(
        clerk,
        case=case,
        kind=row.kind,
        payload=row.payload,
        edition=row.edition,
        confirmed=alerts_of(row.kind, row.payload),
    )
    edition = examine(examiner, case=case, edition=edition)
    approve(approver, case=case, edition=edition)


@pytest.mark.proves("FAM-003")
def test_nobody_of_ours_waits_and_is_entered_by_a_clerk(
    came: Came, staff: Staff, sent: Sent, settled: list[Any]
) -> None:
    reply = handlers.annex_notice(came("annex.notice", annex_notice()))
    assert isinstance(reply, Held)
    row = Notice.objects.get()
    assert (row.state, row.held_words) == ("held", "当市に、この本籍の人が見つかりません。")
    assert not AnnexEntry.objects.exists()
    enter_notice(staff[0], notice=row.key)
    assert settled == [(row.message, Accepted())]
    entry = AnnexEntry.objects.get()
    assert (entry.address, entry.municipality) == ("埼玉県和光市広沢1番5号", "112291")
    (update,) = sent("annex.update")
    assert update.body["code"] == "92128315677"
    with pytest.raises(Conflict):
        dismiss_notice(staff[0], notice=row.key, reason="該当なし")


@pytest.mark.proves("FAM-003")
def test_a_notice_of_somebody_known_is_one_entry_and_the_same_again_is_none(
    annexed: AnnexLine, came: Came, sent: Sent
) -> None:
    moved = annex_notice(
        notice_number="AN-2026-900002",
        address=IN_WAKO | {"address": "埼玉県和光市本町9番9号", "since": "20261110"},
        reason="転居",
    )
    assert handlers.annex_notice(came("annex.notice", moved)) == Accepted()
    assert handlers.annex_notice(came("annex.notice", moved)) == Accepted()
    entries = AnnexEntry.objects.filter(line=annexed).order_by("number")
    assert [e.reason for e in entries] == ["国内転入", "転居"]
    assert entries[1].source == "AN-2026-900002"
    assert [m.body["update_number"] for m in sent("annex.update")] == ["1", "2"]
    assert sent("annex.mismatch") == []


def test_a_notice_for_another_domicile_is_refused(came: Came) -> None:
    wrong = annex_notice(family_register=REGISTER | {"municipality": "112291"})
    assert isinstance(handlers.annex_notice(came("annex.notice", wrong)), Refused)
    assert not Notice.objects.exists()


@pytest.mark.proves("FAM-004")
def test_another_character_than_the_family_register_has_is_told_back(
    annexed: AnnexLine, came: Came, sent: Sent
) -> None:
    other = annex_notice(notice_number="AN-2026-900003", people=[SOMEBODY | {"name": "例示　次朗"}])
    received = came("annex.notice", other)
    assert handlers.annex_notice(received) == Accepted()
    (told,) = sent("annex.mismatch")
    assert told.thread == received.thread
    assert told.body["notice"] == "AN-2026-900003"
    assert told.body["differences"] == [
        {"item": "name", "notified": "例示　次朗", "recorded": "例示　次郎"}
    ]
    assert AnnexEntry.objects.filter(line=annexed).count() == 1


@pytest.mark.proves("FAM-005")
def test_a_wrong_domicile_becomes_a_draft_and_the_approved_case_corrects_it(
    moved_in: MovedIn, came: Came, staff: Staff, sent: Sent
) -> None:
    (person,) = moved_in(ELSEWHERE, HEAD)
    (notice,) = sent("annex.notice")
    told = {
        "notice_number": "AM-2026-900001",
        "notice": notice.body["notice_number"],
        "noticed_on": "20261120",
        "person": notice.body["people"][0],
        "differences": [
            {"item": "domicile", "notified": ELSEWHERE, "recorded": "埼玉県和光市広沢2番地"}
        ],
    }
    assert handlers.annex_mismatch(came("annex.mismatch", told)) == Accepted()
    row = Notice.objects.get()
    case = case_of(row)
    assert (row.state, row.person, case.kind) == ("drafted", person, "family_register_amend")
    assert "AM-2026-900001" in case.payload["ground"]
    assert now(person).particulars.domicile == ELSEWHERE
    carried(staff, case.key)
    held = now(person)
    assert held.particulars.domicile == "埼玉県和光市広沢2番地"
    assert held.particulars.family_register_head == "見本　太郎"
    assert Change.objects.get(key=held.change).case == row.case
    again = sent("annex.notice")[-1]
    assert again.body["family_register"]["domicile"] == "埼玉県和光市広沢2番地"


@pytest.mark.proves("FAM-007")
def test_a_death_told_by_another_town_is_a_draft_and_an_unknown_one_waits(
    moved_in: MovedIn, came: Came, staff: Staff
) -> None:
    (person,) = moved_in(ELSEWHERE, HEAD)
    told = register_notice("death", as_told(person))
    assert handlers.register_notice(came("register.notice", told)) == Accepted()
    row = Notice.objects.get()
    case = case_of(row)
    assert (case.kind, case.persons) == ("death", [person])
    assert (case.payload["event_date"], case.payload["noticed_on"]) == ("2026-11-15", "2026-11-16")
    assert now(person).status is Status.PRESENT
    stranger = register_notice("death", SOMEBODY, notice_number="RN-2026-900002")
    assert isinstance(handlers.register_notice(came("register.notice", stranger)), Held)
    waiting = Notice.objects.get(state="held")
    assert waiting.number == "RN-2026-900002"
    with pytest.raises(Invalid):
        draft_notice(staff[0], notice=waiting.key, atena_number="0000000000")
    carried(staff, case.key)
    assert now(person).status is Status.REMOVED


@pytest.mark.proves("FAM-007")
def test_a_birth_told_by_another_town_enters_the_household_of_a_parent(
    moved_in: MovedIn, came: Came
) -> None:
    (person,) = moved_in(ELSEWHERE, HEAD)
    child = {
        "name": "見本　三葉",
        "name_kana": "ミホン　ミツバ",
        "birth_on": "520261115",
        "sex": "女",
    }
    parent = as_told(person)
    told = register_notice(
        "birth", child, parents=[{"name": parent["name"], "code": parent["code"]}]
    )
    assert handlers.register_notice(came("register.notice", told)) == Accepted()
    case = case_of(Notice.objects.get())
    assert case.payload["persons.0.name"] == "見本　三葉"
    assert case.payload["target_household"] == now(person).particulars.household_number
    assert case.payload["persons.0.birth_date"] == "令和8年11月15日"


def test_a_new_name_stands_in_the_draft_and_nothing_else_changes(
    moved_in: MovedIn, came: Came, staff: Staff
) -> None:
    (person,) = moved_in(ELSEWHERE, HEAD)
    told = register_notice(
        "surname_change",
        as_told(person),
        changes={"name": "仮名　太郎", "name_kana": "カメイ　タロウ", "head": "仮名　太郎"},
    )
    handlers.register_notice(came("register.notice", told))
    case = Notice.objects.get().case
    assert case is not None
    before = now(person).particulars
    carried(staff, case)
    after = now(person).particulars
    assert (after.name, after.name_kana) == ("仮名　太郎", "カメイ　タロウ")
    assert after.family_register_head == "仮名　太郎"
    assert (after.sex, after.birth_date, after.address) == (
        before.sex,
        before.birth_date,
        before.address,
    )


def test_who_is_being_worked_on_waits(moved_in: MovedIn, came: Came, staff: Staff) -> None:
    (person,) = moved_in(ELSEWHERE, HEAD)
    handlers.register_notice(came("register.notice", register_notice("death", as_told(person))))
    second = register_notice("name_change", as_told(person), notice_number="RN-2026-900009")
    Case.objects.update(entered_by=staff[0].staff_key)
    assert isinstance(handlers.register_notice(came("register.notice", second)), Held)
    assert "処理中" in Notice.objects.get(state="held").held_words


def moved_body(former: dict[str, str], new: dict[str, str]) -> dict[str, Any]:
    return {
        "notice_number": "DM-2026-900001",
        "former": former,
        "new": new,
        "moved_on": "20261118",
        "people": [SOMEBODY | {"address": IN_WAKO}],
    }


def test_a_family_register_that_comes_here_opens_an_annex_and_one_that_goes_closes_it(
    came: Came, sent: Sent
) -> None:
    wako = {"municipality": "112291", "domicile": ELSEWHERE, "head": "例示　次郎"}
    assert handlers.domicile_moved(came("domicile.moved", moved_body(wako, REGISTER))) == Accepted()
    annex = Annex.objects.get()
    assert (annex.domicile, annex.state) == (HERE, "current")
    back = moved_body(REGISTER, wako) | {"notice_number": "DM-2026-900002"}
    assert handlers.domicile_moved(came("domicile.moved", back)) == Accepted()
    annex.refresh_from_db()
    assert (annex.state, annex.closed_words) == ("removed", "転籍")
    assert [m.body["record_status"] for m in sent("annex.update")] == ["現存", "消除"]


def test_our_resident_of_a_moved_family_register_gets_a_draft(
    moved_in: MovedIn, came: Came, staff: Staff
) -> None:
    (person,) = moved_in(ELSEWHERE, HEAD)
    former = {"municipality": "112291", "domicile": ELSEWHERE, "head": "見本　太郎"}
    new = REGISTER | {"head": "見本　太郎"}
    body = moved_body(former, new) | {"people": [as_told(person) | {"address": IN_WAKO}]}
    handlers.domicile_moved(came("domicile.moved", body))
    row = Notice.objects.get()
    case = case_of(row)
    assert case.kind == "family_register_amend"
    assert AnnexLine.objects.get().person == person
    carried(staff, case.key)
    assert now(person).particulars.domicile == HERE
