"""Issue (交付): check, number, draw and keep every copy; what is handed over is what was kept."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from pydantic import TypeAdapter

from daicho.business.certificates.audit_types import ISSUED, PREVIEWED
from daicho.business.certificates.commands.compose import Composed, Sheet, compose, sheet_count
from daicho.business.certificates.domain.composition import Form
from daicho.business.certificates.domain.rights import ROWS
from daicho.business.certificates.domain.verification import Line, Printed, seal_line
from daicho.business.certificates.domain.wish import MOST_COPIES, Request
from daicho.business.certificates.models import Issue
from daicho.business.certificates.printing import template_version
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.render import Document
from daicho.foundation.documents.sheets import HouseholdSheet
from daicho.foundation.law_values import value_on
from daicho.foundation.staff.public import check_may
from daicho.foundation.vault.public import ring
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict
from daicho.registers.residents.domain.segments import Holding

SNAPSHOT_USE = "certificates.issue"
SHEETS: TypeAdapter[Sheet] = TypeAdapter(Sheet)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a sheet will look like: pages as data URLs, and the fee of the whole request."""

    pages: tuple[str, ...]
    fee_yen: int


def preview_request(access: Access, *, request: Request) -> Preview:
    """The sheets with 見本 across them, without a number; on the trail as a preview."""
    check_may(access, "certificates.issue")
    with recorded(access, PREVIEWED) as note:
        composed = compose(request, specimen=True)
        note.about(*(r.person for r in composed.records))
        note.number_shown = composed.shows_number
        note.say(form=request.form.value, items=sorted(request.items), output="プレビュー")
        pages = [page for sheet in composed.sheets for page in printer().preview(sheet)]
        return Preview(
            pages=tuple(f"data:image/svg+xml;base64,{b64encode(p).decode()}" for p in pages),
            fee_yen=fee_of(request, len(composed.sheets)),
        )


def issue(access: Access, *, request: Request) -> tuple[UUID, ...]:
    """Issue every copy. Returns the keys of the issues, one per sheet and copy.

    `Invalid` with every reason that refuses, or for a character that cannot be drawn; `Conflict` when this request was
    already issued (a form sent twice).
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
        pages = 0
        for _ in range(min(max(request.copies, 1), MOST_COPIES)):
            numbers = _next_numbers(access, sheet_count(request))
            composed = compose(request, specimen=False, numbers=numbers)
            for sheet, records in _by_sheet(composed):
                document = printer().render(sheet)
                pages += document.pages
                rows.append(_row(access, request, len(rows) + 1, sheet, document, records))
        Issue.objects.bulk_create(rows)
        note.about(*(p for row in rows for p in row.persons))
        note.number_shown = composed.shows_number
        note.say(
            form=request.form.value,
            numbers=[row.number for row in rows],
            requester=request.requester.value,
            items=sorted(request.items),
            copies=len(rows),
            pages=pages,
            output="PDF",
            seal="有",
            fee=sum(row.fee_yen for row in rows),
        )
    return tuple(row.key for row in rows)


def fee_of(request: Request, sheets: int) -> int:
    """The fee of the whole request in yen, on today's table; official requests are free."""
    if ROWS[request.requester].free or request.official:
        return 0
    value = value_on("certificate_fees", request.form.law_code, business_today())
    return int(value.facts["yen"]) * sheets * request.copies


def _by_sheet(composed: Composed) -> list[tuple[Sheet, tuple[Holding, ...]]]:
    if len(composed.sheets) == 1:
        return [(composed.sheets[0], composed.records)]
    return [(s, (r,)) for s, r in zip(composed.sheets, composed.records, strict=True)]


def _next_numbers(access: Access, count: int) -> list[str]:
    """発行番号: day, town, terminal, printer (blank: the browser's), counter of the day (STD-5.5)."""
    day = business_today()
    town = municipality_of(settings.TOWN["code"]).name
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('certificates_issue_seq') FROM generate_series(1, %s)", [count]
        )
        values = [row[0] for row in cursor.fetchall()]
    return [f"{day:%Y%m%d} {town} {access.terminal} {value:06d}" for value in values]


def _row(
    access: Access,
    request: Request,
    copy: int,
    sheet: Sheet,
    document: Document,
    records: tuple[Holding, ...],
) -> Issue:
    keys = ring()
    snapshot = SHEETS.dump_json(sheet).decode()
    line = _verification(request.form, sheet, document)
    return Issue(
        key=uuid4(),
        request_key=request.key,
        copy=copy,
        number=sheet.issue.number,
        kind=request.form.value,
        issued_on=business_today(),
        issued_at=business_now(),
        issued_by=access.staff_key,
        issued_by_name=access.name,
        office=access.office,
        terminal=access.terminal,
        persons=[r.person for r in records],
        requester=request.requester.value,
        requester_name=request.requester_name.strip(),
        ground=request.ground.strip(),
        identity_documents=list(request.documents),
        items=sorted(request.items),
        official=request.official,
        by_post=request.by_post,
        fee_yen=_fee(request),
        pages=document.pages,
        template_version=template_version(),
        pdf_sha256=document.sha256,
        snapshot=keys.seal_text(SNAPSHOT_USE, snapshot),
        snapshot_key=keys.active_data,
        verify_code=line.lookup,
        verify_digest=line.sealed,
    )


def _verification(form: Form, sheet: Sheet, document: Document) -> Line:
    """The line by which the receiver can check the sheet; blank where the sheet carries no code."""
    mark = sheet.issue.verification
    if mark is None:
        return Line("", "")
    first = sheet.persons[0] if isinstance(sheet, HouseholdSheet) else sheet.person
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


def _fee(request: Request) -> int:
    return fee_of(replace(request, copies=1), 1)


def title_of(kind: str) -> str:
    """The name of a form."""
    return Form(kind).label
