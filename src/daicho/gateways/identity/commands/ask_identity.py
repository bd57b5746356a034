"""Ask for an identity (本人確認情報照会, JUK-004, 013 to 015): of the 市町村CS, which asks the nation for whom it does not hold.

What comes back is shown and forgotten. The question stands on the trail with its purpose, also where nobody was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Outgoing, Refusal, ask, own_node
from daicho.foundation.messages.public import canonical
from daicho.foundation.staff.public import check_may
from daicho.gateways.identity.audit_types import ASKED
from daicho.gateways.identity.domain.comparison import (
    CardState,
    Compared,
    Verdict,
    birth_words,
    compare,
    judge,
)
from daicho.gateways.identity.domain.criteria import Criteria, check_criteria
from daicho.gateways.identity.domain.purposes import Purpose
from daicho.kernel.access import Access
from daicho.kernel.errors import Invalid, Problem
from daicho.registers.residents.public import person_of_code

PER_PAGE: Final = 20
LONGEST: Final = 40
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One who was found: neither of the two numbers is among what is shown."""

    name: str
    kana: str
    birth: str
    sex: str
    address: str
    municipality: str
    standing: str
    differs: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the question brought; `compared` where it is about one person, `more` where there are others besides."""

    page: Page[Fields]
    lines: tuple[Line, ...]
    more: bool
    compared: Compared | None
    card: CardState


def ask_identity(
    access: Access,
    *,
    asked: Criteria,
    purpose: Purpose | None,
    words: str,
    card_shown: bool,
    page: int,
) -> Found:
    """Ask and compare. `Invalid` without a purpose or with too few conditions (JUK-014), and for what the CS refuses.

    Where a card was shown, the nation is asked whether its certificate is in force. Each page is a question of its own.
    """
    check_may(access, "identity.ask")
    told = _purpose(purpose, words)
    check_criteria(asked, settings.PROFILE.jukinet.search_pairs)
    _check_card(asked, card_shown=card_shown)
    answer = _ask(access, "identity.query", asked.body(told))
    found: list[Fields] = [canonical(answer["layout"], each["items"]) for each in answer["found"]]
    card = _card(access, asked.code) if card_shown and found else CardState.UNASKED
    compared = None
    if len(found) <= 1:
        assert purpose is not None
        one = found[0] if found else None
        compared = judge(asked, one, card=card, standings=purpose.standings)
    shown = Paginator(found, PER_PAGE).get_page(page)
    with recorded(access, ASKED) as note:
        note.about(*_residents(shown.object_list))
        note.say(
            items=asked.words,
            purpose=told,
            count=len(found),
            result=compared.verdict.label if compared else "複数",
            differs=_differs(compared),
        )
    lines = tuple(_line(asked, fields) for fields in shown.object_list)
    return Found(shown, lines, bool(answer["more"]), compared, card)


def _ask(access: Access, kind: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        return ask(access, Outgoing(kind=kind, receiver=own_node("municipal_cs"), body=body)).body
    except Refusal as error:
        raise Invalid(error.problems) from error


def _card(access: Access, code: str) -> CardState:
    return CardState(_ask(access, "serial.query", {"code": code})["state"])


def _residents(found: Iterable[Fields]) -> list[UUID]:
    """Those of them who are on our own register, for the trail."""
    ours = settings.TOWN["code"]
    codes = [
        one["resident_record_code"] for one in found if one.get("municipality_code", ours) == ours
    ]
    return [person for code in codes if (person := person_of_code(code)) is not None]


def _purpose(purpose: Purpose | None, words: str) -> str:
    """The purpose as it goes on the line; `Invalid` where there is none."""
    typed = words.strip()
    if purpose is not None and len(typed) <= LONGEST and (typed or purpose is not Purpose.OTHER):
        return (
            typed if purpose is Purpose.OTHER else "　".join(filter(None, (purpose.words, typed)))
        )
    raise Invalid(
        [
            Problem(
                "identity.purpose",
                "purpose" if purpose is None else "words",
                "照会の目的がありません。" if len(typed) <= LONGEST else "照会の目的が長すぎます。",
                f"照会は、目的を付けて記録に残します（補足は{LONGEST}文字まで）。",
                "目的を選び、「その他」のときはどの事務かを入力してください。",
            )
        ]
    )


def _check_card(asked: Criteria, *, card_shown: bool) -> None:
    if not card_shown or asked.code:
        return
    raise Invalid(
        [
            Problem(
                "identity.card_code",
                "code",
                "カードの住民票コードがありません。",
                "カードの有効性は、住民票コードで確かめます。",
                "カードから住民票コードを読み取ってください。",
            )
        ]
    )


def _differs(compared: Compared | None) -> str:
    if compared is None or compared.verdict is Verdict.NOBODY:
        return ""
    return "・".join(row.label for row in compared.rows if row.compared and not row.same)


def _line(asked: Criteria, fields: Fields) -> Line:
    rows = compare(asked, fields) if asked.by != "items" else ()
    return Line(
        name=fields.get("name", ""),
        kana=fields.get("name_kana", ""),
        birth=birth_words(fields.get("birth_date", "")),
        sex=fields.get("sex", ""),
        address=fields.get("address", ""),
        municipality=fields.get("municipality_code", ""),
        standing=fields.get("record_status", ""),
        differs="・".join(row.label for row in rows if row.compared and not row.same),
    )
