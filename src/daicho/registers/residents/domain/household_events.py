"""Events within one household (世帯の事象): who enters, who leaves, who is head.

Numbers E-, N-, C- are those of household-rules.md. Events between two households are in
`household_moves`. Every function answers with an `Outcome` and raises Invalid for what no
confirmation can carry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from daicho.kernel.errors import Problem
from daicho.registers.residents.domain import household_alerts as alerts
from daicho.registers.residents.domain.households import (
    Entrant,
    Household,
    Member,
    Outcome,
    outcome,
    seated,
    with_head_name,
)
from daicho.registers.residents.domain.kinship import Fact
from daicho.registers.residents.domain.member_order import (
    append_joining,
    close_gaps,
    notice_addressee,
    order_by_rule,
)
from daicho.registers.residents.domain.relationships import HEAD, Relationship


def form_household(
    entrants: Sequence[Entrant],
    *,
    number: str,
    place_key: str,
    head: UUID | None,
    on: date,
    facts: Iterable[Fact] = (),
) -> Outcome:
    """A new household of people who were in none (E-01; 転入, C-03 with the former values).

    The head's own relationship is set, whatever was entered; None leaves the head unset.
    """
    new = founded(entrants, number=number, place_key=place_key, head=head, facts=tuple(facts))
    return outcome([], after=[new], alerts=alerts_about([new], on=on))


def join_household(
    household: Household, *, entrants: Sequence[Entrant], on: date, facts: Iterable[Fact] = ()
) -> Outcome:
    """People enter a household that goes on (E-02 to E-05); nobody else changes (H-102)."""
    grown = extended(household, entrants=entrants, facts=tuple(facts))
    return outcome([household], after=[grown], alerts=alerts_about([grown], on=on))


def leave_household(
    household: Household,
    *,
    leaving: Collection[UUID],
    on: date,
    appoint_sole: bool = True,
) -> Outcome:
    """People cease to be residents (E-10 to E-13, and C-07), with chapter 3 for a missing head.

    `appoint_sole` makes a single remaining member head ex officio (N-02). Those who leave have no
    line after: what their 除票 keeps is their line before.
    """
    stays, told, notice_to = remaining(household, leaving=leaving, appoint_sole=appoint_sole)
    told += alerts.about_members(stays, on=on)
    return outcome([household], after=[stays], alerts=told, notice_to=notice_to)


def change_head(
    household: Household,
    *,
    new_head: UUID,
    relationships: Mapping[UUID, Relationship | None],
    on: date,
    rerank: bool = True,
    facts: Iterable[Fact] = (),
) -> Outcome:
    """Another member becomes head (世帯主変更, E-17, N-06; STD-4.1.4.2).

    `relationships` must name every other member, the former head too (H-607); None is a blank.
    `rerank` sets the order by the rule again; False keeps an order that staff had made (R-08).
    """
    _require_members(household, [new_head, *relationships])
    if household.head is not None and household.head.key == new_head:
        raise alerts.refusal(
            "head_unchanged",
            "head",
            "選ばれた人は、すでに世帯主です。",
            "世帯主変更は、別の世帯員を世帯主にする処理です。",
            "別の世帯員を選んでください。",
        )
    _require_all_said(household, {new_head, *relationships})
    members = tuple(
        replace(
            member,
            relationship=HEAD if member.key == new_head else relationships[member.key],
        )
        for member in household.members
    )
    changed = with_head_name(replace(household, members=members))
    check_single_head(changed)
    if rerank:
        changed = seated(changed, order=order_by_rule(changed.entries(), facts=facts))
    return outcome([household], after=[changed], alerts=alerts_about([changed], on=on))


def relate_anew(
    household: Household,
    *,
    relationships: Mapping[UUID, Relationship | None],
    on: date,
) -> Outcome:
    """Members are related to the same head in another way (世帯構成変更, REG-019): only their own 続柄 change.

    Who is head is not changed here, in neither direction (世帯主変更 does that), nor is the order.
    """
    _require_members(household, relationships)
    head = household.head
    if any(label is not None and label.is_head for label in relationships.values()) or (
        head is not None and head.key in relationships
    ):
        raise alerts.refusal(
            "head_by_head_change",
            "relationships",
            "世帯主に関わる続柄は、ここでは変えられません。",
            "世帯主が替わると、世帯員全員の続柄を決め直します。",
            "世帯主変更で入力してください。",
        )
    members = tuple(
        replace(member, relationship=relationships.get(member.key, member.relationship))
        for member in household.members
    )
    changed = replace(household, members=members)
    made = outcome([household], after=[changed], alerts=alerts_about([changed], on=on))
    if not made.changes:
        raise alerts.refusal(
            "nothing_changed",
            "relationships",
            "続柄が、台帳の内容と同じです。",
            "変わる続柄がないので、記録することがありません。",
            "続柄を確かめてください。",
        )
    return made


def rename_head(household: Household, *, name: str) -> Outcome:
    """The head's name changes, and with it every line of the household (E-18, M-06)."""
    head = household.head
    if head is None:
        raise alerts.refusal(
            "household_headless",
            "head",
            "この世帯には世帯主がいません。",
            "世帯主の氏名は、世帯主がいる世帯だけが持ちます。",
            "先に世帯主を決めてください。",
        )
    renamed = replace(head, person=replace(head.person, name=name))
    members = tuple(renamed if member.key == head.key else member for member in household.members)
    changed = with_head_name(replace(household, members=members))
    return outcome([household], after=[changed])


