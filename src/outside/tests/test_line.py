"""The line: who may speak, the same answer again, other bytes under one id, exactly once, faults."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from outside import codec, faults, line, signing
from outside.line import Cut, Response, receive
from outside.parties import CARD_SYSTEM, NATION, Party
from outside.tests.country import (
    CHIYODA,
    FUKUSHIMA,
    FUKUSHIMA_KEN,
    WAKO,
    Country,
    code_of,
    key_of,
    outcome,
    person,
)


def update(country: Country, number: int = 1, position: int = 1, **changes: str) -> bytes:
    body = {"layout": "identity-38", "items": person(number, **changes)}
    order = (key_of(code_of(number)), position)
    return country.message("identity.update", body, receiver=FUKUSHIMA_KEN, order=order)


def tell(country: Country, party: Party, fault: str, **about: object) -> None:
    with country.house.pool.connection() as connection:
        faults.tell(connection, party, fault, **about)  # type: ignore[arg-type]  # the tests' shorthand


def counted(country: Country, table: str) -> int:
    return len(country.rows(f"SELECT 1 FROM {table}"))


def test_a_repeated_message_gets_the_very_same_answer_and_has_no_second_effect(
    country: Country,
) -> None:
    raw = update(country)
    first = country.post(raw, at=FUKUSHIMA_KEN)
    assert country.post(raw, at=FUKUSHIMA_KEN) == first
    assert counted(country, "update_taken") == 1
    assert counted(country, "sent") == 1


def test_an_id_with_other_bytes_is_a_409(country: Country) -> None:
    raw = update(country)
    country.post(raw, at=FUKUSHIMA_KEN)
    other = raw.replace("五老内町".encode(), "松木町松".encode())
    assert country.post(other, at=FUKUSHIMA_KEN) == Response(409)
    assert counted(country, "update_taken") == 1


def test_copies_that_arrive_at_once_have_one_effect_and_one_answer(country: Country) -> None:
    raw = update(country)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: country.post(raw, at=FUKUSHIMA_KEN), range(16)))
    assert all(answer == answers[0] for answer in answers)
    assert counted(country, "update_taken") == 1
    assert counted(country, "sent") == 1


def test_a_whole_order_that_arrives_at_once_is_handled_in_order(country: Country) -> None:
    messages = [update(country)]
    messages += [
        update(country, position=n, i21="転居", i11=f"福島市松木町{n}番", i29=str(n))
        for n in range(2, 13)
    ]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda raw: country.post(raw, at=FUKUSHIMA_KEN), reversed(messages)))
    taken = country.rows(
        "SELECT s.order_number FROM sent s WHERE kind = 'identity.update' ORDER BY seq"
    )
    assert [row["order_number"] for row in taken] == list(range(1, 13))
    (row,) = country.rows("SELECT items ->> '11' AS address FROM identity")
    assert row["address"] == "福島市松木町12番"
    waits = country.rows("SELECT DISTINCT problems -> 0 ->> 'code' AS code FROM received")
    assert [row["code"] for row in waits] == ["prefecture.told"]


def turned_away(country: Country) -> list[str]:
    return [row["reason"] for row in country.rows("SELECT reason FROM turned_away")]


def test_a_peer_speaks_for_itself_alone(country: Country) -> None:
    raw = update(country)
    headers = country.headers(raw, FUKUSHIMA)
    answer = receive(country.house, FUKUSHIMA_KEN, raw, headers, peer=WAKO, address="192.0.2.7")
    assert answer == Response(403)
    assert turned_away(country) == ["接続した当事者が、電文の送信元と違います"]
    assert counted(country, "received") == 0


def test_a_signature_of_another_party_or_of_other_bytes_counts_for_nothing(
    country: Country,
) -> None:
    raw = update(country)
    assert country.post(raw, sender=WAKO, at=FUKUSHIMA_KEN).status == 403
    headers = country.headers(update(country), FUKUSHIMA)
    swapped = {**headers, signing.DIGEST: signing.digest_of(raw)}
    answer = receive(
        country.house, FUKUSHIMA_KEN, raw, swapped, peer=FUKUSHIMA, address="192.0.2.7"
    )
    assert answer == Response(403)
    assert turned_away(country) == [
        "署名した当事者が、電文の送信元と違います",
        "署名が本文と合いません",
    ]
    assert counted(country, "received") == 0


def test_bytes_that_are_no_envelope_are_not_answered(country: Country) -> None:
    raw = update(country)
    for wrong in (
        b"",
        b"{}",
        b"[1.5]",
        raw + b" ",
        raw.replace(b'"edition":"2026.1"', b'"edition":"2025.1"'),
    ):
        assert country.post(wrong, at=FUKUSHIMA_KEN).status == 400
    assert country.post(b" " * (codec.MOST_BYTES + 1), at=FUKUSHIMA_KEN) == Response(413)
    assert counted(country, "received") == 0


def test_a_message_for_somebody_else_is_refused(country: Country) -> None:
    raw = update(country)
    assert outcome(country.answer(country.post(raw, at=CARD_SYSTEM))) == "line.not_for_me"


@pytest.mark.parametrize(
    ("fault", "stored"), [("silent", 0), ("drop-before-answer", 0), ("drop-after-store", 1)]
)
def test_a_line_that_is_cut_is_whole_again_when_the_message_is_sent_again(
    country: Country, fault: str, stored: int
) -> None:
    tell(country, FUKUSHIMA_KEN, fault, times=1)
    raw = update(country)
    with pytest.raises(Cut):
        country.post(raw, at=FUKUSHIMA_KEN)
    assert counted(country, "received") == stored
    assert outcome(country.answer(country.post(raw, at=FUKUSHIMA_KEN))) == "held"
    assert counted(country, "update_taken") == 1


def test_a_party_that_was_told_to_refuse_refuses_with_that_code_and_keeps_nothing(
    country: Country,
) -> None:
    tell(country, FUKUSHIMA_KEN, "refuse", code="identity.wrong", kind="identity.update", times=1)
    assert outcome(country.update(person())) == "identity.wrong"
    assert counted(country, "identity") == 0
    assert outcome(country.update(person())) == "held"


def test_slow_is_late_and_a_kind_that_was_not_named_is_not_late(
    country: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[float] = []
    monkeypatch.setattr(line, "time", SimpleNamespace(sleep=lambda s: late.append(float(s))))
    tell(country, NATION, "slow", kind="line.status", seconds=0.4)
    country.ask("line.status", {}, at=NATION)
    assert late == [0.4]
    country.ask("number.request", {"code": code_of(1), "reason": "new"}, at=NATION)
    assert late == [0.4]


def test_well_ends_all_misbehaviour(country: Country) -> None:
    tell(country, NATION, "silent")
    tell(country, NATION, "well")
    assert country.ask("line.status", {}, at=NATION).body == {"state": "running"}


@pytest.mark.parametrize(
    ("fault", "code"), [("refuse", ""), ("slow", "x.y"), ("dance", ""), ("refuse", "nodot")]
)
def test_what_nobody_can_be_told_is_not_taken(country: Country, fault: str, code: str) -> None:
    with pytest.raises(ValueError, match=fault):
        tell(country, CHIYODA, fault, code=code)
