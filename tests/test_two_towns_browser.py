"""Two towns in a browser (画面での二つの市町村): `./daicho up --towns fukushima,wako`, and the story of issue 5 at its screens.

A family of four of Fukushima files 転出 with a card and arrives in Wako by 特例転入 with nothing typed again; Fukushima's 転出
becomes 確定, the nation has one address for each, the 附票 at the 本籍地 shows the move, a child gets a number and its
送付先情報 is sent. Then another family with the line cut twice in the middle. Minutes: only with `--long`.
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
from tests.town import choose, chromium, fill, press
from tests.towns.country import free_ports
from tests.towns.offices import Office, Running, household_of, towns_up, until

pytestmark = [pytest.mark.browser, pytest.mark.long]
NATION, CARD_SYSTEM = "000000:nation", "000000:card_system"
WAKO = "112291"
CHILD = "三太"
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
    """The towns and the offices in which the story is told; `terminal` is the 統合端末 of the town that they leave."""

    running: Running
    fukushima: Office
    terminal: Office
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
        self.checks_card(page)
        fill(page, {"event_date": today(), "notified_on": today(), **BY_SELF, "card_shown": "on"})
        choose(page, "town_code_text", "シラコ")
        fill(page, {"banchi": "1-5"})
        shot(page, f"arrival-{surname}")
        return self.wako.carried(page)

    def checks_card(self, page: Page) -> None:
        """The card that they show is read at the reader, beside the draft, and what it said is recorded (JUK-007)."""
        case = page.url.partition("/movements/")[2].partition("/")[0]
        desk = page.context.new_page()
        desk.goto(f"/cards/checks/?case={case}")
        fill(desk, {"card_number": "A1B2C3D4E5", "result": "verified"})
        press(desk, "button:has-text('照合を記録する')")
        assert "一致した" in desk.inner_text("main")
        desk.close()

    def is_agreed(self, surname: str, record: str) -> None:
        """確定 on Fukushima's 除票, with the 転入通知."""
        page = self.fukushima.at("窓口1")

        def confirmed() -> bool:
            page.goto(record)
            return (
                re.search(r"転出先住所（確定）\s+和光市白子1-5", page.inner_text("main"))
                is not None
            )

        until(confirmed, what="転入通知")
        shot(page, f"confirmed-{surname}")

    def nation_has_one_address(self, surname: str) -> None:
        """機構への情報照会 at the 統合端末: one person for each name, and they live in Wako."""
        names = [f"{surname}　{given}" for given, *_ in GIVEN]
        until(lambda: {self.running.known(n)[0][0] for n in names} == {WAKO}, what="全国")
        page = self.terminal.at("窓口1")
        for name, (_, _, born, *_) in zip(names, GIVEN, strict=True):
            page.goto("/identities/nation/")
            fill(page, {"purpose": "転出した人の住所の確認", "name": name, "birth_on": born})
            press(page, "button:has-text('機構に照会する')")
            (row,) = page.locator("main tbody tr").all_inner_texts()
            assert WAKO in row
            assert "白子1-5" in row
            assert "現存" in row
        shot(page, f"nation-{surname}")

    def annex_shows_the_move(self, surname: str) -> None:
        """戸籍の附票 in Fukushima, where the 本籍 is: everybody's newest entry, and the nation has taken it."""
        page = self.fukushima.at("窓口1")
        page.goto("/family-register/annexes/")
        fill(page, {"name": surname})
        press(page, "button:has-text('検索する')")
        people = page.locator("main tbody tr", has_text=f"{surname}　太郎")
        assert people.count() == len(GIVEN)
        press(page, f"main tbody tr:has-text('{surname}　太郎') a")

        def newest(given: str) -> str:
            title = page.locator("h2", has_text=f"{surname}　{given}")
            return page.locator("section", has=title).locator("tbody tr").first.inner_text()

        def moved() -> bool:
            page.reload()
            told = [newest(given) for given, *_ in GIVEN]
            return all("和光市白子1-5" in words and "受理" in words for words in told)

        until(moved, what="戸籍附票記載事項通知")
        shot(page, f"annex-{surname}")

    def is_born(self, surname: str, kana: str) -> None:
        """A child in Wako, whose number comes from the nation."""
        page = self.wako.at("窓口1")
        query = household_of(page, f"{kana}　ハナコ")
        page.goto(f"/movements/new/birth/?{query.partition('&')[0]}")
        child = person(0, surname, kana, (CHILD, "サンタ", today(), "male", "子"))
        fill(page, {"destination": "existing", "noticed_on": today(), **child})
        self.wako.carried(page)
        until(lambda: self.running.known(f"{surname}　{CHILD}"), what="出生した子の個人番号")

    def is_notified(self, surname: str) -> None:
        """送付先情報 of the child: sent at the screen; the card system has it under the number that the screen shows."""
        page, name = self.wako.at("窓口1"), f"{surname}　{CHILD}"

        def waits() -> bool:
            page.goto("/dispatch/")
            return page.locator("main tbody tr", has_text=name).count() == 1

        until(waits, what="送付先情報の対象")
        press(page, f"main tbody a:has-text('{name}')")
        wish = page.url
        press(page, "button:has-text('指定して送る')")

        def provided() -> bool:
            page.goto(wish)
            return page.locator(".heading .badge", has_text="提供済").count() == 1

        until(provided, what="送付先情報の提供")
        shot(page, f"dispatch-{surname}")
        number = page.locator(".aside .number").first.inner_text()
        shown = self.running.outside("show", CARD_SYSTEM)
        (taken,) = (row for row in shown if row.get("number") == number)
        assert (taken["municipality"], taken["people"]) == (WAKO, 1)


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
    def office(at: int, town: str, node: str) -> Office:
        address = f"http://localhost:{running.port_of(at, node)}"
        return Office(running.seat(town, node), address, browser)

    return Story(
        running,
        fukushima=office(0, "fukushima", "core"),
        terminal=office(0, "fukushima", "municipal_cs"),
        wako=office(1, "wako", "core"),
    )


def test_a_family_of_four_moves_with_its_card(story: Story) -> None:
    story.family_comes("見本", "ミホン")
    record = story.leaves("ミホン")
    story.arrives("見本")
    story.is_agreed("見本", record)
    story.nation_has_one_address("見本")
    story.annex_shows_the_move("見本")
    story.is_born("見本", "ミホン")
    story.is_notified("見本")


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
    story.nation_has_one_address("例示")
    story.annex_shows_the_move("例示")
    story.is_born("例示", "レイジ")
    story.is_notified("例示")