def relocate_household(household: Household, *, place_key: str) -> Outcome:
    """The whole household moves together (E-06, 転居 全全): only the place changes.

    A move within the same lot (H-306) changes nothing here; the register dates it all the same.
    """
    return outcome([household], after=[replace(household, place_key=place_key)])


def restore_members(
    household: Household,
    *,
    returning: Sequence[Member],
    former_head: UUID | None,
    on: date,
    relationships: Mapping[UUID, Relationship | None] | None = None,
) -> Outcome:
    """A removal is cancelled: people come back to the household that went on (C-02, C-04, C-05).

    `returning` are their lines from before, `former_head` who was head then. Relationships and
    places are the former ones unless `relationships` says otherwise; where the head has changed,
    they are asked for. A former head comes back as head only where none is set.
    """
    if household.has_ended:
        raise alerts.refusal(
            "household_ended",
            "household",
            "従前の世帯は終了しています。",
            "世帯員がいなくなった世帯番号は、再び使いません。",
            "新しい世帯番号の世帯として戻してください。",
        )
    _require_newcomers(household, [member.key for member in returning])
    told: list[Problem] = []
    back: list[Member] = []
    now = household.head
    for member in sorted(returning, key=lambda one: one.order):
        label = (relationships or {}).get(member.key, member.relationship)
        moved_on = now is not None and now.key != former_head
        if moved_on and member.key not in (relationships or {}):
            told.append(alerts.other_head_now(member))
            label = None if member.is_head else label
        back.append(replace(member, relationship=label))
    everyone = list(household.members)
    for member in back:
        everyone.insert(member.order - 1, member)
    whole = with_head_name(replace(household, members=tuple(everyone)))
    check_single_head(whole)
    whole = seated(whole, order=[member.key for member in everyone])
    return outcome([household], after=[whole], alerts=[*told, *alerts_about([whole], on=on)])


def restore_as_new(
    returning: Sequence[Member], *, number: str, place_key: str, on: date
) -> Outcome:
    """The removal of a whole household is cancelled: it comes back under a new number (C-03)."""
    members = tuple(sorted(returning, key=lambda member: member.order))
    new = with_head_name(Household(number, place_key, members))
    check_single_head(new)
    new = seated(new, order=new.keys)
    return outcome([], after=[new], alerts=alerts_about([new], on=on))


