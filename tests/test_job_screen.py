"""バッチ処理の画面: asked for with the keyboard, watched, fetched and repeated in a browser, by everybody (axe)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from daicho.foundation.audit.models import Entry
from daicho.foundation.jobs.models import Job, Plan
from daicho.foundation.jobs.public import work_once
from tests.town import chromium, hand_in, nothing_serious, press, served

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("DAICHO_PICTURES", "")


def check(page: Page, name: str) -> None:
    """Everybody can use the page as it is now; a picture of it where somebody wants to look."""
    nothing_serious(page)
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def test_a_list_is_asked_for_watched_fetched_and_repeated(
    fresh_database: str, tmp_path: Path
) -> None:
    assert fresh_database
    with served() as town, chromium() as browser:
        page = town.sign_in(browser, "窓口1")
        _asked(page)
        _watched(page, work_once)
        _fetched(page, tmp_path)
        _repeated(page)
        _planned(page)
    assert Entry.objects.filter(kind="jobs.file_opened").count() == 1


def _asked(page: Page) -> None:
    press(page, "nav >> text=バッチ処理")
    expect(page.locator("main")).to_contain_text("該当するバッチ処理はありません")
    check(page, "empty")
    press(page, "text=処理を依頼する")
    expect(page.locator("h1")).to_have_text("処理を選ぶ")
    check(page, "kinds")
    press(page, "main >> text=確認用の一覧のファイル")
    expect(page.locator("h1")).to_have_text("確認用の一覧のファイル")
    hand_in(page)
    expect(page.locator("main")).to_contain_text("「一覧」を入れてください。")
    check(page, "wrong")
    page.select_option("[name='p.list']", label="消除者")
    page.fill("[name='p.as_of']", "実行日")
    assert not page.is_visible("[name=schedule_time]")
    check(page, "form")
    hand_in(page)
    expect(page.locator("main")).to_contain_text("受け付けました")
    check(page, "waiting")


def _watched(page: Page, work: Callable[[], bool]) -> None:
    assert work()
    # Nobody touches the page: it asks by itself, and is drawn anew when the job is over.
    expect(page.locator("h1 + *, .heading").first).to_contain_text("正常終了")
    expect(page.locator("main")).to_contain_text("0件")
    check(page, "done")


def _fetched(page: Page, folder: Path) -> None:
    with page.expect_download() as waiting:
        page.click("main >> text=.csv")
    file = folder / "list.csv"
    waiting.value.save_as(file)
    assert "異動事由" in file.read_text(encoding="utf-8-sig").splitlines()[0]


def _repeated(page: Page) -> None:
    press(page, "text=この条件でもう一度")
    expect(page.locator("h1")).to_have_text("確認用の一覧のファイル")
    mark = page.locator(".changed-mark:visible")
    expect(mark).to_have_count(0)
    page.fill("[name='p.as_of']", "前月末")
    expect(mark).to_have_count(1)
    page.fill("[name='p.as_of']", "実行日")
    expect(mark).to_have_count(0)
    page.fill("[name='p.as_of']", "前月末")
    check(page, "repeat")
    hand_in(page)
    expect(page.locator("main")).to_contain_text("前回から1か所変更")
    check(page, "changed")
    page.click("text=取りやめる")
    # The page may be drawn anew before anybody reads what was said once: the state stays.
    expect(page.locator("main")).to_contain_text("中止")
    expect(page.locator("main")).not_to_contain_text("取りやめる")
    assert Job.objects.count() == 2


def _planned(page: Page) -> None:
    page.goto("/jobs/new/movements.list_file/")
    page.check("text=毎月（日を指定）")
    assert page.is_visible("[name=schedule_of_month]")
    assert not page.is_visible("[name=schedule_weekday]")
    page.fill("[name=schedule_of_month]", "31")
    page.fill("[name=schedule_time]", "20:00")
    check(page, "schedule")
    hand_in(page)
    expect(page.locator("main")).to_contain_text("毎月31日（ない月は月末） 20:00")
    check(page, "plan")
    page.goto("/jobs/plans/")
    check(page, "plans")
    page.goto("/jobs/")
    check(page, "list")
    assert Plan.objects.get().is_live
