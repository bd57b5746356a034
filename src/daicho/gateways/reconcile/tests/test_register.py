"""既存住基と市町村CS: all agree, one old address is one difference, telling again makes it none (JUK-017)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from daicho.business.movements.models import Case
from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import HEAD, WIFE, carry_through, move_in_paper
from daicho.config import wiring
from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs.models import Job
from daicho.foundation.jobs.public import work_once
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.messages.public import canonical
from daicho.foundation.reconciliation.commands import reconcile
from daicho.foundation.reconciliation.commands.tell_again import tell_again
from daicho.foundation.reconciliation.domain.causes import Cause
from daicho.foundation.reconciliation.models import Difference, Run
from daicho.foundation.reconciliation.public import start_overdue
from daicho.foundation.staff.public import system_access
from daicho.foundation.staff.tests.conftest import enrolled, register, signed_in, system
from daicho.gateways.jukinet.commands.tell_everybody import tell_everybody
from daicho.gateways.jukinet.tests.conftest import Sent
from daicho.gateways.reconcile.register import A_MONTH
from daicho.gateways.reconcile.tests.conftest import Keeper, compared
from daicho.kernel import clock
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.errors import Conflict, Refused

__all__ = ["enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
OLD = "福島県福島市古い町1番地"
Compare = Callable[..., Run]
LEAVING = {
    "abroad": "domestic",
    "destination_municipality": "112291",
    "destination_municipality_text": "埼玉県和光市",
    "destination_address": "埼玉県和光市広沢1-5",
}


def the_difference(run: Run) -> Difference:
    return Difference.objects.get(run=run)


def test_what_was_told_and_taken_agrees(
    compare: Compare, keeper: Keeper, family: list[UUID], staff: Staff
) -> None:
    first = compare()
    assert (first.people, first.differences, first.not_yet) == (len(family), 0, 0)
    assert keeper.peer.asked == ["reconcile.digests"]
    carry_through(*staff, "move_within", moving(family) | NEXT_DOOR)
    keeper.hear()
    assert compare().differences == 0
    assert not Difference.objects.exists()


@pytest.mark.proves("JUK-017", "STD-7.1.1.2/m1")
def test_an_old_address_is_one_difference_and_telling_again_makes_it_none(
    compare: Compare, keeper: Keeper, family: list[UUID], approver: Access, sent: Sent
) -> None:
    keeper.alter(HEAD["name"], i11=OLD)
    run = compare()
    assert (run.differences, run.not_yet) == (1, 0)
    found = the_difference(run)
    assert (found.subject, found.items, found.cause) == (family[0], ["11"], Cause.ALTERED)
    tell_again(approver, difference=found.key)
    again = sent("identity.update")[-1]
    items = canonical(again.body["layout"], again.body["items"])
    assert (items["reason"], items["update_number"]) == ("職権修正", "2")
    assert compare().not_yet == 1
    keeper.hear()
    assert (compare().differences, compare().not_yet) == (0, 0)
    entry = Entry.objects.get(kind="reconciliation.told_again")
    assert OLD not in entry.body
    assert HEAD["name"] not in entry.body
    assert list(entry.subjects) == [family[0]]


def test_a_lost_movement_and_a_missing_person_are_told_with_what_fits(
    compare: Compare, keeper: Keeper, family: list[UUID], staff: Staff, sent: Sent
) -> None:
    before = {code: dict(row) for code, row in keeper.peer.rows.items()}
    carry_through(*staff, "move_within", moving(family) | NEXT_DOOR)
    keeper.hear()
    (lost, missing, *_) = before
    keeper.peer.rows[lost] = before[lost]
    del keeper.peer.rows[missing]
    run = compare()
    causes = dict(Difference.objects.filter(run=run).values_list("side", "cause"))
    assert causes == {"both": Cause.LOST, "ours": Cause.LOST}
    for found in Difference.objects.filter(run=run):
        tell_again(staff[2], difference=found.key)
    told = [canonical(m.body["layout"], m.body["items"])["reason"] for m in sent("identity.update")]
    assert sorted(told[-2:]) == ["職権修正", "職権記載"]
    keeper.hear()
    assert compare().differences == 0


def test_who_left_but_stays_there_is_told_as_removed(
    compare: Compare, keeper: Keeper, family: list[UUID], staff: Staff, sent: Sent
) -> None:
    before = {code: dict(row) for code, row in keeper.peer.rows.items()}
    paper = moving(family, **LEAVING | {"event_date": "2026-11-01", "notified_on": "2026-11-02"})
    carry_through(*staff, "move_out", paper)
    keeper.hear()
    assert keeper.peer.rows == {}
    assert compare().people == 0
    code, row = next(iter(before.items()))
    keeper.peer.rows[code] = row
    found = the_difference(compare())
    assert (found.side, found.cause, found.subject in family) == (
        "theirs",
        Cause.REMOVED_HERE,
        True,
    )
    tell_again(staff[2], difference=found.key)
    items = sent("identity.update")[-1].body["items"]
    assert (items["21"], items["22"], items["35"]) == ("国内転出", "20261101", "転出")
    keeper.hear()
    assert compare().differences == 0


def is_agreed_that_one_leaves(keeper: Keeper, family: list[UUID]) -> None:
    keeper.hear()
    run = compared()
    assert (run.people, run.differences, run.not_yet) == (len(family) - 1, 0, 0)
    assert len(keeper.peer.rows) == len(family) - 1


def leave_ahead(staff: Staff, family: list[UUID]) -> None:
    carry_through(*staff, "move_out", moving(family[3:], **LEAVING | {"event_date": "2026-12-01"}))


def test_who_is_to_leave_is_told_as_planned_and_no_difference(
    keeper: Keeper, family: list[UUID], staff: Staff
) -> None:
    leave_ahead(staff, family)
    is_agreed_that_one_leaves(keeper, family)


def test_who_was_to_leave_before_there_were_lines_is_no_difference_either(
    family: list[UUID],
    staff: Staff,
    sent: Sent,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """転出予定 at the 初回登録: 58 of a sample town of 9,990 were differences once."""
    wiring.connect()
    lines, settings.LINES = settings.LINES, None
    leave_ahead(staff, family)
    assert sent() == []
    settings.LINES = lines
    assert list(tell_everybody(system_access(Purpose.BATCH, job="test"))) == [(len(family), 0)]
    keeper = Keeper(sent)
    monkeypatch.setattr(reconcile, "ask", keeper.peer.ask)
    is_agreed_that_one_leaves(keeper, family)


def test_a_comparison_that_was_never_made_is_due_too(
    keeper: Keeper, browser: Callable[..., Any]
) -> None:
    """Counted from the day on which the CS was first told of somebody."""
    second, access = browser("shinsa1", Duty.EXAMINE), system_access(Purpose.BATCH, job="test")
    assert keeper.peer.rows
    first = SentMessage.objects.earliest("seq").made_at.astimezone(clock.TOKYO).date()
    for days, due in ((A_MONTH, False), (A_MONTH + 1, True)):
        with clock.set_to(first + timedelta(days=days)):
            page = second.get(reverse("reconcile")).content.decode()
            assert ("整合性確認を行ってください" in page) == due
            assert start_overdue(access) == due
    assert Job.objects.get().kind == "reconcile.municipal_cs"


def test_who_waits_for_a_number_or_a_message_is_not_comparable_yet(
    compare: Compare, keeper: Keeper, family: list[UUID], staff: Staff, sent: Sent
) -> None:
    case = carry_through(*staff, "move_in", move_in_paper(HEAD | {"name": "番号　待子"}))
    (waiting,) = Case.objects.get(key=case).persons
    (code,) = [m.body["code"] for m in sent("number.request")]
    keeper.peer.rows[code] = {"1": code, "2": "番号　待子", "35": "現存"}
    found = the_difference(compare())
    assert (found.subject, found.cause) == (waiting, Cause.AWAITS)
    del keeper.peer.rows[code]
    carry_through(*staff, "move_within", moving(family) | NEXT_DOOR)
    run = compare()
    assert (run.differences, run.not_yet) == (0, len(family))
    sent()
    run = compare()
    assert (run.differences, run.not_yet) == (0, len(family))
    keeper.hear()
    assert (compare().differences, compare().not_yet) == (0, 0)


def test_a_refused_message_says_so_and_an_erased_body_is_no_difference(
    compare: Compare, keeper: Keeper, sent: Sent
) -> None:
    assert sent("identity.update")
    SentMessage.objects.update(state="accepted", sealed=b"", key_id="")
    assert compare().differences == 0
    keeper.alter(WIFE["name"], i11=OLD)
    SentMessage.objects.update(state="refused")
    assert the_difference(compare()).cause == Cause.REFUSED


def test_nobody_tells_again_twice_nor_of_an_old_result_nor_without_the_duty(
    compare: Compare, keeper: Keeper, approver: Access, clerk: Access
) -> None:
    keeper.alter(HEAD["name"], i11=OLD)
    old, new = the_difference(compare()), the_difference(compare())
    with pytest.raises(Refused):
        tell_again(clerk, difference=new.key)
    with pytest.raises(Conflict) as caught:
        tell_again(approver, difference=old.key)
    assert "新しい整合性確認" in caught.value.why
    tell_again(approver, difference=new.key)
    with pytest.raises(Conflict) as caught:
        tell_again(approver, difference=new.key)
    assert "既に再送" in caught.value.why
    assert SentMessage.objects.filter(kind="identity.update", state="waiting").count() == 1


def test_whom_the_cs_alone_has_is_named_and_cannot_be_told_again(
    compare: Compare, keeper: Keeper, approver: Access
) -> None:
    code = "99999999996"
    keeper.peer.rows[code] = {"1": code, "2": "架空　花子", "35": "現存"}
    found = the_difference(compare())
    assert (found.side, found.cause, found.subject) == ("theirs", Cause.UNKNOWN_HERE, None)
    with pytest.raises(Conflict) as caught:
        tell_again(approver, difference=found.key)
    assert "直りません" in caught.value.why
    assert not SentMessage.objects.filter(kind="identity.update", state="waiting").exists()


def test_the_trail_has_counts_and_no_items(compare: Compare, keeper: Keeper) -> None:
    keeper.alter(HEAD["name"], i11=OLD)
    run = compare()
    bodies = [
        json.loads(e.body)["detail"]
        for e in Entry.objects.filter(kind__startswith="reconciliation").order_by("seq")
    ]
    assert set(bodies[0]) == {"run", "source", "peer", "continued"}
    ended = bodies[-1]
    assert (ended["people"], ended["differences"]) == (run.people, 1)
    assert ended["digest"] == run.digest
    assert OLD not in str(bodies)


def test_the_screens_start_show_and_tell(keeper: Keeper, browser: Callable[..., Any]) -> None:
    keeper.alter(HEAD["name"], i11=OLD)
    second, clerk = browser("shinsa1", Duty.EXAMINE), browser("mado1", Duty.COUNTER)
    page = second.get(reverse("reconcile")).content.decode()
    assert "まだ行っていません" in page
    start = reverse("reconcile_start", args=["municipal_cs"])
    assert clerk.post(start).status_code == 403
    assert second.post(start).status_code == 302
    assert second.post(start).status_code == 409
    assert Job.objects.get().kind == "reconcile.municipal_cs"
    assert work_once(watched=False)
    assert Job.objects.get().state == "done"
    run = Run.objects.get()
    url = reverse("reconcile_run", args=[run.key])
    page = second.get(url).content.decode()
    for words in (HEAD["name"], "住所", OLD, "再送する", "更新順番号は同じで"):
        assert words in page
    assert "再送する" not in clerk.get(url).content.decode()
    tell = reverse("reconcile_tell", args=[the_difference(run).key])
    assert clerk.post(tell).status_code == 403
    assert second.post(tell, {"back": "https://elsewhere.example/"})["Location"] == "/reconcile/"
    assert "再送済" in second.get(url).content.decode()
    assert browser("zei1").get(url).status_code == 403
    assert "まだ比べられない人はいません" in second.get(url + "?show=not_yet").content.decode()
