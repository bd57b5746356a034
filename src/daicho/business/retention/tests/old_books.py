"""Books and records of the back office (帳簿・記録) as they stand years later; and every file that goes by a plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from uuid import uuid4

from django.db import connection

from daicho.business.cash.models import Account, AccountLine, Drawer, Entry, OfficeDay, Posting
from daicho.business.downtime.models import PaperSet, Slip
from daicho.business.retention.models import Hold
from daicho.business.retention.tests import old_papers
from daicho.business.retention.tests.scene import STAFF, at, old_case
from daicho.business.surveys.models import Mismatch, Survey, SurveyAct
from daicho.foundation.jobs.models import Job, JobFile
from daicho.foundation.jobs.models import Plan as JobPlan
from daicho.foundation.outbox.models import Message
from daicho.registers.protection.models import (
    MeasureEdition,
    NoticeWish,
    Suppression,
    TemporaryLift,
)


def surveys(day: date) -> None:
    row = Survey.objects.create(
        number=f"調{uuid4().hex[:8]}",
        state="residing",
        origin="o",
        persons=[uuid4()],
        address="a",
        opened_on=day,
        opened_by=STAFF,
        opened_by_name="係",
        concluded_on=day,
        changed_at=at(day),
    )
    SurveyAct.objects.create(
        survey=row, at=at(day), action="visit", done_on=day, actor=STAFF, actor_name="係"
    )
    mismatches(day, row)


def mismatches(day: date, survey: Survey | None = None) -> None:
    Mismatch.objects.create(
        batch=uuid4(),
        source="税",
        atena_number="1",
        person=uuid4(),
        theirs="a",
        why="w",
        found_at=at(day),
        found_by=STAFF,
        survey=survey,
        settled_at=at(day),
    )


def cash(day: date) -> None:
    account = Account.objects.create(
        number=f"会{uuid4().hex[:8]}",
        request_key=uuid4(),
        opened_on=day,
        opened_at=at(day),
        opened_by=STAFF,
        opened_by_name="係",
        office="市民課",
        terminal="t",
        line_count=1,
    )
    AccountLine.objects.create(
        account=account, position=1, code="copy", title="写し", count=1, unit_yen=300
    )
    entry, drawer = _entry(day, account)
    for place, yen in (("cash", 300), ("income", -300)):
        Posting.objects.create(entry=entry, place=place, yen=yen)
    with connection.cursor() as cursor:
        # What the books check when a transaction ends, while the entry is still there.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    _close(day, drawer)


def _entry(day: date, account: Account) -> tuple[Entry, Drawer]:
    drawer = Drawer.objects.create(
        office="市民課",
        terminal="t",
        clerk=STAFF,
        clerk_name="係",
        day=day,
        opened_at=at(day),
        float_cash_yen=0,
        state="open",
    )
    entry = Entry.objects.create(
        number=f"伝{uuid4().hex[:8]}",
        kind="payment",
        on=day,
        at=at(day),
        office="市民課",
        terminal="t",
        drawer=drawer,
        account=account,
        method="cash",
        yen=300,
        posting_count=2,
        by=STAFF,
        by_name="係",
    )
    return entry, drawer


def _close(day: date, drawer: Drawer) -> None:
    for state in ("counted", "closed"):
        drawer.state = state
        drawer.counted_by = uuid4()
        if state == "closed":
            drawer.closed_at, drawer.closed_by = at(day), uuid4()
        drawer.save(update_fields=["state", "counted_by", "closed_at", "closed_by"])
    OfficeDay.objects.create(
        number=f"日{uuid4().hex[:8]}",
        office="市民課",
        day=day,
        closed_at=at(day),
        closed_by=STAFF,
        closed_by_name="係",
        remitted_yen=300,
        comparison=[],
    )


def protection(day: date) -> None:
    Suppression.objects.create(
        kind="other",
        person=uuid4(),
        movement="none",
        certificate="none",
        look_up="none",
        starts_on=day,
        reason="r",
        set_at=at(day),
        set_by=STAFF,
        set_by_name="係",
        ended_at=at(day),
    )
    _ended_measure(day)


def _ended_measure(day: date) -> None:
    measure = uuid4()
    for edition, replaced in ((1, at(day)), (2, None)):
        MeasureEdition.objects.create(
            measure=measure,
            edition=edition,
            act="keep",
            facts={},
            applicant=uuid4(),
            persons=[uuid4()],
            ended_on=day,
            kept_at=at(day),
            kept_by=STAFF,
            kept_by_name="係",
            replaced_at=replaced,
        )
    NoticeWish.objects.create(
        person=uuid4(),
        applied_on=day,
        starts_on=day,
        ends_on=day,
        kept_at=at(day),
        kept_by=STAFF,
        kept_by_name="係",
    )
    TemporaryLift.objects.create(
        persons=[uuid4()],
        process="certificate",
        reason="r",
        lifted_at=at(day),
        returns_at=at(day),
        lifted_by=STAFF,
        lifted_by_name="係",
    )


def outbox(day: date) -> None:
    Message.objects.create(
        kind="x", subjects=[uuid4()], payload={}, emitted_at=at(day), delivered_at=at(day)
    )


def asking(day: date) -> dict[str, object]:
    return {
        "kind": "k",
        "parameters": {},
        "asked_at": at(day),
        "asked_by": STAFF,
        "asked_login": "l",
        "asked_by_name": "係",
        "purpose": "batch",
    }


def jobs(day: date) -> None:
    job = Job.objects.create(**asking(day), due_at=at(day), state="done", finished_at=at(day))
    JobFile.objects.create(
        job=job,
        name="n",
        media_type="m",
        blob=uuid4(),
        size=1,
        digest="d",
        key_id="k",
        kept_at=at(day),
        expires_at=at(day),
        deleted_at=at(day),
    )


def job_plans(day: date) -> None:
    JobPlan.objects.create(**asking(day), rule="daily", at=time(1), ended_at=at(day))


def downtime(day: date) -> None:
    row = PaperSet.objects.create(
        number=f"停{uuid4().hex[:8]}",
        office="市民課",
        receptions=1,
        issues=0,
        made_at=at(day),
        made_by=STAFF,
        made_by_name="係",
        closed_at=at(day),
    )
    Slip.objects.create(paper_set=row, kind="reception", position=1, number=f"{row.number}-1")


def holds(day: date) -> None:
    Hold.objects.create(
        reason="r", set_at=at(day), set_by=STAFF, set_by_name="係", ended_at=at(day)
    )


SCENES: dict[str, Callable[[date], object]] = {
    "cases": old_case,
    "drafts": lambda day: old_case(day, state="draft"),
    "bulk": old_papers.bulk,
    "immigration": old_papers.immigration,
    "requests": old_papers.requests,
    "inquiries": old_papers.inquiries,
    "calls": old_papers.calls,
    "inspections": old_papers.inspections,
    "rosters": old_papers.listing,
    "opt_outs": old_papers.opt_outs,
    "surveys": surveys,
    "mismatches": mismatches,
    "cash": cash,
    "protection": protection,
    "outbox": outbox,
    "jobs": jobs,
    "job_plans": job_plans,
    "downtime": downtime,
    "holds": holds,
}
