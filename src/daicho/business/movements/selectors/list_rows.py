"""Rows of the lists (一覧の行): one function for each, from a day to lines of words; within the list's own entry.

Lines are handed on as they are read, so that memory is flat in their number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

import regex

from daicho.business.movements.domain.arrival_file import KIND, NOTICE
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.states import State
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.facts import late_cases
from daicho.foundation.documents.printing import font
from daicho.foundation.documents.public import Glyphs, glyphs_of
from daicho.foundation.staff.public import SYSTEM
from daicho.kernel.characters import clusters, mj_of
from daicho.kernel.clock import business_today
from daicho.kernel.wareki import format_seireki, format_wareki
from daicho.registers.residents.domain.labels import REASON_LABELS, item_label, reason_label
from daicho.registers.residents.domain.particulars import Removal
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.domain.sheet_groups import VEIL
from daicho.registers.residents.public import (
    awaiting_arrival,
    headless_households,
    headless_since,
    named_records_on,
    present_texts,
    records_on,
    removed_between,
)
from daicho.registers.residents.public import residence_ending as ending_by

PIECE: Final = 500
_REASONS: Final = tuple(sorted(REASON_LABELS, key=reason_label))
_IDEOGRAPH = regex.compile(r"\p{Ideographic}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked: as of which day, from `since` until before `until`, within how many days.

    `hidden` are the items whose values the actor is not shown (STD-10.4).
    """

    as_of: date
    since: date
    until: date
    days: int
    hidden: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its cells in the order of the columns, whom it is about, and the case or record to open."""

    cells: tuple[str, ...]
    persons: tuple[UUID, ...]
    case: UUID | None = None
    record: UUID | None = None
    warning: str = ""


def provisional(asked: Asked) -> Iterator[Line]:
    """Cases received by the day that are under way now."""
    states = [s.value for s in State if s.is_open]
    rows = Case.objects.filter(state__in=states, received_on__lte=asked.as_of).order_by("number")
    for row in rows.iterator(chunk_size=PIECE):
        yield Line(
            cells=(
                row.number,
                KINDS[row.kind].title,
                row.summary,
                State(row.state).label,
                _day(row.received_on),
                _day(row.deadline),
                row.entered_by_name,
            ),
            persons=tuple(row.persons),
            case=row.key,
            warning="期限経過" if row.deadline and row.deadline < asked.as_of else "",
        )


def arrival_errors(asked: Asked) -> Iterator[Line]:
    """転入通知 received by the system that wait for a clerk, with the reason."""
    rows = Case.objects.filter(
        kind=KIND, state=State.DRAFT.value, entered_by=SYSTEM, received_on__lte=asked.as_of
    ).order_by("number")
    for row in rows.iterator(chunk_size=PIECE):
        yield Line(
            cells=(
                row.number,
                row.payload.get(f"{NOTICE}.number", ""),
                row.payload.get(f"{NOTICE}.name", ""),
                row.payload.get("confirmed_address", ""),
                _day(row.event_on),
                row.payload.get(f"{NOTICE}.reason", ""),
                _day(row.received_on),
            ),
            persons=tuple(row.persons),
            case=row.key,
        )


def late(asked: Asked) -> Iterator[Line]:
    """Notifications after the deadline, by 届出日."""
    for facts in late_cases(since=asked.since, until=asked.until):
        people = _named(facts.persons, asked.as_of)
        assert facts.notified_on is not None
        assert facts.deadline is not None
        yield Line(
            cells=(
                facts.number,
                facts.title,
                facts.who,
                people[0].particulars.address if people else "",
                _day(facts.event_on),
                _day(facts.deadline),
                _day(facts.notified_on),
                f"{(facts.notified_on - facts.deadline).days}日",
                facts.late_reason,
            ),
            persons=facts.persons,
            case=facts.key,
        )


def awaiting(asked: Asked) -> Iterator[Line]:
    """国内転出 and 職権消除 of which no 転入通知 has come."""
    for held in awaiting_arrival(asked.as_of, removed_for=timedelta(days=asked.days)):
        yield _gone(
            held,
            (
                held.atena_number,
                held.particulars.printed_name,
                held.particulars.birth_date.display(),
                held.particulars.removal_reason or held.particulars.removal.label,
                _day(held.valid.start),
                held.particulars.destination_planned,
                f"{(asked.as_of - held.valid.start).days}日" if held.valid.start else "",
            ),
        )


def removed(asked: Asked) -> Iterator[Line]:
    """Records removed in the period, by 異動事由."""
    for each in removed_between(asked.since, asked.until, first=_REASONS):
        yield _gone(
            each.holding,
            (
                reason_label(each.reason),
                each.holding.atena_number,
                each.holding.particulars.printed_name,
                each.holding.particulars.birth_date.display(),
                each.holding.particulars.address,
                _day(each.since),
                _destination(each.holding),
            ),
        )


def headless(asked: Asked) -> Iterator[Line]:
    """Households in which nobody is 世帯主."""
    found = headless_households(asked.as_of)
    while piece := list(islice(found, PIECE)):
        since = headless_since([number for number, _ in piece], asked.as_of)
        for number, members in piece:
            yield Line(
                cells=(
                    number,
                    members[0].particulars.address,
                    "、".join(m.particulars.printed_name for m in members),
                    f"{len(members)}人",
                    _day(since.get(number)) or "記載がない",
                ),
                persons=tuple(m.person for m in members),
                record=members[0].record,
            )


def _veiled(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(VEIL for _ in cells)


def residence_ending(asked: Asked) -> Iterator[Line]:
    """在留期間 that ends soon or has ended."""
    for held in ending_by(asked.as_of, until=asked.as_of + timedelta(days=asked.days)):
        items = held.particulars
        assert items.residence_until is not None
        left = (items.residence_until - asked.as_of).days
        cells = (
            items.residence_status,
            format_seireki(items.residence_until),
            f"{left}日" if left >= 0 else f"{-left}日経過",
        )
        yield Line(
            cells=(
                held.atena_number,
                items.printed_name,
                items.nationality,
                *(_veiled(cells) if "residence_until" in asked.hidden else cells),
            ),
            persons=(held.person,),
            record=held.record,
            warning="満了" if left < 0 else "",
        )


def unprintable(asked: Asked) -> Iterator[Line]:
    """Characters in use that the sheets' font cannot draw, or that the MJ list does not know."""
    glyphs = glyphs_of(font())
    judged: dict[str, str] = {}
    wrong = (
        (record, list(dict.fromkeys(found)))
        for record, texts in present_texts(asked.as_of)
        if (
            found := [
                (name, cluster, judged[cluster])
                for name, text in texts.items()
                for cluster in _unknown(text, glyphs, judged)
            ]
        )
    )
    while piece := dict(islice(wrong, PIECE)):
        people = {h.record: h for h in named_records_on(piece, asked.as_of)}
        for record, each in piece.items():
            for item, cluster, why in each:
                yield _character(people[record], item, cluster, why)


