"""Movements that give rise to notices, and issuing them, for the tests."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from daicho.business.certificates.commands.issue_notice import (
    NoticeWish,
    issue_notice,
)
from daicho.business.certificates.selectors.occasions import NoticeLine, view_case_notices
from daicho.business.movements.tests.family import moving
from daicho.foundation.vault.public import reveal
from daicho.kernel.access import Access
from daicho.registers.residents.public import records_on

AGENT = {"authority_seen": "on", "number_other_check": "委任状の住所・氏名"}
"""What is seen of an agent."""


def lines_of(access: Access, case: UUID) -> dict[str, NoticeLine]:
    return {line.kind: line for line in view_case_notices(access, case=case).lines}


def send(access: Access, case: UUID, kind: str, **more: object) -> UUID:
    line = lines_of(access, case)[kind]
    wish = NoticeWish(key=uuid4(), case=case, kind=kind, subject=line.subject, **more)  # type: ignore[arg-type]  # fields by name
    return issue_notice(access, wish=wish)


def leave(people: list[UUID], **fields: str) -> dict[str, str]:
    return moving(
        people,
        **{
            "event_date": "2026-11-25",
            "notified_on": "2026-11-20",
            "abroad": "domestic",
            "destination_address": "大阪府架空市例示1番地",
            **fields,
        },
    )


def died(person: UUID) -> dict[str, str]:
    return {
        f"selected.{person}": "on",
        "event_date": "2026-11-18",
        "noticed_on": "2026-11-20",
    }


def code_of(person: UUID) -> str:
    ref = records_on([person], date(2026, 11, 20))[0].particulars.resident_record_code_ref
    assert ref is not None
    return reveal(ref)
