"""Open a survey (実態調査を始める): about people of one household, because of something that came in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from daicho.business.surveys.audit_types import SURVEY_OPENED
from daicho.business.surveys.commands.steps import describe, keep_act
from daicho.business.surveys.domain.acts import Entry, Origin
from daicho.business.surveys.domain.states import OPEN, Action, State
from daicho.business.surveys.models import Mismatch, Survey
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import records_on


def open_survey(
    access: Access,
    *,
    survey: UUID,
    persons: Sequence[UUID],
    origin: str,
    words: str,
    due_on: date | None = None,
    mismatch: UUID | None = None,
) -> None:
    """Begin under the key that the form was given; `mismatch` is the differing address that it settles.

    `Invalid` when nobody present is chosen or they live apart, `Conflict` for a form sent twice or for somebody who is
    in another survey under way.
    """
    check_may(access, "surveys.manage")
    with recorded(access, SURVEY_OPENED) as note:
        today = business_today()
        found = _present(persons, today)
        _check(found, origin, due_on, today)
        _check_free(survey, [h.person for h in found])
        items = found[0].particulars
        row = Survey(
            key=survey,
            number=_next_number(today),
            state=State.OPEN.value,
            origin=origin,
            origin_note=words.strip(),
            persons=[h.person for h in found],
            address=f"{items.address}{items.katagaki}",
            due_on=due_on,
            opened_on=today,
            opened_by=access.staff_key,
            opened_by_name=access.name,
            office=access.office,
            changed_at=business_now(),
        )
        row.save(force_insert=True)
        keep_act(access, row, Entry(action=Action.BEGIN, done_on=today, words=words))
        if mismatch is not None:
            _settle(access, mismatch, row)
        describe(note, row, Action.BEGIN, words=words)


def _present(persons: Sequence[UUID], today: date) -> list[Holding]:
    found = [h for h in records_on(persons, today) if h.status is Status.PRESENT]
    return sorted(found, key=lambda h: (h.particulars.member_order or 999, h.atena_number))


NOBODY: Final = Problem(
    "survey.nobody",
    "persons",
    "調査する人が選ばれていません。",
    "今住民である人について調べます。",
    "調査する人を選んでください。",
)
TWO_HOUSEHOLDS: Final = Problem(
    "survey.two_households",
    "persons",
    "別の世帯の人が一緒に選ばれています。",
    "一つの調査は、一つの世帯について行います。",
    "世帯ごとに分けてください。",
)
NO_ORIGIN: Final = Problem(
    "survey.origin",
    "origin",
    "調査のきっかけが選ばれていません。",
    "何によって調べるのかを残します。",
    "一覧から選んでください。",
)
DUE_PAST: Final = Problem(
    "survey.due",
    "due_on",
    "調査の期限が、過ぎた日です。",
    "期限までに結論を出すための日です。",
    "今日以後の日を入力するか、空欄にしてください。",
)


def _check(found: Sequence[Holding], origin: str, due_on: date | None, today: date) -> None:
    households = {h.particulars.household_number for h in found}
    wanted = (
        (not found, NOBODY),
        (len(households) > 1, TWO_HOUSEHOLDS),
        (origin not in set(Origin), NO_ORIGIN),
        (due_on is not None and due_on < today, DUE_PAST),
    )
    if problems := [problem for wrong, problem in wanted if wrong]:
        raise Invalid(problems)


def _check_free(survey: UUID, persons: Sequence[UUID]) -> None:
    with connection.cursor() as cursor:
        # Two who open at once for one person: the second waits here, and then finds the first.
        for person in sorted(str(p) for p in persons):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"surveys:{person}"])
    if Survey.objects.filter(key=survey).exists():
        raise Conflict(
            "この実態調査は、既に始められています。",
            why="同じ画面が二度送られました。二重には始めていません。",
            remedy="実態調査の一覧から開いてください。",
            code="survey.sent_twice",
        )
    other = Survey.objects.filter(
        persons__overlap=list(persons), state__in=[s.value for s in OPEN]
    ).first()
    if other is not None:
        raise Conflict(
            f"この人の実態調査（{other.number}）が、既に行われています。",
            why="同じ人の調査を二つ同時に行うことはできません。",
            remedy="先の調査に記録してください。",
            code="survey.under_way",
        )


def _settle(access: Access, mismatch: UUID, row: Survey) -> None:
    open_ones = Mismatch.objects.filter(key=mismatch, settled_at__isnull=True)
    if not open_ones.update(
        survey=row,
        settled_at=business_now(),
        settled_by=access.staff_key,
        settled_words=f"実態調査 {row.number}",
    ):
        raise Conflict(
            "この食い違いは、既に処理されています。",
            why="ほかの人が先に処理しました。",
            remedy="食い違いの一覧を開き直してください。",
            code="survey.mismatch_settled",
        )


def _next_number(today: date) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('surveys_survey_seq')")
        row = cursor.fetchone()
    assert row is not None
    return f"調{today:%Y}-{row[0]:05d}"
