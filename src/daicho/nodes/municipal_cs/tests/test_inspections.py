"""Inspections (操作履歴の点検): what stands out is named, somebody else signs it, once, and what nobody signed is reminded of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.models import Staff
from daicho.kernel import clock
from daicho.kernel.access import Duty
from daicho.kernel.clock import TOKYO, real_now
from daicho.nodes.municipal_cs.models import Identity, Inspection
from daicho.nodes.municipal_cs.selectors import hours
from daicho.nodes.municipal_cs.selectors.counts import use_rows
from daicho.nodes.municipal_cs.tests.scene import NEW_ADDRESS, Scene

pytestmark = pytest.mark.django_db
IS_CLOSED = hours.is_closed
BY_NAME = {"name": "架空　太郎", "birth_on": "昭和55年7月15日"}


def today() -> date:
    """The day of the trail, whose clock is the machine's own."""
    return real_now().astimezone(TOKYO).date()


def at(name: str, since: date, until: date | None = None) -> str:
    return reverse(name, args=[since.isoformat(), (until or since).isoformat()])


@pytest.fixture(autouse=True)
def always_open(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No hour and no day at which the tests run stands out by itself."""
    settings.INSPECTION_HOURS = (0, 24)
    settings.INSPECTION_OFTEN = 3
    monkeypatch.setattr(hours, "is_closed", lambda _: False)


def look(desk: Client, times: int = 1) -> Identity:
    person = Identity.objects.get()
    for _ in range(times):
        assert desk.get(reverse("cs_identity", args=[person.key])).status_code == 200
    return person


@pytest.mark.proves("JUK-050")
def test_who_looked_at_whom_again_and_again_is_named_and_signed_by_another(
    browse: Callable[..., Client], desk: Client, scene: Scene
) -> None:
    scene.update(i2="見本　花子")
    person = look(desk, times=3)
    auditor, day = browse("kansa1", Duty.AUDIT), today()
    with clock.set_to(real_now() + timedelta(days=1)):
        span = auditor.get(at("cs_inspection", day)).context["span"]
        often = [each for each in span.looks if "同じ人を3回" in each.reasons]
        assert {(each.login, each.person, each.name) for each in often} == {
            ("tougou1", person.key, "見本　花子")
        }
        mine = [line for line in span.lines if line.login == "tougou1"]
        assert [(line.counts[1], line.seen, line.is_mass) for line in mine] == [(3, 1, False)]
        empty = auditor.post(at("cs_sign", day), {"result": "clear", "words": " "})
        assert empty.status_code == 422
        told = {"result": "found", "words": "窓口の申請書と合っていた。"}
        assert auditor.post(at("cs_sign", day), told).status_code == 302
        assert auditor.post(at("cs_sign", day), told).status_code == 409
        row = Inspection.objects.get()
        assert row.signed_name
        page = auditor.get(at("cs_inspection", day)).content.decode()
        assert "窓口の申請書と合っていた。" in page
    seen = Entry.objects.filter(kind="cs.log_inspected", subjects__contains=[person.key])
    assert seen.exists()


@pytest.mark.proves("JUK-050")
def test_off_hours_many_people_and_the_same_surname_stand_out(
    browse: Callable[..., Client], desk: Client, scene: Scene, settings: Any
) -> None:
    scene.update()
    Staff.objects.filter(login="tougou1").update(name="架空　統子")
    look(desk)
    settings.INSPECTION_HOURS, settings.INSPECTION_MASS = (23, 24), 1
    if real_now().astimezone(TOKYO).hour == 23:
        settings.INSPECTION_HOURS = (0, 1)
    span = browse("kansa1", Duty.AUDIT).get(at("cs_inspection", today())).context["span"]
    assert any("時間外" in each.reasons for each in span.looks)
    assert any("操作者と同じ氏" in each.reasons for each in span.looks)
    assert any(line.is_mass for line in span.lines if line.login == "tougou1")


@pytest.mark.parametrize("closed", [True, False])
def test_a_look_on_a_closing_day_is_out_of_hours(
    browse: Callable[..., Client],
    desk: Client,
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    closed: bool,
) -> None:
    scene.update()
    monkeypatch.setattr(hours, "is_closed", lambda _: closed)
    look(desk)
    span = browse("kansa1", Duty.AUDIT).get(at("cs_inspection", today())).context["span"]
    assert any("時間外（閉庁日）" in each.reasons for each in span.looks) is closed
    late = {row[2]: row[-1] for row in use_rows(today(), today())}
    assert (late["tougou1"] > 0) is closed


def test_weekends_and_public_holidays_are_closing_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hours, "is_closed", IS_CLOSED)
    asked = hours.asked_hours(date(2026, 11, 20), date(2026, 11, 24))
    assert asked["closed"] == [date(2026, 11, day) for day in (21, 22, 23)]
    assert hours.is_closed(date(2026, 12, 31))


def test_a_look_at_ones_own_address_stands_out(
    browse: Callable[..., Client], desk: Client, scene: Scene
) -> None:
    """Whoever bears the name of one of the staff may be them: those who live there may be their family."""
    scene.update()
    scene.update(serial=2, i2="見本　花子")
    scene.update(serial=3, i2="見本　一郎", i11=NEW_ADDRESS)
    Staff.objects.filter(login="tougou1").update(name="架空 太郎")
    for person in Identity.objects.all():
        assert desk.get(reverse("cs_identity", args=[person.key])).status_code == 200
    span = browse("kansa1", Duty.AUDIT).get(at("cs_inspection", today())).context["span"]
    home = {each.name for each in span.looks if "操作者と同じ住所" in each.reasons}
    assert home == {"架空　太郎", "見本　花子"}


def test_nobody_inspects_what_they_did_themselves(
    browse: Callable[..., Client], scene: Scene
) -> None:
    scene.update()
    both = browse("kacho1", Duty.COUNTER, Duty.DECIDE)
    look(both)
    with clock.set_to(real_now() + timedelta(days=1)):
        told = {"result": "clear", "words": "なし"}
        assert both.post(at("cs_sign", today()), told).status_code == 409
    assert not Inspection.objects.exists()


def test_a_day_that_is_not_over_and_a_week_with_a_day_missing_are_not_signed(
    browse: Callable[..., Client], desk: Client, scene: Scene
) -> None:
    scene.update()
    look(desk)
    auditor, day = browse("kansa1", Duty.AUDIT), today()
    told = {"result": "clear", "words": "なし"}
    assert auditor.post(at("cs_sign", day), told).status_code == 422
    monday = day - timedelta(days=day.isoweekday() - 1)
    sunday = monday + timedelta(days=6)
    with clock.set_to(real_now() + timedelta(days=8)):
        waits = auditor.get(reverse("home")).content.decode()
        assert "点検していない日" in waits
        answer = auditor.post(at("cs_sign", monday, sunday), told)
        assert answer.status_code == 422
        assert f"{day.month}月{day.day}日" in answer.content.decode()
        assert auditor.post(at("cs_sign", day), told).status_code == 302
        assert auditor.post(at("cs_sign", monday, sunday), told).status_code == 302
        assert "点検していない日" not in auditor.get(reverse("home")).content.decode()
        page = auditor.get(reverse("cs_inspections"))
        assert "週次の点検済" in page.content.decode()
    assert auditor.get(at("cs_inspection", monday, monday + timedelta(days=2))).status_code == 422
    assert auditor.get("/inspections/x/y/").status_code == 404


def test_a_clerk_has_no_inspection_and_a_record_stays_as_it_is(
    browse: Callable[..., Client], desk: Client, scene: Scene
) -> None:
    assert scene
    assert desk.get(reverse("cs_inspections")).status_code == 403
    auditor = browse("kansa1", Duty.AUDIT)
    assert auditor.get(reverse("cs_inspections")).status_code == 200
    for change in (lambda: Inspection.objects.update(words=""), Inspection.objects.all().delete):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
