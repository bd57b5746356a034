"""Summary (概要): what a list shows of a case before it can be planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from daicho.business.movements.domain.plan import Plan
from daicho.business.movements.domain.reading import Reader
from daicho.kernel.uncertain_dates import EXACT_PAST, DateRule

SHOWN = 3
ANY = DateRule(uncertain=True, non_calendar=True, future=True)


@dataclass(frozen=True, slots=True)
class Facts:
    """The names of those entered, the days of the event, the notification and the reception, as far as they can be read."""

    summary: str
    event_on: date | None
    notified_on: date | None
    received_on: date | None


def facts_of(payload: Mapping[str, str], *, today: date) -> Facts:
    """Read a payload leniently; nothing here is an error."""
    reader = Reader(payload, today)
    names = [
        block.raw("name") or block.raw("name_alphabet") or block.raw("name_kanji") or "氏名未入力"
        for block in (reader.under(f"persons.{n}") for n in reader.indexes("persons"))
    ]
    chosen = len(reader.keys("selected"))
    text = _joined(names)
    event = reader.legal_date("event_date", "異動日", ANY, required=False)
    notified = reader.legal_date("notified_on", "届出日", ANY, required=False)
    received = reader.exact_date("received_on", "受付日", EXACT_PAST, required=False)
    return Facts(
        summary=text or (f"{chosen}人" if chosen else ""),
        event_on=event.sort_on if event else None,
        notified_on=notified.exact if notified else None,
        received_on=received,
    )


def summary_of(plan: Plan, payload: Mapping[str, str]) -> str:
    """The names of those whom a case was entered for; of a household as a whole, everybody's."""
    own = [
        p
        for p in plan.people
        if p.slot.startswith("persons.") or payload.get(f"selected.{p.person}")
    ]
    return _joined(list(dict.fromkeys(p.after.printed_name for p in own or plan.people)))


def _joined(names: list[str]) -> str:
    return "、".join(names[:SHOWN]) + (f" ほか{len(names) - SHOWN}人" if len(names) > SHOWN else "")
