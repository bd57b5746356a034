"""Wiring (配線): which event wakes whom, and who fills the ports of lower storeys. One table, read here alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from daicho.business.certificates.events import MoveOutInformationReady
from daicho.business.certificates.handlers import tell_move_out_information
from daicho.business.certificates.public import issued_on, notices_of_case
from daicho.business.movements import ports as movements_ports
from daicho.business.movements.events import ImmigrationMessageMade, MovementApproved
from daicho.business.movements.public import (
    links_of_case,
    movements_of,
    pending_cases,
    waiting_for,
)
from daicho.foundation.audit import ports as audit_ports
from daicho.foundation.outbox.public import Listener
from daicho.foundation.staff import ports as staff_ports
from daicho.kernel.access import Access
from daicho.registers.code_tables import ports as code_tables_ports
from daicho.registers.protection import ports as protection_ports
from daicho.registers.protection.events import MeasureChanged, SuppressionEnded, SuppressionSet
from daicho.registers.residents import ports as residents_ports
from daicho.registers.residents.domain.labels import REASON_LABELS
from daicho.registers.residents.public import (
    moved_out_on,
    people_of_households,
    person_of_atena_number,
    quote,
)

LISTENERS: Mapping[str, Sequence[tuple[str, Listener]]] = {
    # Gateways to other systems come with their own issues. The events are kept and delivered.
    MovementApproved.kind: (("certificates.move_out_information", tell_move_out_information),),
    # 住基ネットCS will hear it.
    MoveOutInformationReady.kind: (),
    # The gateway to 出入国在留管理庁 will hear it, and ask which may go (immigration_due).
    ImmigrationMessageMade.kind: (),
    # 宛名システム, コンビニ交付 and 住基ネットCS will hear these (STD-3.2).
    SuppressionSet.kind: (),
    SuppressionEnded.kind: (),
    MeasureChanged.kind: (),
}


TABLES_KEPT_ELSEWHERE = (
    ("認証者", "証明書を出す市区町村長・職務代理者の職名と氏名。", "certificates_certifier"),
    ("端末", "入力場所の端末。入力場所と同じ名称で結び付く。", "terminal_list"),
)


def _issued_copies(
    persons: Collection[UUID], since: datetime
) -> tuple[movements_ports.IssuedCopy, ...]:
    return tuple(
        movements_ports.IssuedCopy(c.number, c.title, c.issued_at, c.to, c.url)
        for c in issued_on(persons, since=since)
    )


def _notices_of_case(access: Access, case: UUID) -> tuple[movements_ports.CaseNotice, ...]:
    return tuple(
        movements_ports.CaseNotice(
            title=line.title,
            about=line.about,
            to=line.to,
            state=line.state,
            issued=line.issued is not None,
            in_flow=line.in_flow,
            number=line.number,
            url=line.url,
        )
        for line in notices_of_case(access, case)
    )


def connect() -> None:
    """Fill the ports; called once by every process that serves or works."""
    code_tables_ports.movement_reasons = lambda: tuple(REASON_LABELS.items())
    code_tables_ports.neighbours = TABLES_KEPT_ELSEWHERE
    movements_ports.issued_copies = _issued_copies
    movements_ports.notices_of_case = _notices_of_case
    residents_ports.pending_cases = pending_cases
    protection_ports.quote = quote
    protection_ports.people_of_households = people_of_households
    protection_ports.moved_out_on = moved_out_on
    protection_ports.person_of_atena_number = person_of_atena_number
    audit_ports.resolve_subject = person_of_atena_number
    residents_ports.movements_of = movements_of
    residents_ports.links_of_case = links_of_case
    staff_ports.waiting_for = waiting_for
