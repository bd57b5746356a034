"""Reference for the 戸籍 desk (戸籍事務のための参照, FAM-010, 011): who belongs to a 戸籍, and one person's address; on the trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import HideableItem, check_may, hidden_items
from daicho.gateways.family_register.audit_types import REFERRED, REGISTER_SEARCHED
from daicho.kernel import names
from daicho.kernel.access import Access
from daicho.kernel.characters import check_text
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Problem, Refused
from daicho.registers.protection.public import marks_of
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.public import (
    check_shown,
    person_of_atena_number,
    residents_of_register,
    shields_of,
    truth_now,
)

LIMIT: Final = 200
ITEMS: Final = {
    "address": "住所",
    "address_since": "住所を定めた年月日",
    "name_kana": "振り仮名",
    "relationship": "世帯主の氏名・続柄",
    "previous_address": "前の住所",
}
"""What may be referred to besides 氏名 and 生年月日, by which somebody is known."""
NUMBERS: Final = frozenset({"individual_number", "resident_record_code"})
VEIL: Final = "（表示できません）"


@dataclass(frozen=True, slots=True)
class Member:
    """One resident of a 戸籍."""

    person: UUID
    atena_number: str
    name: str
    birth: str
    address: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Referred:
    """One person, and what was asked for."""

    name: str
    birth: str
    present: bool
    marks: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]


def members_of(access: Access, *, domicile: str, head: str) -> tuple[Member, ...]:
    """The residents who belong to a 戸籍; foreigners have none. `Invalid` unless both are given."""
    with recorded(access, REGISTER_SEARCHED) as note:
        check_may(access, "family.refer")
        note.say(conditions=f"本籍={domicile}、筆頭者={head}", count=0)
        _check_register(access, domicile, head)
        found = residents_of_register(
            domicile=domicile,
            head=names.check_japanese_name(head, field="head"),
            day=business_today(),
        )
        persons = [held.person for held in found]
        shields = shields_of(access, persons)
        marks = marks_of(persons)
        note.about(*persons)
        note.say(count=len(found))
        return tuple(
            Member(
                person=held.person,
                atena_number=held.atena_number,
                name=VEIL if shields[held.person].hidden else held.particulars.name,
                birth="" if shields[held.person].hidden else held.particulars.birth_date.display(),
                address="" if shields[held.person].hidden else held.particulars.full_address,
                marks=marks.get(held.person, ()),
            )
            for held in found
        )


def refer(access: Access, *, atena_number: str, items: Sequence[str], reason: str) -> Referred:
    """What the 戸籍 desk needs of one person. `Refused` for a number of theirs, and where looking them up is suppressed.

    `Invalid` without a reason, for an item that is not offered, or for nobody.
    """
    with recorded(access, REFERRED) as note:
        check_may(access, "family.refer")
        note.say(items="、".join(items), reason=reason[:LIMIT])
        _check_items(items)
        words = check_text(reason, field="reason", limit=LIMIT)
        person = person_of_atena_number(atena_number.strip()) if atena_number.strip() else None
        held = truth_now(person) if person else None
        problems = [*([] if words else [_blank()]), *([] if held else [_nobody()])]
        if problems or held is None:
            raise Invalid(problems)
        note.about(held.person)
        check_shown(access, [held.person])
        own = held.particulars
        return Referred(
            name=own.printed_name,
            birth=own.birth_date.display(),
            present=held.status is Status.PRESENT,
            marks=marks_of([held.person]).get(held.person, ()),
            facts=tuple((ITEMS[item], _text(own, item)) for item in ITEMS if item in items),
        )


def _text(own: Particulars, item: str) -> str:
    if item == "address":
        return own.full_address
    if item == "address_since":
        return own.address_since.display() if own.address_since else ""
    if item == "relationship":
        return f"{own.head_name}（{own.relationship_to_head}）"
    if item == "previous_address":
        return own.previous_address
    return own.name_kana


def _check_items(items: Sequence[str]) -> None:
    if NUMBERS & set(items):
        raise Refused(
            "個人番号と住民票コードは参照できません。",
            why="戸籍の事務で利用できる事務に当たりません（番号法9条）。",
            remedy="ほかの項目を選んでください。",
            code="reference.number",
        )
    if not items or not set(items) <= set(ITEMS):
        raise Invalid(
            [
                Problem(
                    "reference.items",
                    "items",
                    "参照する項目が選ばれていません。",
                    "必要な項目だけを参照し、記録に残します。",
                    "項目を選んでください。",
                )
            ]
        )


def _check_register(access: Access, domicile: str, head: str) -> None:
    if HideableItem.DOMICILE in hidden_items(access):
        raise Refused(
            "本籍・筆頭者では検索できません。",
            why="戸籍の表示を見ることができない設定です。",
            remedy="所属長を通じて権限設定の担当に申し出てください。",
            code="reference.domicile_hidden",
        )
    blank = [
        (n, w)
        for n, t, w in (("domicile", domicile, "本籍"), ("head", head, "筆頭者"))
        if not t.strip()
    ]
    if blank:
        raise Invalid(
            [
                Problem(
                    "blank",
                    name,
                    f"{words}が空欄です。",
                    "本籍と筆頭者の両方で、一つの戸籍を表します。",
                    "両方を入力してください。",
                )
                for name, words in blank
            ]
        )


def _blank() -> Problem:
    return Problem(
        "blank",
        "reason",
        "参照する理由が空欄です。",
        "だれが何のために参照したかを記録に残します。",
        "届出の番号など、理由を入力してください。",
    )


def _nobody() -> Problem:
    return Problem(
        "reference.nobody",
        "atena_number",
        "この宛名番号の人はいません。",
        "番号の誤りです。",
        "宛名番号を確かめてください。",
    )
