"""Receive (閲覧の請求・申出の受付, 住基法11条・11条の2): what stands on the paper; a purpose that no article permits is refused."""

from __future__ import annotations

from uuid import UUID

from daicho.business.inspection.audit_types import APPLICATION_ACTED, APPLICATION_RECEIVED
from daicho.business.inspection.commands.listing_steps import known_towns, next_number
from daicho.business.inspection.commands.steps import (
    check_step,
    describe,
    keep_act,
    lock_application,
)
from daicho.business.inspection.domain.application import Application as Paper
from daicho.business.inspection.domain.application import application_problems
from daicho.business.inspection.domain.states import Action, State
from daicho.business.inspection.models import Application
from daicho.business.inspection.selectors.wording import paper_stored
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid


def receive(access: Access, *, application: UUID, paper: Paper) -> None:
    """Keep the application under the key that the form was given.

    `Invalid` with every fault, the row of the table that does not permit it among them; `Conflict` when sent twice.
    """
    check_may(access, "inspection.manage")
    with recorded(access, APPLICATION_RECEIVED) as note:
        note.say(ground=paper.ground)
        _check(paper)
        if Application.objects.filter(key=application).exists():
            raise Conflict(
                "この閲覧の請求・申出は、既に受け付けています。",
                why="同じ画面が二度送られました。二重には受け付けていません。",
                remedy="閲覧の一覧から開いてください。",
                code="inspection.sent_twice",
            )
        today = business_today()
        stored = paper_stored(paper)
        row = Application(
            key=application,
            number=next_number("閲", today),
            state=State.RECEIVED.value,
            ground=paper.ground,
            applicant=paper.applicant.strip(),
            paper=stored,
            received_on=today,
            received_by=access.staff_key,
            received_by_name=access.name,
            office=access.office,
            changed_at=business_now(),
        )
        row.save(force_insert=True)
        keep_act(access, row, Action.RECEIVE, paper=stored)
        describe(note, row, Action.RECEIVE)


def correct(access: Access, *, application: UUID, edition: int, paper: Paper, words: str) -> None:
    """Say the paper anew after it was mended (補正); the earlier wording stays with its act."""
    with recorded(access, APPLICATION_ACTED) as note:
        row = lock_application(application)
        check_step(access, row, Action.CORRECT, edition=edition)
        _check(paper)
        row.paper = paper_stored(paper)
        row.ground = paper.ground
        row.applicant = paper.applicant.strip()
        keep_act(access, row, Action.CORRECT, words=words, paper=row.paper)
        describe(note, row, Action.CORRECT, words=words)


def _check(paper: Paper) -> None:
    today = business_today()
    problems = application_problems(paper, known_towns=known_towns(today), today=today)
    if problems:
        raise Invalid(problems)
