"""Drafts (職権の異動の下書き): what a notice fills into the form of a movement; a clerk goes on with it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from daicho.gateways.family_register.domain.dates import birth_shown, typed
from daicho.gateways.family_register.domain.events import AMEND, EVENTS

_SEXES: Final = {"男": "male", "女": "female"}
_OF_RESIDENT: Final = {
    "name": "name",
    "name_kana": "name_kana",
    "domicile": "domicile",
    "head": "family_register_head",
    "nationality": "nationality",
}
"""What a notice calls an item, and what the register does."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft to be made: `facts` are fields of the form, `edits` items of the person, as a clerk would type them."""

    kind: str
    facts: Mapping[str, str]
    edits: Mapping[str, str] = field(default_factory=dict)


def of_event(body: Mapping[str, Any], *, kind: str = "") -> Draft | None:
    """The draft that 住民票記載事項通知 or a 届出 calls for, about somebody registered; None where a clerk must decide.

    `kind`: what the clerk decided on.
    """
    event = EVENTS[body["event"]]
    wanted = kind or event.kind
    if not wanted or wanted == "birth":
        return None
    told = dict(body.get("changes", {}))
    facts = {
        "event_date": typed(body["event_on"]),
        "noticed_on": typed(body["accepted_on"]),
        "basis": "通知",
    }
    if wanted in (AMEND, "name_kana"):
        facts["cause"] = event.cause or "other"
        facts["ground"] = ground_of(event.label, body)
    return Draft(wanted, facts, edits_of(told))


def of_birth(body: Mapping[str, Any], *, household: str) -> Draft:
    """The draft of a 出生 into a household."""
    person, place = body["person"], body["family_register"]
    child = {
        "kind": "japanese",
        "name": person["name"],
        "name_kana": person.get("name_kana", ""),
        "birth_date": birth_shown(person["birth_on"]),
        "sex": _SEXES.get(person.get("sex", ""), ""),
        "domicile": place["domicile"],
        "family_register_head": place["head"],
    }
    facts = {f"persons.0.{name}": text for name, text in child.items() if text}
    facts |= {
        "target_household": household,
        "noticed_on": typed(body["accepted_on"]),
        "ground": ground_of("出生", body),
    }
    return Draft("birth", facts)


def of_mismatch(body: Mapping[str, Any]) -> Draft | None:
    """The 戸籍修正 that 戸籍照合通知 calls for; None where it tells no item that the form has, with what the 戸籍 says."""
    told = {d["item"]: d["recorded"] for d in body["differences"] if d.get("recorded")}
    edits = edits_of(told)
    if not edits:
        return None
    noticed = typed(body["noticed_on"])
    facts = {
        "event_date": noticed,
        "noticed_on": noticed,
        "basis": "通知",
        "cause": "other",
        "ground": f"戸籍照合通知 {body['notice_number']}（{body['notice']}への回答）",
    }
    return Draft(AMEND, facts, edits)


def of_moved(body: Mapping[str, Any]) -> Draft:
    """The 戸籍修正 of a 転籍."""
    moved = typed(body["moved_on"])
    facts = {
        "event_date": moved,
        "noticed_on": moved,
        "basis": "通知",
        "cause": "transfer_of_register",
        "ground": f"本籍転属通知 {body['notice_number']}",
    }
    return Draft(AMEND, facts, edits_of({n: body["new"][n] for n in ("domicile", "head")}))


def edits_of(told: Mapping[str, str]) -> dict[str, str]:
    """Items of a notice as the form names them."""
    found = {_OF_RESIDENT[name]: text for name, text in told.items() if name in _OF_RESIDENT}
    if told.get("birth_on"):
        found["birth_date"] = birth_shown(told["birth_on"])
    if told.get("sex") in _SEXES:
        found["sex"] = _SEXES[told["sex"]]
    return found


def ground_of(label: str, body: Mapping[str, Any]) -> str:
    """根拠となった書類・事実."""
    return f"{label}（{body['notice_number']}）"


def parents_of(body: Mapping[str, Any]) -> Iterable[Mapping[str, str]]:
    """父母, the mother first: a child lives with her as a rule."""
    return tuple(reversed(body.get("parents", [])))
