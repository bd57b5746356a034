"""Issue a copy (広域交付の写しの交付, 住基法12条の4第3項): 住所地 is asked through the 市町村CS, and its answer drawn at once.

What it answers is on the paper alone: kept are who asked, the number of the answer, and what went out (JUK-031).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from daicho.business.cash.public import FeeLine, charge_account
from daicho.business.certificates.public import excess, issue_on, next_numbers
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.public import Document, HouseholdSheet
from daicho.foundation.law_values import ENOUGH_POINTS, identity_points, in_force
from daicho.foundation.lines.public import Outgoing, Refusal, ask, own_node
from daicho.foundation.staff.public import check_may
from daicho.gateways.wide_area.audit_types import COPY_ISSUED
from daicho.gateways.wide_area.domain.sheet import MARK, is_of, sentence_of, sheet_of
from daicho.gateways.wide_area.domain.wish import Include, Scope, Wish, include_words
from daicho.gateways.wide_area.models import WideAreaCopy
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.check_digits import RESIDENT_RECORD_CODE
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.registers.code_tables.public import certificate_fee

FEE: Final = "wide_area_copy"
PAPER: Final = "household"
"""The paper of the town's table whose seal and certifier the copy bears."""
LONGEST_NAME: Final = 200
Told = dict[str, Any]  # Any: a body is JSON


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed over: the number, and the paper itself, which is kept nowhere."""

    key: UUID
    number: str
    pdf: bytes


def issue_copy(access: Access, *, key: UUID, wish: Wish) -> Handed:
    """Ask and draw. `Invalid` for what was typed and for what 住所地 refuses; `Conflict` for a form sent twice.

    The question is an act of its own, before the copy: `ask` enters it.
    """
    check_may(access, "wide_area.issue")
    asked = _checked(wish)
    if WideAreaCopy.objects.filter(key=key).exists():
        raise _sent_twice()
    answer = _answer_of(access, asked)
    with recorded(access, COPY_ISSUED) as note:
        _lock(key)
        if WideAreaCopy.objects.filter(key=key).exists():
            raise _sent_twice()
        (number,) = next_numbers(access, 1)
        sheet = _sheet(answer, asked, number)
        document = printer().render(sheet)
        row = _kept(access, key, asked, answer, sheet, document)
        charge_account(access, request_key=key, lines=[FeeLine(FEE, 1)])
        note.number_shown = Include.NUMBER in asked.include
        note.say(
            number=row.number,
            reference=row.reference,
            municipality=row.municipality,
            scope=asked.scope.label,
            items=include_words(row.include),
            people=row.people,
            pages=row.pages,
            fee=row.fee_yen,
        )
    return Handed(row.key, row.number, document.pdf)


def documents_of_the_day() -> tuple[tuple[str, str], ...]:
    """What identifies a person here: documents with a photograph that suffice alone (code, title)."""
    return tuple(
        (row.code, row.title)
        for row in in_force("identity_documents", business_today())
        if identity_points([row.code], business_today()) >= ENOUGH_POINTS
    )


def _checked(wish: Wish) -> Wish:
    """`Invalid` with everything that is wrong with what was typed."""
    problems: list[Problem] = []
    code = wish.code
    try:
        code = RESIDENT_RECORD_CODE.check(wish.code, field="code")
    except Invalid as error:
        problems += error.problems
    if not wish.name.strip() or len(wish.name.strip()) > LONGEST_NAME:
        problems.append(_missing("name", "氏名", f"カードのとおり、{LONGEST_NAME}文字までで"))
    if not wish.birth_on:
        problems.append(_missing("birth_on", "生年月日", "カードのとおり"))
    if wish.document not in dict(documents_of_the_day()):
        problems.append(
            Problem(
                "wide_area.document",
                "document",
                "本人確認書類が選ばれていません。",
                "広域交付では、写真の付いた官公署の書類が要ります（住基法12条の4第1項）。",
                "示された書類を選んでください。なければ、住所地に請求するよう案内してください。",
            )
        )
    if problems:
        raise Invalid(problems)
    return replace(wish, code=code, name=wish.name.strip())


def _missing(field: str, label: str, how: str) -> Problem:
    return Problem(
        f"wide_area.{field}",
        field,
        f"{label}がありません。",
        "住所地は、氏名と生年月日を住民票と突き合わせます。",
        f"{how}入力してください。",
    )


def _answer_of(access: Access, wish: Wish) -> Told:
    try:
        answer = ask(
            access,
            Outgoing(
                kind="wide_area.request",
                receiver=own_node("municipal_cs"),
                body={
                    "code": wish.code,
                    "name": wish.name,
                    "birth_on": wish.birth_on,
                    "scope": wish.scope.value,
                    "include": sorted(one.value for one in wish.include),
                    "document": dict(documents_of_the_day())[wish.document],
                    "municipality": settings.TOWN["code"],
                },
            ),
        )
    except Refusal as error:
        raise Invalid([replace(one, field="code") for one in error.problems]) from error
    if not is_of(answer.body, wish):
        raise Invalid([_of_another()])
    return dict(answer.body)


def _sheet(answer: Told, wish: Wish, number: str) -> HouseholdSheet:
    town = municipality_of(answer["municipality"])
    issue = replace(
        issue_on(business_today(), PAPER, number=number),
        sentence=sentence_of(town.full_name, whole=wish.scope is Scope.HOUSEHOLD),
        excess=excess(),
        marks=(MARK,),
    )
    return sheet_of(answer, wish, issue=issue)


def _kept(
    access: Access, key: UUID, wish: Wish, answer: Told, sheet: HouseholdSheet, drawn: Document
) -> WideAreaCopy:
    return WideAreaCopy.objects.create(
        key=key,
        number=sheet.issue.number,
        reference=answer["reference"],
        municipality=answer["municipality"],
        requester_name=wish.name,
        document=wish.document,
        scope=wish.scope.value,
        include=sorted(one.value for one in wish.include),
        people=len(sheet.persons),
        pages=drawn.pages,
        fee_yen=certificate_fee(FEE, business_today()),
        issued_on=business_today(),
        issued_at=business_now(),
        issued_by=access.staff_key,
        issued_by_name=access.name,
        office=access.office,
        terminal=access.terminal,
    )


def _lock(key: UUID) -> None:
    """Of a form that is sent twice at once, the second waits and finds the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"wide_area:{key}"])


def _sent_twice() -> Conflict:
    return Conflict(
        "この請求は既に交付しています。",
        why="同じ画面が二度送られました。二重には交付していません。",
        remedy="印刷できなかったときは、発行記録で書損じにしてから、新しい画面で請求し直してください。",
        code="wide_area.sent_twice",
    )


def _of_another() -> Problem:
    return Problem(
        "wide_area.other_person",
        "code",
        "住所地の応答が、請求の内容と合いません。",
        "応答にある人が、請求した人ではありません。写しは作っていません。",
        "住所地の市区町村に確かめてください。",
    )
