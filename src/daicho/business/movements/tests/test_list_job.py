"""The lists for checking as a job: the same lines as on the screen, as a file."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from daicho.business.movements.commands import write_list
from daicho.business.movements.jobs import LIST_FILE
from daicho.business.movements.selectors.lists import LISTS, open_list
from daicho.business.movements.tests.paper import HEAD, WIFE, carry_through, move_in_paper, pool
from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models import JobFile
from daicho.foundation.jobs.tests.running import asked_and_run, files_of
from daicho.kernel.access import Access
from daicho.registers.residents.tests.factories import enter, foreigner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def ask(access: Access, **parameters: str) -> list[list[str]]:
    """The rows of the file that a job makes."""
    job = asked_and_run(access, LIST_FILE, parameters)
    assert job.state == State.DONE, job.failure_words
    (content,) = files_of(job).values()
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_file_has_the_lines_of_the_screen(
    clerk: Access, examiner: Access, approver: Access
) -> None:
    pool()
    carry_through(clerk, examiner, approver, "move_in", move_in_paper(HEAD, WIFE))
    for code, spec in LISTS.items():
        view = open_list(clerk, code=code, whole=True)
        head, *rows, mark = ask(clerk, list=code)
        assert head == [*spec.columns, "支援・抑止"], code
        assert [row[:-1] for row in rows] == [list(line.cells) for line in view.lines], code
        assert clerk.name in mark[0]
    outputs = Entry.objects.filter(kind="movements.list_opened", body__contains="ファイル")
    assert outputs.count() == len(LISTS)


def test_a_town_that_forbids_files_gets_none(clerk: Access, settings: Any) -> None:
    settings.LISTS_AS_FILES = False
    job = asked_and_run(clerk, LIST_FILE, {"list": "provisional"})
    assert (job.state, job.failure_code) == (State.REFUSED, "delivery.files_off")
    assert not JobFile.objects.exists()


def test_a_period_that_runs_backwards_ends_abnormally(clerk: Access) -> None:
    given = {"list": "late", "as_of": "R8.1.1", "since": "R8.2.1"}
    job = asked_and_run(clerk, LIST_FILE, given)
    assert (job.state, job.failure_code) == (State.FAILED, "period_backwards")


def test_a_file_of_very_many_is_entered_by_its_count_and_digest(
    clerk: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        enter(foreigner(residence_status="留学", residence_until=date(2026, 12, 1)))
    for most, named in ((2, 2), (1, 0)):
        monkeypatch.setattr(write_list, "MOST_NAMED", most)
        assert len(ask(clerk, list="residence_ending")) == 4
        entry = Entry.objects.filter(kind="movements.list_opened").order_by("-seq")[0]
        body = json.loads(entry.body)
        assert len(entry.subjects) == named
        assert body["count"] == 2
        assert body["digest"] == JobFile.objects.order_by("-kept_at")[0].digest
