"""Kills (強制終了): whatever dies whenever in two towns and the rest of the country, nothing is lost, nothing works twice,
and in the end the four stores agree to the last item.

Acts and kills follow a seed. Every process of the towns is hit in turn, and every database server. `--long` kills
DAICHO_KILLS times (1,000 unless told).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any, Final
from uuid import UUID

import pytest

from tests.towns.country import (
    PROCESSES,
    TOWNS,
    Away,
    SmallCountry,
    kill_database,
    small_country,
)
from tests.towns.stores import defects, differences, settled

ELSEWHERE: Final = {
    "fukushima": ("112291", "埼玉県和光市", "埼玉県和光市広沢1-5"),
    "wako": ("072010", "福島県福島市", "福島県福島市五老内町3-1"),
}
# 戸籍 opens cases that wait for a clerk, who is not here; the story has its steps (test_two_towns.py).
NO_DOMICILE: Final = "なし"
SETTLE_SECONDS: Final = 300.0
NAMES: Final = [
    "青木",
    "井上",
    "上田",
    "遠藤",
    "大野",
    "加藤",
    "木村",
    "工藤",
    "小林",
    "佐藤",
    "清水",
    "鈴木",
    "関",
    "高橋",
    "田中",
    "中村",
    "野口",
    "林",
    "藤田",
    "松本",
]
KANA: Final = [
    "アオキ",
    "イノウエ",
    "ウエダ",
    "エンドウ",
    "オオノ",
    "カトウ",
    "キムラ",
    "クドウ",
    "コバヤシ",
    "サトウ",
    "シミズ",
    "スズキ",
    "セキ",
    "タカハシ",
    "タナカ",
    "ナカムラ",
    "ノグチ",
    "ハヤシ",
    "フジタ",
    "マツモト",
]


@dataclass(slots=True)
class Family:
    """A household that the driver knows: where it lives, and who is in it."""

    town: str
    surname: str
    kana: str
    people: list[str]
    has_moved: bool = False
    names: str = ""


class Driver:
    """Acts at the counters of both towns, one after the other, and a kill in the middle of each."""

    def __init__(self, country: SmallCountry, seed: int) -> None:
        self.country, self.random = country, Random(seed)
        self.families: list[Family] = []
        self.leaving: list[Family] = []
        self.houses = self.names = 0
        self.killed: dict[str, int] = {}
        self._next: list[tuple[str, Callable[[], None]]] = []

    # -- kills ---------------------------------------------------------------------------------

    def kill(self) -> None:
        """Kill the next: everything has its turn before anything is killed again."""
        if not self._next:
            self._next = self._victims()
            self.random.shuffle(self._next)
        name, end = self._next.pop()
        end()
        self.killed[name] = self.killed.get(name, 0) + 1

    def _victims(self) -> list[tuple[str, Callable[[], None]]]:
        outside = self.country.outside
        found: list[tuple[str, Callable[[], None]]] = [
            ("outside", outside.kill),
            ("outside database", lambda: kill_database(outside.cluster)),
        ]
        for each in self.country.at.values():
            found.append((f"{each.name} database", partial(kill_database, each.cluster)))
            found += [(f"{each.name} {p}", partial(each.kill, p)) for p in PROCESSES]
        return found

    # -- acts ----------------------------------------------------------------------------------

    def do(self, town: str, act: str, *, kill: bool = False, **given: Any) -> Any:  # Any: JSON
        """Do an act, perhaps with a kill in its middle; asked again until it is done."""
        at = self.country.register(town)
        at.ask(f"tests.towns.acts.{act}", **given)
        if kill:
            time.sleep(self.random.uniform(0.0, 0.4))
            self.kill()
        while True:
            try:
                return at.hear()
            except Away:
                self.country.watch()
                at.ask(f"tests.towns.acts.{act}", **given)

    def settle(self, *, kill: bool = True) -> None:
        town = self.random.choice(TOWNS)
        surname, kana = self._name()
        people = self.do(
            town,
            "settle",
            kill=kill,
            case=self._case(),
            surname=surname,
            kana=kana,
            size=self.random.randint(1, 4),
            banchi=self._house(),
            domicile=NO_DOMICILE,
        )
        self.families.append(Family(town, surname, kana, people))

    def step(self) -> None:
        """One act and one kill."""
        if self._arrive():
            return
        family = self.random.choice(self.families) if self.families else None
        if family is None or len(self.families) < 6:
            self.settle()
            return
        act = self.random.choices(
            (self._bear, self._move, self._rename, self._leave, self._die), (3, 4, 3, 6, 1)
        )[0]
        act(family)
        self.families = [f for f in self.families if f.people and f not in self.leaving]

    def _bear(self, family: Family) -> None:
        if len(family.people) > 6:
            return self._move(family)
        family.people += self.do(
            family.town,
            "bear",
            kill=True,
            case=self._case(),
            parent=family.people[0],
            surname=family.surname,
            kana=family.kana,
            domicile=NO_DOMICILE,
        )
        return None

    def _move(self, family: Family) -> None:
        self.do(
            family.town,
            "move",
            kill=True,
            case=self._case(),
            people=family.people,
            banchi=self._house(),
        )

    def _rename(self, family: Family) -> None:
        surname, kana = self._name()
        self.do(
            family.town,
            "rename",
            kill=True,
            case=self._case(),
            person=self.random.choice(family.people),
            surname=surname,
            kana=kana,
        )

    def _die(self, family: Family) -> None:
        gone = family.people.pop()
        self.do(family.town, "die", kill=True, case=self._case(), person=gone)

    def _leave(self, family: Family) -> None:
        """For the other town with the card, once; whoever has no number yet waits for it."""
        if family.has_moved:
            return self._move(family)
        standing = self.do(family.town, "standing", people=family.people)
        if not all(each["number"] for each in standing):
            return self._move(family)
        family.names = "、".join(each["name"] for each in standing)
        to, words, address = ELSEWHERE[family.town]
        self.leaving.append(family)
        self.do(
            family.town,
            "leave",
            kill=True,
            case=self._case(),
            people=family.people,
            to=to,
            to_words=words,
            address=address,
        )
        return None

    def _arrive(self, *, kill: bool = True) -> bool:
        """Somebody whose 転出証明書情報 has come stands at the counter of the other town."""
        for town in TOWNS:
            for waiting in self.do(town, "certificates"):
                arrived = self.do(
                    town, "arrive", kill=kill, certificate=waiting["key"], banchi=self._house()
                )
                family = next(f for f in self.leaving if f.names == waiting["names"])
                self.leaving.remove(family)
                people = arrived["people"]
                self.families.append(Family(town, family.surname, family.kana, people, True))
                return True
        return False

    def finish(self) -> None:
        """Everything up again, and everybody who has left has arrived."""

        def over() -> bool:
            while self._arrive(kill=False):
                pass
            return not self.leaving and settled(self.country)

        self.country.until(over, patience=SETTLE_SECONDS, what=str(self.leaving))

    def _case(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def _name(self) -> tuple[str, str]:
        """A surname that nobody has yet: two people of one name and day of birth would be taken for one."""
        self.names += 1
        first, second = self.names % len(NAMES), self.names // len(NAMES)
        return NAMES[first] + NAMES[second % len(NAMES)], KANA[first] + KANA[second % len(NAMES)]

    def _house(self) -> str:
        self.houses += 1
        return f"{self.houses}-{self.random.randint(1, 9)}"


@pytest.fixture
def driver(request: pytest.FixtureRequest) -> Iterator[Driver]:
    """About twenty people in both towns."""
    with small_country() as country:
        made = Driver(country, getattr(request, "param", 1))
        for town, start in zip(TOWNS, (1_000_000, 2_000_000), strict=True):
            country.register(town).do("acts.fill", start=start, count=3000)
        for _ in range(8):
            made.settle(kill=False)
        yield made


def kill_and_compare(driver: Driver, kills: int) -> None:
    while sum(driver.killed.values()) < kills:
        driver.step()
        time.sleep(driver.random.uniform(0.0, 0.2))
        driver.country.watch()
    driver.finish()
    assert differences(driver.country) == []
    assert defects(driver.country) == []


@pytest.mark.proves("JUK-002", "STD-7.1.1.1/m4")
def test_thirty_kills_lose_nothing_and_double_nothing(driver: Driver) -> None:
    kill_and_compare(driver, 30)
    assert len(driver.killed) == len(driver._victims())


@pytest.mark.long
@pytest.mark.parametrize("driver", [int(os.environ.get("DAICHO_KILLS_SEED", "2"))], indirect=True)
def test_many_kills_lose_nothing_and_double_nothing(driver: Driver) -> None:
    kill_and_compare(driver, int(os.environ.get("DAICHO_KILLS", "1000")))
