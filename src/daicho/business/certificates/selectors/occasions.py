"""Occasions (通知のもとになる異動): an approved case with what it did, and what has been issued of it already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from daicho.business.certificates.audit_types import NOTICES_VIEWED
from daicho.business.certificates.domain.guidance import AGES, Ages, Counter, visits
from daicho.business.certificates.domain.notice import Occasion, Timing
from daicho.business.certificates.domain.notices import NOTICES, Due, due_of
from daicho.business.certificates.models import Issue
from daicho.business.movements.public import CaseFacts, approved_cases_of, case_facts
from daicho.foundation.audit.public import recorded
from daicho.foundation.law_values import value_on
from daicho.foundation.staff.public import check_may, may
from daicho.foundation.vault.public import hashes_of
from daicho.kernel.access import Access, Purpose
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Missing
from daicho.registers.code_tables.public import rows_on
from daicho.registers.residents.domain.case_acts import CaseAct
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import acts_of, check_shown, household_on, record_on


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice that a case gives rise to, and whether it went out: the newest of its issues, if any."""

    kind: str
    subject: str
    title: str
    about: str
    to: str
    law: str
    in_flow: bool
    issued: UUID | None
    number: str
    issued_at: datetime | None
    url: str
    detail: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        if self.issued:
            return "発行済"
        return "未発行" if self.in_flow else "求めがあれば発行"


@dataclass(frozen=True, slots=True)
class CaseNotices:
    """A case with its notices."""

    case: UUID
    number: str
    title: str
    approved_at: datetime | None
    lines: tuple[NoticeLine, ...]

    @property
    def waiting(self) -> int:
        """How many that come out in the flow have not gone out yet."""
        return sum(line.in_flow and line.issued is None for line in self.lines)


@dataclass(frozen=True, slots=True)
class PersonNotices:
    """Somebody's name and address, and the notices of the cases of their record's person."""

    record: UUID
    name: str
    address: str
    cases: tuple[CaseNotices, ...]


def occasion_of(case: UUID) -> Occasion:
    """The occasion of an approved case; `Missing` or `Conflict` otherwise. Within the caller's act."""
    facts = case_facts(case)
    if facts is None:
        raise Missing("この異動はありません。", remedy="異動の一覧から選び直してください。")
    if facts.approved_at is None:
        raise Conflict(
            "この異動は、まだ決裁されていません。",
            why="通知書は、台帳に記録した内容で作ります。",
            remedy="決裁の後に作ってください。",
            code="certificates.case_open",
        )
    return _occasion(facts)


def _occasion(facts: CaseFacts) -> Occasion:
    acts = acts_of(facts.key)
    return Occasion(
        case=facts.key,
        number=facts.number,
        kind=facts.kind,
        title=facts.title,
        article=facts.article,
        acts=acts,
        notified_on=facts.notified_on,
        deadline=facts.deadline,
        notifier=facts.notifier,
        notifier_relation=facts.notifier_relation,
        ground=facts.ground,
        headless=_headless(acts),
        drawn=_drawn(acts, facts.brought_codes),
        destination_head=facts.destination_head,
        visits=visits(acts, _ages(business_today())),
        counters={row.code: Counter(**row.values) for row in rows_on("counters", business_today())},
    )


def _ages(day: date) -> Ages:
    return Ages({code: int(value_on("ages", code, day).facts["years"]) for code in AGES}, day)


def _headless(acts: Sequence[CaseAct]) -> dict[str, tuple[Holding, ...]]:
    """The households that a head left and that have none now, or on the day of the event where it is to come."""
    left: dict[str, date] = {}
    for act in acts:
        for effect in act.effects:
            if effect.leaves_headship and effect.before is not None:
                left[effect.before.household_number] = max(act.event_on, business_today())
    found = {number: household_on(number, day) for number, day in left.items()}
    return {
        number: members
        for number, members in found.items()
        if not any(m.particulars.is_head for m in members)
    }


def _drawn(acts: Sequence[CaseAct], brought: frozenset[str]) -> frozenset[UUID]:
    refs = {
        effect.after.resident_record_code_ref
        for act in acts
        for effect in act.effects
        if effect.code_is_new
    }
    known = hashes_of(ref for ref in refs if ref is not None)
    return frozenset(ref for ref, lookup in known.items() if lookup not in brought)


