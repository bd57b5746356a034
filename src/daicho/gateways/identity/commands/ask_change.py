"""Ask for another number (個人番号の変更の要求, 番号法7条2項; STD-7.1.2.1): entered by one person, for another one to decide.

Nothing leaves the house yet: see `decide_change`.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from daicho.foundation.audit.public import recorded
from daicho.foundation.law_values import ENOUGH_POINTS, identity_points
from daicho.foundation.staff.public import check_may
from daicho.gateways.identity.audit_types import CHANGE_ASKED
from daicho.gateways.identity.domain.change import RELATIONS, Asking, Reason, case_of
from daicho.gateways.identity.models import NumberChange
from daicho.gateways.identity.selectors.people import (
    check_numbers,
    present_person,
    undisclosed,
)
from daicho.kernel.access import Access
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Invalid, Problem
from daicho.registers.residents.domain.segments import Holding


def ask_change(access: Access, *, key: UUID, atena_number: str, asking: Asking) -> UUID:
    """Keep the request. `Invalid` for what was typed; `Conflict` when one is open already, or the form was sent twice."""
    check_may(access, "identity.change")
    with recorded(access, CHANGE_ASKED) as note:
        held = present_person(atena_number)
        _check(access, held, asking)
        _keep(access, key, held.person, asking)
        note.about(held.person)
        note.say(reason=asking.reason.label)
    return key


def _keep(access: Access, key: UUID, person: UUID, asking: Asking) -> None:
    """The request, kept; of two at once the database lets one through."""
    thread = uuid4()
    try:
        with transaction.atomic():
            NumberChange.objects.create(
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


def _check(access: Access, held: Holding, asking: Asking) -> None:
    problems = undisclosed(access, held)
    if not asking.ground.strip():
        problems.append(
            _problem("ground", "根拠となった書類・事実がありません。", "変更する理由を残します。")
        )
    if asking.reason is Reason.REQUEST:
        problems += _request_problems(asking, business_today())
    if problems:
        raise Invalid(problems)
    check_numbers(held)


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
        why="決定や番号を待てる要求は、一度に一つです。同じ画面が二度送られたときも、二重には出しません。",
        remedy="先の要求の結果を待ってください。",
        code="identity.change_waits",
    )
