"""Proposing (続柄の提案, STD-4.1.4.2, household-rules 4): what the engine proposes, and the clerk's own word with its reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from daicho.business.movements.domain.households import person_of, relationship_kept, tell
from daicho.business.movements.domain.reading import Reader
from daicho.business.movements.domain.sheet import FieldSpec
from daicho.business.movements.domain.world import World
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.household_alerts import confirmations
from daicho.registers.residents.domain.households import Household, Member
from daicho.registers.residents.domain.kinship import Kin
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.domain.recompute import (
    Proposal,
    propose_head_change,
    propose_joining,
)
from daicho.registers.residents.domain.relationships import (
    HEAD,
    Relationship,
    parse_relationship,
)
from daicho.registers.residents.domain.segments import Holding

REASON: Final = FieldSpec(
    "relationship_reason",
    "続柄を案から直した理由",
    hint="案と違う続柄にしたとき。例: 戸籍で養子縁組を確認",
)
"""Kept with the case: why a 続柄 is not the one that was proposed."""

Proposals = Mapping[UUID, Proposal]


def typed_relationships(reader: Reader, people: Collection[UUID]) -> dict[UUID, Relationship]:
    """The lawful 続柄 typed so far, without noting problems: what a proposal can start from."""
    found: dict[UUID, Relationship] = {}
    for key in people:
        text = reader.raw(f"relationship.{key}")
        if text:
            try:
                found[key] = parse_relationship(text, field="")
            except Invalid:
                continue
    return found


def for_new_head(
    world: World,
    household: Household,
    head: UUID,
    day: date,
    *,
    among: frozenset[UUID] | None = None,
) -> Proposals:
    """Seen from a new head: of a whole household, or `among` those who go with the head; {} for no member."""
    if household.member(head) is None:
        return {}
    departed = None if household.head else departed_head(world, household, day)
    return propose_head_change(household.kins(), new_head=head, departed_head=departed, among=among)


def for_joining(
    target: Household, source: Household, entered: Mapping[UUID, Relationship]
) -> Proposals:
    """Seen from the head of the household that people enter, once the clerk has said how one of them is related."""
    moving = {key: label for key, label in entered.items() if source.member(key) is not None}
    if target.head is None or not moving:
        return {}
    return propose_joining(target.kins(), joining=source.kins(), entered=moving)


def departed_head(world: World, household: Household, day: date) -> Kin | None:
    """Who was head last, of a household that has none now: its 続柄 are still those to that head."""
    present = set(household.keys)
    heads = [
        h
        for h in world.holdings
        if h.particulars.household_number == household.number
        and h.particulars.is_head
        and h.status is Status.PRESENT
        and h.person not in present
        and h.valid.start is not None
        and h.valid.start <= day
    ]
    last = max(heads, key=lambda h: (h.valid.start, h.history_number), default=None)
    return _kin(last) if last else None


def _kin(held: Holding) -> Kin:
    items = held.particulars
    return Member(
        person=person_of(held),
        relationship=relationship_kept(items.relationship_to_head),
        order=items.member_order or 1,
        head_name=items.head_name,
    ).kin


def proposed_texts(proposals: Proposals) -> dict[UUID, str]:
    """The proposals as text; empty where the engine cannot say."""
    return {key: str(proposal.after or "") for key, proposal in proposals.items()}


def check_against(reader: Reader, proposals: Proposals) -> None:
    """Ask where the record alone cannot show what is proposed, and for the reason where the clerk says something else."""
    typed = typed_relationships(reader, proposals.keys())
    differs = False
    for key, proposal in proposals.items():
        if proposal.after == HEAD:
            continue
        if typed.get(key) == proposal.after:
            tell(reader, confirmations(proposal), slots={})
        elif key in typed and proposal.after is not None:
            differs = True
    if differs and not reader.has(REASON.name):
        reader.alert(
            REASON.name,
            "relationship_reason_blank",
            "案と違う続柄に、理由がありません。",
            "続柄の案を直したときは、直した理由を異動と一緒に残します。",
            "理由を入力するか、案のとおりでよいか確かめてください。",
        )
