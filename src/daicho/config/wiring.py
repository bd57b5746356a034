"""Wiring (配線): which event wakes whom, and who fills the ports of lower storeys. One table, read here alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from daicho.business.cash.events import Paid, Returned
from daicho.business.cash.public import cash_waiting
from daicho.business.certificates.domain.papers import PAPERS
from daicho.business.certificates.events import MoveOutInformationReady
from daicho.business.certificates.handlers import tell_move_out_information
from daicho.business.certificates.jobs import BATCH_SHEETS
from daicho.business.certificates.public import (
    COUNTERS,
    issued_on,
    letters_sent,
    notices_of_case,
    send_letter,
    sent_letter,
)
from daicho.business.inspection.jobs import OUTPUT as ROSTER_OUTPUT
from daicho.business.movements import ports as movements_ports
from daicho.business.movements.events import ImmigrationMessageMade, MovementApproved
from daicho.business.movements.jobs import LIST_FILE
from daicho.business.movements.public import (
    links_of_case,
    movements_of,
    pending_cases,
    waiting_for,
)
from daicho.business.requests.public import requests_waiting
from daicho.business.statistics.public import MONTH_SET, REPORT_SET
from daicho.foundation.audit import ports as audit_ports
from daicho.foundation.jobs import ports as jobs_ports
from daicho.foundation.jobs.public import JobEndedBadly, JobKind, send_warning
from daicho.foundation.jobs.verify_trail import VERIFY_TRAIL
from daicho.foundation.outbox.public import Listener
from daicho.foundation.staff import ports as staff_ports
from daicho.kernel.access import Access
from daicho.registers.code_tables import ports as code_tables_ports
from daicho.registers.protection import ports as protection_ports
from daicho.registers.protection.events import MeasureChanged, SuppressionEnded, SuppressionSet
from daicho.registers.protection.jobs import SUPPRESSED_FILE
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
    # Kept and delivered; the request desk asks cash itself when it must know (paid).
    Paid.kind: (),
    Returned.kind: (),
    # 宛名システム, コンビニ交付 and 住基ネットCS will hear these (STD-3.2).
    SuppressionSet.kind: (),
    SuppressionEnded.kind: (),
    MeasureChanged.kind: (),
    JobEndedBadly.kind: (("jobs.warning", send_warning),),
}

# What can be asked for as a job (バッチ処理), in the order in which it is offered.
JOB_KINDS: Sequence[JobKind] = (
    LIST_FILE,
    SUPPRESSED_FILE,
    ROSTER_OUTPUT,
    MONTH_SET,
    REPORT_SET,
    VERIFY_TRAIL,
    BATCH_SHEETS,
)


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
            detail=line.detail,
        )
        for line in notices_of_case(access, case)
    )


def _send_protection_letter(access: Access, letter: protection_ports.Letter) -> str:
    return send_letter(
        access,
        kind=letter.kind,
        record=letter.record,
        persons=letter.persons,
        facts=letter.facts,
        occasion=letter.occasion,
    )


def _waiting_for(access: Access) -> tuple[staff_ports.Waiting, ...]:
    return (*waiting_for(access), *requests_waiting(access), *cash_waiting(access))


def connect() -> None:
    """Fill the ports; called once by every process that serves or works."""
    code_tables_ports.counters = lambda: COUNTERS
    code_tables_ports.movement_reasons = lambda: tuple(REASON_LABELS.items())
    code_tables_ports.paper_kinds = lambda: tuple(PAPERS.items())
    code_tables_ports.neighbours = TABLES_KEPT_ELSEWHERE
    movements_ports.issued_copies = _issued_copies
    movements_ports.notices_of_case = _notices_of_case
    residents_ports.pending_cases = pending_cases
    protection_ports.send_letter = _send_protection_letter
    protection_ports.letters_sent = letters_sent
    protection_ports.sent_letter = sent_letter
    protection_ports.quote = quote
    protection_ports.people_of_households = people_of_households
    protection_ports.moved_out_on = moved_out_on
    protection_ports.person_of_atena_number = person_of_atena_number
    audit_ports.resolve_subject = person_of_atena_number
    jobs_ports.kinds = jobs_ports.by_code(JOB_KINDS)
    residents_ports.movements_of = movements_of
    residents_ports.links_of_case = links_of_case
    staff_ports.waiting_for = _waiting_for
