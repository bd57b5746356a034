"""Two towns (二つの市町村): a family of four leaves Fukushima with a card and arrives in Wako, and the whole country agrees.

Real processes and databases, TLS and `outside`; the staff act by the commands of the screens. The same story in a browser,
on `./daicho up --towns`: test_two_towns_browser.py.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from tests.towns.country import SmallCountry, small_country
from tests.towns.stores import defects, differences, settled

NATION = "000000:nation"
NEW_ADDRESS = "埼玉県和光市広沢1-5"


@pytest.fixture(scope="module")
def country() -> Iterator[SmallCountry]:
    """Fukushima and Wako with 住民票コード to give."""
    with small_country() as made:
        made.register("fukushima").do("acts.fill", start=1_000_000, count=300)
        made.register("wako").do("acts.fill", start=2_000_000, count=300)
        yield made


def family(country: SmallCountry, surname: str, kana: str) -> list[str]:
    """父・母・長男・長女 of Fukushima, with the numbers that the nation gave them."""
    fukushima = country.register("fukushima")
    people: list[str] = fukushima.do(
        "acts.settle", case=str(uuid4()), surname=surname, kana=kana, size=4, banchi="3-1"
    )
    country.until(lambda: settled(country), what="転入と個人番号")
    assert {p["number"] for p in stand(country, "fukushima", people)} == {"given"}
    return people


def stand(country: SmallCountry, town: str, people: list[str]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = country.register(town).do("acts.standing", people=people)
    return found


def leave(country: SmallCountry, people: list[str]) -> None:
    country.register("fukushima").do(
        "acts.leave",
        case=str(uuid4()),
        people=people,
        to="112291",
        to_words="埼玉県和光市",
        address=NEW_ADDRESS,
    )


def certificate_of(country: SmallCountry, surname: str) -> str:
    """The 転出証明書情報 of a family, once it has reached Wako."""
    wako = country.register("wako")

    def found() -> list[str]:
        waiting = wako.do("acts.certificates")
        return [c["key"] for c in waiting if c["names"].startswith(surname)]

    country.until(lambda: bool(found()), what="転出証明書情報")
    (key,) = found()
    return key


def arrive(country: SmallCountry, certificate: str) -> dict[str, Any]:
    arrived: dict[str, Any] = country.register("wako").do(
        "acts.arrive", certificate=certificate, banchi="1-5"
    )
    return arrived


def is_agreed(country: SmallCountry, left: list[str], arrived: list[str]) -> None:
    """Fukushima's 転出 is 確定, the nation has one address for each, and no store differs from another."""
    country.until(lambda: settled(country), what="転入の後の電文")
    there = stand(country, "wako", arrived)
    for gone in stand(country, "fukushima", left):
        assert gone["status"] == "removed"
        assert gone["planned"] == NEW_ADDRESS
        assert gone["confirmed"] == there[0]["address"]
    assert {p["status"] for p in there} == {"present"}
    assert differences(country) == []
    assert defects(country) == []


def known_to_the_nation(country: SmallCountry, name: str) -> list[tuple[str, str]]:
    """Municipality and address of everybody of a name, as `python -m outside show` tells them."""
    rows = country.outside.rows(
        "SELECT code FROM identity WHERE party = %s AND items ->> '2' = %s", NATION, name
    )
    shown = [
        json.loads(line)
        for row in rows
        for line in country.outside.tell("show", NATION, "--person", row["code"]).splitlines()
    ]
    return [(r["municipality"], r["items"]["11"]) for r in shown if r["table"] == "identity"]


def held_at_the_cs(country: SmallCountry, surname: str) -> dict[str, tuple[str, int]]:
    """Address and 更新順番号 of everybody of a surname, as Fukushima's 市町村CS has them."""
    held = country.cs("fukushima").do("cs_holding.identities").values()
    return {i["2"]: (i["11"], int(i["29"])) for i in held if i["2"].startswith(surname)}


