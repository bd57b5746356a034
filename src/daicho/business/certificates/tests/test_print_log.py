"""Printing (STD-10.7) and what the trail says of it (印刷ログ, STD-10.2/m8): copies, preview, screens, no mass printing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from daicho.business.certificates.commands import issue_letters
from daicho.business.certificates.commands.issue import issue, preview_request
from daicho.business.certificates.commands.issue_letters import issue_residence_letters
from daicho.business.certificates.commands.keep import sheet_of
from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.domain.wish import MOST_COPIES
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors.desk import issued_sheet
from daicho.business.certificates.tests.asking import wish
from daicho.foundation.audit.models import Entry
from daicho.foundation.documents.printing import printer
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.particulars import ResidenceCategory
from daicho.registers.residents.tests.factories import enter, foreigner, make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]


def logged(kind: str) -> dict[str, Any]:
    """The last entry of a kind."""
    found: dict[str, Any] = json.loads(Entry.objects.filter(kind=kind).order_by("seq")[0].body)
    return found


@pytest.mark.proves("STD-10.7/m2", "STD-10.2/m8")
def test_three_copies_are_three_sheets_and_the_log_says_everything(desk_clerk: Access) -> None:
    who = make_resident()
    keys = issue(desk_clerk, request=wish([who.record], copies=3))
    numbers = [row.number for row in Issue.objects.order_by("copy")]
    assert len(keys) == len(set(numbers)) == 3
    entry = logged("certificates.issued")
    assert (entry["login"], entry["terminal"]) == (desk_clerk.login, desk_clerk.terminal)
    assert entry["number_shown"] is False
    said = entry["detail"]
    assert said["title"] == "住民票の写し（世帯連記式）"
    assert said["numbers"] == numbers
    assert said["files"] == [f"{number.replace(' ', '-')}.pdf" for number in numbers]
    assert (said["pages"], said["copies"], said["seal"], said["output"]) == (3, 3, "有", "PDF")
    assert Entry.objects.get(kind="certificates.issued").at is not None
    issued_sheet(desk_clerk, issue=keys[0])
    again = logged("certificates.sheet_opened")["detail"]
    assert again["files"] == said["files"][:1]
    assert (again["title"], again["seal"], again["pages"]) == (said["title"], "有", 1)


@pytest.mark.proves("STD-10.7/m3", "STD-10.2/m8")
def test_a_preview_shows_every_page_and_leaves_a_log_and_no_issue(desk_clerk: Access) -> None:
    who = make_resident()
    request = wish([who.record], items=frozenset({Item.DOMICILE}))
    shown = preview_request(desk_clerk, request=request)
    assert len(shown.pages) == 1
    assert shown.pages[0].startswith("data:image/svg+xml")
    assert not Issue.objects.exists()
    said = logged("certificates.previewed")["detail"]
    assert (said["output"], said["pages"], said["seal"]) == ("プレビュー", 1, "有")
    assert (said["numbers"], said["files"]) == ([], [])


@pytest.mark.proves("STD-10.7/n2")
def test_a_screen_prints_few(desk_clerk: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    who = make_resident()
    with pytest.raises(Invalid):
        issue(desk_clerk, request=wish([who.record], copies=MOST_COPIES + 1))
    foreign = [
        enter(
            foreigner(
                residence_status="留学",
                residence_category=ResidenceCategory.MID_LONG_TERM,
                residence_until=date(2026, 12, 1),
            )
        )
        for _ in range(3)
    ]
    records = [one.record for one in foreign]
    assert issue_letters.MOST_TOGETHER <= 50
    monkeypatch.setattr(issue_letters, "MOST_TOGETHER", 2)
    with pytest.raises(Invalid, match="画面からは発行できません"):
        issue_residence_letters(desk_clerk, records=records, key=uuid4())
    assert not Issue.objects.exists()
    issue_residence_letters(desk_clerk, records=records[:2], key=uuid4())
    assert Issue.objects.count() == 1


@pytest.mark.proves("STD-10.7/n3")
@pytest.mark.parametrize("form", [Form.HOUSEHOLD, Form.INDIVIDUAL])
def test_sheets_are_cut_sheets_of_a4_never_continuous_paper(desk_clerk: Access, form: Form) -> None:
    who = make_resident()
    (key,) = issue(desk_clerk, request=wish([who.record], form=form))
    pages = printer().preview(sheet_of(Issue.objects.get(key=key)))
    assert pages
    assert all(b'width="595.' in page and b'height="841.' in page for page in pages)
