"""Events between households (世帯分離・世帯合併・世帯変更・転居): people pass from one to another.

Nobody is ever in two households or in none (I-01). The four changes of STD-4.1.4.1 move no address:
other lots are refused (H-602); moves across lots are 転居.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from daicho.registers.residents.domain import household_alerts as alerts
from daicho.registers.residents.domain.household_events import (
    alerts_about,
    extended,
    founded,
    remaining,
)
from daicho.registers.residents.domain.households import Entrant, Household, Outcome, outcome
from daicho.registers.residents.domain.kinship import Fact
from daicho.registers.residents.domain.relationships import Relationship

Relationships = Mapping[UUID, Relationship | None]


def split_household(
    household: Household,
    *,
    number: str,
    head: UUID,
    relationships: Relationships,
    on: date,
    facts: Iterable[Fact] = (),
    appoint_sole: bool = True,
) -> Outcome:
    """Some become a household of their own where they live (世帯分離, E-14, H-603).

    `relationships` names those who leave with `head`, related to that head.
    """
    return move_apart(
        household,
        number=number,
        place_key=household.place_key,
        head=head,
        relationships=relationships,
        on=on,
        facts=facts,
        appoint_sole=appoint_sole,
    )


def move_apart(
    household: Household,
    *,
    number: str,
    place_key: str,
    head: UUID,
    relationships: Relationships,
    on: date,
    facts: Iterable[Fact] = (),
    appoint_sole: bool = True,
) -> Outcome:
    """Some move to a place of their own (転居 一全, E-08); the first of the answer is who stays."""
    known = tuple(facts)
    moving = frozenset({head, *relationships})
    _require_some_stay(household, moving)
    stays, told, notice_to = remaining(household, leaving=moving, appoint_sole=appoint_sole)
    new = founded(
        _entrants(household, moving, {**relationships, head: None}),
        number=number,
        place_key=place_key,
        head=head,
        facts=known,
    )
    told += alerts.spouses_apart(household, moving=moving, facts=known)
    told += alerts.about_members(stays, on=on) + alerts_about([new], on=on)
    return outcome([household], after=[stays, new], alerts=told, notice_to=notice_to)


def merge_households(
    source: Household,
    *,
    target: Household,
    relationships: Relationships,
    on: date,
    facts: Iterable[Fact] = (),
) -> Outcome:
    """All of one household enter another at the same place (世帯合併, E-15, H-604)."""
    _require_same_place(source, target)
    if set(relationships) != set(source.keys):
        raise alerts.refusal(
            "merge_needs_everyone",
            "members",
            "世帯合併で移る人が、元の世帯の全員になっていません。",
            "世帯合併は、元の世帯の全員が先の世帯へ入る処理です。",
            "全員を選ぶか、一部だけを移すときは世帯変更をしてください。",
        )
    return move_into(source, target=target, relationships=relationships, on=on, facts=facts)


def transfer_members(
    source: Household,
    *,
    target: Household,
    relationships: Relationships,
    on: date,
    facts: Iterable[Fact] = (),
    appoint_sole: bool = True,
) -> Outcome:
    """Some pass to another household at the same place (世帯変更, E-16, H-605)."""
    _require_same_place(source, target)
    _require_some_stay(source, relationships)
    return move_into(
        source,
        target=target,
        relationships=relationships,
        on=on,
        facts=facts,
        appoint_sole=appoint_sole,
    )


def move_into(
    source: Household,
    *,
    target: Household,
    relationships: Relationships,
    on: date,
    facts: Iterable[Fact] = (),
    appoint_sole: bool = True,
) -> Outcome:
    """Some or all enter an existing household anywhere in the town (転居 一一・全一, E-07, E-09).

    `relationships` names those who move, related to the head of `target`, whose members do not
    change. The first of the answer is the household left, empty where all have gone.
    """
    if source.number == target.number:
        raise alerts.refusal(
            "same_household",
            "household",
            "元の世帯と先の世帯が同じです。",
            "移る先には、別の世帯を選ぶ必要があります。",
            "先の世帯を選び直してください。",
        )
    known = tuple(facts)
    moving = frozenset(relationships)
    stays, told, notice_to = remaining(source, leaving=moving, appoint_sole=appoint_sole)
    grown = extended(target, entrants=_entrants(source, moving, relationships), facts=known)
    told += alerts.spouses_apart(source, moving=moving, facts=known)
    told += alerts.about_members(stays, on=on) + alerts_about([grown], on=on)
    return outcome([source, target], after=[stays, grown], alerts=told, notice_to=notice_to)


def _entrants(
    household: Household, moving: frozenset[UUID], relationships: Relationships
) -> list[Entrant]:
    return [
        Entrant(member.person, relationships[member.key])
        for member in household.members
        if member.key in moving
    ]


def _require_same_place(source: Household, target: Household) -> None:
    if source.place_key != target.place_key:
        raise alerts.refusal(
            "place_differs",
            "household",
            "元の世帯と先の世帯の住所(地番)が違います。",
            "世帯合併・世帯変更では住所を変えられません。",
            "住所が変わるときは転居で処理してください。方書だけの違いは差し支えありません。",
        )


def _require_some_stay(household: Household, moving: Collection[UUID]) -> None:
    if set(household.keys) <= set(moving):
        raise alerts.refusal(
            "everyone_selected",
            "members",
            "世帯の全員が選ばれています。",
            "一部の人だけが動く処理で、元の世帯に1人以上が残る必要があります。",
            "残る人を除いて選び直すか、全員が動く処理(転居・世帯合併)をしてください。",
        )
