"""Texts that their boxes cannot hold and characters outside the font (文字溢れ, STD-5.8): alert, then as the town settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from daicho.business.certificates.commands.issue import issue, preview_request
from daicho.business.certificates.domain.composition import Form
from daicho.business.certificates.domain.wish import Request
from daicho.business.certificates.models import Issue
from daicho.business.certificates.selectors import overflows
from daicho.business.certificates.selectors.overflows import print_overflows, view_overflows
from daicho.business.certificates.tests.asking import wish
from daicho.business.certificates.tests.conftest import words_of
from daicho.foundation.ui.confirmations import key_of
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid
from daicho.registers.residents.tests.factories import make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today", "certifier")]

TODAY = date(2026, 11, 20)
LONG = "架空大字台帳" * 60
UNKNOWN = "見本　\ue000郎"


def asking(**items: Any) -> Request:  # Any: any item of a record
    return wish([make_resident(**items).record])


def confirmed(request: Request, problems: Invalid) -> Request:
    keys = frozenset(key_of(problem) for problem in problems.problems)
    return replace(request, confirmed=keys)


def alerts(access: Access, request: Request) -> Invalid:
    """What the clerk is asked to confirm; nothing was issued."""
    with pytest.raises(Invalid) as seen:
        preview_request(access, request=request)
    with pytest.raises(Invalid):
        issue(access, request=request)
    assert not Issue.objects.exists()
    assert not any(problem.is_error for problem in seen.value.problems)
    return seen.value


@pytest.mark.proves("STD-5.8/m2", "STD-5.8/m3")
@pytest.mark.parametrize(
    ("setting", "told", "shown", "blank"),
    [
        ("annex", "別紙に印字します", LONG, False),
        ("limit", "入るところまで印字します", LONG[:60], False),
        ("blank", "空白で印字します", "", True),
    ],
)
def test_what_does_not_fit_is_alerted_to_and_goes_out_as_the_town_settled(
    desk_clerk: Access, settings: Settings, setting: str, told: str, shown: str, blank: bool
) -> None:
    settings.CERTIFICATE_EXCESS = setting
    request = asking(name="見本　太郎", address=LONG)
    found = alerts(desk_clerk, request)
    (problem,) = found.problems
    assert told in problem.what
    assert LONG not in problem.message
    allowed = confirmed(request, found)
    assert preview_request(desk_clerk, request=allowed).pages
    (key,) = issue(desk_clerk, request=allowed)
    printed = words_of(desk_clerk, key)
    assert shown in printed
    assert (LONG in printed) is (setting == "annex")
    assert (LONG[:20] in printed) is not blank
    assert "見本太郎" in printed
    assert Issue.objects.get(key=key).overflows == 1


@pytest.mark.proves("STD-5.8/m2", "STD-5.8/m3")
@pytest.mark.parametrize("setting", ["annex", "limit", "blank"])
def test_a_character_outside_the_font_leaves_its_place_blank_after_an_alert(
    desk_clerk: Access, settings: Settings, setting: str
) -> None:
    settings.CERTIFICATE_EXCESS = setting
    request = asking(name=UNKNOWN, head_name="別の　人", family_register_head="別の　人")
    found = alerts(desk_clerk, request)
    (key,) = issue(desk_clerk, request=confirmed(request, found))
    printed = words_of(desk_clerk, key)
    assert "\ue000" not in printed
    assert (
        "見本" in printed.replace("見本市", "").replace("見本町", "").replace("見本用", "")
    ) is (setting != "blank")


def test_each_of_several_sheets_has_alerts_of_its_own(desk_clerk: Access) -> None:
    from_two = [make_resident(address=LONG).record for _ in range(2)]
    request = wish(from_two, form=Form.INDIVIDUAL)
    found = alerts(desk_clerk, request)
    assert len({key_of(problem) for problem in found.problems}) == 2
    one = replace(request, confirmed=frozenset({key_of(found.problems[0])}))
    assert len(alerts(desk_clerk, one).problems) == 1


@pytest.mark.proves("STD-5.8/m2", "STD-10.7/m6")
def test_the_list_names_every_item_on_the_screen_and_on_paper(desk_clerk: Access) -> None:
    for changes in ({"address": LONG}, {"name": UNKNOWN, "head_name": "別の　人"}):
        request = asking(**changes)
        found = alerts_of(desk_clerk, request)
        issue(desk_clerk, request=confirmed(request, found))
    issue(desk_clerk, request=asking())
    shown = view_overflows(desk_clerk, since=TODAY, until=TODAY)
    assert {(line.label, line.text) for line in shown.lines} == {
        ("住所", LONG),
        ("氏名", f"{UNKNOWN}（U+E000）"),
    }
    assert shown.page.paginator.count == 2
    pages = PdfReader(BytesIO(print_overflows(desk_clerk, since=TODAY, until=TODAY))).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    for words in ("文字超過リスト", LONG, "住所", "別紙", "未登録外字", "U+E000"):
        assert words in text
    day_before = date(2026, 11, 19)
    assert not view_overflows(desk_clerk, since=day_before, until=day_before).lines


def alerts_of(access: Access, request: Request) -> Invalid:
    with pytest.raises(Invalid) as seen:
        preview_request(access, request=request)
    return seen.value


def test_a_list_of_thousands_is_not_printed_from_a_screen(
    desk_clerk: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = asking(address=LONG)
    issue(desk_clerk, request=confirmed(request, alerts(desk_clerk, request)))
    monkeypatch.setattr(overflows, "MOST_PRINTED", 0)
    with pytest.raises(Invalid, match="画面からは印刷できません"):
        print_overflows(desk_clerk, since=TODAY, until=TODAY)
