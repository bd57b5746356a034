"""Steps of specs/features/notices.feature (異動に伴う通知書と転出証明書)."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pypdf import PdfReader
from pytest_bdd import given, parsers, scenarios, then, when

from daicho.business.certificates.commands.issue_notice import (
    NoticeWish,
    issue_notice,
    reissue_notice,
)
from daicho.business.certificates.commands.set_certifier import set_certifier
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.desk import issued_sheet
from daicho.business.certificates.selectors.history import Conditions, search_history
from daicho.business.certificates.selectors.notice_lists import view_headless
from daicho.business.certificates.selectors.occasions import NoticeLine, view_case_notices
from daicho.foundation.staff.public import system_access
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_today
from tests.features.conftest import Story
from tests.features.entering import Table

scenarios(str(Path(__file__).parents[2] / "specs/features/notices.feature"))


@pytest.fixture
def issued() -> list[UUID]:
    """What was issued in the scenario, in order."""
    return []


@given(parsers.parse("認証者は「{title} {name}」である"))
def _(title: str, name: str) -> None:
    access = system_access(Purpose.ADMINISTRATION, job="features")
    set_certifier(access, valid_from=date(2020, 4, 1), title=title, name=name)


def desk(story: Story) -> Access:
    return story.clerk.serving(Purpose.CERTIFICATE)


def lines(story: Story, title: str) -> list[NoticeLine]:
    found = view_case_notices(desk(story), case=story.case).lines
    return [line for line in found if line.title == title]


@when(parsers.parse("「{title}」を発行する"))
def _(story: Story, issued: list[UUID], title: str) -> None:
    (line,) = lines(story, title)
    wish = NoticeWish(uuid4(), story.case, line.kind, subject=line.subject)
    issued.append(issue_notice(desk(story), wish=wish))


@when(parsers.parse("「{reason}」により再交付する"))
def _(story: Story, issued: list[UUID], reason: str) -> None:
    issued.append(reissue_notice(desk(story), first=issued[0], key=uuid4(), reason=reason))


@then(parsers.re("「(?P<title>[^」]+)」は(?P<state>未発行|発行済|求めがあれば発行)である"))
def _(story: Story, title: str, state: str) -> None:
    assert [line.state for line in lines(story, title)] == [state]


@then(parsers.parse("「{title}」は出ない"))
def _(story: Story, title: str) -> None:
    assert lines(story, title) == []


@then(parsers.parse("「{title}」の宛先は「{name}」である"))
def _(story: Story, title: str, name: str) -> None:
    assert [line.to.split("（")[0] for line in lines(story, title)] == [name]


@then("何も発行されていない")
def _() -> None:
    assert not Issue.objects.exists()


@then(parsers.re("発行したものに「(?P<words>[^」]+)」(が|は)(?P<how>載る|載らない)"))
def _(story: Story, issued: list[UUID], words: str, how: str) -> None:
    _, pdf = issued_sheet(desk(story), issue=issued[-1])
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    assert (words in re.sub(r"\s", "", text)) is (how == "載る")


@then("交付履歴は新しい順に次のとおりである")
def _(story: Story, datatable: Table) -> None:
    wanted = Conditions(since=business_today())
    found = search_history(desk(story), wanted=wanted).lines
    told = [[line.form, "はい" if line.reissue else "いいえ"] for line in found]
    assert told == [list(row) for row in datatable[1:]]


@then(parsers.parse("世帯主がいない世帯の一覧に「{name}」の世帯がある"))
def _(story: Story, name: str) -> None:
    assert name in [home.first.particulars.printed_name for home in view_headless(desk(story)).rows]
