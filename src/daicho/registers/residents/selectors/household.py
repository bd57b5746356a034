"""Household (世帯の照会): who is in it on a day, who was removed from it, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.registers.residents import ports
from daicho.registers.residents.audit_types import HOUSEHOLD_VIEWED
from daicho.registers.residents.domain.labels import reason_label
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.models import Version
from daicho.registers.residents.selectors.known import AsOf, record_of, version_of
from daicho.registers.residents.selectors.person import RecordHead, head_of
from daicho.registers.residents.selectors.search import full_address
from daicho.registers.residents.selectors.shielding import Shield, open_shield, shields_of


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member, present or removed."""

    record: UUID
    atena_number: str
    name: str
    kana: str
    relationship: str
    birth: str
    sex: str
    kind: str
    removed: str
    removed_from: date | None
    planned_on: date | None
    pending: str
    marks: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class HouseholdChange:
    """One change that touched the household: when, why, whom."""

    event: str
    reason: str
    processed_on: date
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """The household of one record; `head` is None where nothing is known of that day."""

    record: UUID
    as_of: AsOf
    head: RecordHead | None
    number: str
    head_name: str
    address: str
    members: tuple[MemberLine, ...]
    removed: tuple[MemberLine, ...]
    changes: tuple[HouseholdChange, ...]

    @property
    def has_head(self) -> bool:
        return any(member.relationship == "世帯主" for member in self.members)


def view_household(access: Access, *, record: UUID, as_of: AsOf) -> HouseholdView:
    """The household of a record on a day as known at another: members in 記載順位, and those removed from it (STD-3.3)."""
    with recorded(access, HOUSEHOLD_VIEWED) as note:
        check_may(access, "residents.view")
        person = record_of(record).person_id
        note.about(person)
        note.say(**as_of.detail)
        shield = open_shield(access, person)
        version = version_of(record, as_of)
        if version is None:
            return HouseholdView(record, as_of, None, "", "", "", (), (), ())
        number = version.particulars().household_number
        rows = list(
            Version.objects.filter(as_of.known, household_number=number).select_related(
                "person", "change"
            )
        )
        note.about(*(row.person_id for row in rows))
        holding = [r for r in rows if as_of.day in r.valid]
        shields = shields_of(access, {row.person_id for row in rows})
        present = [r for r in holding if r.status == Status.PRESENT]
        members = _members(present, rows, as_of, shields)
        removed = _members([r for r in holding if r.status == Status.REMOVED], rows, as_of, shields)
        first = next(iter(present), version).particulars()
        return HouseholdView(
            record=record,
            as_of=as_of,
            head=head_of(version, as_of, shield),
            number=number,
            head_name=first.head_name,
            address=full_address(first),
            members=members,
            removed=removed,
            changes=_changes(rows),
        )


def _members(
    rows: list[Version],
    all_rows: list[Version],
    as_of: AsOf,
    shields: Mapping[UUID, Shield],
) -> tuple[MemberLine, ...]:
    pending = ports.pending_cases([row.person_id for row in rows])
    ordered = sorted(
        rows, key=lambda r: (r.particulars().member_order or 999, r.person.atena_number)
    )
    lines = (_member(row, all_rows, as_of, pending.get(row.person_id, "")) for row in ordered)
    return tuple(
        _shielded(line, shields[row.person_id]) for line, row in zip(lines, ordered, strict=True)
    )


def _shielded(line: MemberLine, shield: Shield) -> MemberLine:
    """With its badges; of somebody hidden from this actor only that they are there."""
    if not shield.hidden:
        return replace(line, marks=shield.marks)
    blank = {"kana": "", "relationship": "", "birth": "", "sex": "", "kind": "", "pending": ""}
    return replace(
        line,
        **blank,  # type: ignore[arg-type]  # fields by name
        removed="",
        removed_from=None,
        planned_on=None,
        marks=shield.marks,
        hidden=True,
    )


def _member(row: Version, all_rows: list[Version], as_of: AsOf, pending: str) -> MemberLine:
    items = row.particulars()
    gone = row.status == Status.REMOVED
    planned = [
        r.valid.lower
        for r in all_rows
        if r.record_id == row.record_id
        and r.status == Status.REMOVED
        and not r.valid.isempty
        and r.valid.lower > as_of.day
    ]
    return MemberLine(
        record=row.record_id,
        atena_number=row.person.atena_number,
        name=items.printed_name,
        kana=items.name_kana,
        relationship=items.relationship_to_head,
        birth=items.birth_date.display(),
        sex=items.sex.label,
        kind=items.kind.label,
        removed=(items.removal_reason or items.removal.label) if gone else "",
        removed_from=row.valid.lower if gone else None,
        planned_on=None if gone else min(planned, default=None),
        pending=pending,
    )


def _changes(rows: list[Version]) -> tuple[HouseholdChange, ...]:
    """Newest first; one line per change, with everybody it wrote a version of in this household."""
    changes = {row.change_id: row.change for row in rows}
    ordered = sorted(changes.values(), key=lambda c: (c.event_on, c.processed_at), reverse=True)
    return tuple(
        HouseholdChange(
            event=change.event_date.display(),
            reason=reason_label(change.reason),
            processed_on=change.processed_at.date(),
            people=tuple(
                dict.fromkeys(
                    row.particulars().printed_name for row in rows if row.change_id == change.key
                )
            ),
        )
        for change in ordered
    )
