"""The control: `tell`, `show`, `do`, `arrive`, `people`, `media-key`, as a person types them; reconciliation after a first load."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from outside import codec
from outside.__main__ import main
from outside.check_digits import is_resident_code
from outside.parties import NATION
from outside.settings import Settings
from outside.tests.country import (
    CHIYODA,
    FUKUSHIMA_KEN,
    WAKO,
    Country,
    code_of,
    outcome,
    person,
)
from outside.tests.test_towns import leaving, sent


@pytest.fixture
def typed(keys: Settings, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("OUTSIDE_HOME", str(keys.home))

    def type_in(*words: str, told: str | None = None) -> Result:
        return CliRunner().invoke(main, list(words), input=told)

    return type_in


def lines(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_a_party_is_told_to_refuse_shows_it_and_is_told_to_behave(
    country: Country, typed: Any
) -> None:
    told = typed(
        "tell",
        str(FUKUSHIMA_KEN),
        "refuse",
        "identity.wrong",
        "--for",
        "1",
        "--kind",
        "identity.update",
    )
    assert told.exit_code == 0
    (fault,) = [row for row in lines(typed("show", str(FUKUSHIMA_KEN))) if row["table"] == "fault"]
    assert (fault["fault"], fault["code"], fault["remaining"]) == ("refuse", "identity.wrong", 1)
    assert outcome(country.update(person())) == "identity.wrong"
    assert typed("tell", str(FUKUSHIMA_KEN), "well").exit_code == 0
    assert outcome(country.update(person())) == "held"


def test_what_a_party_holds_of_a_person_is_shown(country: Country, typed: Any) -> None:
    country.update(person())
    rows = lines(typed("show", str(FUKUSHIMA_KEN), "--person", code_of(1)))
    assert [row["table"] for row in rows] == ["identity", "update"]
    assert rows[0]["items"]["11"] == person()["11"]
    assert lines(typed("show", str(NATION), "--person", code_of(1))) == []


def test_immigration_sends_a_notice_when_told(country: Country, typed: Any) -> None:
    notice = {
        "number": "IN-1",
        "noticed_on": "20261120",
        "effect": "remove",
        "event_on": "20261118",
        "ground": "在留資格の取消し",
        "name": "SMITH JOHN",
        "birth_on": "319800201",
    }
    about = ("--from", "000000:immigration", "--to", "072010:core")
    assert typed("do", "immigration.notice", *about, told=json.dumps(notice)).exit_code == 0
    assert sent(country, "immigration.notice") == [notice]

    wrong = typed("do", "immigration.notice", *about, told=json.dumps(notice | {"effect": "x"}))
    assert wrong.exit_code == 1
    assert "message.value effect" in wrong.output
    assert len(sent(country, "immigration.notice")) == 1


def test_people_are_made_known_from_a_file(country: Country, typed: Any, tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    file.write_text(json.dumps([leaving(1)]))
    assert typed("people", "residents", CHIYODA.municipality, str(file)).output == "1人\n"
    body = {"code": code_of(1), "origin": CHIYODA.municipality}
    assert outcome(country.ask("departure.request", body, at=CHIYODA)) == "accepted"

    file.write_text(json.dumps([{"code": code_of(1)}]))
    assert typed("people", "residents", CHIYODA.municipality, str(file)).exit_code == 1


def test_the_recipient_of_media_stays_the_same(typed: Any) -> None:
    first = typed("media-key").output
    assert first.startswith("age1")
    assert typed("media-key").output == first


def test_nobody_arrives_without_a_certificate(typed: Any) -> None:
    result = typed("arrive", CHIYODA.municipality, code_of(7))
    assert result.exit_code == 1
    assert "転出証明書情報がありません" in result.output


def first_load(typed: Any, tmp_path: Path, *items: dict[str, str]) -> None:
    file = tmp_path / "load.jsonl"
    bodies = [json.dumps({"layout": "identity-38", "items": each}) for each in items]
    file.write_text("\n".join(bodies))
    assert typed("people", "load", str(file)).output == f"{2 * len(items)}件\n"


def digests(country: Country, rows: list[dict[str, str]], *, at: Any, width: int = 1) -> Any:
    blocks = []
    for n in range(10**width):
        block = f"{n:0{width}d}"
        mine = sorted((row for row in rows if row["1"].startswith(block)), key=lambda row: row["1"])
        told = b"".join(codec.canonical({"items": row}) + b"\n" for row in mine)
        blocks.append(
            {"block": block, "count": len(mine), "digest": hashlib.sha256(told).hexdigest()}
        )
    body = {"run": str(uuid4()), "file": "identity", "width": width, "blocks": blocks}
    return country.ask("reconcile.digests", body, at=at).body


@pytest.mark.parametrize("party", [FUKUSHIMA_KEN, NATION])
def test_after_the_first_load_nothing_differs_and_one_changed_row_is_found(
    country: Country, typed: Any, tmp_path: Path, party: Any
) -> None:
    people = [person(number) for number in range(1, 6)]
    elsewhere = person(6, i8=WAKO.municipality)
    gone = person(7, i21="国内転出", i35="転出")
    first_load(typed, tmp_path, *people, elsewhere, gone)
    answer = digests(country, people, at=party)
    assert (answer["compared"], answer["differing"]) == (10, [])

    people[2] = people[2] | {"11": "福島市松木町９番"}
    (differing,) = digests(country, people, at=party)["differing"]
    assert (differing["block"], differing["count"]) == ("0", 5)
    wanted = {"run": str(uuid4()), "file": "identity", "block": differing["block"]}
    rows = country.ask("reconcile.rows", wanted, at=party).body
    changed = [row["items"] for row in rows["rows"] if row["items"] not in people]
    assert [(row["1"], row["11"]) for row in changed] == [(code_of(3), person()["11"])]
    rest = country.ask("reconcile.rows", wanted | {"after": code_of(4)}, at=party).body
    assert [row["items"]["1"] for row in rest["rows"]] == [code_of(5)]


def test_the_block_of_zeros_holds_the_annexes_without_a_code(
    country: Country, typed: Any, tmp_path: Path
) -> None:
    record = {
        "record_number": "A1",
        "name": "福島　太郎",
        "address": "福島市松木町１番",
        "address_since": "20261101",
        "domicile_municipality": "072010",
        "reason": "国内転入",
        "event_on": "20261101",
        "recorded_on": "20261101",
        "update_number": "1",
        "record_status": "現存",
    }
    nines = next(code for n in "0123456789" if is_resident_code(code := "9999999999" + n))
    coded = record | {"record_number": "A2", "code": nines}
    file = tmp_path / "annex.jsonl"
    file.write_text(json.dumps(record) + "\n" + json.dumps(coded))
    assert typed("people", "load", "--annex", str(file)).output == "4件\n"

    def rows(block: str) -> list[str]:
        body = {"run": str(uuid4()), "file": "annex", "block": block}
        answer = country.ask("reconcile.rows", body, at=NATION).body
        return [row["record_number"] for row in answer["rows"]]

    assert (rows("0"), rows("9"), rows("1")) == (["A1"], ["A2"], [])