@pytest.mark.proves("JUK-001")
def test_the_cs_follows_what_is_approved_and_nothing_before(country: SmallCountry) -> None:
    people = family(country, "試作", "シサク")
    before = held_at_the_cs(country, "試作")
    assert {number for _, number in before.values()} == {1}
    fukushima, case = country.register("fukushima"), str(uuid4())
    fukushima.do("acts.enter_move", case=case, people=people, banchi="7-7")
    country.until(lambda: settled(country), what="仮登録の後")
    assert held_at_the_cs(country, "試作") == before
    fukushima.do("acts.decide", case=case)
    country.until(lambda: settled(country), what="転居の電文")
    after = held_at_the_cs(country, "試作")
    assert {(at.endswith("7-7"), number) for at, number in after.values()} == {(True, 2)}
    assert differences(country) == []


@pytest.mark.proves("JUK-006", "JUK-011", "JUK-025", "JUK-058", "FAM-002")
def test_a_family_of_four_moves_and_nothing_is_typed_twice(country: SmallCountry) -> None:
    people = family(country, "見本", "ミホン")
    leave(country, people)
    arrived = arrive(country, certificate_of(country, "見本"))
    assert len(arrived["people"]) == 4
    names = {text for path, text in arrived["quoted"].items() if path.endswith(".name")}
    assert names == {"見本　太郎", "見本　花子", "見本　一郎", "見本　二葉"}
    assert not [path for path in arrived["typed"] if path.startswith("persons.")]
    is_agreed(country, people, arrived["people"])
    at = stand(country, "wako", arrived["people"])[0]["address"]
    assert known_to_the_nation(country, "見本　一郎") == [("112291", at)]
    (child,) = country.register("wako").do(
        "acts.bear", case=str(uuid4()), parent=arrived["people"][1], surname="見本", kana="ミホン"
    )
    assert stand(country, "wako", [child])[0]["number"] == ""
    country.until(lambda: settled(country), what="出生した子の個人番号")
    assert stand(country, "wako", [child])[0]["number"] == "given"
    assert known_to_the_nation(country, "見本　三太") == [("112291", at)]
    assert differences(country) == []
    posted(country, child)
    in_the_annex(country, "見本　一郎", at)


def posted(country: SmallCountry, child: str) -> None:
    """送付先情報 of the newborn reaches the card system: one posting with one person."""
    wako = country.register("wako")
    assert "unmade" not in wako.do("desk_acts.dispatch", person=child)
    country.until(
        lambda: wako.do("desk_acts.dispatched", person=child) == ["provided"], what="送付先情報"
    )
    rows = country.outside.rows(
        "SELECT layout, people, body FROM dispatch WHERE municipality = '112291'"
    )
    mine = [row for row in rows if "見本　三太" in json.dumps(row["body"], ensure_ascii=False)]
    assert [(row["layout"], row["people"]) for row in mine] == [("dispatch-67", 1)]


def in_the_annex(country: SmallCountry, name: str, address: str) -> None:
    """The 附票 at the 本籍地 (Fukushima) says where they live now, and the nation has it from there."""
    (entry,) = country.register("fukushima").do("desk_acts.annexes", name=name)
    assert (entry["municipality"], entry["address"]) == ("112291", address)
    told = country.outside.rows(
        "SELECT body FROM annex WHERE party = %s AND municipality = '072010'"
        " AND body ->> 'name' = %s",
        NATION,
        name,
    )
    assert [row["body"]["address"] for row in told] == [address]


def test_the_same_with_the_line_cut_twice_in_the_middle(country: SmallCountry) -> None:
    """Once the nation drops the line after storing, once the process of Fukushima's line is killed."""
    people = family(country, "例示", "レイジ")
    outside, fukushima = country.outside, country.register("fukushima")
    outside.tell(
        "tell", NATION, "drop-after-store", "--for", "1", "--kind", "departure.certificate"
    )
    os.kill(fukushima.running["lines"], signal.SIGKILL)
    leave(country, people)
    certificate = certificate_of(country, "例示")
    outside.tell("tell", NATION, "silent", "--for", "3")
    os.kill(country.cs("wako").running["lines"], signal.SIGKILL)
    arrived = arrive(country, certificate)
    is_agreed(country, people, arrived["people"])
    faults = outside.rows("SELECT fault, remaining FROM fault WHERE party = %s ORDER BY id", NATION)
    assert [(f["fault"], f["remaining"]) for f in faults] == [
        ("drop-after-store", 0),
        ("silent", 0),
    ]
