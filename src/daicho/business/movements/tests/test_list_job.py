"""The lists for checking as a job: the same lines as on the screen, as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from daicho.business.movements.jobs import LIST_FILE
from daicho.business.movements.selectors.lists import LISTS, open_list
from daicho.business.movements.tests.paper import HEAD, WIFE, carry_through, move_in_paper, pool
from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.models import JobFile
from daicho.foundation.jobs.tests.running import asked_and_run, files_of
from daicho.kernel.access import Access

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
