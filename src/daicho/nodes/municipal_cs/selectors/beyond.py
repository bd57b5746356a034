"""Beyond the file (機構への照会・カードの突合・真正性確認): what the nation holds, and how what was shown stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.conf import settings

from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Outgoing, ask
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import search_fold_name
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.kernel.errors import Invalid, Problem
from daicho.nodes.municipal_cs import parties
from daicho.nodes.municipal_cs.audit_types import CARD_CHECKED, NATION_ASKED, NUMBER_VERIFIED
from daicho.nodes.municipal_cs.domain import items as at
from daicho.nodes.municipal_cs.domain.criteria import Criteria, check_criteria
from daicho.nodes.municipal_cs.domain.shown import shown
from daicho.nodes.municipal_cs.selectors.found import found_by

LONGEST_PURPOSE: Final = 60
Items = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NationLine:
    """One person as the nation answers: no numbers."""

    name: str
    kana: str
    birth: str
    sex: str
    address: str
    municipality: str
    standing: str


class Check(StrEnum):
    """How what was shown stands beside what is held."""

    SAME = "same"
    DIFFERENT = "different"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        return {"same": "一致", "different": "不一致", "nobody": "該当なし"}[self.value]


@dataclass(frozen=True, slots=True)
class Compared:
    """The four items side by side: (label, as shown, as held, same)."""

    result: Check
    place: str
    rows: tuple[tuple[str, str, str, bool], ...] = ()


def ask_nation(access: Access, asked: Criteria, *, purpose: str) -> tuple[NationLine, ...]:
    """Whom the nation knows by these criteria (JUK-015); one entry, also for nobody. `Unavailable` when it is away."""
    check_may(access, "identity.nation")
    found: list[Items] = []
    try:
        check_criteria(asked, settings.PROFILE.jukinet.search_pairs)
        _check_purpose(purpose)
        found = _asked_of_nation(access, asked, purpose)
    finally:
        _enter_nation(access, asked, purpose, found)
    return tuple(_line(items) for items in found)


def check_card(access: Access, *, code: str, typed: Mapping[str, str]) -> Compared:
    """A card's 住民票コード with the four items as typed (JUK-004, 005); here, and else at the nation.

    Nobody of this code: 該当なし, and nothing says that the person was identified.
    """
    check_may(access, "identity.card")
    held, place = _held(access, RESIDENT_RECORD_CODE.check(code, field="code"), "カードの確認")
    rows = tuple(_row(name, typed.get(name, ""), held) for name in at.FOUR_ITEMS) if held else ()
    different = [label for label, _, _, same in rows if not same]
    result = Check.NOBODY if held is None else Check.DIFFERENT if different else Check.SAME
    with recorded(access, CARD_CHECKED) as note:
        note.say(result=result.label, items="・".join(different))
    return Compared(result, place, rows)


def verify_number(access: Access, *, code: str, number: str) -> Compared:
    """Whether a 個人番号 belongs to a 住民票コード (真正性確認, JUK-026): by the nation, who made it."""
    check_may(access, "identity.verify")
    asked = RESIDENT_RECORD_CODE.check(code, field="code")
    typed = INDIVIDUAL_NUMBER.check(number, field="number")
    found = _asked_of_nation(access, Criteria(code=asked), "個人番号の真正性確認")
    held = found[0].get(at.NUMBER, "") if len(found) == 1 else None
    result = Check.NOBODY if held is None else Check.SAME if held == typed else Check.DIFFERENT
    with recorded(access, NUMBER_VERIFIED) as note:
        note.say(result=result.label, place="機構")
    return Compared(result, "機構")


def _held(access: Access, code: str, purpose: str) -> tuple[Items | None, str]:
    row = found_by(Criteria(code=code)).first()
    if row is not None:
        return row.items, "市町村CS"
    found = _asked_of_nation(access, Criteria(code=code), purpose)
    return (found[0] if len(found) == 1 else None), "機構"


def _asked_of_nation(access: Access, asked: Criteria, purpose: str) -> list[Items]:
    answer = ask(
        access,
        Outgoing(
            kind="identity.query", receiver=parties.nation(), body=asked.body(purpose.strip())
        ),
    )
    told: list[dict[str, Any]] = answer.body["found"]
    return [each["items"] for each in told]


def _enter_nation(access: Access, asked: Criteria, purpose: str, found: list[Items]) -> None:
    with recorded(access, NATION_ASKED) as note:
        note.say(items="・".join(asked.kinds), count=len(found), words=purpose.strip())


def _check_purpose(purpose: str) -> None:
    if purpose.strip() and len(purpose.strip()) <= LONGEST_PURPOSE:
        return
    raise Invalid(
        [
            Problem(
                "identity.purpose",
                "purpose",
                "照会の目的がありません。",
                f"機構への照会には、目的を付けて残します（{LONGEST_PURPOSE}文字まで）。",
                "どの事務のための照会かを入力してください。",
            )
        ]
    )


_LABELS: Final = {"name": "氏名", "birth_on": "生年月日", "sex": "性別", "address": "住所"}


def _row(name: str, typed: str, held: Items | None) -> tuple[str, str, str, bool]:
    number = at.FOUR_ITEMS[name]
    theirs = (held or {}).get(number, "")
    folds = name in ("name", "address")
    same = search_fold_name(typed) == search_fold_name(theirs) if folds else typed == theirs
    return _LABELS[name], shown(number, typed), shown(number, theirs), same


def _line(items: Items) -> NationLine:
    return NationLine(
        name=items.get(at.NAME, ""),
        kana=items.get(at.KANA, ""),
        birth=shown(at.BIRTH, items.get(at.BIRTH, "")),
        sex=shown(at.SEX, items.get(at.SEX, "")),
        address=items.get(at.ADDRESS, ""),
        municipality=items.get(at.MUNICIPALITY, ""),
        standing=items.get(at.STATUS, ""),
    )
