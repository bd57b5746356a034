"""Reading a notice (通知の内容): its items as a clerk reads them, one after another; numbers are left out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from daicho.gateways.family_register.domain.dates import birth_shown, shown
from daicho.gateways.family_register.domain.events import EVENTS

ITEM_WORDS: Final = {
    "name": "氏名",
    "name_kana": "振り仮名",
    "former_surname": "旧氏",
    "birth_on": "生年月日",
    "sex": "性別",
    "domicile": "本籍",
    "head": "筆頭者",
    "nationality": "国籍・地域",
    "relationship_words": "父母との続柄",
}
Body = Mapping[str, Any]  # Any: a message's JSON


def facts_of(body: Body, at: int) -> tuple[tuple[str, str], ...]:
    """(label, words) of everything that a notice says of its person at a place, blanks left out."""
    person = body["people"][at] if "people" in body else body["person"]
    found = (*_event(body), *_person(person), *_places(body, person), *_more(body))
    return tuple((label, words) for label, words in found if words)


def _event(body: Body) -> Iterator[tuple[str, str]]:
    if "event" in body:
        yield "届出の種類", EVENTS[body["event"]].label
    yield "異動事由", body.get("reason", "")
    yield "事件の日・異動日", shown(body.get("event_on", body.get("moved_on", "")))
    yield "受理・通知の日", shown(body.get("accepted_on") or body.get("notified_on", ""))
    yield "照合した日", shown(body.get("noticed_on", ""))
    yield "照合した通知", body.get("notice", "")


def _person(person: Body) -> Iterator[tuple[str, str]]:
    for name, label in ITEM_WORDS.items():
        text = str(person.get(name, ""))
        yield label, birth_shown(text) if name == "birth_on" else text


def _places(body: Body, person: Body) -> Iterator[tuple[str, str]]:
    for name, label in (("family_register", ""), ("former", "元の"), ("new", "新しい")):
        place = body.get(name, {})
        yield f"{label}本籍", place.get("domicile", "")
        yield f"{label}筆頭者", place.get("head", "")
    address = body.get("address") or person.get("address") or {}
    if isinstance(address, str):
        yield "住所", address
    else:
        yield "住所", address.get("address", "")
        yield "住所を定めた年月日", shown(address.get("since", ""))
    yield "従前の住所", body.get("previous", {}).get("address", "")
    overseas = body.get("overseas", {})
    yield "国外の転出先", overseas.get("destination", "")
    yield "国外転出の予定日", shown(overseas.get("planned_on", ""))


def _more(body: Body) -> Iterator[tuple[str, str]]:
    for name, text in body.get("changes", {}).items():
        words = birth_shown(text) if name == "birth_on" else text
        yield f"新しい{ITEM_WORDS.get(name, name)}", words
    for difference in body.get("differences", ()):
        label = ITEM_WORDS[difference["item"]]
        yield f"{label}（通知した内容）", _told(difference, "notified")
        yield f"{label}（戸籍の記載）", _told(difference, "recorded")
    yield "父母", "、".join(parent["name"] for parent in body.get("parents", ()))
    yield "備考", body.get("detail", "")


def _told(difference: Body, which: str) -> str:
    text = str(difference.get(which, ""))
    return birth_shown(text) if difference["item"] == "birth_on" else text
