"""Wiring (配線): which event wakes whom, and who fills the ports of lower storeys. One table, read here alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from daicho.business.cash import disposal as cash_disposal
from daicho.business.cash import ports as cash_ports
from daicho.business.cash.events import Paid, Returned
from daicho.business.cash.public import cash_waiting
from daicho.business.certificates.domain.papers import PAPERS
from daicho.business.certificates.events import MoveOutInformationReady
from daicho.business.certificates.handlers import tell_move_out_information
from daicho.business.certificates.jobs import BATCH_SHEETS
from daicho.business.certificates.public import (
    COUNTERS,
    issue_numbered,
    issued_on,
    letters_sent,
    notices_of_case,
    send_letter,
    sent_letter,
)
from daicho.business.downtime import disposal as downtime_disposal
from daicho.business.downtime import ports as downtime_ports
from daicho.business.extraction.jobs import EXTRACT_ITEMS, EXTRACT_TRAIL
from daicho.business.inspection import disposal as inspection_disposal
from daicho.business.inspection.jobs import OUTPUT as ROSTER_OUTPUT
from daicho.business.inspection.jobs import SAFETY
from daicho.business.movements import disposal as movements_disposal
from daicho.business.movements import ports as movements_ports
from daicho.business.movements.events import ImmigrationMessageMade, MovementApproved
from daicho.business.movements.jobs import LIST_FILE
from daicho.business.movements.public import (
    entered_later,
    links_of_case,
    movements_of,
    pending_cases,
    waiting_for,
)
from daicho.business.requests import disposal as requests_disposal
from daicho.business.requests.public import orders_kept_for, requests_waiting
from daicho.business.retention import disposal as retention_disposal
from daicho.business.retention import ports as retention_ports
from daicho.business.retention.jobs import ERASE
from daicho.business.retention.public import disposed_note
from daicho.business.statistics.public import MONTH_SET, REPORT_SET
from daicho.business.surveys import disposal as surveys_disposal
from daicho.foundation.audit import ports as audit_ports
from daicho.foundation.jobs import disposal as jobs_disposal
from daicho.foundation.jobs import ports as jobs_ports
from daicho.foundation.jobs.public import JobEndedBadly, JobKind, send_warning
from daicho.foundation.jobs.verify_trail import VERIFY_TRAIL
from daicho.foundation.lines import disposal as lines_disposal
from daicho.foundation.lines.public import lines_waiting
from daicho.foundation.messages import conversions
from daicho.foundation.messages.conversions import Conversion
from daicho.foundation.outbox import disposal as outbox_disposal
from daicho.foundation.outbox.public import Listener
from daicho.foundation.reconciliation import disposal as reconciliation_disposal
from daicho.foundation.reconciliation import ports as reconciliation_ports
from daicho.foundation.reconciliation.public import job_of, reconcile_waiting
from daicho.foundation.staff import ports as staff_ports
from daicho.foundation.staff.public import rights_waiting
from daicho.gateways.cards import disposal as cards_disposal
from daicho.gateways.cards import ports as cards_ports
from daicho.gateways.cards.events import CardChanged
from daicho.gateways.cards.listeners import follow_case, follow_change
from daicho.gateways.cards.selectors.checks import faults_of_case
from daicho.gateways.cards.web.links import cards_of
from daicho.gateways.dispatch import disposal as dispatch_disposal
from daicho.gateways.dispatch.listeners import note_movement
from daicho.gateways.dispatch.selectors.of_case import messages_of_case
from daicho.gateways.family_register import disposal as family_disposal
from daicho.gateways.family_register.comparison import WITH_PREFECTURE
from daicho.gateways.family_register.listeners import tell_movement as tell_annexes
from daicho.gateways.family_register.selectors.notices import family_waiting
from daicho.gateways.identity import disposal as identity_disposal
from daicho.gateways.identity.domain.change import paper_of
from daicho.gateways.identity.listeners import hear_movement
from daicho.gateways.identity.public import change_in, facts_of_case
from daicho.gateways.identity.selectors.changes import changes_waiting
from daicho.gateways.immigration import disposal as immigration_disposal
from daicho.gateways.immigration.listeners import tell_agency
from daicho.gateways.jukinet import ports as jukinet_ports
from daicho.gateways.jukinet.commands.tell_now import tell_now
from daicho.gateways.jukinet.listeners import tell_move_out, tell_movement
from daicho.gateways.jukinet.selectors.asked import faults_of_quoted
from daicho.gateways.jukinet.selectors.awaiting import not_told_yet
from daicho.gateways.jukinet.selectors.planned_day import planned_departure
from daicho.gateways.jukinet.selectors.rows import awaiting_number, fields_now
from daicho.gateways.reconcile import ports as reconcile_ports
from daicho.gateways.reconcile.register import WITH_CS
from daicho.gateways.wide_area import disposal as wide_area_disposal
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.disposal import DisposalFile
from daicho.kernel.errors import Problem
from daicho.registers.code_tables import ports as code_tables_ports
from daicho.registers.code_tables.domain.line_tables import JUKI_CHARACTERS
from daicho.registers.code_tables.public import value_on
from daicho.registers.protection import disposal as protection_disposal
from daicho.registers.protection import ports as protection_ports
from daicho.registers.protection.events import MeasureChanged, SuppressionEnded, SuppressionSet
from daicho.registers.protection.jobs import SUPPRESSED_FILE
from daicho.registers.residents import disposal as residents_disposal
from daicho.registers.residents import ports as residents_ports
from daicho.registers.residents.domain.labels import REASON_LABELS
from daicho.registers.residents.public import (
    moved_out_on,
    people_of_households,
    person_of_atena_number,
    quote,
    records_closed,
)

LISTENERS: Mapping[str, Sequence[tuple[str, Listener]]] = {
    # Gateways to other systems come with their own issues. The events are kept and delivered.
    MovementApproved.kind: (
        ("certificates.move_out_information", tell_move_out_information),
        ("jukinet.movement", tell_movement),
        ("identity.movement", hear_movement),
        ("cards.movement", follow_case),
        ("dispatch.movement", note_movement),
        ("family_register.movement", tell_annexes),
    ),
    CardChanged.kind: (("cards.register", follow_change),),
    MoveOutInformationReady.kind: (("jukinet.move_out", tell_move_out),),
    ImmigrationMessageMade.kind: (("immigration.municipal", tell_agency),),
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
    EXTRACT_ITEMS,
    EXTRACT_TRAIL,
    SAFETY,
    MONTH_SET,
    REPORT_SET,
    VERIFY_TRAIL,
    BATCH_SHEETS,
    ERASE,
    job_of(WITH_CS),
    job_of(WITH_PREFECTURE),
)

# What a plan of disposal (廃棄の計画) may name, in the order in which it is offered and carried out.
DISPOSABLE: Sequence[DisposalFile] = (
    *movements_disposal.FILES,
    *requests_disposal.FILES,
    *inspection_disposal.FILES,
    *surveys_disposal.FILES,
    *cash_disposal.FILES,
    *protection_disposal.FILES,
    *residents_disposal.FILES,
    *outbox_disposal.FILES,
    *jobs_disposal.FILES,
    *lines_disposal.FILES,
    *reconciliation_disposal.FILES,
    *family_disposal.FILES,
    *downtime_disposal.FILES,
    *cards_disposal.FILES,
    *dispatch_disposal.FILES,
    *wide_area_disposal.FILES,
    *identity_disposal.FILES,
    *immigration_disposal.FILES,
    *retention_disposal.FILES,
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


def _orders_held(request_key: UUID) -> tuple[cash_ports.HeldOrder, ...]:
    return tuple(
        cash_ports.HeldOrder(order.number, order.yen, order.issued_on)
        for order in orders_kept_for(request_key)
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


def _entered_case(_access: Access, number: str) -> downtime_ports.Entered | None:
    found = entered_later(number)
    return None if found is None else downtime_ports.Entered(*found)


def _issued_sheet(_access: Access, number: str) -> downtime_ports.Entered | None:
    url = issue_numbered(number)
    return None if url is None else downtime_ports.Entered(url, later=True)


def _conversion_of(points: str) -> Conversion | None:
    """What the town's own table says of a character (住基ネット統一文字との変換)."""
    found = value_on(JUKI_CHARACTERS, points, business_today())
    return Conversion(found["juki"], found["substitute"]) if found else None


