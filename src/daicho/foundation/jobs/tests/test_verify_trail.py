"""The trail is verified by a schedule: what is not proved is an abnormal end, and so is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from daicho.foundation.audit.commands.anchor import anchor_head, anchor_path
from daicho.foundation.audit.models import Entry
from daicho.foundation.audit.tests.conftest import Tamper, enter, home, tamper
from daicho.foundation.jobs.public import JobRun
from daicho.foundation.jobs.tests.running import Listening, asked_and_run, listened
from daicho.foundation.jobs.verify_trail import VERIFY_TRAIL, verify_trail
from daicho.kernel.access import Access
from daicho.kernel.errors import Conflict, Unavailable

__all__ = ["home", "tamper"]


@pytest.fixture
def anchored(auditor: Access, home: Path, settings: Any) -> Path:  # Any: pytest-django's wrapper
    """An installation with some entries and a head kept outside the database."""
    settings.HOME = home
    enter(auditor, 5)
    anchor_head(home)
    enter(auditor, 3)
    return home


@pytest.mark.django_db
def test_a_trail_that_is_whole_is_said_to_be(auditor: Access, anchored: Path) -> None:
    assert anchor_path(anchored).exists()
    desk = listened(auditor, VERIFY_TRAIL, {})
    assert "8 件の証跡は、一件ずつ正しくつながっています。" in desk.said
    assert "外に控えた先端 1 件と一致しました" in desk.said[1]
    assert desk.steps == [(8, 8)]
    assert "正しくつながっています" in desk.files["証跡の検証.txt"].decode()
    assert Entry.objects.filter(kind="jobs.trail_verified").count() == 1


def test_a_trail_that_was_tampered_with_ends_abnormally(
    tamper: Tamper, auditor: Access, anchored: Path
) -> None:
    assert anchored.exists()
    tamper("UPDATE audit_entry SET body = replace(body, '行為2', '行為9') WHERE seq = 3")
    desk = Listening()
    run = JobRun(access=auditor, key=uuid4(), parameters={}, desk=desk)
    with pytest.raises(Conflict) as found:
        verify_trail(run)
    assert found.value.reason_code == "audit.broken"
    assert "証跡 3" in found.value.message
    assert "証跡 3" in desk.files["証跡の検証.txt"].decode()


@pytest.mark.django_db
def test_without_a_head_nothing_is_proved(auditor: Access, anchored: Path) -> None:
    anchor_path(anchored).unlink()
    with pytest.raises(Unavailable) as found:
        listened(auditor, VERIFY_TRAIL, {})
    assert found.value.reason_code == "audit.unproved"


@pytest.mark.django_db
def test_it_stops_when_asked(auditor: Access, anchored: Path) -> None:
    assert anchored.exists()
    desk = Listening(stopped=True)
    verify_trail(JobRun(access=auditor, key=uuid4(), parameters={}, desk=desk))
    assert desk.said == ["途中で止めたため、証明していません。"]
    assert desk.files == {}


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
def test_it_is_a_job_of_the_auditors(auditor: Access) -> None:
    job = asked_and_run(auditor, VERIFY_TRAIL, {})
    assert job.failure_code == "audit.unproved"
    assert job.state == "failed"
