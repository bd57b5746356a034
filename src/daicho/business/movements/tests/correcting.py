"""Corrections and cancellations on paper, and what the register says of people, for the tests."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.planning import preview_case
from daicho.business.movements.selectors.forms import form_view
from daicho.business.movements.selectors.world import load_world
from daicho.business.movements.tests.paper import NOTIFIED
from daicho.kernel.clock import business_today
from daicho.registers.residents.domain.particulars import Particulars, Status
from daicho.registers.residents.models import Change
from daicho.registers.residents.writes import holdings

MOVED_IN = date(2026, 4, 1)
WHY = {"event_date": "2026-11-20", "basis": "職権", "ground": "届出書の再確認"}


def correcting(case: UUID, edits: dict[UUID, dict[str, str]], **fields: str) -> dict[str, str]:
    """A 誤記修正 of a case: the fields of each person as the form shows them, with what is typed over."""
    paper = {"of_case": str(case), **WHY, **fields}
    world = load_world(paper, today=business_today(), case=None)
    assert world.effect is not None
    for record in world.effect.direct:
        paper[f"selected.{record.person}"] = "on"
    from_form = form_values("error_amend", paper)
    for person, items in edits.items():
        for name, text in items.items():
            from_form[f"edit.{person}.{name}"] = text
    return {**paper, **from_form}


def form_values(kind: str, paper: dict[str, str]) -> dict[str, str]:
    """What the blocks of a form are filled with."""
    world = load_world(paper, today=business_today(), case=None)
    view = form_view(KINDS[kind], paper, world, business_today())
    values: dict[str, str] = {}
    for block in view.edits:
        values |= block.values
        values[f"edit.{block.line.person}.shown"] = "on"
    return values


def cancelling(case: UUID, people: list[UUID], **fields: str) -> dict[str, str]:
    return {"of_case": str(case), **{f"selected.{p}": "on" for p in people}, **WHY, **fields}


def on(person: UUID, day: date) -> Particulars:
    """What the register says of a present person on a day."""
    held = [h for h in holdings.on_day([person], day) if h.status is Status.PRESENT]
    assert len(held) == 1
    return held[0].particulars


def case_of(reason: str) -> UUID:
    case: UUID = Change.objects.filter(reason=reason).order_by("-processed_at")[0].case
    return case


def problems_of(kind: str, paper: dict[str, str]) -> set[str]:
    world = load_world(paper, today=business_today(), case=None)
    _, problems = preview_case(KINDS[kind], paper, world)
    return {p.code for p in problems if p.is_error}


def leaving(people: list[UUID]) -> dict[str, str]:
    return {
        **{f"selected.{p}": "on" for p in people},
        "event_date": "2026-11-10",
        "notified_on": "2026-11-10",
        "abroad": "domestic",
        "destination_address": "東京都架空区見本町9番地",
        **NOTIFIED,
    }


def renewing(people: list[UUID]) -> dict[str, str]:
    return {
        **{f"selected.{p}": "on" for p in people},
        "event_date": "2026-11-20",
        "ground": "様式の変更",
    }
