"""Ask for another number (個人番号の変更の要求, 番号法7条2項; STD-7.1.2.1): at request or ex officio, as an official has decided.

The number comes later by `number.assigned`, and is recorded by the 異動 that this request has named.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.law_values import ENOUGH_POINTS, identity_points
from daicho.foundation.lines.public import Outgoing, own_node, queue
from daicho.foundation.staff.public import check_may
from daicho.gateways.identity.audit_types import CHANGE_ASKED
from daicho.gateways.identity.domain.change import RELATIONS, Asking, Reason, case_of
from daicho.gateways.identity.models import NumberChange
from daicho.gateways.identity.selectors.people import (
    Numbers,
    check_code,
    numbers_of,
    present_person,
)
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.registers.protection.public import Channel, may_disclose
from daicho.registers.residents.domain.segments import Holding


def ask_change(access: Access, *, key: UUID, atena_number: str, asking: Asking) -> UUID:
    """Queue the request. `Invalid` for what was typed; `Conflict` when one waits already, or the form was sent twice."""
    check_may(access, "identity.change")
    with recorded(access, CHANGE_ASKED) as note:
        held = present_person(atena_number)
        numbers = _checked(access, held, asking)
        row = _row(access, key, held.person, asking)
        queue(
            Outgoing(
                kind="number.request",
                receiver=own_node("municipal_cs"),
                body={
                    "code": numbers.code,
                    "reason": asking.reason.value,
                    "former_number": numbers.individual,
                },
                thread=row.thread,
                matter=str(row.case),
            )
        )
        note.about(held.person)
        note.say(reason=asking.reason.label)
    return key


def _row(access: Access, key: UUID, person: UUID, asking: Asking) -> NumberChange:
    """The request, kept; of two at once the database lets one through."""
    thread = uuid4()
    try:
        with transaction.atomic():
            return NumberChange.objects.create(
                key=key,
                person=person,
                reason=asking.reason.value,
                ground=asking.ground.strip(),
                requested_on=asking.requested_on,
                relation=asking.relation,
                requester=asking.requester.strip(),
                document=asking.document,
                thread=thread,
                case=case_of(asking.reason, thread),
                asked_at=business_now(),
                asked_by=access.staff_key,
                asked_by_name=access.name,
            )
    except IntegrityError as error:
        raise _waits() from error


def _checked(access: Access, held: Holding, asking: Asking) -> Numbers:
    problems = [
        problem
        for problem in may_disclose(
            access, persons=[held.person], channel=Channel.MOVEMENT
        ).problems(field="atena_number")
        if problem.is_error
    ]
    if not asking.ground.strip():
        problems.append(
            _problem("ground", "根拠となった書類・事実がありません。", "変更する理由を残します。")
        )
    if asking.reason is Reason.REQUEST:
        problems += _request_problems(asking, business_today())
    if problems:
        raise Invalid(problems)
    numbers = numbers_of(held)
    check_code(numbers)
    if not numbers.individual:
        raise Invalid(
            [
                _problem(
                    "atena_number",
                    "この人に個人番号がありません。",
                    "変更は番号のある人に行います。",
                )
            ]
        )
    return numbers


def _request_problems(asking: Asking, today: date) -> list[Problem]:
    found = []
    if asking.requested_on is None or asking.requested_on > today:
        found.append(
            _problem("requested_on", "請求日が正しくありません。", "今日までの日が要ります。")
        )
    if asking.relation not in RELATIONS:
        found.append(
            _problem(
                "relation", "請求した人の資格がありません。", "請求できるのは本人と代理人です。"
            )
        )
    elif asking.relation != "self" and not asking.requester.strip():
        found.append(
            _problem("requester", "請求した人の氏名がありません。", "代理人の氏名を残します。")
        )
    if identity_points([asking.document], today) < ENOUGH_POINTS:
        found.append(
            _problem("document", "本人確認書類が選ばれていません。", "1点で足りる書類が要ります。")
        )
    return found


def _problem(field: str, what: str, why: str) -> Problem:
    return Problem(
        f"identity.change_{field}", field, what, why, "入力を直して、もう一度要求してください。"
    )


def _waits() -> Conflict:
    return Conflict(
        "この人の変更の要求は、もう出ています。",
        why="一度に待てる要求は一つです。同じ画面が二度送られたときも、二重には出しません。",
        remedy="先の要求の結果を待ってください。",
        code="identity.change_waits",
    )
