"""People (人): what is made known before a rehearsal: residents of other municipalities, 戸籍, the first load of both files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from psycopg.types.json import Jsonb

from outside import check_digits
from outside.actors import identity_file, numbers
from outside.database import Database
from outside.parties import NATION, Party
from outside.problems import refuse

_NEEDED = ("code", "name", "birth_on", "address", "household")


def add_residents(
    connection: Database, municipality: str, people: Iterable[Mapping[str, Any]]
) -> int:
    """Make residents known to a municipality that is not connected, and to the nation. Raises `Refusal`.

    `{"code", "name", "birth_on", "address", "household", "name_kana"?, "sex"?, "number"?, "head"?, "relationship"?,
    "domicile"?, "card"?, "protected"?, "leaving"?: {"address", "on"}, "certificate"?: {…}}`; without a number the nation
    makes one.
    """
    count = 0
    for given in people:
        missing = [name for name in _NEEDED if name not in given]
        if missing:
            raise refuse("people.missing", missing[0], "必要な事項がありません。", str(missing))
        person = dict(given)
        if not check_digits.is_resident_code(person["code"]):
            raise refuse("message.check_digit", "code", "住民票コードの検査用数字が合いません。")
        if "number" in person:
            numbers.adopt(connection, person["code"], person["number"])
        else:
            person["number"] = numbers.assign(connection, person["code"])
        connection.execute(
            "INSERT INTO town_person (municipality, code, state, household, protected, body)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (municipality, code) DO UPDATE SET"
            " state = excluded.state, household = excluded.household, protected = excluded.protected,"
            " body = excluded.body",
            [
                municipality,
                person["code"],
                "leaving" if "leaving" in person else "present",
                person["household"],
                bool(person.get("protected")),
                Jsonb(person),
            ],
        )
        _known_to_the_nation(connection, municipality, person)
        count += 1
    return count


def add_registers(
    connection: Database, municipality: str, people: Iterable[Mapping[str, Any]]
) -> int:
    """Make people of a municipality's 戸籍 known: `{"domicile", "head", "name", "birth_on", "name_kana"?, "sex"?}`."""
    count = 0
    for person in people:
        connection.execute(
            "INSERT INTO family_register (municipality, domicile, head, name, birth_on, body)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (municipality, domicile, head, name, birth_on)"
            " DO UPDATE SET body = excluded.body",
            [
                municipality,
                person["domicile"],
                person["head"],
                person["name"],
                person["birth_on"],
                Jsonb(dict(person)),
            ],
        )
        count += 1
    return count


def add_cards(connection: Database, cards: Iterable[Mapping[str, Any]]) -> int:
    """Make cards known that were handed over before: `{"card_number", "code", "state", "valid_until", "certificates"?}`."""
    count = 0
    for card in cards:
        connection.execute(
            "INSERT INTO card (card_number, code, state, valid_until) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (card_number) DO NOTHING",
            [card["card_number"], card["code"], card["state"], card.get("valid_until")],
        )
        for each in card.get("certificates", ()):
            connection.execute(
                "INSERT INTO card_certificate (serial, card_number, kind, valid_until)"
                " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [each["serial"], card["card_number"], each["kind"], each["valid_until"]],
            )
        count += 1
    return count


def load_identities(connection: Database, lines: Iterable[str], *, parties: Iterable[Party]) -> int:
    """The first load (初期構築) of 本人確認情報 of connected towns, to the prefecture and the nation, in one go.

    Each line is a body of `identity.update`; only what may be told is kept. Raises `Refusal`. Memory does not grow.
    """
    holders = _holders(parties)
    updates = (identity_file.read(body, message="") for body in _bodies(lines))
    count = _copied(
        connection,
        "identity",
        "party, code, municipality, status, items",
        (
            (str(holder), update.code, update.municipality, update.items["35"], update.items)
            for update in updates
            for holder in holders(update.municipality)
        ),
    )
    connection.execute(
        "INSERT INTO number (number, code, reason) SELECT items ->> '13', code, 'known' FROM identity"
        " WHERE party = %s AND items ? '13' ON CONFLICT DO NOTHING",
        [str(NATION)],
    )
    return count


def load_annexes(connection: Database, lines: Iterable[str], *, parties: Iterable[Party]) -> int:
    """The first load of 附票本人確認情報: each line is a body of `annex.update`."""
    holders = _holders(parties)
    return _copied(
        connection,
        "annex",
        "party, record_number, municipality, body",
        (
            (str(holder), body["record_number"], body["domicile_municipality"], body)
            for body in _bodies(lines)
            for holder in holders(body["domicile_municipality"])
        ),
    )


def _copied(connection: Database, table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> int:
    """Copy rows into a table that has none of them yet; returns how many. The last value of a row is JSON."""
    count = 0
    with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row((*row[:-1], json.dumps(row[-1], ensure_ascii=False)))
            count += 1
    return count


def _holders(parties: Iterable[Party]) -> Callable[[str], list[Party]]:
    """Who holds the records of a municipality: the nation, and its prefecture when that is played here."""
    prefectures = {party.prefecture: party for party in parties if party.node == "prefecture"}

    def of(municipality: str) -> list[Party]:
        prefecture = prefectures.get(municipality[:2])
        return [NATION] if prefecture is None else [NATION, prefecture]

    return of


def _bodies(lines: Iterable[str]) -> Iterator[Any]:
    return (json.loads(line) for line in lines if line.strip())


def _known_to_the_nation(
    connection: Database, municipality: str, person: Mapping[str, Any]
) -> None:
    if not check_digits.is_municipality(municipality):
        raise refuse(
            "message.check_digit", "municipality", "市町村コードの検査用数字が合いません。"
        )
    names = {
        "1": "code",
        "2": "name",
        "4": "name_kana",
        "6": "birth_on",
        "7": "sex",
        "10": "postal_code",
        "11": "address",
        "13": "number",
    }
    items = {number: person[name] for number, name in names.items() if name in person}
    items |= {"8": municipality, "21": "職権記載", "22": "00000000", "29": "1", "35": "現存"}
    connection.execute(
        "INSERT INTO identity (party, code, municipality, status, items) VALUES (%s, %s, %s, '現存', %s)"
        " ON CONFLICT (party, code) DO UPDATE SET municipality = excluded.municipality,"
        " status = excluded.status, items = excluded.items, changed_at = clock_timestamp()",
        [str(NATION), person["code"], municipality, Jsonb(items)],
    )
