"""The outbox: written with the change, delivered at least once, held back by whoever fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from daicho.foundation.outbox.models import Message
from daicho.foundation.outbox.public import count_delayed, delayed, deliver, emit
from daicho.kernel.errors import Unavailable
from daicho.kernel.events import Event


@dataclass(frozen=True, slots=True)
class Happened(Event):
    kind: ClassVar[str] = "test.happened"

    what: str


def tell(what: str, *about: UUID) -> None:
    with transaction.atomic():
        emit(Happened(subjects=about or (uuid4(),), what=what))


@pytest.mark.django_db
def test_an_event_of_a_rolled_back_change_never_was() -> None:
    with transaction.atomic():
        tell("gone")
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_everybody_hears_once_and_in_order() -> None:
    heard: list[str] = []
    for what in ("one", "two", "three"):
        tell(what)
    listeners = {"test.happened": [("ear", lambda m: heard.append(m.payload["what"]))]}
    assert deliver(listeners) == 3
    assert deliver(listeners) == 0
    assert heard == ["one", "two", "three"]


@pytest.mark.django_db
def test_one_who_fails_is_asked_again_and_the_others_are_not() -> None:
    calls: list[str] = []
    broken = True

    def good(_message: Message) -> None:
        calls.append("good")

    def bad(_message: Message) -> None:
        calls.append("bad")
        if broken:
            raise Unavailable("相手が止まっています。", code="away")

    listeners = {"test.happened": [("good", good), ("bad", bad)]}
    tell("it")
    assert deliver(listeners) == 0
    message = Message.objects.get()
    assert message.taken_by == ["good"]
    assert message.last_error == "bad: away"
    assert deliver(listeners) == 0, "it waits before the next try"
    broken = False
    Message.objects.update(next_attempt_at=message.emitted_at)
    assert deliver(listeners) == 1
    assert calls == ["good", "bad", "bad"]


@pytest.mark.django_db
def test_a_mistake_of_one_keeps_nothing_from_the_others_and_is_seen() -> None:
    heard: list[int] = []

    def mistaken(message: Message) -> None:
        raise KeyError(message.pk)

    listeners = {
        "test.happened": [("mistaken", mistaken), ("ear", lambda m: heard.append(m.pk))],
    }
    tell("one")
    tell("two")
    assert deliver(listeners) == 0
    assert heard == list(Message.objects.order_by("id").values_list("id", flat=True))
    assert count_delayed() == 2
    assert [each.error for each in delayed()] == ["mistaken: unexpected"] * 2


@pytest.mark.django_db
def test_nobody_listening_is_delivered() -> None:
    tell("silence")
    assert deliver({}) == 1


@pytest.mark.django_db
def test_what_is_told_of_a_person_keeps_its_order() -> None:
    heard: list[str] = []
    person, other = uuid4(), uuid4()
    broken = True

    def ear(message: Message) -> None:
        if broken and message.payload["what"] == "first":
            raise Unavailable("相手が止まっています。", code="away")
        heard.append(message.payload["what"])

    listeners = {"test.happened": [("ear", ear)]}
    tell("first", person)
    tell("about both", person, other)
    tell("after both", other)
    tell("about nobody of them")
    assert deliver(listeners) == 1
    assert heard == ["about nobody of them"]
    broken = False
    Message.objects.update(next_attempt_at=Message.objects.first().emitted_at)  # type: ignore[union-attr]
    assert deliver(listeners) == 3
    assert heard[1:] == ["first", "about both", "after both"]
