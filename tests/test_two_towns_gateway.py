"""The gateway (住基ネットゲートウェイ) between a town's register and its 市町村CS: the same content by its 受付記録, or directly (JUK-060).

Two towns with real processes: Fukushima has a gateway, Wako has none.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.towns.country import SmallCountry, small_country
from tests.towns.stores import defects, differences, settled

OVER = {"fukushima": "072010:jukinet_gateway", "wako": "112291:core"}


@pytest.fixture(scope="module")
def country() -> Iterator[SmallCountry]:
    with small_country(gateways=("fukushima",)) as made:
        made.register("fukushima").do("acts.fill", start=1_000_000, count=300)
        made.register("wako").do("acts.fill", start=2_000_000, count=300)
        yield made


def family(country: SmallCountry, town: str) -> list[str]:
    """A family of two, whose 本人確認情報 and numbers have gone both ways."""
    people: list[str] = country.register(town).do(
        "acts.settle", case=str(uuid4()), surname="試作", kana="シサク", size=2, banchi="3-1"
    )
    country.until(lambda: settled(country), what="転入と個人番号")
    return people


@pytest.mark.proves("JUK-060")
@pytest.mark.parametrize("town", OVER)
def test_the_same_content_arrives_with_a_record_or_without_a_gateway(
    country: SmallCountry, town: str
) -> None:
    family(country, town)
    register, cs = country.register(town), country.cs(town)
    for sender, receiver in ((register, cs), (cs, register)):
        sent, came = sender.do("handed_on.sent"), receiver.do("handed_on.came")
        assert sent
        assert {key: digest for key, (digest, _) in came.items()} == sent
        bearers = {bearer for _, bearer in came.values()}
        assert bearers == {
            OVER[town] if receiver is cs else OVER[town].replace("core", "municipal_cs")
        }
    everything = register.do("handed_on.sent") | cs.do("handed_on.sent")
    if town == "wako":
        assert set(country.gateways) == {"fukushima"}
        assert not set(everything) & set(country.gateways["fukushima"].records())
    else:
        records = country.gateways[town].records()
        assert {key: row["digest"] for key, row in records.items()} == everything
        assert not [row for row in records.values() if row["outcome"] == "waiting"]
    assert differences(country) == []


@pytest.mark.proves("JUK-060")
def test_killed_while_it_hands_on_nothing_is_lost_or_doubled(country: SmallCountry) -> None:
    people = family(country, "fukushima")
    gateway, cs = country.gateways["fukushima"], country.cs("fukushima")
    before = set(gateway.records())

    def on_its_way() -> list[str]:
        new = {key: row for key, row in gateway.records().items() if key not in before}
        return [key for key, row in new.items() if row["outcome"] == "waiting"]

    # Whoever should answer is held, so that the gateway dies with the message in its hands.
    os.kill(cs.running["lines"], signal.SIGSTOP)
    country.register("fukushima").do("acts.move", case=str(uuid4()), people=people, banchi="7-7")
    country.until(lambda: bool(on_its_way()), what="受付記録")
    interrupted = on_its_way()
    gateway.kill()
    os.kill(cs.running["lines"], signal.SIGCONT)
    country.until(lambda: settled(country), what="中継が止まった後の電文")
    records, came = gateway.records(), cs.do("handed_on.came")
    for key in interrupted:
        # It came again, or its outcome was there before it could.
        assert records[key]["outcome"] in ("accepted", "held")
        assert came[key] == [records[key]["digest"], OVER["fukushima"]]
    assert differences(country) == []
    assert defects(country) == []
    held = cs.do("cs_holding.identities").values()
    moved = [int(i["29"]) for i in held if i["11"].endswith("7-7")]
    assert moved == [2, 2]
    assert "試作".encode() not in gateway.written()
