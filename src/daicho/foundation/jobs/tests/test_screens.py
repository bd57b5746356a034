"""Screens of jobs: asked for by a form that remembers the last time, watched, repeated with what changed marked."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import include, path, reverse

from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models import Job, JobFile, Plan
from daicho.foundation.jobs.public import ask_job, work_once
from daicho.foundation.staff.models import DutyGrant, Staff
from daicho.foundation.staff.tests.conftest import Person, enrolled, register, signed_in, system
from daicho.kernel.access import Access, Duty, Purpose
from daicho.kernel.clock import business_today

__all__ = ["enrolled", "register", "signed_in", "system"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
FORM = {"p.as_of": "R8.10.31", "p.district": "1", "p.least": "", "p.with_names": ""}


@pytest.fixture
def browse(
    settings: Any,  # Any: pytest-django's wrapper
    register: Callable[..., Person],
    enrolled: Callable[..., Client],
    signed_in: Callable[..., Client],
) -> Callable[..., Client]:
    """A signed-in browser on an enrolled terminal, on a node that has these screens alone."""
    module = ModuleType("jobs_test_urls")
    module.urlpatterns = [  # type: ignore[attr-defined]  # what Django reads
        path("", include("daicho.foundation.staff.web.urls")),
        path("jobs/", include("daicho.foundation.jobs.web.urls")),
    ]
    settings.ROOT_URLCONF = module
    terminals = iter(range(1, 99))

    def make(login: str, *duties: Duty) -> Client:
        person = register(login, *duties, Duty.BATCH)
        return enrolled(signed_in(person), f"本庁{next(terminals)}")

    return make


@pytest.fixture
def desk(browse: Callable[..., Client]) -> Client:
    return browse("mado1", Duty.COUNTER)


def run() -> None:
    while work_once(watched=False):
        pass


def form(**changed: str) -> dict[str, str]:
    return {**FORM, "key": str(uuid4()), "schedule_rule": "", **changed}


def ask(client: Client, data: dict[str, str]) -> Any:  # Any: the test client's own answer
    return client.post(reverse("jobs_ask", args=["test.report"]), data)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_asked_watched_and_fetched(desk: Client) -> None:
    assert "試験の帳票" in text(desk.get(reverse("jobs_new")))
    answer = ask(desk, form())
    job = Job.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("jobs_job", args=[job.key]))
    page = text(desk.get(answer["Location"]))
    assert "実行待ち" in page
    assert 'hx-trigger="every 2s"' in page
    run()
    partial = desk.get(reverse("jobs_progress", args=[job.key]))
    assert partial["HX-Refresh"] == "true"
    page = text(desk.get(reverse("jobs_job", args=[job.key])))
    for words in ("正常終了", "処理時間", "本庁1", "2026-10-31 現在で作りました。", "表.csv"):
        assert words in page
    file = JobFile.objects.get(job=job, name="表.csv")
    before = Entry.objects.filter(kind="jobs.file_opened").count()
    got = desk.get(reverse("jobs_file", args=[job.key, file.key]))
    assert b"".join(got).decode() == "日付\n2026-10-31"
    assert got["Content-Type"] == "text/csv"
    assert "attachment" in got["Content-Disposition"]
    assert got["Cache-Control"] == "no-store"
    assert Entry.objects.filter(kind="jobs.file_opened").count() == before + 1


def test_the_same_form_sent_twice_makes_one_job(desk: Client) -> None:
    data = form()
    first, second = ask(desk, data), ask(desk, data)
    assert first["Location"] == second["Location"]
    assert Job.objects.count() == 1


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_asked(desk: Client) -> None:
    answer = ask(desk, form(**{"p.as_of": "きのう", "p.district": ""}))
    assert answer.status_code == 422
    page = text(answer)
    assert 'href="#field-p-as_of"' in page
    assert 'value="きのう"' in page
    assert "「地区」を入れてください。" in page
    answer = ask(desk, form(schedule_rule="weekly", schedule_time="25:00"))
    assert "0:00から23:59まで" in text(answer)
    answer = ask(desk, form(schedule_rule="weekly", schedule_time="20:00"))
    assert "曜日を選んでください。" in text(answer)
    answer = ask(desk, form(schedule_rule="sometimes", schedule_time="20:00"))
    assert answer.status_code == 422
    assert not Job.objects.exists()
    assert not Plan.objects.exists()


@pytest.mark.proves("STD-9.1/m3")
def test_the_last_time_is_there_and_what_was_changed_is_seen(desk: Client) -> None:
    ask(desk, form(**{"p.least": "5"}))
    run()
    first = Job.objects.get()
    page = text(desk.get(reverse("jobs_ask", args=["test.report"])))
    assert 'name="p.as_of" value="R8.10.31"' in page
    assert 'name="p.least" value="5"' in page
    assert "前回: 5" in page
    assert page.count('class="fields asked changed"') == 0
    changed = form(**{"p.as_of": "R8.10.31", "p.least": "7", "from": str(first.key)})
    wrong = text(ask(desk, changed | {"p.district": "9"}))
    assert re.findall(r'class="fields asked changed" data-before="(.*?)"', wrong) == ["1", "5"]
    ask(desk, changed)
    second = Job.objects.exclude(key=first.key).get()
    assert second.again_of == first.key
    assert second.parameters == {**first.parameters, "least": "7"}
    page = text(desk.get(reverse("jobs_job", args=[second.key])))
    assert "前回から1か所変更" in page
    assert page.count("変更</span>　前回 5") == 1


@pytest.mark.proves("STD-9.1/m1")
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"schedule_rule": "once", "schedule_day": "R8.12.1"}, "令和8年12月1日 20:05"),
        ({"schedule_rule": "daily"}, "毎日 20:05"),
        ({"schedule_rule": "weekly", "schedule_weekday": "4"}, "毎週金曜日 20:05"),
        ({"schedule_rule": "monthly", "schedule_of_month": "5"}, "毎月5日 20:05"),
        ({"schedule_rule": "month_end"}, "毎月末 20:05"),
    ],
)
def test_a_plan_is_made_shown_and_taken_back(
    desk: Client, given: dict[str, str], words: str
) -> None:
    answer = ask(desk, form(schedule_time="20:05", **given))
    plan = Plan.objects.get()
    assert answer["Location"] == reverse("jobs_plan", args=[plan.key])
    assert not Job.objects.exists()
    for address in (reverse("jobs_plans"), answer["Location"]):
        assert words in text(desk.get(address))
    assert desk.post(reverse("jobs_plan_end", args=[plan.key])).status_code == 302
    assert "取消し" in text(desk.get(reverse("jobs_plans")))
    assert desk.post(reverse("jobs_plan_end", args=[plan.key])).status_code == 409


@pytest.mark.proves("STD-9.1/m2")
def test_the_screen_says_that_no_other_product_keeps_the_schedule(desk: Client) -> None:
    ask(desk, form(schedule_rule="daily", schedule_time="20:05"))
    page = text(desk.get(reverse("jobs_plan", args=[Plan.objects.get().key])))
    assert "ほかのスケジュール管理製品は使っていません" in page


def test_a_person_sees_their_own_and_those_of_their_duties(
    desk: Client, browse: Callable[..., Client]
) -> None:
    ask(desk, form())
    run()
    job = Job.objects.get()
    examiner = browse("shinsa1", Duty.EXAMINE)
    auditor = browse("kansa1", Duty.AUDIT)
    address = reverse("jobs_job", args=[job.key])
    assert "試験の帳票" in text(examiner.get(reverse("jobs_list")))
    assert examiner.get(address).status_code == 200
    listed = auditor.get(reverse("jobs_list"))
    assert listed.status_code == 200
    assert "試験の帳票" not in text(listed)
    assert auditor.get(address).status_code == 404
    assert auditor.post(reverse("jobs_stop", args=[job.key])).status_code == 404
    assert ask(auditor, form()).status_code == 403
    assert auditor.get(reverse("jobs_ask", args=["test.report"])).status_code == 403
    file = JobFile.objects.get(job=job, name="表.csv")
    assert auditor.get(reverse("jobs_file", args=[job.key, file.key])).status_code == 404
    assert Job.objects.count() == 1


def test_whoever_lost_every_duty_sees_no_jobs(desk: Client) -> None:
    DutyGrant.objects.update(valid_until=business_today())
    assert desk.get(reverse("jobs_list")).status_code == 403


def test_tabs_narrow_the_list(desk: Client) -> None:
    desk.post(reverse("jobs_ask", args=["test.breaks"]), form())
    run()
    ask(desk, form())
    listing = reverse("jobs_list")
    assert "壊れる処理" not in text(desk.get(f"{listing}?show=open"))
    abnormal = text(desk.get(f"{listing}?show=abnormal"))
    assert "異常終了" in abnormal
    assert "試験の帳票" not in abnormal
    assert desk.get(f"{listing}?show=nothing&page=9").status_code == 200


def test_one_that_waits_is_taken_back_on_its_page(desk: Client) -> None:
    ask(desk, form())
    job = Job.objects.get()
    assert desk.post(reverse("jobs_stop", args=[job.key])).status_code == 302
    assert Job.objects.get().state == State.STOPPED
    assert desk.post(reverse("jobs_stop", args=[job.key])).status_code == 409


def test_an_abnormal_end_shows_its_codes(desk: Client) -> None:
    desk.post(reverse("jobs_ask", args=["test.breaks"]), form())
    run()
    job = Job.objects.get()
    page = text(desk.get(reverse("jobs_job", args=[job.key])))
    for words in ("異常終了", "jobs.broken", "OS errno 28", job.reference):
        assert words in page


def test_nothing_is_offered_that_is_not_for_hands(desk: Client) -> None:
    page = text(desk.get(reverse("jobs_new")))
    assert "数える処理" not in page
    assert "監査の処理" not in page
    assert "壊れる処理" in page


def test_what_another_screen_asked_for_is_repeated_as_it_was(desk: Client) -> None:
    address = reverse("jobs_ask", args=["test.short"])
    assert desk.get(address).status_code == 404
    assert desk.post(address, form()).status_code == 404
    asker = employed_of("mado1")
    first = ask_job(asker, kind="test.short", parameters={"wanted": "3", "made": "2"})
    run()
    page = text(desk.get(f"{address}?from={first}"))
    assert "前の処理と同じ条件で行います。" in page
    assert 'name="p.' not in page
    assert desk.post(address, form(**{"from": str(first), "p.wanted": "9"})).status_code == 302
    second = Job.objects.exclude(key=first).get()
    assert second.parameters == {"wanted": "3", "made": "2"}


def employed_of(login: str) -> Access:
    """The access of somebody who is registered, at the counter."""
    return Access(
        staff_key=Staff.objects.get(login=login).key,
        login=login,
        name=login,
        duties=frozenset({Duty.COUNTER}),
        purpose=Purpose.MOVEMENT,
        terminal="本庁1",
        office="架空課",
    )


def test_addresses_that_are_nothing(desk: Client) -> None:
    assert desk.get(reverse("jobs_ask", args=["test.nothing"])).status_code == 404
    assert desk.get(reverse("jobs_job", args=[UUID(int=1)])).status_code == 404
    assert desk.get(reverse("jobs_plan", args=[UUID(int=1)])).status_code == 404
    asked = f"{reverse('jobs_ask', args=['test.report'])}?from={UUID(int=1)}"
    assert desk.get(asked).status_code == 404
