"""Rows of the correction book (訂正簿, REG-040): what was put right, who did it and who allowed it, one line a record."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import datetime, time
from itertools import islice

from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.states import Action, State
from daicho.business.movements.models import Case, CaseStep
from daicho.business.movements.selectors.aftermath import effect_or_none
from daicho.business.movements.selectors.cases import differences
from daicho.business.movements.selectors.list_rows import PIECE, Asked, Line
from daicho.kernel.clock import TOKYO
from daicho.kernel.wareki import format_wareki
from daicho.registers.residents.domain.effects import RecordEffect
from daicho.registers.residents.domain.timelines import covering

CORRECTING = ("error_amend", "reversal")


def corrections(asked: Asked) -> Iterator[Line]:
    """The corrections and cancellations approved in a period, oldest first."""
    rows = Case.objects.filter(
        kind__in=CORRECTING,
        state=State.APPROVED.value,
        approved_at__gte=datetime.combine(asked.since, time(), TOKYO),
        approved_at__lt=datetime.combine(asked.until, time(), TOKYO),
    ).order_by("approved_at", "number")
    found = rows.iterator(chunk_size=PIECE)
    while piece := list(islice(found, PIECE)):
        allowed = dict(
            CaseStep.objects.filter(case__in=piece, action=Action.APPROVE.value).values_list(
                "case_id", "actor_name"
            )
        )
        for row in piece:
            yield from _lines(row, allowed.get(row.key, ""), hidden=asked.hidden)


def _lines(row: Case, allowed_by: str, *, hidden: Set[str]) -> Iterator[Line]:
    effect = effect_or_none(row.key)
    for record in effect.records if effect else ():
        name, words = _words(record, hidden)
        yield Line(
            cells=(
                row.number,
                KINDS[row.kind].title,
                name,
                words,
                str(row.payload.get("ground", "")),
                row.entered_by_name,
                allowed_by,
                format_wareki(row.approved_at.astimezone(TOKYO).date()) if row.approved_at else "",
            ),
            persons=(record.person,),
            case=row.key,
        )


def _words(record: RecordEffect, hidden: Set[str]) -> tuple[str, str]:
    day = record.first_day
    was = covering(record.before, day) if day else None
    became = covering(record.after, day) if day else None
    held = became or was or record.now[0]
    changed = [
        f"{label}: {old or '（空欄）'} → {new or '（空欄）'}"
        for label, old, new in differences(
            was.particulars if was else None, (became or held).particulars, hidden=hidden
        )
    ]
    name = held.particulars.printed_name
    return name, "、".join(changed) if was and became else "住民票の記載を始めた日から改めた"
