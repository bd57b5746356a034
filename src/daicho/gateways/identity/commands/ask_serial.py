"""Ask for a serial (電子証明書のシリアル番号の取得, STD-7.1.2.4): of the certificate for authentication on somebody's card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from daicho.business.movements.public import record_serials
from daicho.foundation.audit.public import recorded
from daicho.foundation.lines.public import Outgoing, Refusal, ask, own_node
from daicho.foundation.staff.public import check_may, system_access
from daicho.gateways.identity.audit_types import SERIAL_ASKED
from daicho.gateways.identity.domain.comparison import CardState
from daicho.gateways.identity.selectors.people import check_code, numbers_of, present_person
from daicho.kernel.access import Access, Purpose
from daicho.kernel.errors import Invalid, Problem

LABELS = {
    CardState.VALID: "有効",
    CardState.REVOKED: "失効",
    CardState.NONE: "電子証明書なし",
}


@dataclass(frozen=True, slots=True)
class Serial:
    """What the nation said; `held` is the serial that the register had before, `recorded` whether it is there now."""

    name: str
    state: CardState
    serial: str
    valid_until: date | None
    held: str
    recorded: bool

    @property
    def label(self) -> str:
        return LABELS[self.state]


def ask_serial(access: Access, *, atena_number: str, record: bool = False) -> Serial:
    """Ask, and record what is in force where that is wished. `Invalid` for nobody, and for what the CS refuses.

    What is recorded is what the line has just said, never what a form sends back. Two acts, two entries.
    """
    check_may(access, "identity.serial")
    held = present_person(atena_number)
    numbers = numbers_of(held)
    check_code(numbers)
    outgoing = Outgoing(
        kind="serial.query", receiver=own_node("municipal_cs"), body={"code": numbers.code}
    )
    try:
        answer = ask(access, outgoing)
    except Refusal as error:
        raise Invalid(error.problems) from error
    state, serial = CardState(answer.body["state"]), str(answer.body.get("serial", ""))
    with recorded(access, SERIAL_ASKED) as note:
        note.about(held.person)
        note.say(result=LABELS[state])
    before = held.particulars.auth_cert_serial
    if record:
        _check(state, serial, before)
        record_serials(
            system_access(Purpose.MOVEMENT, job="identity"),
            person=held.person,
            notice=str(answer.id),
            sign=held.particulars.sign_cert_serial,
            auth=serial,
        )
    until = str(answer.body.get("valid_until", ""))
    return Serial(
        name=held.particulars.printed_name,
        state=state,
        serial=serial,
        valid_until=date.fromisoformat(until) if until else None,
        held=before,
        recorded=record or (serial != "" and serial == before),
    )


def _check(state: CardState, serial: str, before: str) -> None:
    if state is CardState.VALID and serial and serial != before:
        return
    why = (
        "台帳のシリアル番号と同じです。"
        if serial == before and serial
        else "有効な利用者証明用電子証明書がありません。"
    )
    raise Invalid(
        [
            Problem(
                "identity.serial",
                "atena_number",
                "シリアル番号は記録していません。",
                why,
                "照会の結果を確かめてください。",
            )
        ]
    )
