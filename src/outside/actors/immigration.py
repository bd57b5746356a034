"""出入国在留管理庁: takes 市町村通知 (入管法61条の8の2), sends back what is defective with the reason (IMM-009)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psycopg.types.json import Jsonb

from outside.codec import Envelope
from outside.desk import Accepted, Desk, Reply
from outside.problems import Problem, Refusal

_ADDRESS = ("国内転入", "国外転入等", "転居", "出生")
_DESTINATION = ("国内転出", "国外転出")
# What each category of 住基法30条の45 must carry.
_NEEDED = {
    "mid_long_term": ("residence_card_number", "residence_status", "residence_until"),
    "special_permanent": ("special_permanent_number",),
    "temporary_refuge": ("landing_period",),
    "provisional_stay": ("provisional_stay_period",),
}
# 永住者 and 高度専門職（２号） stay without an end.
_WITHOUT_END = ("永住者", "高度専門職")


def take_municipal(desk: Desk, envelope: Envelope) -> Reply:
    """Take 市町村通知 from a municipality's register. Raises `Refusal` with every defect."""
    body = envelope.body
    wrong = _faults(body, sender=envelope.sender.municipality)
    if wrong:
        raise Refusal(wrong)
    about = f"{envelope.sender.municipality}/{body['notice_number']}"
    before = desk.connection.execute(
        "SELECT 1 FROM note WHERE party = %s AND kind = %s AND about = %s",
        [str(desk.party), envelope.kind, about],
    ).fetchone()
    if before is not None:
        raise Refusal(
            [
                _defect(
                    "repeated", "notice_number", "受け取り済みの通知番号です。", "番号の重複です。"
                )
            ]
        )
    desk.note(envelope.kind, about, body, thread=envelope.thread)
    card = _card_of(body["person"])
    if card is not None:
        desk.connection.execute(
            "INSERT INTO foreigner (card_number, municipality, body) VALUES (%s, %s, %s)"
            " ON CONFLICT (card_number) DO UPDATE SET municipality = excluded.municipality, body = excluded.body",
            [card, envelope.sender.municipality, Jsonb(body)],
        )
    return Accepted()


def _faults(body: Mapping[str, Any], *, sender: str) -> list[Problem]:
    person = body["person"]
    missing = [
        f"person.{name}"
        for name in _NEEDED.get(person["residence_category"], ())
        if name not in person
    ]
    if str(person.get("residence_status", "")).startswith(_WITHOUT_END):
        missing = [name for name in missing if name != "person.residence_until"]
    if "name_alphabet" not in person and "name_kanji" not in person:
        missing.append("person.name_alphabet")
    if body["reason"] in _ADDRESS and "address" not in body:
        missing.append("address")
    if body["reason"] in _DESTINATION and "destination" not in body:
        missing.append("destination")
    found = [
        _defect("missing", item, "必要な事項がありません。", "通知の内容に不備があります。")
        for item in missing
    ]
    if body["municipality"] != sender:
        found.append(
            _defect(
                "municipality",
                "municipality",
                "市町村コードが送信元と違います。",
                "別の市町村の通知です。",
            )
        )
    return found


def _card_of(person: Mapping[str, Any]) -> str | None:
    return person.get("residence_card_number") or person.get("special_permanent_number")


def _defect(code: str, item: str, what: str, why: str) -> Problem:
    return Problem(f"immigration.{code}", item, what, why, "訂正して、通知を送り直してください。")
