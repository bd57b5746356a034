"""Issue (交付): check, number, draw and keep every copy; what is handed over is what was kept."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from daicho.business.certificates.audit_types import ISSUED, PREVIEWED
from daicho.business.certificates.commands.compose import Composed, Sheet, compose, sheet_count
from daicho.business.certificates.commands.keep import SealStore, kept, next_numbers, save
from daicho.business.certificates.commands.print_note import PDF, PREVIEW, say_print
from daicho.business.certificates.domain.composition import Form
from daicho.business.certificates.domain.rights import ROWS
from daicho.business.certificates.domain.verification import Line, Printed, seal_line
from daicho.business.certificates.domain.wish import MOST_COPIES, Request
from daicho.business.certificates.models import Issue
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.fitting import Overflow
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.render import Document, Drawn
from daicho.foundation.documents.sheets import HouseholdSheet, Person, StatementSheet
from daicho.foundation.staff.public import check_may
from daicho.foundation.ui.confirmations import key_of
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.code_tables.public import certificate_fee
from daicho.registers.residents.domain.segments import Holding


@dataclass(frozen=True, slots=True)
class Preview:
    """What a sheet will look like: pages as data URLs, and the fee of the whole request."""

    pages: tuple[str, ...]
    fee_yen: int


def preview_request(access: Access, *, request: Request) -> Preview:
    """The sheets with 見本 across them, without a number; on the trail as a preview."""
    check_may(access, "certificates.issue")
    with recorded(access, PREVIEWED) as note:
        composed = compose(access, request, specimen=True)
        note.about(*(r.person for r in composed.records))
        note.number_shown = composed.shows_number
        found = [printer().overflows(sheet) for sheet in composed.sheets]
        _check_excess(request, found)
        pages = [page for sheet in composed.sheets for page in printer().preview(sheet)]
        say_print(
            note,
            paper=request.form.value,
            output=PREVIEW,
            pages=len(pages),
            sealed=composed.sheets[0].issue.seal is not None,
            items=sorted(request.items),
        )
        return Preview(
            pages=tuple(f"data:image/svg+xml;base64,{b64encode(p).decode()}" for p in pages),
            fee_yen=fee_of(request, len(composed.sheets)),
        )


def issue(access: Access, *, request: Request) -> tuple[UUID, ...]:
    """Issue every copy. Returns the keys of the issues, one per sheet and copy.

    `Invalid` with every reason that refuses, and with the alerts that nobody has confirmed, what does not fit among
    them (STD-5.8); `Conflict` when this request was already issued (a form sent twice).
    """
    check_may(access, "certificates.issue")
    with recorded(access, ISSUED) as note:
        if Issue.objects.filter(request_key=request.key).exists():
            raise Conflict(
                "この請求は既に交付しています。",
                why="同じ画面が二度送られました。二重には交付していません。",
                remedy="交付履歴から、交付した証明書を開いてください。",
                code="certificates.sent_twice",
            )
        rows: list[Issue] = []
        found: list[tuple[Overflow, ...]] = []
        seals = SealStore()
        for _ in range(min(max(request.copies, 1), MOST_COPIES)):
            numbers = next_numbers(access, sheet_count(request))
            composed = compose(access, request, specimen=False, numbers=numbers)
            for sheet, records in _by_sheet(composed):
                document = printer().render(sheet)
                found.append(document.overflows)
                facts = facts_of(request, len(rows) + 1, sheet, document, records)
                rows.append(kept(access, sheet, document, seals=seals, **facts))
        told = _check_excess(request, found[: len(composed.sheets)])
        save(rows)
        note.about(*(p for row in rows for p in row.persons))
        note.number_shown = composed.shows_number
        say_print(
            note,
            paper=request.form.value,
            output=PDF,
            pages=sum(row.pages for row in rows),
            sealed=composed.sheets[0].issue.seal is not None,
            numbers=[row.number for row in rows],
            requester=request.requester.value,
            items=sorted(request.items),
            copies=len(rows),
            fee=sum(row.fee_yen for row in rows),
            confirmed=[*composed.confirmed, *told],
        )
    return tuple(row.key for row in rows)


def fee_of(request: Request, sheets: int) -> int:
    """The fee of the whole request in yen, on today's table; official requests are free."""
    if ROWS[request.requester].free or request.official:
        return 0
    return certificate_fee(request.form.law_code, business_today()) * sheets * request.copies


def _by_sheet(composed: Composed) -> list[tuple[Sheet, tuple[Holding, ...]]]:
    if len(composed.sheets) == 1:
        return [(composed.sheets[0], composed.records)]
    return [(s, (r,)) for s, r in zip(composed.sheets, composed.records, strict=True)]


def facts_of(
    request: Request,
    copy: int,
    sheet: Sheet,
    document: Document | Drawn,
    records: Sequence[Holding],
) -> dict[str, Any]:  # Any: columns of `Issue` by name
    """The columns of a certificate's row."""
    line = _verification(request.form, sheet, document)
    return {
        "request_key": request.key,
        "copy": copy,
        "kind": request.form.value,
        "persons": [r.person for r in records],
        "records": [r.record for r in records],
        "requester": request.requester.value,
        "requester_name": request.requester_name.strip(),
        "ground": request.kept_ground,
        "identity_documents": [*request.documents, *sorted(request.proofs)],
        "items": sorted(request.items),
        "official": request.official,
        "by_post": request.by_post,
        "fee_yen": _fee(request),
        "verify_code": line.lookup,
        "verify_digest": line.sealed,
    }


def _check_excess(request: Request, found: Sequence[Sequence[Overflow]]) -> tuple[str, ...]:
    """`Invalid` with the alerts of what does not fit, unless all are confirmed; returns their keys (STD-5.8/m3)."""
    alerts = {
        key_of(alert): alert
        for n, overflows in enumerate(found, 1)
        for alert in (one.alert(n if len(found) > 1 else 0) for one in overflows if one.beyond)
    }
    waiting = [alert for key, alert in alerts.items() if key not in request.confirmed]
    if waiting:
        raise Invalid(waiting)
    return tuple(alerts)


def _verification(form: Form, sheet: Sheet, document: Document | Drawn) -> Line:
    """The line by which the receiver can check the sheet; blank where the sheet carries no code."""
    mark = sheet.issue.verification
    if mark is None:
        return Line("", "")
    first = _first(sheet)
    return seal_line(
        mark.code,
        Printed(
            number=sheet.issue.number,
            kind=form.label,
            issued_on=sheet.issue.issued_on,
            pages=document.pages,
            name=first.name,
            born_on=first.born_on,
        ),
    )


def _first(sheet: Sheet) -> Person | StatementSheet:
    """Whom the receiver's check names: the first on the sheet."""
    if isinstance(sheet, StatementSheet):
        return sheet
    return sheet.persons[0] if isinstance(sheet, HouseholdSheet) else sheet.person


def _fee(request: Request) -> int:
    return fee_of(replace(request, copies=1), 1)
