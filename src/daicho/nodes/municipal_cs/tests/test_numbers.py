"""Numbers (個人番号とすべき番号): asked of the nation, taken in when it answers what was asked, asked again when it does not."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from daicho.foundation.audit.models import Entry
from daicho.foundation.lines.envelopes import Envelope
from daicho.foundation.vault.public import reveal
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict
from daicho.nodes.municipal_cs.commands.ask_again import ask_again
from daicho.nodes.municipal_cs.models import NumberRequest
from daicho.nodes.municipal_cs.selectors.lists import list_number_requests
from daicho.nodes.municipal_cs.tests.scene import (
    CORE,
    NATION,
    REFUSED,
    WAKO_CS,
    Scene,
    code_of,
    codes,
    number_of,
    sent,
)

pytestmark = pytest.mark.django_db


def ask(scene: Scene, thread: UUID, code: str = code_of(1)) -> Envelope:
    return scene.say(CORE, "number.request", {"code": code, "reason": "new"}, thread=thread)


def assign(scene: Scene, thread: UUID, code: str, number: str) -> Envelope:
    body = {"code": code, "number": number, "reason": "new"}
    return scene.say(NATION, "number.assigned", body, thread=thread)


def test_a_request_goes_to_the_nation_and_its_number_to_the_register(scene: Scene) -> None:
    thread = uuid4()
    assert ask(scene, thread).body["outcome"] == "accepted"
    out = sent("number.request", NATION)
    assert [(e.body, e.thread) for e in out] == [({"code": code_of(1), "reason": "new"}, thread)]
    assert assign(scene, thread, code_of(1), number_of(7)).body["outcome"] == "accepted"
    told = sent("number.assigned", CORE)[0]
    assert (told.body["number"], told.thread) == (number_of(7), thread)
    row = NumberRequest.objects.get()
    assert row.number is not None
    assert (row.state, reveal(row.number)) == ("assigned", number_of(7))


@pytest.mark.proves("JUK-027")
def test_an_answer_for_another_code_is_refused(scene: Scene) -> None:
    thread = uuid4()
    ask(scene, thread)
    answer = assign(scene, thread, code_of(2), number_of(7))
    assert codes(answer) == ["number.other_code"]
    assert NumberRequest.objects.get().state == "waiting"
    assert sent("number.assigned", CORE) == []
    assert codes(assign(scene, uuid4(), code_of(1), number_of(7))) == ["number.not_asked"]
    body = {"code": code_of(1), "number": number_of(7), "reason": "new"}
    forged = scene.say(WAKO_CS, "number.assigned", body, thread=thread)
    assert codes(forged) == ["number.not_asked"]


def test_a_second_number_for_one_request_is_refused(scene: Scene) -> None:
    thread = uuid4()
    ask(scene, thread)
    assign(scene, thread, code_of(1), number_of(7))
    assert assign(scene, thread, code_of(1), number_of(7)).body["outcome"] == "accepted"
    assert codes(assign(scene, thread, code_of(1), number_of(8))) == ["number.second"]
    assert len(sent("number.assigned", CORE)) == 1


def test_what_has_not_come_is_outstanding_and_asked_again(scene: Scene, clerk: Access) -> None:
    thread = uuid4()
    ask(scene, thread)
    scene.outcome(sent("number.request")[0].id, NATION, REFUSED)
    page = list_number_requests(clerk, outstanding=True).page
    row = page.object_list[0]
    assert (row.state, row.problems[0]["code"]) == ("refused", "nation.test")
    ask_again(clerk, request=row.key, edition=row.edition)
    with pytest.raises(Conflict):
        ask_again(clerk, request=row.key, edition=row.edition)
    first, second = sent("number.request", NATION)
    assert (first.thread, first.body) == (second.thread, second.body)
    assign(scene, thread, code_of(1), number_of(7))
    assert list_number_requests(clerk, outstanding=True).page.paginator.count == 0
    row.refresh_from_db()
    assert (row.state, row.asked_times) == ("assigned", 2)
    kinds = set(Entry.objects.filter(kind__startswith="cs.").values_list("kind", flat=True))
    assert kinds == {"cs.numbers_listed", "cs.number_asked_again"}
