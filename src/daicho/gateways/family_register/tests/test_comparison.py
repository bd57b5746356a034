"""附票本人確認情報 and the prefecture: all agree, one stale item is one difference, telling again makes it none (住基法30条の41)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.urls import reverse

from daicho.business.movements.tests.family import NEXT_DOOR, Staff, moving
from daicho.business.movements.tests.paper import CHILD, HEAD, WIFE, carry_through
from daicho.config import wiring
from daicho.foundation.jobs.domain.run import JobRun
from daicho.foundation.jobs.tests.running import Listening
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.reconciliation.commands import reconcile
from daicho.foundation.reconciliation.commands.tell_again import tell_again
from daicho.foundation.reconciliation.domain.causes import Cause
from daicho.foundation.reconciliation.models import Difference, Run
from daicho.foundation.reconciliation.selectors.differences import view_run
from daicho.foundation.reconciliation.tests.peer import Peer
from daicho.foundation.staff.public import system_access
from daicho.gateways.family_register.comparison import WITH_PREFECTURE
from daicho.gateways.family_register.models import AnnexLine
from daicho.gateways.family_register.tests.conftest import HERE, MovedIn
from daicho.gateways.jukinet.tests.conftest import Sent
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import real_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
OLD = "福島県福島市古い町1番地"
Compare = Callable[[], Run]


@pytest.fixture
def prefecture(moved_in: MovedIn, sent: Sent) -> Peer:
    """What it keeps: whatever it was told last of each who is still in a 附票."""
    wiring.connect()
    moved_in(HERE)
    peer = Peer({}, annex=True)
    hear(peer, sent)
    return peer


def hear(peer: Peer, sent: Sent) -> None:
    for message in sent("annex.update"):
        peer.rows.pop(message.body["record_number"], None)
        if message.body["record_status"] == "現存":
            peer.rows[message.body["record_number"]] = dict(message.body)
    waiting = SentMessage.objects.filter(kind="annex.update", state="waiting")
    waiting.update(state="accepted", settled_at=real_now())


@pytest.fixture
def compare(prefecture: Peer, monkeypatch: pytest.MonkeyPatch) -> Compare:
    monkeypatch.setattr(reconcile, "ask", prefecture.ask)

    def compared() -> Run:
        access = system_access(Purpose.BATCH, job="test")
        run = JobRun(access=access, key=uuid4(), parameters={}, desk=Listening())
        reconcile.reconcile(run, WITH_PREFECTURE)
        return Run.objects.get(job=run.key)

    return compared


def of(peer: Peer, name: str) -> str:
    return next(number for number, row in peer.rows.items() if row["name"] == name)


def test_what_was_told_agrees_and_a_stale_item_is_one_difference(
    compare: Compare, prefecture: Peer, approver: Access, sent: Sent
) -> None:
    run = compare()
    assert (run.people, run.differences, run.not_yet) == (4, 0, 0)
    assert prefecture.asked == ["reconcile.digests"]
    number = of(prefecture, WIFE["name"])
    prefecture.rows[number] = {**prefecture.rows[number], "address": OLD}
    run = compare()
    found = Difference.objects.get(run=run)
    assert (run.differences, found.items, found.cause) == (1, ["address"], Cause.ALTERED)
    (line,) = view_run(approver, run=run.key, not_yet=False, page=1).lines
    assert (line.name, line.items[0].title, line.items[0].theirs) == (WIFE["name"], "住所", OLD)
    assert line.page == reverse(
        "family_annex", args=[AnnexLine.objects.get(record_number=number).annex_id]
    )
    assert "戸籍の附票" in line.right
    tell_again(approver, difference=found.key)
    assert compare().not_yet == 1
    hear(prefecture, sent)
    assert (compare().differences, compare().not_yet) == (0, 0)


def test_who_is_missing_on_either_side_is_named(
    compare: Compare, prefecture: Peer, staff: Staff, sent: Sent
) -> None:
    before = dict(prefecture.rows)
    persons = [
        p for p in AnnexLine.objects.order_by("record_number").values_list("person", flat=True) if p
    ]
    carry_through(*staff, "move_within", moving(persons) | NEXT_DOOR)
    assert len(sent("annex.update")) == 8
    assert compare().not_yet == 4
    hear(prefecture, sent)
    assert compare().differences == 0
    lost, stranger = of(prefecture, CHILD["name"]), "HF-9999999-01"
    del prefecture.rows[lost]
    prefecture.rows[stranger] = {**before[of(prefecture, HEAD["name"])], "record_number": stranger}
    run = compare()
    rows = Difference.objects.filter(run=run)
    assert dict(rows.values_list("side", "cause")) == {
        "ours": Cause.LOST,
        "theirs": Cause.UNKNOWN_HERE,
    }


def test_whose_code_is_unknown_stands_in_the_block_of_zeros(
    compare: Compare, prefecture: Peer
) -> None:
    number = of(prefecture, HEAD["name"])
    row = dict(prefecture.rows[number])
    assert row.pop("code").startswith("0"), "the same block as that of zeros"
    prefecture.rows[number] = row
    found = Difference.objects.get(run=compare())
    assert (found.side, found.cause, found.items) == ("both", Cause.ALTERED, ["code"])
