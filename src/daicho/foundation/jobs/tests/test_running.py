"""Jobs through the tables: asked, run, finished, refused, taken up again, warned of; one entry for each act."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.db.models.functions import Now

from daicho.foundation.audit.domain.types import AuditType
from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.public import recorded
from daicho.foundation.jobs import ports
from daicho.foundation.jobs.commands.claim import LEASE, claim_next, give_back
from daicho.foundation.jobs.commands.desk import MOST_LINES, JobDesk
from daicho.foundation.jobs.commands.finish import Ending, finish
from daicho.foundation.jobs.commands.stop_job import stop_job
from daicho.foundation.jobs.domain.kinds import JobKind
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models import Job
from daicho.foundation.jobs.public import JobRun, ask_job, work_once
from daicho.foundation.jobs.tests.conftest import REPORT_OF
from daicho.foundation.jobs.tests.running import job_of
from daicho.foundation.outbox.models import Message
from daicho.foundation.staff.models import DutyGrant, Staff
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Missing, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
OUTER = AuditType("test.outer", "外の行為")


def run_all() -> int:
    """Run what waits, as the worker does."""
    count = 0
    while work_once(watched=False):
        count += 1
    return count


def entries(kind: str) -> list[dict[str, object]]:
    rows = Entry.objects.filter(kind=kind).order_by("seq")
    return [json.loads(row.body)["detail"] for row in rows]


def test_asked_and_run(asker: Access) -> None:
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF)
    assert job_of(key).state == State.WAITING
    assert run_all() == 1
    job = job_of(key)
    assert job.state == State.DONE
    assert (job.done, job.total) == (2, 2)
    assert job.said == ["2026-10-31 現在で作りました。"]
    assert job.parameters == {**REPORT_OF, "least": "", "with_names": ""}
    assert run_all() == 0


@pytest.mark.proves("STD-9.1/m5")
def test_a_result_says_what_how_long_where_and_how_it_ended(asker: Access) -> None:
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF)
    run_all()
    job = job_of(key)
    assert job.kind == "test.report"
    assert job.said
    assert job.started_at is not None
    assert job.finished_at is not None
    assert job.finished_at >= job.started_at
    assert job.terminal == asker.terminal == "本庁1"
    assert job.machine
    assert (job.state, job.failure_code, job.failure_system) == (State.DONE, "", "")


@pytest.mark.proves("STD-9.1/m5")
def test_an_abnormal_end_keeps_the_systems_own_error_code(asker: Access) -> None:
    key = ask_job(asker, kind="test.breaks", parameters={})
    run_all()
    job = job_of(key)
    assert job.state == State.FAILED
    assert "OS errno 28（No space left on device）" in job.failure_system
    assert "/home/some/name" not in job.failure_system
    assert job.reference


@pytest.mark.proves("STD-9.1/m5")
def test_the_error_code_of_the_database_is_kept_and_never_its_message(
    asker: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    def divides(_run: JobRun) -> None:
        with transaction.atomic():
            Job.objects.extra(where=["asked_by_name::int = 1"]).exists()

    use(monkeypatch, "test.divides", divides)
    key = ask_job(asker, kind="test.divides", parameters={})
    run_all()
    job = job_of(key)
    assert job.state == State.FAILED
    assert job.failure_system.startswith("PostgreSQL SQLSTATE 22P02")
    assert asker.name not in job.failure_system


def use(monkeypatch: pytest.MonkeyPatch, code: str, run: Callable[[JobRun], None]) -> None:
    kind = JobKind(code, "その場の処理", "movements.lists", run)
    monkeypatch.setattr(ports, "kinds", {**ports.kinds, code: kind})


def test_a_sentence_of_a_rule_is_kept_as_it_is(asker: Access) -> None:
    key = ask_job(asker, kind="test.refuses", parameters={})
    run_all()
    job = job_of(key)
    assert (job.state, job.failure_code) == (State.FAILED, "test.closed")
    assert job.failure_words == "できません。先に締めてください。"
    assert job.failure_system == ""


# ---- Who may ----


def test_without_the_operation_nobody_asks(asker: Access) -> None:
    with pytest.raises(Refused):
        ask_job(asker, kind="test.auditors", parameters={})
    assert not Job.objects.exists()
    assert list(Entry.objects.values_list("kind", "outcome")) == [("jobs.asked", "refused")]


def test_whoever_lost_the_duty_meanwhile_is_refused(asker: Access) -> None:
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF)
    DutyGrant.objects.update(valid_until=business_today())
    run_all()
    job = job_of(key)
    assert (job.state, job.failure_code) == (State.REFUSED, "duty_missing")
    assert job.said == []


def test_whose_account_is_stopped_meanwhile_is_refused(asker: Access) -> None:
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF)
    Staff.objects.update(is_active=False)
    run_all()
    assert job_of(key).state == State.REFUSED


def test_the_system_may_ask(kinds: None) -> None:
    del kinds
    system = system_access(Purpose.BATCH, job="nightly")
    key = ask_job(system, kind="test.auditors", parameters={})
    run_all()
    assert job_of(key).state == State.DONE


# ---- Asking ----


def test_a_key_sent_twice_makes_one_job(asker: Access, examiner: Access) -> None:
    key = uuid4()
    for _ in range(2):
        assert ask_job(asker, kind="test.report", parameters=REPORT_OF, key=key) == key
    assert Job.objects.count() == 1
    assert len(entries("jobs.asked")) == 1
    with pytest.raises(Conflict):
        ask_job(examiner, kind="test.report", parameters=REPORT_OF, key=key)
    with pytest.raises(Conflict):
        ask_job(asker, kind="test.breaks", parameters={}, key=key)


def test_what_is_asked_within_an_act_stands_or_falls_with_it(asker: Access) -> None:
    def ask_and_fail() -> None:
        with recorded(asker, OUTER):
            ask_job(asker, kind="test.report", parameters=REPORT_OF)
            raise Conflict("やめます。")

    with pytest.raises(Conflict):
        ask_and_fail()
    assert not Job.objects.exists()
    with recorded(asker, OUTER):
        ask_job(asker, kind="test.report", parameters=REPORT_OF)
    assert Job.objects.count() == 1
    assert entries("jobs.asked") == []


def test_wrong_parameters_are_named_each_beside_its_field(asker: Access) -> None:
    wrong = {"as_of": "きのう", "district": "9", "least": "-1"}
    with pytest.raises(Invalid) as found:
        ask_job(asker, kind="test.report", parameters=wrong)
    assert [p.field for p in found.value.problems] == ["as_of", "district", "least"]
    with pytest.raises(Missing):
        ask_job(asker, kind="test.nothing", parameters={})
    assert not Job.objects.exists()


def test_dates_and_words_for_dates(asker: Access) -> None:
    given = {"as_of": "R8.10.31", "district": "2", "least": "０7", "with_names": "on"}
    key = ask_job(asker, kind="test.report", parameters=given)
    assert job_of(key).parameters == {
        "as_of": "2026-10-31",
        "district": "2",
        "least": "7",
        "with_names": "on",
    }
    key = ask_job(asker, kind="test.report", parameters={**REPORT_OF, "as_of": "前月末"})
    run_all()
    assert job_of(key).parameters["as_of"] == "前月末"
    assert job_of(key).said == ["2026-10-31 現在で作りました。"]


# ---- One entry for each act ----


def test_one_entry_for_asking_and_one_for_running(asker: Access) -> None:
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF)
    run_all()
    kinds_of = Entry.objects.order_by("seq").values_list("kind", "outcome", "login")
    assert list(kinds_of) == [
        ("jobs.asked", "done", asker.login),
        ("jobs.ran", "done", asker.login),
    ]
    (ran,) = entries("jobs.ran")
    assert (ran["job"], ran["state"], ran["files"]) == (str(key), "done", 2)


# ---- Counts (REG-094) ----


@pytest.mark.parametrize(("made", "state"), [("3", State.DONE), ("2", State.FAILED)])
def test_counts_that_differ_are_no_completion(asker: Access, made: str, state: State) -> None:
    key = ask_job(asker, kind="test.short", parameters={"wanted": "3", "made": made})
    run_all()
    job = job_of(key)
    assert job.state == state
    assert (job.wanted, job.made) == (3, int(made))
    (ran,) = entries("jobs.ran")
    assert (ran["wanted"], ran["made"]) == (3, int(made))
    assert Entry.objects.get(kind="jobs.ran").actor == asker.staff_key


# ---- Stopping ----


def test_one_that_waits_is_taken_back(asker: Access) -> None:
    key = ask_job(asker, kind="test.heeds", parameters={})
    assert stop_job(asker, job=key) is State.STOPPED
    assert run_all() == 0
    with pytest.raises(Conflict):
        stop_job(asker, job=key)


def test_one_that_runs_is_asked_and_ends_cleanly(
    asker: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_stopped_meanwhile(run: JobRun) -> None:
        assert not run.stopped
        assert stop_job(run.access, job=run.key) is State.RUNNING
        if run.stopped:
            run.say("3件で止めました。")

    use(monkeypatch, "test.meanwhile", is_stopped_meanwhile)
    key = ask_job(asker, kind="test.meanwhile", parameters={})
    run_all()
    job = job_of(key)
    assert (job.state, job.said) == (State.STOPPED, ["3件で止めました。"])
    assert job.stop_asked_by_name == asker.name


def test_nobody_stops_what_they_may_not_see(asker: Access, auditor: Access) -> None:
    key = ask_job(asker, kind="test.heeds", parameters={})
    with pytest.raises(Missing):
        stop_job(auditor, job=key)
    assert job_of(key).state == State.WAITING


# ---- Machines that die ----


def dead(key: UUID) -> None:
    Job.objects.filter(key=key).update(seen_at=Now() - LEASE - timedelta(seconds=1))


def test_one_machine_takes_one_job(asker: Access) -> None:
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF)
    taken = claim_next()
    assert taken is not None
    assert taken.key == key
    assert claim_next() is None


def test_a_job_whose_machine_died_is_taken_up_again_and_says_so(asker: Access) -> None:
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF)
    first = claim_next()
    dead(key)
    run_all()
    job = job_of(key)
    assert first is not None
    assert (job.state, job.attempt, job.crashes) == (State.DONE, 2, 1)
    assert "2回目の実行" in job.said[0]


def test_a_machine_that_was_thought_dead_can_write_no_more(asker: Access) -> None:
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF)
    first = claim_next()
    assert first is not None
    dead(key)
    second = claim_next()
    assert second is not None
    desk = JobDesk(first)
    desk.progress(5, 5)
    desk.beat()
    assert job_of(key).done == 0
    for act in (lambda: desk.say("x"), lambda: desk.progress(1, 1), lambda: desk.stopped):
        with pytest.raises(Conflict):
            act()
    with pytest.raises(Conflict):
        desk.keep("x", [b""], "text/plain")
    assert not finish(asker, first, Ending(State.DONE))
    assert job_of(key).state == State.RUNNING
    assert finish(asker, second, Ending(State.DONE))
    assert len(entries("jobs.ran")) == 1


def test_a_job_that_kills_its_machines_is_ended_honestly(asker: Access) -> None:
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF)
    for _ in range(3):
        assert claim_next() is not None
        dead(key)
    run_all()
    job = job_of(key)
    assert (job.state, job.failure_code) == (State.FAILED, "jobs.lost")
    assert job.done == 0


def test_a_planned_stop_counts_as_no_death(asker: Access) -> None:
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF)
    for _ in range(4):
        taken = claim_next()
        assert taken is not None
        give_back(taken)
    run_all()
    assert (job_of(key).state, job_of(key).crashes) == (State.DONE, 0)


def test_a_stop_that_a_dead_machine_never_heeded_is_heeded(asker: Access) -> None:
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF)
    assert claim_next() is not None
    assert stop_job(asker, job=key) is State.RUNNING
    dead(key)
    run_all()
    assert (job_of(key).state, job_of(key).done) == (State.STOPPED, 0)


def test_a_kind_that_was_taken_out_is_said_to_be(
    asker: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = ask_job(asker, kind="test.report", parameters=REPORT_OF)
    monkeypatch.setattr(ports, "kinds", {})
    run_all()
    assert (job_of(key).state, job_of(key).failure_code) == (State.FAILED, "jobs.kind_unknown")


def test_a_page_of_words_and_no_more(asker: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    def talks(run: JobRun) -> None:
        for number in range(MOST_LINES + 1):
            run.say(str(number))

    use(monkeypatch, "test.talks", talks)
    key = ask_job(asker, kind="test.talks", parameters={})
    run_all()
    assert job_of(key).state == State.FAILED
    assert len(job_of(key).said) == MOST_LINES


def test_the_event_of_an_abnormal_end_holds_no_parameters(asker: Access) -> None:
    for kind, parameters in (("test.report", REPORT_OF), ("test.breaks", {})):
        ask_job(asker, kind=kind, parameters=parameters)
    run_all()
    told = Message.objects.get(kind="jobs.ended_badly")
    assert told.subjects == []
    assert told.payload["job_kind"] == "test.breaks"
    assert told.payload["code"] == "jobs.broken"
    assert "errno 28" in told.payload["system"]
    assert set(told.payload) == {
        "job",
        "job_kind",
        "title",
        "state",
        "at",
        "machine",
        "code",
        "system",
        "reference",
    }
    assert business_now().isoformat()[:10] in told.payload["at"]