def founded(
    entrants: Sequence[Entrant],
    *,
    number: str,
    place_key: str,
    head: UUID | None,
    facts: tuple[Fact, ...],
) -> Household:
    """A new household in the order of the rule."""
    if not entrants or (head is not None and all(one.person.key != head for one in entrants)):
        raise alerts.refusal(
            "head_not_among_members",
            "head",
            "世帯主が、新しい世帯の中にいません。",
            "新しい世帯の世帯主は、その世帯になる人の中の1人です。",
            "世帯になる人の中から世帯主を選んでください。",
        )
    members = tuple(
        Member(one.person, HEAD if one.person.key == head else one.relationship, order, "")
        for order, one in enumerate(entrants, start=1)
    )
    new = with_head_name(Household(number, place_key, members))
    check_single_head(new)
    return seated(new, order=order_by_rule(new.entries(), facts=facts))


def extended(
    household: Household, *, entrants: Sequence[Entrant], facts: tuple[Fact, ...]
) -> Household:
    """A household with more people, who stand at the end (R-06)."""
    _require_newcomers(household, [one.person.key for one in entrants])
    size = len(household.members)
    coming = [
        Member(one.person, one.relationship, size + place, "")
        for place, one in enumerate(entrants, start=1)
    ]
    order = append_joining(
        household.entries(), joining=[member.entry for member in coming], facts=facts
    )
    grown = with_head_name(replace(household, members=(*household.members, *coming)))
    check_single_head(grown)
    return seated(grown, order=order)


def remaining(
    household: Household, *, leaving: Collection[UUID], appoint_sole: bool
) -> tuple[Household, list[Problem], UUID | None]:
    """Those who stay, under the rules of chapter 3, and to whom notices would go."""
    _require_members(household, leaving)
    order = close_gaps(household.keys, leaving=leaving)
    members = tuple(member for member in household.members if member.key not in leaving)
    stays = replace(household, members=members)
    if not members or stays.head is not None:
        return seated(stays, order=order), [], None
    told: list[Problem]
    if len(members) == 1 and appoint_sole:
        stays = replace(stays, members=(replace(members[0], relationship=HEAD),))
        told = [alerts.sole_member_becomes_head()]
    elif household.head is not None and len(members) > 1:
        told = [alerts.headless(len(members))]
    else:
        told = [alerts.still_headless()]
    notice_to = notice_addressee(household.keys, leaving=leaving)
    return seated(with_head_name(stays), order=order), told, notice_to


def alerts_about(households: Iterable[Household], *, on: date) -> list[Problem]:
    """The alerts that a state itself calls for: no head, a young head, blank relationships."""
    told: list[Problem] = []
    for household in households:
        if household.head is None and not household.has_ended:
            told.append(alerts.still_headless())
        told += alerts.about_members(household, on=on)
    return told


def check_single_head(household: Household) -> None:
    """At most one head (I-02). Raises Invalid."""
    if sum(member.is_head for member in household.members) > 1:
        raise alerts.refusal(
            "second_head",
            "relationships",
            "世帯主が2人になります。",
            "世帯主は1つの世帯に1人までです。",
            "世帯主以外の人の続柄を直してください。世帯主を替えるときは世帯主変更をしてください。",
        )


def _require_all_said(household: Household, said: set[UUID]) -> None:
    unsaid = set(household.keys) - said
    if unsaid:
        raise alerts.refusal(
            "relationships_incomplete",
            "relationships",
            f"続柄が決まっていない世帯員が{len(unsaid)}人います。",
            "世帯主が替わると、世帯員全員の続柄を新しい世帯主から見て決め直します。",
            "全員の続柄を確かめてください。空欄にするときも、空欄と指定してください。",
        )


def _require_members(household: Household, keys: Collection[UUID]) -> None:
    if not set(keys) <= set(household.keys):
        raise alerts.refusal(
            "not_a_member",
            "members",
            "この世帯にいない人が選ばれています。",
            "ほかの異動で、世帯の構成が変わったおそれがあります。",
            "世帯を読み直してから選んでください。",
        )


def _require_newcomers(household: Household, keys: Sequence[UUID]) -> None:
    if len(set(keys)) < len(keys) or not set(keys).isdisjoint(household.keys):
        raise alerts.refusal(
            "already_a_member",
            "members",
            "すでにこの世帯にいる人が選ばれています。",
            "1人が同じ世帯に2度入ることはできません。",
            "世帯を読み直してから選んでください。",
        )
