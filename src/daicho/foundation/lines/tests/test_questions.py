"""Questions (照会の電文): an hour after it was asked, neither what was asked nor what was answered is left."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from daicho.foundation.lines.commands.erase_bodies import QUESTIONS, erase_questions
from daicho.foundation.lines.models import ReceivedMessage, SentMessage
from daicho.foundation.messages.public import KINDS
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import real_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine() -> Access:
    return system_access(Purpose.BATCH, job="test")


def question(kind: str, *, hours: float) -> SentMessage:
    """A question of our own that was answered so long ago."""
    return SentMessage.objects.create(
        key=uuid4(),
        kind=kind,
        thread="00000000-0000-4000-8000-000000000001",
        receiver="072010:municipal_cs",
        line="072010:municipal_cs",
        made_at=real_now() - timedelta(hours=hours),
        sealed=b"asked",
        key_id="k",
        digest="d",
        asked=True,
        state="accepted",
        answer_key="00000000-0000-4000-8000-000000000002",
        answer_sealed=b"answered",
        answer_key_id="k",
        answer_digest="e",
    )


def test_what_was_asked_and_answered_goes_after_an_hour(machine: Access) -> None:
    old = [question(kind, hours=1.1) for kind in sorted(QUESTIONS)]
    young = question("wide_area.request", hours=0.9)
    other = question("departure.certificate", hours=1.1)
    assert erase_questions(machine) == len(old)
    assert erase_questions(machine) == 0
    for row in SentMessage.objects.filter(key__in=[each.key for each in old]):
        assert (bytes(row.sealed), row.answer_sealed) == (b"", b"")
        assert (row.key_id, row.answer_key_id) == ("", "")
        assert row.digest == "d"
        assert row.erased_at is not None
    for kept in SentMessage.objects.filter(key__in=[young.key, other.key]):
        assert bytes(kept.answer_sealed or b"") == b"answered"
    assert not ReceivedMessage.objects.exists()


def test_questions_are_kinds_that_are_answered() -> None:
    assert {f"{kind}.answer" for kind in QUESTIONS} <= set(KINDS)
