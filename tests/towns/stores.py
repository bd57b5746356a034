"""Stores (四つの保存先): register, 市町村CS, 都道府県 and 全国 compared person by person and item by item; and every message
that was queued, on both ends of its line.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from tests.towns.country import TOWNS, SmallCountry

Items = Mapping[str, str]
# What the prefecture and the nation are told (JUK-003), beside the former surname.
TOLD: Final = ("1", "2", "4", "5", "6", "7", "8", "10", "11", "12", "13", "21", "22", "24", "25")
# What is held until somebody of the 戸籍 desk has looked at it (passing.py).
FOR_A_PERSON: Final = frozenset(
    ("held", kind)
    for kind in ("annex.notice", "annex.mismatch", "register.notice", "domicile.moved")
)
PRESENT: Final = "現存"


def differences(country: SmallCountry) -> list[str]:
    """Every item in which two of the four stores differ, and everybody whom one of them lacks."""
    found: list[str] = []
    responsible: dict[str, Items] = {}
    nation = _identities(country, "000000:nation")
    for town in TOWNS:
        register = country.register(town).do("register_holding.register")
        cs = country.cs(town).do("cs_holding.identities")
        prefecture = _identities(country, f"{_prefecture(country, town)}:prefecture")
        found += _people(f"{town} 台帳/CS", register, cs)
        found += _people(f"{town} CS/都道府県", cs, prefecture)
        for code in register.keys() & cs.keys():
            found += _items(f"{town} 台帳/CS {code}", register[code], cs[code], register[code])
        for code in cs.keys() & prefecture.keys():
            found += _items(f"{town} CS/都道府県 {code}", cs[code], prefecture[code], TOLD)
        for code, items in cs.items():
            before = responsible.get(code)
            if before and before["35"] == items["35"] == PRESENT:
                found.append(f"二つの市町村に現存: {code}")
            if before is None or _says_more(items) > _says_more(before):
                responsible[code] = items
    found += _people("CS/全国", responsible, nation)
    for code in responsible.keys() & nation.keys():
        found += _items(f"CS/全国 {code}", responsible[code], nation[code], TOLD)
    return found


def defects(country: SmallCountry) -> list[str]:
    """Messages lost, doubled or out of order: each line has the same on both ends, each person's numbers no gap."""
    ends = {str(i.seat.party): i for i in country.at.values()}
    sent = {party: each.do("passing.sent") for party, each in ends.items()}
    came = {party: each.do("passing.received") for party, each in ends.items()}
    for party in map(str, country.plan.outside):
        sent[party] = _outside_sent(country, party)
        came[party] = _outside_received(country, party)
    found: list[str] = []
    for sender, messages in sent.items():
        found += [
            f"{sender}: {m['kind']} は {m['state']} のまま {m['problems']}"
            for m in messages
            if m["state"] not in ("accepted", "answered")
            and (m["state"], m["kind"]) not in FOR_A_PERSON
            # Whoever was removed before a number came gets none.
            and [p["code"] for p in m["problems"] or ()][:1] != ["number.removed"]
        ]
        found += _numbers(sender, messages)
        for receiver in {m["receiver"] for m in messages}:
            out = Counter(m["key"] for m in messages if m["receiver"] == receiver)
            arrived = Counter(m["key"] for m in came[receiver] if m["sender"] == sender)
            if out != arrived:
                found.append(f"{sender}>{receiver}: {len(out)} 件送り、{len(arrived)} 件届いた")
    return found + _effects(country)


def settled(country: SmallCountry) -> bool:
    """Whether nothing waits anywhere."""
    for each in country.at.values():
        if any(each.do("passing.waiting").values()):
            return False
    query = "SELECT 1 FROM sent WHERE state IN ('waiting', 'held') UNION ALL SELECT 1 FROM received WHERE state IN ('new', 'held')"
    return not country.outside.rows(query)


def _effects(country: SmallCountry) -> list[str]:
    """Each update that a CS took in worked once at the prefecture and once at the nation, in the person's order."""
    found: list[str] = []
    taken = country.outside.rows(
        "SELECT u.party, u.code, u.municipality, r.thread, r.order_key, r.order_number"
        " FROM update_taken u JOIN received r ON r.party = u.party AND r.id = u.message ORDER BY u.seq"
    )
    for (party, key), numbers in _grouped(taken, "party", "order_key", "order_number").items():
        if numbers != list(range(1, len(numbers) + 1)):
            found.append(f"{party} {key}: 効いた順 {numbers}")
    for town in TOWNS:
        versions = country.cs(town).do("cs_holding.versions")
        for (_, code), numbers in _grouped(versions, "identity", "code", "sequence").items():
            if numbers != list(range(1, len(numbers) + 1)):
                found.append(f"{town} CS {code}: 更新順番号 {numbers}")
        own = country.cs(town).seat.party.municipality
        for party in (f"{_prefecture(country, town)}:prefecture", "000000:nation"):
            there = sum(1 for t in taken if t["party"] == party and t["municipality"] == own)
            if there != len(versions):
                found.append(f"{party}: {town} の更新 {len(versions)} 件のうち {there} 件")
    return found


def _grouped(rows: Iterable[Mapping[str, Any]], *names: str) -> dict[tuple[Any, ...], list[Any]]:
    found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    *by, value = names
    for row in rows:
        found[tuple(row[name] for name in by)].append(row[value])
    return found


def _numbers(sender: str, messages: Iterable[Mapping[str, Any]]) -> list[str]:
    """A person's messages on one line are numbered 1, 2, 3 … without a gap."""
    ordered = [m for m in messages if m["order_key"]]
    return [
        f"{sender}>{receiver} {key}: 番号 {sorted(numbers)}"
        for (receiver, key), numbers in _grouped(
            ordered, "receiver", "order_key", "order_number"
        ).items()
        if sorted(numbers) != list(range(1, len(numbers) + 1))
    ]


def _says_more(items: Items) -> int:
    """Which municipality answers for somebody: where they are, else where they ended; last, where they have left."""
    return {PRESENT: 2, "転出": 0}.get(items["35"], 1)


def _people(where: str, one: Mapping[str, Items], other: Mapping[str, Items]) -> list[str]:
    return [f"{where}: {code} が一方にだけある" for code in one.keys() ^ other.keys()]


def _items(where: str, one: Items, other: Items, numbers: Iterable[str]) -> list[str]:
    return [
        f"{where} 項目{number}: {one.get(number)} / {other.get(number)}"
        for number in numbers
        if one.get(number) != other.get(number)
    ]


def _prefecture(country: SmallCountry, town: str) -> str:
    return next(t.profile.prefecture for t in country.plan.towns if t.name == town)


def _identities(country: SmallCountry, party: str) -> dict[str, Items]:
    rows = country.outside.rows("SELECT code, items FROM identity WHERE party = %s", party)
    return {row["code"]: row["items"] for row in rows}


_NAMES = "id::text AS key, kind, order_key, order_number, state, problems"


def _outside_sent(country: SmallCountry, party: str) -> list[dict[str, Any]]:
    query = f"SELECT {_NAMES}, receiver FROM sent WHERE party = %s ORDER BY seq"
    return country.outside.rows(query, party)


def _outside_received(country: SmallCountry, party: str) -> list[dict[str, Any]]:
    query = f"SELECT {_NAMES}, sender FROM received WHERE party = %s ORDER BY received_at"
    return country.outside.rows(query, party)
