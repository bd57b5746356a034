"""Two towns in a browser (画面での二つの市町村): `./daicho up --towns fukushima,wako`, and the story of issue 5 at its screens.

A family of four of Fukushima files 転出 with a card, arrives in Wako by 特例転入 with nothing typed again, Fukushima's 転出
becomes 確定, a child is born; then another family with the line cut twice in the middle. Minutes: only with `--long`.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from daicho.kernel.clock import business_today
from daicho.kernel.wareki import format_wareki_short
from tests.town import chromium
from tests.towns.country import free_ports
from tests.towns.offices import (
    Office,
    Running,
    choose,
    fill,
    household_of,
    towns_up,
    until,
)

pytestmark = [pytest.mark.browser, pytest.mark.long]
NATION = "000000:nation"
NEW_ADDRESS = "埼玉県和光市白子1-5"
GIVEN = (
    ("太郎", "タロウ", "S60.4.1", "male", "世帯主"),
    ("花子", "ハナコ", "S62.5.2", "female", "妻"),
    ("一郎", "イチロウ", "H27.6.3", "male", "子"),
    ("二葉", "フタバ", "H30.7.4", "female", "子"),
)
BY_SELF = {
    "channel": "counter",
    "notifier_relation": "self",
    "identity_document": "individual_number_card",
}
SHOTS = os.environ.get("DAICHO_SHOTS")


@dataclass(slots=True)
class Story:
    """The towns and the offices in which the story is told."""

    running: Running
    fukushima: Office
    wako: Office

    def family_comes(self, surname: str, kana: str) -> None:
        """父・母・長男・長女 come to Fukushima from abroad; the nation gives each a number."""
        page = self.fukushima.at("窓口1")
        page.goto("/movements/new/move_in/")
        fill(page, {"origin": "overseas", "previous_address": "架空国", **BY_SELF})
        fill(page, {"event_date": today(), "notified_on": today(), "banchi": "3-1"})
        choose(page, "town_code_text", "ゴロウ")
        for at, who in enumerate(GIVEN):
            if at:
                page.click("text=人を追加")
                page.wait_for_selector(f'[name="persons.{at}.name_kana"]')
            fill(page, person(at, surname, kana, who))
        self.fukushima.carried(page)
        names = [f"{surname}　{given}" for given, *_ in GIVEN]
        until(lambda: all(self.running.known(name) for name in names), what="個人番号")

    def leaves(self, kana: str) -> str:
        """転出 with the card; the record of the father, whose 除票 it becomes."""
        page = self.fukushima.at("窓口1")
        query = household_of(page, f"{kana}　タロウ")
        record = page.url
        page.goto(f"/movements/new/special_move_out/?{query}")
        for box in page.locator('[name^="selected."]').all():
            box.check()
        fill(page, {"event_date": today(), "notified_on": today(), **BY_SELF})
        choose(page, "destination_municipality_text", "和光市")
        fill(page, {"destination_address": NEW_ADDRESS})
        shot(page, f"move-out-{kana}")
        self.fukushima.carried(page)
        return record

    def arrives(self, surname: str) -> str:
        """特例転入: the 転出証明書情報 is quoted, and only where they live now is typed; the case's address."""
        page = self.wako.at("窓口1")

        def is_there() -> bool:
            page.goto("/jukinet/certificates/")
            return page.locator("tr", has_text=surname).count() > 0

        until(is_there, what="転出証明書情報")
        shot(page, f"certificates-{surname}")
        row = page.locator("tr", has_text=surname)
        assert all(f"{surname}　{given}" in row.inner_text() for given, *_ in GIVEN)
        with page.expect_navigation():
            row.locator("button:has-text('特例転入に引用')").click()
        for at, (given, *_) in enumerate(GIVEN):
            assert page.input_value(f'[name="persons.{at}.name"]') == f"{surname}　{given}"
        fill(page, {"event_date": today(), "notified_on": today(), **BY_SELF, "card_shown": "on"})
        choose(page, "town_code_text", "シラコ")
        fill(page, {"banchi": "1-5"})
        shot(page, f"arrival-{surname}")
        return self.wako.carried(page)

    def is_agreed(self, surname: str, record: str) -> None:
        """確定 on Fukushima's 除票; the nation has one address for each."""
        page = self.fukushima.at("窓口1")

        def confirmed() -> bool:
            page.goto(record)
            return (
                re.search(r"転出先住所（確定）\s+和光市白子1-5", page.inner_text("main"))
                is not None
            )

        until(confirmed, what="転入通知")
        shot(page, f"confirmed-{surname}")
        names = [f"{surname}　{given}" for given, *_ in GIVEN]
        until(lambda: {self.running.known(n)[0][0] for n in names} == {"112291"}, what="全国")
        for name in names:
            ((_, address),) = self.running.known(name)
            assert address.endswith("白子1-5")

    def is_born(self, surname: str, kana: str) -> None:
        """A child in Wako, whose number comes from the nation."""
        page = self.wako.at("窓口1")
        query = household_of(page, f"{kana}　ハナコ")
        page.goto(f"/movements/new/birth/?{query.partition('&')[0]}")
        child = person(0, surname, kana, ("三太", "サンタ", today(), "male", "子"))
        fill(page, {"destination": "existing", "noticed_on": today(), **child})
        self.wako.carried(page)
        until(lambda: self.running.known(f"{surname}　三太"), what="出生した子の個人番号")


def person(at: int, surname: str, kana: str, who: tuple[str, ...]) -> dict[str, str]:
    given, read, born, sex, relationship = who
    told = {
        "name": f"{surname}　{given}",
        "name_kana": f"{kana}　{read}",
        "birth_date": born,
        "sex": sex,
        "relationship": relationship,
        "domicile": "福島県福島市五老内町3番",
        "family_register_head": f"{surname}　太郎",
    }
    return {f"persons.{at}.{name}": text for name, text in told.items()}


def today() -> str:
    return format_wareki_short(business_today())


def shot(page: Page, name: str) -> None:
    """A picture where somebody wants to look (DAICHO_SHOTS: a folder)."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """`./daicho up --towns fukushima,wako --residents 60` in a home of its own."""
    folder = Path(tempfile.mkdtemp(prefix="daicho-story-", dir="/var/tmp"))
    folder.chmod(0o755)
    try:
        with towns_up(folder / "home", port=free_ports(), residents=60) as made:
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture(scope="module")
def story(running: Running, browser: Browser) -> Story:
    offices = [
        Office(running.seat(town, "core"), f"http://localhost:{running.port_of(at)}", browser)
        for at, town in enumerate(("fukushima", "wako"))
    ]
    return Story(running, *offices)


def test_a_family_of_four_moves_with_its_card(story: Story) -> None:
    story.family_comes("見本", "ミホン")
    record = story.leaves("ミホン")
    story.arrives("見本")
    story.is_agreed("見本", record)
    story.is_born("見本", "ミホン")


def test_the_same_with_the_line_cut_twice(story: Story) -> None:
    """The nation drops the line after it has stored; a process of Fukushima's line is killed, and later one of Wako's."""
    story.family_comes("例示", "レイジ")
    outside = story.running.outside
    outside("tell", NATION, "drop-after-store", "--for", "2")
    os.kill(story.running.pid_of("fukushima municipal_cs lines"), signal.SIGKILL)
    record = story.leaves("レイジ")
    outside("tell", NATION, "silent", "--for", "2")
    os.kill(story.running.pid_of("wako municipal_cs lines"), signal.SIGKILL)
    story.arrives("例示")
    story.is_agreed("例示", record)
