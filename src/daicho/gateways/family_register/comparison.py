"""整合性確認 of 附票本人確認情報 (住基法30条の41): our own 附票 beside what the prefecture keeps of them.

Our 市町村CS keeps no 附票; it asks the prefecture, and hands the answer back. Who stands in a 附票 is known on both sides by
the number of the record, for not everybody's 住民票コード is known here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from daicho.business.movements.events import MovementApproved
from daicho.foundation.lines.public import first_told, last_told, own_node
from daicho.foundation.outbox.models import Message
from daicho.foundation.reconciliation.domain.comparing import Side
from daicho.foundation.reconciliation.public import (
    ANNEX,
    Last,
    Own,
    Shield,
    Source,
    Standing,
)
from daicho.gateways.family_register.commands.annex_acts import items_in, tell
from daicho.gateways.family_register.commands.keeping import code_of, own_code
from daicho.gateways.family_register.domain.annex import State
from daicho.gateways.family_register.domain.notices import ANNEX_UPDATE, Sending, annex_update
from daicho.gateways.family_register.models import AnnexEntry, AnnexLine
from daicho.kernel.access import Access
from daicho.registers.residents.public import shields_of

A_YEAR: Final = 365
AT_ONCE: Final = 1000
PLACE: Final = ANNEX.sequence


def _newest() -> QuerySet[AnnexEntry]:
    """The last word of each line."""
    rows = AnnexEntry.objects.order_by("line_id", "-number").distinct("line_id")
    return rows.select_related("line")


def _current() -> QuerySet[AnnexLine]:
    return AnnexLine.objects.filter(ended_on=None, annex__state=State.CURRENT.value)


def _people() -> Iterator[tuple[UUID, str, str]]:
    """Everybody in a current 附票 who can be told: without an address there is nothing to tell yet."""
    for entry in _newest().filter(line__in=_current()).iterator(AT_ONCE):
        if entry.address:
            yield entry.line_id, code_of(entry), entry.line.record_number


def _rows(lines: Collection[UUID]) -> Iterator[Own]:
    current = _current().filter(key__in=list(lines))
    last = last_told(own_node("municipal_cs"), lines, kind=ANNEX_UPDATE)
    for entry in _newest().filter(line__in=current):
        told = last.get(entry.line_id)
        items = annex_update(
            items_in(entry),
            code_of(entry),
            record_number=entry.line.record_number,
            domicile_municipality=own_code(),
            reason=entry.reason,
            event_on=entry.event_on,
            recorded_on=entry.recorded_on,
            ended=False,
            place=told.place if told else 1,
        )
        if entry.address:
            yield Own(entry.line_id, items, frozenset() if told else frozenset({PLACE}))


def _known(numbers: Collection[str]) -> Mapping[str, UUID]:
    rows = AnnexLine.objects.filter(record_number__in=list(numbers))
    return dict(rows.values_list("record_number", "key"))


def _persons(lines: Collection[UUID]) -> dict[UUID, UUID]:
    """The residents of the register among them, by line."""
    rows = AnnexLine.objects.filter(key__in=list(lines), person__isnull=False)
    return {line: person for line, person in rows.values_list("key", "person") if person}


def _standings(lines: Collection[UUID]) -> Mapping[UUID, Standing]:
    last = last_told(own_node("municipal_cs"), lines, kind=ANNEX_UPDATE)
    persons = _persons(lines)
    under_way = Message.objects.filter(
        kind=MovementApproved.kind,
        delivered_at__isnull=True,
        subjects__overlap=list(persons.values()),
    )
    moving = {s for subjects in under_way.values_list("subjects", flat=True) for s in subjects}
    return {
        line: Standing(
            last=Last(told.message, told.state, told.changed_at, told.place)
            if (told := last.get(line))
            else None,
            changing=persons.get(line) in moving,
        )
        for line in lines
    }


def _shields(access: Access, lines: Collection[UUID]) -> Mapping[UUID, Shield]:
    persons = _persons(lines)
    found = shields_of(access, set(persons.values()))
    return {
        line: Shield(found[person].marks, found[person].hidden)
        for line, person in persons.items()
        if person in found
    }


def _pages(lines: Collection[UUID]) -> Mapping[UUID, str]:
    rows = AnnexLine.objects.filter(key__in=list(lines)).values_list("key", "annex_id")
    return {line: reverse("family_annex", args=[annex]) for line, annex in rows}


def _tell_again(line: UUID, _side: Side) -> UUID:
    """What the 附票 says of somebody now, and that they are no more in it where they are not."""
    entry = _newest().get(line=line)
    entry.update = tell(entry, entry.line)
    entry.update_state = Sending.QUEUED.value
    entry.save(update_fields=["update", "update_state"])
    return entry.update


WITH_PREFECTURE: Final = Source(
    code="annexes",
    title="都道府県サーバ（附票本人確認情報）",
    us="戸籍の附票",
    peer_label="都道府県サーバ",
    peer=lambda: own_node("municipal_cs"),
    count=lambda: _current().count(),
    people=_people,
    rows=_rows,
    known=_known,
    standings=_standings,
    days=A_YEAR,
    first_told=lambda: first_told(own_node("municipal_cs"), kind=ANNEX_UPDATE),
    file=ANNEX,
    shields=_shields,
    pages=_pages,
    tell_again=_tell_again,
)
"""Our 附票 beside what the prefecture keeps of the people in them."""
