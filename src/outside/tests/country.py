"""A country for one test: a home with an authority, the parties' keys, and a town that can speak."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from outside import codec, settings, signing
from outside.check_digits import is_resident_code
from outside.client import Caller
from outside.codec import Envelope
from outside.database import Row, open_pool
from outside.house import House, open_house
from outside.line import Response, receive
from outside.parties import CARD_SYSTEM, IMMIGRATION, NATION, Party, cs_of
from outside.settings import Settings
from outside.spec import Spec
from outside.tests.authority import Authority

FUKUSHIMA, WAKO = cs_of("072010"), cs_of("112291")
FUKUSHIMA_CORE = Party("072010", "core")
FUKUSHIMA_KEN, SAITAMA_KEN = Party("070009", "prefecture"), Party("110001", "prefecture")
CHIYODA = cs_of("131016")
_PORTS = range(30000, 32000)
_next_port = count(os.getpid() * 797)
ACTORS = (FUKUSHIMA_KEN, SAITAMA_KEN, NATION, CARD_SYSTEM, IMMIGRATION, CHIYODA)
TOWNS = (FUKUSHIMA, FUKUSHIMA_CORE, WAKO)


def build_home(home: Path, dsn: str, authority: Authority) -> Settings:
    """A home in which every actor and every town of the tests has keys, and every actor a port of its own choice."""
    authority.write(home)
    for party in ACTORS:
        authority.equip(home / "parties" / party.folder, party)
    for party in TOWNS:  # their keys stand beside, as a second home
        authority.equip(home / "towns" / "parties" / party.folder, party)
    authority.write(home / "towns")
    listening = {str(party): {"listen": "127.0.0.1:0"} for party in ACTORS if party != CHIYODA}
    stated = {
        "database": dsn,
        "parties": listening,
        "towns": {str(party): "127.0.0.1:9" for party in TOWNS},
    }
    (home / "outside.json").write_text(json.dumps(stated))
    (home / "towns" / "outside.json").write_text(json.dumps({"database": dsn}))
    return settings.load(home)


@dataclass
class Country:
    """The house of the actors, and the towns that speak to it without TLS."""

    house: House
    towns: House
    numbers: dict[str, int] = field(default_factory=dict)

    def message(
        self,
        kind: str,
        body: Mapping[str, Any],
        *,
        sender: Party = FUKUSHIMA,
        receiver: Party,
        order: tuple[str, int] | None = None,
        thread: str | None = None,
        answers: str | None = None,
    ) -> bytes:
        envelope = codec.new(
            kind, sender, receiver, body, order=order, thread=thread, answers=answers
        )
        return codec.write(envelope)

    def headers(self, raw: bytes, signer: Party) -> dict[str, str]:
        own = self.towns if signer in TOWNS else self.house
        key = own.signer(signer)
        return signing.headers(raw, key.sign(raw), key.certificate)

    def post(self, raw: bytes, *, sender: Party = FUKUSHIMA, at: Party) -> Response:
        """Straight to the receiving side."""
        headers = self.headers(raw, sender)
        return receive(self.house, at, raw, headers, peer=sender, address="test")

    def ask(self, kind: str, body: Mapping[str, Any], *, at: Party, **about: Any) -> Envelope:
        """Post a message and read its answer."""
        sender = about.get("sender", FUKUSHIMA)
        raw = self.message(kind, body, receiver=at, **about)
        return self.answer(self.post(raw, sender=sender, at=at))

    def update(
        self, items: Mapping[str, str], *, at: Party = FUKUSHIMA_KEN, **about: Any
    ) -> Envelope:
        """Post 本人確認情報の更新, the next of the person's order."""
        sender = about.get("sender", FUKUSHIMA)
        subject = f"{sender}>{at}{items['1']}"
        self.numbers[subject] = self.numbers.get(subject, 0) + 1
        order = about.pop("order", (key_of(items["1"]), self.numbers[subject]))
        body = {"layout": "identity-38", "items": items}
        return self.ask("identity.update", body, at=at, order=order, **about)

    def answer(self, response: Response) -> Envelope:
        assert response.status == 200, response
        signing.opened(response.raw, response.headers)
        answer = codec.read(response.raw, self.house.spec)
        assert self.house.spec.faults(answer.kind, answer.body) == []
        return answer

    def rows(self, query: str, *values: object) -> list[Row]:
        with self.house.pool.connection() as connection:
            return list(connection.execute(query, values))


def open_country(settings_: Settings, definitions: Spec) -> Country:
    house = open_house(settings_, definitions)
    towns = House(
        settings.load(settings_.home / "towns"),
        house.spec,
        open_pool(settings_.database),
        house.trust,
    )
    return Country(house, towns)


def _held(held: ExitStack) -> int:
    """A port that nobody uses, below those that connections are given by themselves, taken meanwhile."""
    for turn in _next_port:
        with suppress(OSError):
            address = ("127.0.0.1", _PORTS[turn % len(_PORTS)])
            return int(held.enter_context(socket.create_server(address)).getsockname()[1])
    raise AssertionError("the ports never end")


def give_ports(home: Settings) -> Settings:
    """The same home with free ports for every actor and every town."""
    file = home.home / "outside.json"
    stated = json.loads(file.read_text())
    with ExitStack() as held:
        ports = iter([_held(held) for _ in range(12)])
    for name in stated["parties"]:
        stated["parties"][name] = {"listen": f"127.0.0.1:{next(ports)}"}
    for name in stated["towns"]:
        stated["towns"][name] = f"127.0.0.1:{next(ports)}"
    file.write_text(json.dumps(stated))
    return settings.load(home.home)


def caller_of(country: Country) -> Caller:
    """The towns' own calling side, over TLS."""
    return Caller(country.towns)


def key_of(code: str) -> str:
    return code.rjust(32, "0")


def code_of(number: int) -> str:
    """The n-th 住民票コード of the tests."""
    body = f"{10_000_000 + number:010d}"
    return next(body + digit for digit in "0123456789" if is_resident_code(body + digit))


def person(number: int = 1, **changes: str) -> dict[str, str]:
    """The items of a resident of 福島市, as the prefecture is told them; changes by name `i11="…"`."""
    items = {
        "1": code_of(number),
        "2": "福島　太郎",
        "4": "フクシマ　タロウ",
        "6": "319800201",
        "7": "男",
        "8": "072010",
        "10": "9608601",
        "11": "福島市五老内町３番１号",
        "21": "国内転入",
        "22": "20261101",
        "29": "1",
        "35": "現存",
    }
    return items | {name.removeprefix("i"): value for name, value in changes.items()}


def outcome(answer: Envelope) -> str:
    """What a receipt says: `accepted`, `held`, or the codes of a refusal."""
    if answer.body["outcome"] != "refused":
        return str(answer.body["outcome"])
    return " ".join(problem["code"] for problem in answer.body["problems"])


def until(is_so: Callable[[], object], *, seconds: float = 60.0) -> None:
    """Wait until something is so; the test fails when it never is."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.05)
