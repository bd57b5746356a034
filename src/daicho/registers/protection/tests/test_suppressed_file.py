"""抑止対象者一覧 as a job (STD-9.2): those not ended, with those whose last day has passed."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest

from daicho.foundation.jobs.domain.states import State
from daicho.foundation.jobs.tests.running import asked_and_run, files_of
from daicho.kernel.access import Access
from daicho.kernel.errors import Refused
from daicho.registers.protection.commands.end_suppression import end_suppression
from daicho.registers.protection.domain.levels import Restraint
from daicho.registers.protection.jobs import COLUMNS, SUPPRESSED_FILE
from daicho.registers.protection.tests.conftest import filled
from daicho.registers.protection.tests.scene import SUPPORTER, support, suppress
from daicho.registers.residents.tests.factories import make_resident

__all__ = ["filled"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "filled")]


def test_the_file_has_those_not_ended() -> None:
    names = ("現在", "期限切れ", "世帯", "終了済", "支援", "無関係")
    people = {n: make_resident(name=f"一覧　{n}") for n in names}
    suppress(people["現在"].person, certificate=Restraint.ERROR)
    suppress(people["期限切れ"].person, until=date(2026, 11, 1), certificate=Restraint.ERROR)
    suppress(household=people["世帯"].items.household_number, look_up=Restraint.ALERT)
    support(people["支援"].person)
    over = suppress(people["終了済"].person, certificate=Restraint.ERROR)
    end_suppression(SUPPORTER, suppression=over, reason="済")
    job = asked_and_run(SUPPORTER, SUPPRESSED_FILE, {})
    assert job.state == State.DONE, job.failure_words
    (content,) = files_of(job).values()
    head, *rows, mark = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert tuple(head) == COLUMNS
    assert {name for row in rows for name in row[1].split("\n")} == {
        f"一覧　{n}" for n in ("現在", "期限切れ", "世帯", "支援")
    }
    overdue = {row[1] for row in rows if row[7]}
    assert overdue == {"一覧　期限切れ"}
    assert SUPPORTER.name in mark[0]
    assert (job.wanted, job.made) == (4, 4)


def test_it_is_for_those_who_look_after_protection(examiner: Access) -> None:
    with pytest.raises(Refused):
        asked_and_run(examiner, SUPPRESSED_FILE, {})


def test_a_town_that_forbids_files_gets_none(settings: Any) -> None:  # Any: pytest-django's wrapper
    settings.LISTS_AS_FILES = False
    job = asked_and_run(SUPPORTER, SUPPRESSED_FILE, {})
    assert (job.state, job.failure_code) == (State.REFUSED, "delivery.files_off")
