"""個人番号カード管理システム: takes 送付先情報 and the events of cards (カード省令23条の2, 35条), and tells the serials of 電子証明書."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from outside import codec, signing
from outside.actors import cards, numbers
from outside.codec import Envelope
from outside.database import Database
from outside.desk import Accepted, Answering, Desk, Reply
from outside.parties import Party
from outside.problems import Problem, Refusal, refuse


def take_dispatch(desk: Desk, envelope: Envelope) -> Reply:
    """Take 送付先情報 by line: all its households, or none."""
    _from_town(envelope.sender)
    keep_dispatch(desk.connection, envelope.body, sender=envelope.sender, way="line")
    return Accepted()


def keep_dispatch(connection: Database, body: Mapping[str, Any], *, sender: Party, way: str) -> int:
    """Keep 送付先情報 as it came; returns how many people. Raises `Refusal` with every household that is wrong."""
    wrong = [
        problem
        for index, household in enumerate(body["households"])
        for problem in _faults(connection, household, sender, f"households.{index}")
    ]
    if wrong:
        raise Refusal(wrong)
    for household in body["households"]:
        connection.execute(
            "INSERT INTO dispatch (number, municipality, layout, people, body, digest, way)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [
                household["items"]["1"],
                sender.municipality,
                body["layout"],
                len(household["people"]),
                Jsonb(household),
                signing.digest_of(codec.canonical(household)),
                way,
            ],
        )
    return sum(len(household["people"]) for household in body["households"])


def take_event(desk: Desk, envelope: Envelope) -> Reply:
    """Take a card's event from a municipality, if it is its turn."""
    _from_town(envelope.sender)
    cards.step(desk.connection, envelope.body["event"], envelope.body)
    _log(desk.connection, envelope.body["event"], envelope.body, sender=envelope.sender)
    return Accepted()


def before_notice(desk: Desk, body: Mapping[str, Any]) -> None:
    """What the system tells a municipality, it has done itself: step the card before the notice leaves."""
    event = cards.OF_NOTICE.get(body["notice"])
    if event is not None:
        cards.step(desk.connection, event, body)
    _log(desk.connection, f"notice.{body['notice']}", body, sender=desk.party)


def take_serial_query(desk: Desk, envelope: Envelope) -> Reply:
    """Answer 利用者証明用電子証明書のシリアル番号: the newest of the person's card."""
    code = envelope.body["code"]
    row = desk.connection.execute(
        "SELECT serial, card_certificate.valid_until, revoked_on FROM card_certificate JOIN card USING (card_number)"
        " WHERE code = %s AND kind = 'authentication' ORDER BY revoked_on IS NULL DESC, card_certificate.valid_until DESC LIMIT 1",
        [code],
    ).fetchone()
    if row is None:
        return Answering({"code": code, "state": "none"})
    state = "valid" if row["revoked_on"] is None else "revoked"
    return Answering(
        {"code": code, "state": state, "serial": row["serial"], "valid_until": row["valid_until"]}
    )


def _faults(
    connection: Database, household: Mapping[str, Any], sender: Party, path: str
) -> list[Problem]:
    items, people = household["items"], household["people"]
    found = []
    if items["9"] != sender.municipality:
        found.append(
            _problem("dispatch.municipality", f"{path}.items.9", "市町村コードが送信元と違います。")
        )
    before = connection.execute(
        "SELECT 1 FROM dispatch WHERE municipality = %s AND number = %s",
        [sender.municipality, items["1"]],
    ).fetchone()
    if before is not None:
        found.append(
            _problem("dispatch.repeated", f"{path}.items.1", "受け取り済みの送付先管理番号です。")
        )
    for index, person in enumerate(people):
        known = numbers.current_of(connection, person["items"]["38"])
        if known is not None and known != person["items"]["50"]:
            found.append(
                _problem(
                    "dispatch.number_mismatch",
                    f"{path}.people.{index}.items.50",
                    "個人番号が機構の生成した番号と違います。",
                )
            )
    return found


def _problem(code: str, item: str, what: str) -> Problem:
    return Problem(code, item, what, "", "既存住基の記録を確かめ、作り直して送ってください。")


def _from_town(sender: Party) -> None:
    if sender.node != "municipal_cs":
        raise refuse(
            "line.not_a_municipality",
            "sender",
            "市町村CSからの電文ではありません。",
            "カード管理システムは市町村CSからだけ受け付けます。",
            "送信元を確かめてください。",
        )


def _log(connection: Database, event: str, body: Mapping[str, Any], *, sender: Party) -> None:
    connection.execute(
        "INSERT INTO card_event (code, card_number, event, body, sender) VALUES (%s, %s, %s, %s, %s)",
        [body["code"], body.get("card_number"), event, Jsonb(body), str(sender)],
    )
