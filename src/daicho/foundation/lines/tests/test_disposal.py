"""Disposal: what is settled may go after its years; what still waits is named as running."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction

from daicho.foundation.lines.models import SentMessage
from daicho.foundation.lines.public import Outgoing, queue
from daicho.foundation.lines.tests.conftest import Network
from daicho.foundation.lines.tests.peers import CS, KIND, body
from daicho.kernel.clock import real_now

TOMORROW = date(9999, 1, 1)


def due(name: str) -> dict[str, str]:
    """The items of a file that are old enough, with what keeps them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT item, kept_for FROM disposal_due_{name}(%s)", [TOMORROW])
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_what_waits_is_kept_and_what_is_settled_may_go(network: Network) -> None:
    assert network
    with transaction.atomic():
        waits, done = (queue(Outgoing(kind=KIND, receiver=CS, body=body())) for _ in range(2))
    SentMessage.objects.filter(key=done).update(state="accepted", settled_at=real_now())
    assert due("lines_sent") == {str(waits): "running", str(done): ""}


@pytest.mark.django_db
def test_a_program_may_not_erase_messages_itself() -> None:
    for name in ("lines_sent", "lines_received", "lines_door"):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_function_privilege('app', %s, 'EXECUTE')",
                [f"disposal_erase_{name}(text[])"],
            )
            assert cursor.fetchone() == (False,), name
