"""Compose (作る): the sheets of a request from the register as it is today, within the caller's own act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from daicho.business.certificates.domain.aliases import alias_history
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
from daicho.business.certificates.domain.proofs import renaming, standing
from daicho.business.certificates.domain.statement import statement
from daicho.business.certificates.domain.wish import Request, check_items, check_request
from daicho.business.certificates.hidden import problems_of_items
from daicho.business.certificates.marking import new_mark
from daicho.business.certificates.printing import excess, issue_on
from daicho.foundation.documents import sheets
from daicho.foundation.law_values import identity_points
from daicho.foundation.ui.confirmations import key_of
from daicho.foundation.vault.public import reveal
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Invalid
from daicho.registers.protection.public import Channel, may_disclose
from daicho.registers.residents.domain.particulars import Kind
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
    plain = certifying(request, day, specimen=specimen, sentence=_sentence(request, records, day))
    issues = [marked(plain, number) for number in numbers or [""] * sheet_count(request)]
    wanted = request.items & {Item.INDIVIDUAL_NUMBER, Item.RESIDENT_CODE}
    shown = {r.person: _numbers(r, request.items) for r in records} if wanted else {}
    made = sheets_of(request, records, issues, shown, day)
    return Composed(records, made, shows_number=bool(wanted), confirmed=confirmed)


def sheets_of(
    request: Request,
    records: Sequence[Holding],
    issues: Sequence[sheets.Issue],
    shown: Mapping[UUID, Numbers],
    day: date,
) -> tuple[Sheet, ...]:
    """One sheet of the 世帯連記式, one a person of the others."""
    lines = {r.record: _history(r.record, day) for r in records if _wants_history(request, r)}
    aliases = {
        record: alias_history(line.particulars for line in history)
        for record, history in lines.items()
    }
    if request.form is Form.HOUSEHOLD:
        return (
            household_sheet(
                records, items=request.items, numbers=shown, issue=issues[0], aliases=aliases
            ),
        )
    return tuple(
        _sheet_of(
            request,
            record,
            issue,
            shown.get(record.person),
            lines.get(record.record, []),
            aliases.get(record.record, ""),
        )
        for record, issue in zip(records, issues, strict=True)
    )


def _wants_history(request: Request, record: Holding) -> bool:
    """Whether the sheet tells of what was before: 履歴, 通称の記載及び削除, or how an address came to be written."""
    if request.form is Form.RENAMING or Item.HISTORY in request.items:
        return True
    return Item.ALIAS_HISTORY in request.items and record.particulars.kind is Kind.FOREIGN


def _sheet_of(
    request: Request,
    record: Holding,
    issue: sheets.Issue,
    numbers: Numbers | None,
    history: Sequence[HistoryLine],
    aliases: str,
) -> Sheet:
    own = record.particulars
    if request.form is Form.STANDING:
        return standing(own, issue=issue)
    if request.form is Form.RENAMING:
        return renaming(own, history, issue=issue)
    if request.form.states:
        return statement(
            own,
            form=request.form,
            items=request.items,
            numbers=numbers,
            issue=issue,
            aliases=aliases,
        )
    return individual_sheet(
        record,
        items=request.items,
        numbers=numbers,
        history=history,
        issue=issue,
        aliases=aliases,
    )


def sheet_count(request: Request) -> int:
    """How many sheets one copy of a request has."""
    return 1 if request.form is Form.HOUSEHOLD else len(dict.fromkeys(request.records))


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
        *check_items(request),
        *problems_of_items(access, request.items),
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


def certifying(request: Request, day: date, *, specimen: bool, sentence: str) -> sheets.Issue:
    """The act of issuing as every sheet of a request carries it, without its number and mark."""
    return replace(
        issue_on(day, request.form.value, number="", specimen=specimen),
        sentence=sentence,
        official_use=request.official,
        excess=excess(),
    )


def marked(issue: sheets.Issue, number: str) -> sheets.Issue:
    """The same with the number of one sheet, and its code where the town has receivers check them."""
    mark = None if issue.specimen else new_mark()
    return replace(issue, number=number, verification=mark)


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
