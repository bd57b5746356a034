"""Disposal: what is over may go after its years, what is not is named as running, and no program erases it itself."""

from __future__ import annotations

from datetime import date, time
from uuid import UUID, uuid4

import pytest
from django.db import connection

from daicho.gateways.cards.disposal import FILES
from daicho.gateways.cards.models import Appointment, CardCheck, CardNotice, Opening
from daicho.gateways.cards.tests.conftest import Desk
from daicho.kernel.clock import business_now

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TOMORROW = date(9999, 1, 1)


def due(name: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT item, kept_for FROM disposal_due_{name}(%s)", [TOMORROW])
        return dict(cursor.fetchall())


def test_a_card_that_is_over_may_go_and_one_in_use_is_kept(family: list[UUID], desk: Desk) -> None:
    used = desk.card(family[0])
    over = desk.card(family[1], card_number="B1B2C3D4E5")
    over.state = "returned"
    over.save(update_fields=["state"])
    over.events.update(settled_at=business_now())
    assert due("cards") == {str(used.key): "running", str(over.key): ""}
    event = over.events.order_by("-id")[0]
    event.message, event.settled_at = uuid4(), None
    event.save(update_fields=["message", "settled_at"])
    assert due("cards")[str(over.key)] == "running", "the card system has not spoken"


def test_notices_checks_and_openings(family: list[UUID], desk: Desk) -> None:
    now = business_now()
    about = {"message": uuid4(), "notice": "issued", "occurred_on": now.date()}
    CardNotice.objects.create(notice_number="N-1", state="held", **about)
    CardNotice.objects.create(notice_number="N-2", state="applied", settled_at=now, **about)
    assert sorted(due("card_notices").values()) == ["", "running"]

    CardCheck.objects.create(
        case=uuid4(),
        at=now,
        card_number="A1B2C3D4",
        result="verified",
        actor=uuid4(),
        actor_name="係",
    )
    assert list(due("card_checks").values()) == [""]

    hours = {"day": date(2026, 11, 20), "from_time": time(9), "until_time": time(10)}
    empty = Opening.objects.create(office="本庁", capacity=1, **hours)
    booked = Opening.objects.create(office="支所", capacity=1, **hours)
    Appointment.objects.create(
        opening=booked, card=desk.card(family[0]), state="came", made_at=now, made_by=uuid4()
    )
    assert due("card_openings") == {str(empty.key): "", str(booked.key): "referenced"}


def test_a_program_may_not_erase_them_itself() -> None:
    for file in FILES:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT has_function_privilege('app', %s, 'EXECUTE')",
                [f"disposal_erase_{file.code}(text[])"],
            )
            assert cursor.fetchone() == (False,), file.code