def _unknown(text: str, glyphs: Glyphs, judged: dict[str, str]) -> list[str]:
    found = []
    for cluster in clusters(text):
        if cluster not in judged:
            judged[cluster] = _judge(cluster, glyphs)
        if judged[cluster]:
            found.append(cluster)
    return found


def _judge(cluster: str, glyphs: Glyphs) -> str:
    """Why a character cannot be used on paper; empty when it can."""
    drawn = glyphs.drawn(cluster)
    if drawn is None:
        return "帳票の文字に字形がない"
    if _IDEOGRAPH.match(drawn) and mj_of(drawn) is None:
        return "文字情報基盤にない"
    return ""


def _character(held: Holding, item: str, cluster: str, why: str) -> Line:
    return Line(
        cells=(
            held.atena_number,
            held.particulars.printed_name,
            item_label(item),
            cluster,
            " ".join(f"U+{ord(point):04X}" for point in cluster),
            why,
        ),
        persons=(held.person,),
        record=held.record,
    )


def _gone(held: Holding, cells: tuple[str, ...]) -> Line:
    return Line(cells=cells, persons=(held.person,), record=held.record)


def _destination(held: Holding) -> str:
    items = held.particulars
    if items.removal is not Removal.MOVED_OUT:
        return ""
    return items.destination_confirmed or f"{items.destination_planned}（予定）"


def _named(persons: Sequence[UUID], day: date) -> list[Holding]:
    """What holds of these persons, the newest record of each, in the order given."""
    found: Mapping[UUID, Holding] = {
        h.person: h
        for h in sorted(
            records_on(persons, max(day, business_today())), key=lambda h: h.history_number
        )
    }
    return [found[p] for p in persons if p in found]


def _day(on: date | None) -> str:
    return format_wareki(on) if on else ""
