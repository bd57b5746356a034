"""Papers of amendments (修正の用紙): the block of a person as the form shows it, with what a clerk types otherwise."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from daicho.business.movements.commands.submit import submit
from daicho.business.movements.domain.editing import SHOWN, edit_path, fields_for, text_of
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.planning import preview_case
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.world import load_world
from daicho.business.movements.tests.family import Staff, now
from daicho.business.movements.tests.paper import (
    FOREIGNER,
    alerts_of,
    carry_through,
    move_in_paper,
    pool,
)
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid
from daicho.registers.residents.domain.particulars import Particulars
from daicho.registers.residents.models import Change

TODAY = date(2026, 11, 20)


def block(kind: str, person: UUID, **typed: str) -> dict[str, str]:
    """The block of somebody chosen: what the register says, but for what was typed."""
    items = now(person).particulars
    values = {
        spec.name: text_of(items, spec)
        for spec in fields_for(KINDS[kind].sheet.edits, items.kind)
        if spec.name in Particulars.__slots__
    } | typed
    paper = {edit_path(person, name): value for name, value in values.items() if value}
    return paper | {f"selected.{person}": "on", edit_path(person, SHOWN): "on"}


def amendment(*blocks: dict[str, str], **fields: str) -> dict[str, str]:
    """A paper of some kind on 2026-11-20."""
    paper = {"event_date": "2026-11-20"} | fields
    for each in blocks:
        paper |= each
    return paper


def codes_of(kind: str, paper: dict[str, str]) -> set[str]:
    """The codes of every problem that a paper has now."""
    world = load_world(paper, today=business_today(), case=None)
    return {p.code for p in preview_case(KINDS[kind], paper, world)[1]}


def refused(staff: Staff, kind: str, paper: dict[str, str]) -> set[str]:
    """The codes of the errors for which a paper cannot be submitted; nothing is kept."""
    before = Case.objects.count(), Change.objects.count()
    with pytest.raises(Invalid) as caught:
        submit(
            staff[0],
            case=uuid4(),
            kind=kind,
            payload=paper,
            edition=0,
            confirmed=alerts_of(kind, paper),
        )
    assert (Case.objects.count(), Change.objects.count()) == before
    return {p.code for p in caught.value.problems if p.is_error}


def change_of(case: UUID) -> Change:
    """What the history keeps of a case's first 異動."""
    return Change.objects.get(key=case)


def foreigner(staff: Staff, **fields: str) -> UUID:
    """A foreign resident alone in a household, moved in on 2026-04-01."""
    pool()
    someone = FOREIGNER | {"relationship": "世帯主"} | fields
    paper = move_in_paper(
        {k: v for k, v in someone.items() if v}, event_date="2026-04-01", notified_on="2026-04-02"
    )
    case = carry_through(*staff, "move_in", paper)
    person: UUID = Case.objects.get(key=case).persons[0]
    return person