def _faults_of_case(kind: str, case: UUID) -> tuple[Problem, ...]:
    """What the gateways know against a case: a card that was not verified, a certificate that was taken back."""
    return (*faults_of_case(kind, case), *faults_of_quoted(kind, case))


def _waiting_for(access: Access) -> tuple[staff_ports.Waiting, ...]:
    return (
        *waiting_for(access),
        *requests_waiting(access),
        *cash_waiting(access),
        *rights_waiting(access),
        *lines_waiting(access),
        *family_waiting(access),
        *changes_waiting(access),
        *reconcile_waiting(access),
    )


def _begun_from(access: Access, whom: residents_ports.Whom) -> Sequence[residents_ports.Link]:
    return (*movements_of(access, whom), *cards_of(access, whom))


def _change_asked(thread: UUID) -> jukinet_ports.ChangeAsked | None:
    found = change_in(thread)
    if found is None:
        return None
    asking = found.asking
    return jukinet_ports.ChangeAsked(
        found.person, asking.reason.value, asking.reason.kind, paper_of(asking)
    )


def connect() -> None:
    """Fill the ports; called once by every process that serves or works."""
    conversions.conversion_of = _conversion_of
    code_tables_ports.counters = lambda: COUNTERS
    code_tables_ports.movement_reasons = lambda: tuple(REASON_LABELS.items())
    code_tables_ports.paper_kinds = lambda: tuple(PAPERS.items())
    code_tables_ports.neighbours = TABLES_KEPT_ELSEWHERE
    cash_ports.orders_held = _orders_held
    movements_ports.issued_copies = _issued_copies
    movements_ports.notices_of_case = _notices_of_case
    movements_ports.faults_of_case = _faults_of_case
    cards_ports.planned_departure = planned_departure
    movements_ports.not_told_yet = not_told_yet
    movements_ports.messages_beside = messages_of_case
    movements_ports.facts_of_case = facts_of_case
    residents_ports.pending_cases = pending_cases
    protection_ports.send_letter = _send_protection_letter
    protection_ports.letters_sent = letters_sent
    protection_ports.sent_letter = sent_letter
    protection_ports.quote = quote
    protection_ports.people_of_households = people_of_households
    protection_ports.moved_out_on = moved_out_on
    protection_ports.person_of_atena_number = person_of_atena_number
    audit_ports.resolve_subject = person_of_atena_number
    jukinet_ports.change_asked = _change_asked
    jobs_ports.kinds = jobs_ports.by_code(JOB_KINDS)
    reconciliation_ports.sources = reconciliation_ports.by_code((WITH_CS, WITH_PREFECTURE))
    reconcile_ports.fields_now = fields_now
    reconcile_ports.awaiting_number = awaiting_number
    reconcile_ports.tell_now = tell_now
    residents_ports.movements_of = _begun_from
    residents_ports.links_of_case = links_of_case
    staff_ports.waiting_for = _waiting_for
    staff_ports.disposed_note = disposed_note
    downtime_ports.entered_case = _entered_case
    downtime_ports.issued_sheet = _issued_sheet
    retention_ports.files = retention_ports.by_code(DISPOSABLE)
    retention_ports.person_of_atena_number = person_of_atena_number
    retention_ports.removed_before = records_closed
