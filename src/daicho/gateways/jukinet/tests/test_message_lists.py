"""The lists of messages by kind and period (STD-7.1.1.1): looked up, printed, and never a body."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from daicho.business.movements.tests.family import Staff
from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Outgoing, own_node, queue
from daicho.foundation.lines.selectors import messages as lists
from daicho.foundation.lines.selectors.messages import Wish, list_messages
from daicho.kernel.clock import TOKYO, real_now
from daicho.kernel.errors import Invalid

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[5] / "specs" / "messages" / "examples"
KINDS = (
    "identity.update",
    "arrival.notice",
    "annex.notice",
    "departure.certificate",
    "dispatch.information",
    "wide_area.request",
)


@pytest.fixture
def queued() -> None:
    """One message of each kind that the standard names."""
    with transaction.atomic():
        for kind in KINDS:
            example = min((EXAMPLES / kind).glob("*.json"))
            body = json.loads(example.read_text(encoding="utf-8"))["body"]
            queue(Outgoing(kind=kind, receiver=own_node("municipal_cs"), body=body))


@pytest.mark.proves("STD-7.1.1.1/m8")
@pytest.mark.usefixtures("queued")
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_its_list_by_period(staff: Staff, kind: str) -> None:
    today = real_now().astimezone(TOKYO).date()
    wish = Wish(kind=kind, since=today, until=today)
    (line,), page = list_messages(staff[0], wish=wish, page=1, whole=True)
    assert (line.kind, page.paginator.count) == (kind, 1)
    assert not hasattr(line, "body")
    past = Wish(kind=kind, until=today - timedelta(days=1))
    assert list_messages(staff[0], wish=past, page=1)[0] == []
    ahead = Wish(kind=kind, since=today + timedelta(days=1))
    assert list_messages(staff[0], wish=ahead, page=1)[1].paginator.count == 0


@pytest.mark.usefixtures("queued")
def test_more_than_paper_takes_is_said(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_PRINTED", 3)
    with pytest.raises(Invalid):
        list_messages(staff[0], wish=Wish(), page=1, whole=True)
    assert len(list_messages(staff[0], wish=Wish(), page=1)[0]) == SentMessage.objects.count()
