"""The register's side (既存住基): everybody whose last word is 現存, their rows, and what is known of them on the line (JUK-017).

What a movement says of itself (異動事由, its day, the former code, 更新順番号) is the last message's; where that is no longer
kept, those items are not compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

from django.urls import reverse

from daicho.business.movements.events import MovementApproved
from daicho.foundation.lines.public import LastTold, first_told, last_told, own_node
from daicho.foundation.messages.public import LAYOUTS, ROWS, canonical, row_of_fields
from daicho.foundation.outbox.models import Message
from daicho.foundation.reconciliation.domain.comparing import Side
from daicho.foundation.reconciliation.public import (
    Last,
    Own,
    Shield,
    Source,
    Standing,
    coded,
)
from daicho.gateways.reconcile import ports
from daicho.kernel.access import Access
from daicho.registers.residents.domain.particulars import Status
from daicho.registers.residents.public import (
    coded_residents,
    person_of_code,
    shields_of,
    truths_now,
)

UPDATE: Final = "identity.update"
OF_THE_MESSAGE: Final = ("reason", "event_date", "former_resident_record_code", "code_used_from")
PLACE: Final = "update_number"
A_MONTH: Final = 31


def rows(persons: Collection[UUID]) -> Iterator[Own]:
    """The rows of those who are present and can be told."""
    present = [held for held in truths_now(persons) if held.status is Status.PRESENT]
    last = last_told(own_node("municipal_cs"), persons, kind=UPDATE, bodies=True)
    for person, fields in ports.fields_now(present).items():
        yield _own(person, fields, last.get(person))


def _own(person: UUID, fields: Mapping[str, str], last: LastTold | None) -> Own:
    told = dict(fields)
    unknown: tuple[str, ...] = (*OF_THE_MESSAGE, PLACE)
    if last is not None:
        told[PLACE] = str(last.place)
        unknown = OF_THE_MESSAGE
        if last.body is not None:
            said = canonical(last.body["layout"], last.body["items"])
            told |= {name: said[name] for name in OF_THE_MESSAGE if name in said}
            unknown = ()
    items = row_of_fields(told)["items"]
    return Own(person, items, frozenset(_NUMBERS[name] for name in unknown))


_NUMBERS: Final = {item.field: number for number, item in LAYOUTS[ROWS].by_number.items()}


def _known(codes: Collection[str]) -> Mapping[str, UUID]:
    return {code: person for code in codes if (person := person_of_code(code))}


def _standings(persons: Collection[UUID]) -> Mapping[UUID, Standing]:
    last = last_told(own_node("municipal_cs"), persons, kind=UPDATE)
    awaits = ports.awaiting_number(persons) | _without_number(persons)
    under_way = Message.objects.filter(
        kind=MovementApproved.kind, delivered_at__isnull=True, subjects__overlap=list(persons)
    )
    changing = {s for subjects in under_way.values_list("subjects", flat=True) for s in subjects}
    return {
        person: Standing(
            last=_last(last[person]) if person in last else None,
            awaits=person in awaits,
            changing=person in changing,
        )
        for person in persons
    }


def _without_number(persons: Collection[UUID]) -> frozenset[UUID]:
    return frozenset(
        held.person
        for held in truths_now(persons)
        if held.status is Status.PRESENT and held.particulars.individual_number_ref is None
    )


def _last(told: LastTold) -> Last:
    return Last(told.message, told.state, told.changed_at, told.place)


def _shields(access: Access, persons: Collection[UUID]) -> Mapping[UUID, Shield]:
    found = shields_of(access, persons)
    return {person: Shield(each.marks, each.hidden) for person, each in found.items()}


def _pages(persons: Collection[UUID]) -> Mapping[UUID, str]:
    return {
        held.person: reverse("residents_person", args=[held.record]) for held in truths_now(persons)
    }


def _tell_again(person: UUID, side: Side) -> UUID:
    return ports.tell_now(person, is_unknown_there=side is Side.OURS)


WITH_CS: Final = Source(
    code="municipal_cs",
    title="市町村CS",
    us="既存住基",
    peer_label="市町村CS",
    peer=lambda: own_node("municipal_cs"),
    count=lambda: sum(1 for _ in coded_residents()),
    people=lambda: coded(coded_residents()),
    rows=rows,
    known=_known,
    standings=_standings,
    days=A_MONTH,
    first_told=lambda: first_told(own_node("municipal_cs"), kind=UPDATE),
    shields=_shields,
    pages=_pages,
    tell_again=_tell_again,
)
"""The register beside what the 市町村CS keeps of the town's people."""
