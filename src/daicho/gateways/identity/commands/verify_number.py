"""Verify a number (真正性確認, JUK-026): the nation, who made it, says whether a 個人番号 belongs to a 住民票コード.

Only its answer makes somebody 確認済; nobody can mark it.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from daicho.business.movements.public import case_numbered
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Outgoing, Refusal, ask, own_node
from daicho.foundation.messages.public import canonical
from daicho.foundation.staff.public import check_may
from daicho.gateways.identity.audit_types import AUTHENTICITY
from daicho.gateways.identity.domain.criteria import Criteria
from daicho.gateways.identity.models import Verification
from daicho.gateways.identity.selectors.people import check_code, numbers_of, present_person
from daicho.kernel.access import Access
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Invalid, Problem

PURPOSE = "個人番号の真正性確認"


class Authenticity(StrEnum):
    """What the nation said."""

    SAME = "same"
    DIFFERENT = "different"
    NOBODY = "nobody"

    @property
    def label(self) -> str:
        return {"same": "真正性確認済", "different": "不一致", "nobody": "該当なし"}[self.value]


def verify_typed(access: Access, *, code: str, number: str, case_number: str) -> Authenticity:
    """Of what a paper says, for the case that is being entered. `Invalid` for a number or a 受付番号 that is none."""
    check_may(access, "identity.verify")
    asked = RESIDENT_RECORD_CODE.check(code, field="code")
    typed = INDIVIDUAL_NUMBER.check(number, field="number")
    case = case_numbered(case_number) if case_number.strip() else None
    if case_number.strip() and case is None:
        raise Invalid([_no_case()])
    result = _compare(access, asked, typed)
    _keep(access, result, case=case, case_number=case_number.strip())
    return result


def verify_resident(access: Access, *, atena_number: str) -> Authenticity:
    """Of what the register says of a resident, after 新たな付番: nobody types a number."""
    check_may(access, "identity.verify")
    held = present_person(atena_number)
    numbers = numbers_of(held)
    check_code(numbers)
    if not numbers.individual:
        raise Invalid([_no_number()])
    result = _compare(access, numbers.code, numbers.individual)
    _keep(access, result, person=held.person)
    return result


def _compare(access: Access, code: str, number: str) -> Authenticity:
    asked = Criteria(code=code, nation=True)
    outgoing = Outgoing(
        kind="identity.query", receiver=own_node("municipal_cs"), body=asked.body(PURPOSE)
    )
    try:
        answer = ask(access, outgoing).body
    except Refusal as error:
        raise Invalid(error.problems) from error
    if len(answer["found"]) != 1:
        return Authenticity.NOBODY
    found = canonical(answer["layout"], answer["found"][0]["items"])
    same = found.get("individual_number") == number and found["resident_record_code"] == code
    return Authenticity.SAME if same else Authenticity.DIFFERENT


def _keep(
    access: Access,
    result: Authenticity,
    *,
    case: UUID | None = None,
    case_number: str = "",
    person: UUID | None = None,
) -> None:
    acting = access.on_case(case) if case else access
    with recorded(acting, AUTHENTICITY) as note:
        Verification.objects.create(
            case=case,
            case_number=case_number,
            person=person,
            result=result.value,
            at=business_now(),
            by=access.staff_key,
            by_name=access.name,
        )
        if person is not None:
            note.about(person)
        note.say(result=result.label, case=case_number)


def _no_case() -> Problem:
    return Problem(
        "identity.no_case",
        "case_number",
        "この受付番号の異動はありません。",
        "確認の結果は、異動の受付番号に結び付けて残します。",
        "受付番号を確かめるか、空欄にしてください。",
    )


def _no_number() -> Problem:
    return Problem(
        "identity.no_number",
        "atena_number",
        "この人に個人番号がありません。",
        "機構からの通知を待っています。",
        "個人番号が記載されてから確認してください。",
    )
