"""Note the members (名簿に書き添えること): what a kind of list says of each besides the items of the register.

Runs inside the entry of the making. 安否名簿: household, age band, circumstances; 学齢簿: school district, 保護者.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import groupby, islice
from typing import Final

from daicho.business.inspection.commands.choose_members import Chosen
from daicho.business.inspection.domain.drawing import rank
from daicho.business.inspection.domain.listings import ListKind, ListRule
from daicho.business.inspection.domain.rows import age_band, age_on
from daicho.business.inspection.domain.wishes import LEVELS
from daicho.business.inspection.models import Listing, ListingMember
from daicho.foundation.law_values import value_on
from daicho.registers.code_tables.public import districts_of
from daicho.registers.residents.public import Found, HouseholdHead, heads_of

PIECE: Final = 500
Notes = dict[str, str]


def noted(row: Listing, rule: ListRule, chosen: Chosen) -> Iterator[ListingMember]:
    """The members of a list in order, with their notes; positions are counted from 1."""
    if rule.kind is ListKind.SAFETY:
        pairs = _safety(row, chosen)
    elif rule.kind is ListKind.SCHOOL:
        pairs = _school(row, chosen)
    else:
        pairs = ((found, {}, False) for found in chosen.members)
    for position, (found, notes, withheld) in enumerate(pairs, start=1):
        yield ListingMember(
            listing=row,
            position=position,
            person=found.person,
            version=found.version,
            town_code=found.town_code,
            withheld=withheld,
            notes=notes,
        )


Noted = Iterator[tuple[Found, Notes, bool]]


def _safety(row: Listing, chosen: Chosen) -> Noted:
    """Household by household; whoever is protected comes last, in an order that says nothing of where they live."""
    old, small = _years("late_elderly", row.day), _years("school_entry", row.day)
    hidden: list[Found] = []
    number = 0
    for _, group in groupby(chosen.members, key=lambda f: f.household):
        members = list(group)
        ages = {f.person: age_on(f.birth_on, row.day) for f in members}
        alone = len(members) == 1
        aged = all(age >= old for age in ages.values())
        open_ones = [f for f in members if f.person not in chosen.protected]
        hidden += [f for f in members if f.person in chosen.protected]
        number += bool(open_ones)
        for found in open_ones:
            age = ages[found.person]
            wanted = (
                (age >= old, "高齢"),
                (age >= old and alone, "一人暮らし"),
                (aged and not alone, "高齢者だけの世帯"),
                (age < small, "乳幼児"),
                (found.kind == "foreign", "外国人住民"),
            )
            marks = "、".join(words for so, words in wanted if so)
            yield (
                found,
                {"household": str(number), "age_band": age_band(age), "marks": marks},
                False,
            )
    hidden.sort(key=lambda f: rank(row.seed, f.person))
    for at, found in enumerate(hidden, start=1):
        yield found, {"reference": f"照合 {at}"}, True


def _school(row: Listing, chosen: Chosen) -> Noted:
    table = LEVELS[row.params["about"]][2]
    district = _district_finder(table, row.day)
    members = iter(chosen.members)
    while piece := list(islice(members, PIECE)):
        heads = heads_of({f.household for f in piece}, row.day)
        for found in piece:
            marks = _school_marks(found, protected=found.person in chosen.protected)
            notes = {
                "school": district(found.town_code, found.banchi),
                "guardian": _guardian(found, heads.get(found.household)),
                "marks": marks,
            }
            yield found, notes, False


def _school_marks(found: Found, *, protected: bool) -> str:
    wanted = ((protected, "抑止（取扱注意）"), (found.kind == "foreign", "外国人住民"))
    return "、".join(words for so, words in wanted if so)


CHILDREN: Final = ("子", "長男", "長女", "二男", "二女", "三男", "三女", "養子", "妻の子", "夫の子")


def _guardian(found: Found, head: HouseholdHead | None) -> str:
    """The 世帯主 where the child is theirs; somebody else's guardian is not what the register says, and is asked."""
    if head is None or head.person == found.person:
        return "要確認"
    if found.relationship in CHILDREN:
        return head.name
    return f"{head.name}（世帯主、続柄 {found.relationship or '空欄'}。要確認）"


def _district_finder(table: str, day: date) -> Callable[[str, str], str]:
    @cache
    def find(town_code: str, banchi: str) -> str:
        found = districts_of(town_code, banchi, day).get(table)
        return found[1] if found else "未定"

    return find


def _years(code: str, day: date) -> int:
    return int(value_on("ages", code, day).facts["years"])