def notices_of_case(access: Access, case: UUID) -> tuple[NoticeLine, ...]:
    """A case's notices with their state, within the caller's own act; addresses only for whoever may issue."""
    lines = _with_states([occasion_of(case)], {})[0].lines
    if may(access.serving(Purpose.CERTIFICATE), "certificates.notices"):
        return lines
    return tuple(replace(line, url="") for line in lines)


def view_case_notices(access: Access, *, case: UUID) -> CaseNotices:
    """A case's notices; one entry."""
    check_may(access, "certificates.notices")
    with recorded(access.on_case(case), NOTICES_VIEWED) as note:
        occasion = occasion_of(case)
        note.about(*(e.person for e in occasion.effects))
        check_shown(access, {e.person for e in occasion.effects})
        found = _with_states([occasion], {})[0]
        note.say(number=found.number, count=len(found.lines))
        return found


def view_person_notices(access: Access, *, record: UUID) -> PersonNotices:
    """The notices of the approved cases of one person, newest case first; one entry."""
    check_may(access, "certificates.notices")
    with recorded(access, NOTICES_VIEWED) as note:
        held = record_on(record, business_today())
        if held is None:
            raise Missing("この住民票はありません。", remedy="住民を検索して選び直してください。")
        note.about(held.person)
        check_shown(access, [held.person])
        facts = approved_cases_of([held.person])
        cases = _with_states(
            [_occasion(one) for one in facts], {one.key: one.approved_at for one in facts}
        )
        note.say(number=held.atena_number, count=sum(len(c.lines) for c in cases))
        return PersonNotices(
            record=record,
            name=held.particulars.printed_name,
            address=held.particulars.address,
            cases=cases,
        )


def _with_states(
    occasions: Iterable[Occasion], approved: dict[UUID, datetime | None]
) -> tuple[CaseNotices, ...]:
    """Notices of each occasion, with what went out of them: one look for all."""
    found = [(occasion, due_of(occasion)) for occasion in occasions]
    issued = _newest({due.occasion for _, dues in found for due in dues})
    return tuple(
        CaseNotices(
            case=occasion.case,
            number=occasion.number,
            title=occasion.title,
            approved_at=approved.get(occasion.case),
            lines=tuple(_line(due, issued.get(due.occasion)) for due in dues),
        )
        for occasion, dues in found
    )


def _newest(occasions: set[str]) -> dict[str, Issue]:
    rows = Issue.objects.filter(occasion__in=occasions, spoiled_at__isnull=True)
    return {row.occasion: row for row in rows.order_by("issued_at", "number")}


def _line(due: Due, row: Issue | None) -> NoticeLine:
    to = due.subject.addressee
    return NoticeLine(
        kind=due.notice.code,
        subject=due.subject.key,
        title=due.notice.title,
        about=due.subject.label,
        to=f"{to.name}（{to.address}）" if to else due.notice.to,
        law=due.notice.law,
        in_flow=due.subject.timing is Timing.FLOW,
        issued=row.key if row else None,
        number=row.number if row else "",
        issued_at=row.issued_at if row else None,
        url=notice_url(due.case, due.notice.code, due.subject.key),
        detail=due.subject.detail,
    )


def notice_url(case: object, kind: str, subject: str) -> str:
    """The screen of one notice."""
    base = reverse("certificates_notice", args=[case, kind])
    return f"{base}?subject={subject}" if subject else base


def find_due(occasion: Occasion, *, kind: str, subject: str) -> Due:
    """One notice of an occasion; `Missing` when the case does not give rise to it."""
    for due in due_of(occasion):
        if due.notice.code == kind and due.subject.key == subject:
            return due
    title = NOTICES[kind].title if kind in NOTICES else "この通知書"
    raise Missing(
        f"この異動からは、{title}を作れません。",
        why=f"作れるのは、{NOTICES[kind].made_from}です。" if kind in NOTICES else "",
        remedy="「この異動で出す通知」から選び直してください。",
        code="certificates.notice_not_due",
    )


def first_issue(occasion: str) -> Issue | None:
    """The first issue on an occasion that was not spoiled."""
    return Issue.objects.filter(
        occasion=occasion, reissue_of__isnull=True, spoiled_at__isnull=True
    ).first()
