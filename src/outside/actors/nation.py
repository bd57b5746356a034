"""全国サーバ (機構): the national copy with one address for each person, the numbers, and 本人確認情報照会 (住基法30条の9, 30条の10; 番号法8条)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from outside.actors import identity_file, numbers
from outside.codec import Envelope
from outside.desk import Accepted, Answering, Desk, Reply, in_order
from outside.parties import Party
from outside.problems import refuse

LAYOUT = "identity-38"
MOST_FOUND = 100


def take_update(desk: Desk, envelope: Envelope) -> Reply:
    """Take an update that a prefecture passes on, in the person's order."""
    in_order(envelope)
    update = identity_file.read(envelope.body, message=envelope.id)
    town = Party(update.municipality, "municipal_cs")
    if envelope.sender.node != "prefecture" or town.prefecture != envelope.sender.prefecture:
        raise refuse(
            "line.not_your_prefecture",
            "items.8",
            "その都道府県の市町村ではありません。",
            "都道府県は、区域内の市町村の更新だけを通知します。",
            "市町村コードを確かめてください。",
        )
    former = update.items.get("24")
    if former is not None:
        numbers.rename(desk.connection, former=former, code=update.code)
    if "13" in update.items:
        numbers.adopt(desk.connection, update.code, update.items["13"])
    return identity_file.apply(desk, update)


def take_query(desk: Desk, envelope: Envelope) -> Reply:
    """Answer 本人確認情報照会: by code, by number, or by name with address or date of birth (JUK-014)."""
    where, values = _condition(envelope.body)
    rows = desk.connection.execute(
        "SELECT items FROM identity WHERE party = %(party)s AND (%(history)s OR status <> '死亡') AND "
        + where
        + " ORDER BY code LIMIT %(most)s",
        {
            "party": str(desk.party),
            "history": bool(envelope.body.get("history")),
            "most": MOST_FOUND + 1,
            **values,
        },
    ).fetchall()
    found = [{"items": row["items"]} for row in rows[:MOST_FOUND]]
    return Answering({"layout": LAYOUT, "found": found, "more": len(rows) > MOST_FOUND})


def take_number_request(desk: Desk, envelope: Envelope) -> Reply:
    """Make or change a number, and tell it in a message of its own."""
    body = envelope.body
    code, reason = body["code"], body["reason"]
    _check_responsible(desk, envelope, code)
    if reason == "new":
        number = numbers.assign(desk.connection, code)
    else:
        number = numbers.change(
            desk.connection, code, reason=reason, former=body.get("former_number")
        )
    desk.queue(
        "number.assigned",
        envelope.sender,
        {"code": code, "number": number, "reason": reason},
        thread=envelope.thread,
        subject=code,
    )
    return Accepted()


def take_symbol_request(desk: Desk, envelope: Envelope) -> Reply:
    """Make a 符号 for a person, once for each cause; a repeated `new` makes none."""
    code, reason = envelope.body["code"], envelope.body["reason"]
    _check_responsible(desk, envelope, code)
    if reason != "new":
        desk.connection.execute(
            "UPDATE symbol SET ended_at = clock_timestamp() WHERE code = %s AND ended_at IS NULL",
            [code],
        )
    desk.connection.execute(
        "INSERT INTO symbol (code, symbol, reason) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        [code, uuid4(), reason],
    )
    return Accepted()


def _check_responsible(desk: Desk, envelope: Envelope, code: str) -> None:
    row = desk.connection.execute(
        "SELECT municipality FROM identity WHERE party = %s AND code = %s AND status = '現存'",
        [str(desk.party), code],
    ).fetchone()
    asks = envelope.sender
    if asks.node != "municipal_cs" or (row and row["municipality"] != asks.municipality):
        raise refuse(
            "number.not_responsible",
            "code",
            "別の市町村の住民です。",
            "住民票のある市町村だけが求められます。",
            "住民票コードを確かめてください。",
        )


def _condition(body: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    if body["by"] == "code":
        return "(code = %(code)s OR items ->> '24' = %(code)s)", {"code": body["code"]}
    if body["by"] == "number":
        return "items ->> '13' = %(number)s", {"number": body["number"]}
    columns = {"name": "2", "birth_on": "6", "address": "11", "sex": "7"}
    given = {name: body[name] for name in columns if name in body}
    if "name" not in given or not given.keys() & {"birth_on", "address"}:
        raise refuse(
            "query.too_few_items",
            "by",
            "照会の条件が足りません。",
            "氏名と住所、または氏名と生年月日が要ります。",
            "条件を加えて照会してください。",
        )
    tests = [f"items ->> '{columns[name]}' = %({name})s" for name in given]
    return "(" + " AND ".join(tests) + ")", given
