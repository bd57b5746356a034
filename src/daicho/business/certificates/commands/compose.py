"""Compose (作る): the sheets of a request from the register as it is today, within the caller's own act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from daicho.business.certificates.domain.composition import (
    SENTENCES,
    WHOLE_HOUSEHOLD,
    Form,
    HistoryLine,
    Item,
    Numbers,
    household_sheet,
    individual_sheet,
)
from daicho.business.certificates.domain.matching import check_address
from daicho.business.certificates.domain.statement import statement
from daicho.business.certificates.domain.wish import Request, check_request
from daicho.business.certificates.marking import new_mark
from daicho.business.certificates.models import Certifier
from daicho.business.certificates.printing import seal
from daicho.foundation.documents import sheets
from daicho.foundation.law_values import identity_points
from daicho.foundation.ui.confirmations import key_of
from daicho.foundation.vault.public import reveal
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid, Unavailable
from daicho.registers.protection.public import Channel, may_disclose
from daicho.registers.residents.domain.segments import Holding
from daicho.registers.residents.public import (
    changes_of,
    household_records_on,
    named_records_on,
)

Sheet = sheets.HouseholdSheet | sheets.IndividualSheet | sheets.StatementSheet


@dataclass(frozen=True, slots=True)
class Composed:
    """The sheets of one copy: one of the 世帯連記式, one per person of the others."""

    records: tuple[Holding, ...]
    sheets: tuple[Sheet, ...]
    shows_number: bool
    confirmed: tuple[str, ...] = ()


def compose(
    access: Access, request: Request, *, specimen: bool, numbers: Sequence[str] = ()
) -> Composed:
    """Check the request and make its sheets; `numbers` are the 発行番号, one per sheet (none on a specimen)."""
    day = business_today()
    records = _records(request, day)
    confirmed = _check(access, request, records, day)
    issues = [
        _issue(
            request,
            day,
            specimen=specimen,
            number=number,
            sentence=_sentence(request, records, day),
        )
        for number in numbers or [""] * sheet_count(request)
    ]
    wanted = request.items & {Item.INDIVIDUAL_NUMBER, Item.RESIDENT_CODE}
    shown = {r.person: _numbers(r, request.items) for r in records} if wanted else {}
    made = _sheets(request, records, issues, shown, day)
    return Composed(records, made, shows_number=bool(wanted), confirmed=confirmed)


def _sheets(
    request: Request,
    records: Sequence[Holding],
    issues: Sequence[sheets.Issue],
    shown: Mapping[UUID, Numbers],
    day: date,
) -> tuple[Sheet, ...]:
    """One sheet of the 世帯連記式, one a person of the others."""
    if request.form is Form.HOUSEHOLD:
        return (household_sheet(records, items=request.items, numbers=shown, issue=issues[0]),)
    if request.form.states:
        return tuple(
            statement(
                record.particulars,
                form=request.form,
                items=request.items,
                numbers=shown.get(record.person),
                issue=issue,
            )
            for record, issue in zip(records, issues, strict=True)
        )
    return tuple(
        individual_sheet(
            record,
            items=request.items,
            numbers=shown.get(record.person),
            history=_history(record.record, day),
            issue=issue,
        )
        for record, issue in zip(records, issues, strict=True)
    )


def sheet_count(request: Request) -> int:
    """How many sheets one copy of a request has."""
    return 1 if request.form is Form.HOUSEHOLD else len(dict.fromkeys(request.records))


def certifier_on(day: date) -> Certifier:
    """In whose name certificates go out on a day: the newest who has begun and not ended (a 職務代理者 ends)."""
    begun = Certifier.objects.filter(valid_from__lte=day).exclude(valid_until__lte=day)
    found = begun.order_by("-valid_from", "-id").first()
    if found is None:
        raise Unavailable(
            "証明書を交付できません。",
            why="認証者（市区町村長）が登録されていません。",
            remedy="管理担当に、認証者の登録を頼んでください。",
            code="certificates.no_certifier",
        )
    return found


def _check(
    access: Access, request: Request, records: Sequence[Holding], day: date
) -> tuple[str, ...]:
    """`Invalid` with everything that stops, protection among it (STD-3.4; household-rules S-02).

    Returns the keys of the alerts that were confirmed.
    """
    told = (
        *may_disclose(
            access, persons=[r.person for r in records], channel=Channel.CERTIFICATE
        ).problems(field="records.{person}"),
        *check_address(request.stated_address, [r.particulars for r in records]),
    )
    problems = (
        *check_request(request, records, points=identity_points(request.documents, day)),
        *(p for p in told if p.is_error or key_of(p) not in request.confirmed),
    )
    if problems:
        raise Invalid(problems)
    return tuple(key_of(p) for p in told)


def _records(request: Request, day: date) -> tuple[Holding, ...]:
    return tuple(
        sorted(
            named_records_on(request.records, day),
            key=lambda r: (r.particulars.member_order or 999, r.atena_number),
        )
    )


def _sentence(request: Request, records: Sequence[Holding], day: date) -> str:
    if request.form is Form.HOUSEHOLD:
        members = household_records_on(records[0].particulars.household_number, day)
        if members == {r.record for r in records}:
            return WHOLE_HOUSEHOLD
    return SENTENCES[request.form]


def _issue(
    request: Request, day: date, *, specimen: bool, number: str, sentence: str
) -> sheets.Issue:
    certifier = certifier_on(day)
    town = municipality_of(settings.TOWN["code"])
    return sheets.Issue(
        sentence=sentence,
        issued_on=day,
        certifier=sheets.Certifier(
            prefecture=town.prefecture, title=certifier.title, name=certifier.name
        ),
        number=number,
        seal=seal(day, acting=certifier.acting),
        phrases=("この印は黒色です",),
        official_use=request.official,
        specimen=specimen,
        verification=None if specimen else new_mark(),
    )


def _numbers(record: Holding, items: frozenset[Item]) -> Numbers:
    own = record.particulars
    return Numbers(
        individual=_reveal(own.individual_number_ref, Item.INDIVIDUAL_NUMBER in items),
        code=_reveal(own.resident_record_code_ref, Item.RESIDENT_CODE in items),
    )


def _reveal(ref: UUID | None, asked: bool) -> str:
    return reveal(ref) if asked and ref is not None else ""


def _history(record: UUID, day: date) -> list[HistoryLine]:
    return [
        HistoryLine(
            reason=line.reason,
            event_date=line.event_date,
            notified_on=line.notified_on,
            attention=line.attention,
            particulars=line.particulars,
        )
        for line in changes_of(record, until=day)
    ]
