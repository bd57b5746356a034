"""Notices (通知): their states, and the bodies of those that go out. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from daicho.foundation.messages.public import day_text
from daicho.gateways.family_register.domain.annex import Items, carried

ANNEX_NOTICE: Final = "annex.notice"
ANNEX_MISMATCH: Final = "annex.mismatch"
ANNEX_UPDATE: Final = "annex.update"
REGISTER_NOTICE: Final = "register.notice"
DOMICILE_MOVED: Final = "domicile.moved"
DESK_EVENT: Final = "desk.event"
TITLES: Final[Mapping[str, str]] = {
    ANNEX_NOTICE: "戸籍附票記載事項通知",
    ANNEX_MISMATCH: "戸籍照合通知",
    REGISTER_NOTICE: "住民票記載事項通知",
    DOMICILE_MOVED: "本籍転属通知",
    DESK_EVENT: "戸籍の届出",
}
PREFIXES: Final[Mapping[str, str]] = {
    ANNEX_NOTICE: "AN",
    ANNEX_MISMATCH: "AM",
    REGISTER_NOTICE: "RN",
    DOMICILE_MOVED: "DM",
    DESK_EVENT: "FE",
}


class Standing(StrEnum):
    """Where a notice that came in stands."""

    HELD = "held"
    DRAFTED = "drafted"
    ENTERED = "entered"
    MISMATCHED = "mismatched"
    PASSED_ON = "passed_on"
    DISMISSED = "dismissed"

    @property
    def label(self) -> str:
        return {
            "held": "保留",
            "drafted": "下書きを作成",
            "entered": "附票に記載",
            "mismatched": "照合通知を送付",
            "passed_on": "住所地へ通知",
            "dismissed": "対象外",
        }[self.value]


class Sending(StrEnum):
    """Where a notice that goes out stands."""

    UNPLACED = "unplaced"
    QUEUED = "queued"
    HELD = "held"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    STOPPED = "stopped"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return {
            "unplaced": "保留（市区町村が不明）",
            "queued": "送信待ち・応答待ち",
            "held": "相手が確認中",
            "accepted": "受理された",
            "refused": "拒否された",
            "stopped": "送信を中止",
            "dropped": "通知しない",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Register:
    """戸籍の表示; `municipality` is empty while nobody knows it."""

    municipality: str
    domicile: str
    head: str

    def body(self) -> dict[str, str]:
        return {"municipality": self.municipality, "domicile": self.domicile, "head": self.head}


def person_body(items: Items, code: str, on: date) -> dict[str, Any]:
    """One person, as a notice of a day names them."""
    told = {
        "name": items.name,
        "name_kana": items.name_kana,
        "former_surname": items.former_surname,
        "birth_on": items.birth_on,
        "sex": items.sex,
        "code": code,
    }
    named = {name: told[name] for name in ("name", "birth_on")}
    return carried(told, on) | named


def annex_notice(
    items: Items,
    code: str,
    register: Register,
    *,
    number: str,
    reason: str,
    event_on: str,
    today: date,
    previous: str = "",
    planned_on: date | None = None,
) -> dict[str, Any]:
    """The body of 戸籍附票記載事項通知 about one person; with `planned_on` they leave for `items.overseas`."""
    address = {
        "municipality": items.municipality,
        "address": items.address,
        "postal_code": items.postal_code,
        "since": items.address_since,
    }
    body: dict[str, Any] = {
        "notice_number": number,
        "family_register": register.body(),
        "people": [person_body(items, code, today)],
        "address": {name: text for name, text in address.items() if text},
        "reason": reason,
        "event_on": event_on,
        "notified_on": day_text(today),
    }
    if previous:
        body["previous"] = {"address": previous}
    if planned_on is not None:
        body["overseas"] = {
            "destination": items.overseas or "国外",
            "planned_on": day_text(planned_on),
        }
    return body


def annex_update(
    items: Items,
    code: str,
    *,
    record_number: str,
    domicile_municipality: str,
    reason: str,
    event_on: str,
    recorded_on: date,
    ended: bool,
    place: int,
) -> dict[str, Any]:
    """The body of 附票本人確認情報の更新; `place` is the message's among the line's."""
    told = {
        "name_kana": items.name_kana,
        "former_surname": items.former_surname,
        "former_surname_kana": items.former_surname_kana,
        "birth_on": items.birth_on,
        "sex": items.sex,
        "code": code,
        "municipality": items.municipality,
        "overseas": items.overseas,
    }
    return carried(told, recorded_on) | {
        "record_number": record_number,
        "name": items.name,
        "address": items.address,
        "address_since": items.address_since or "0" * 8,
        "domicile_municipality": domicile_municipality,
        "reason": reason,
        "event_on": event_on,
        "recorded_on": day_text(recorded_on),
        "update_number": str(place),
        "record_status": "消除" if ended else "現存",
    }


def items_told(person: Mapping[str, Any], address: Mapping[str, Any], overseas: str = "") -> Items:
    """The items that a notice tells of one person."""
    return Items(
        name=person["name"],
        birth_on=person["birth_on"],
        name_kana=person.get("name_kana", ""),
        former_surname=person.get("former_surname", ""),
        sex=person.get("sex", ""),
        municipality=address.get("municipality", ""),
        address=address.get("address", ""),
        postal_code=address.get("postal_code", ""),
        address_since=address.get("since", ""),
        overseas=overseas,
    )


def differences(
    person: Mapping[str, Any], place: Mapping[str, Any], known: Items, register: Register
) -> list[dict[str, str]]:
    """Where a notice and our 戸籍 side differ (住基法19条2項), item by item; what only one of them says is no difference."""
    pairs = [
        (name, str(person.get(name, "")), str(getattr(known, name)))
        for name in ("name", "name_kana", "former_surname", "birth_on", "sex")
    ]
    pairs += [
        ("domicile", str(place["domicile"]), register.domicile),
        ("head", str(place["head"]), register.head),
    ]
    return [
        {"item": item, "notified": told, "recorded": ours}
        for item, told, ours in pairs
        if told and ours and told != ours
    ]


def mismatch(
    person: Mapping[str, Any],
    found: list[dict[str, str]],
    *,
    number: str,
    notice: str,
    today: date,
) -> dict[str, Any]:
    """The body of 戸籍照合通知."""
    return {
        "notice_number": number,
        "notice": notice,
        "noticed_on": day_text(today),
        "person": {
            name: person[name]
            for name in ("name", "name_kana", "former_surname", "birth_on", "sex", "code")
            if name in person
        },
        "differences": found,
    }
