"""Save a draft (下書き保存): keep what was typed, right or wrong; numbers are sealed before they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from django.db import connection

from daicho.business.movements.audit_types import CASE_SAVED
from daicho.business.movements.commands.exclusive import check_kind, take_hold, take_up
from daicho.business.movements.commands.steps import check_step, describe, lock_case, take_step
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.states import Action, State
from daicho.business.movements.domain.summary import facts_of
from daicho.business.movements.models import Case
from daicho.business.movements.selectors.world import NUMBER_FIELDS, named_in
from daicho.foundation.audit.public import recorded
from daicho.foundation.staff.public import check_may
from daicho.foundation.vault.public import seal_for_draft
from daicho.kernel.access import Access
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.registers.code_tables.public import closing_days

CHECKS = {"individual_number": INDIVIDUAL_NUMBER, "resident_record_code": RESIDENT_RECORD_CODE}
PAYLOAD_LIMIT = 400_000
NEW = 0


def save_draft(
    access: Access,
    *,
    case: UUID,
    kind: str,
    payload: Mapping[str, str],
    edition: int,
    survey: UUID | None = None,
) -> int:
    """Keep a draft; `edition` 0 makes the case under the key that its form was given.

    `survey` is the 実態調査 that led to it. A form sent twice finds its case already made: `Conflict`, nothing doubled. Returns the new edition.
    `Invalid` for a wrong number (it is not kept in any form) or for more text than a case can hold; `Conflict` where
    somebody else is working on one of the persons.
    """
    check_may(access, "movements.draft")
    with recorded(access.on_case(case), CASE_SAVED) as note:
        sealed = seal_numbers(payload)
        row = _new(access, case=case, kind=kind) if edition == NEW else lock_case(case)
        if edition != NEW:
            check_step(access, row, Action.SAVE, edition=edition)
        check_kind(access, row.kind)
        take_up(access, row)
        fill(row, sealed)
        take_hold(access, row, against_cases=True)
        row.survey = survey or row.survey
        take_step(access, row, Action.SAVE)
        describe(note, row)
    return row.edition


def fill(case: Case, payload: Mapping[str, str]) -> None:
    """Put a payload into a case, with what lists and locks need of it."""
    persons, households = named_in(payload)
    facts = facts_of(payload, today=business_today())
    case.payload = dict(payload)
    case.persons = sorted(persons, key=str)
    case.households = sorted(households)
    case.summary = facts.summary
    case.event_on = facts.event_on
    case.notified_on = facts.notified_on
    case.received_on = facts.received_on or case.received_on or business_today()
    case.later_entry = bool(payload.get("later_entry"))
    case.provisional_closed_day = closing_days().is_closed(case.received_on)


def seal_numbers(payload: Mapping[str, str]) -> dict[str, str]:
    """Replace every typed 個人番号 and 住民票コード by its sealed form; keep those already sealed.

    `Invalid` beside the field for a number that cannot be right.
    """
    if sum(len(k) + len(v) for k, v in payload.items()) > PAYLOAD_LIMIT:
        raise Invalid(
            [
                Problem(
                    "payload.too_long",
                    "",
                    "入力が長すぎます。",
                    "一件の異動に収まりません。",
                    "入力を短くしてください。",
                )
            ]
        )
    problems: list[Problem] = []
    out: dict[str, str] = {}
    for path, value in payload.items():
        name = path.rsplit(".", 1)[-1]
        if name not in NUMBER_FIELDS:
            out[path] = value
        elif value.strip():
            try:
                number = CHECKS[name].check(value, field=path)
            except Invalid as error:
                problems += error.problems
                continue
            for part, text in asdict(seal_for_draft(NUMBER_FIELDS[name], number)).items():
                out[f"{path}.{part}"] = text
    if problems:
        raise Invalid(problems)
    return out


def _new(access: Access, *, case: UUID, kind: str) -> Case:
    if kind not in KINDS:
        raise Invalid(
            [
                Problem(
                    "case.kind",
                    "",
                    "この種類の異動はありません。",
                    remedy="一覧から選んでください。",
                )
            ]
        )
    now = business_now()
    row, made = Case.objects.get_or_create(
        key=case,
        defaults={
            "number": next_number(),
            "kind": kind,
            "state": State.DRAFT.value,
            "edition": 0,
            "payload": {},
            "entered_by": access.staff_key,
            "entered_by_name": access.name,
            "office": access.office,
            "terminal": access.terminal,
            "made_at": now,
            "changed_at": now,
        },
    )
    if not made:
        raise Conflict(
            "この届出は既に保存されています。",
            why="同じ画面が二度送られました。二重には保存していません。",
            remedy="保存された内容を開いて続けてください。",
            code="case.sent_twice",
        )
    return row


def next_number() -> str:
    """The next 受付番号: year of the business date and a counter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('movements_case_seq')")
        row = cursor.fetchone()
    assert row is not None
    return f"{business_today():%Y}-{row[0]:06d}"
