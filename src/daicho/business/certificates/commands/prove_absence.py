"""Prove absence (不在住証明・廃棄済証明の交付): search, look at the sheet, issue; nothing where anybody is found."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from daicho.business.certificates.audit_types import ABSENCE_PROVED, ABSENCE_SEARCHED
from daicho.business.certificates.commands.keep import kept, next_numbers, save
from daicho.business.certificates.commands.print_note import PDF, say_print
from daicho.business.certificates.domain.absence import (
    SENTENCES,
    AbsenceWish,
    absence_sheet,
    check_absence,
    kept_until,
    there,
)
from daicho.business.certificates.domain.rights import Requester
from daicho.business.certificates.models import Issue
from daicho.business.certificates.printing import excess, issue_on
from daicho.foundation.audit.public import Note, recorded
from daicho.foundation.documents.printing import printer
from daicho.foundation.documents.sheets import StatementSheet
from daicho.foundation.law_values import identity_points, table
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.characters import check_text
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Conflict, Invalid
from daicho.registers.code_tables.public import certificate_fee
from daicho.registers.protection.public import Channel, may_disclose
from daicho.registers.residents.public import holdings_by_name


@dataclass(frozen=True, slots=True)
class AbsencePreview:
    """The sheet as pages, and its fee."""

    pages: tuple[str, ...]
    fee_yen: int


def preview_absence(access: Access, *, wish: AbsenceWish) -> AbsencePreview:
    """The sheet with 見本 across it; `Invalid` where somebody is found or something is missing. One entry."""
    check_may(access, "certificates.issue")
    with recorded(access, ABSENCE_SEARCHED) as note:
        sheet = _sheet(access, note, wish, number="", specimen=True)
        pages = printer().preview(sheet)
        return AbsencePreview(
            pages=tuple(f"data:image/svg+xml;base64,{b64encode(p).decode()}" for p in pages),
            fee_yen=certificate_fee(wish.lack.value, business_today()),
        )


def prove_absence(access: Access, *, wish: AbsenceWish) -> UUID:
    """Issue it. Returns the key of the issue. `Invalid` as the preview; `Conflict` when the form was sent twice."""
    check_may(access, "certificates.issue")
    with recorded(access, ABSENCE_PROVED) as note:
        if Issue.objects.filter(request_key=wish.key).exists():
            raise Conflict(
                "この請求は既に交付しています。",
                why="同じ画面が二度送られました。二重には交付していません。",
                remedy="交付履歴から、交付した証明書を開いてください。",
                code="certificates.sent_twice",
            )
        (number,) = next_numbers(access, 1)
        sheet = _sheet(access, note, wish, number=number, specimen=False)
        row = kept(
            access,
            sheet,
            printer().render(sheet),
            request_key=wish.key,
            copy=1,
            kind=wish.lack.value,
            persons=[],
            records=[],
            requester=Requester.THIRD_PARTY.value,
            requester_name=wish.requester_name.strip(),
            ground=wish.ground.strip(),
            identity_documents=list(wish.documents),
            items=[],
            fee_yen=certificate_fee(wish.lack.value, business_today()),
        )
        save([row])
        say_print(
            note,
            paper=wish.lack.value,
            output=PDF,
            pages=row.pages,
            sealed=sheet.issue.seal is not None,
            numbers=[number],
            fee=row.fee_yen,
        )
    return row.key


def _sheet(
    access: Access, note: Note, wish: AbsenceWish, *, number: str, specimen: bool
) -> StatementSheet:
    """Search, ask protection of whoever is found, check, and make the sheet."""
    day = business_today()
    note.say(form=wish.lack.value, name=wish.name.strip(), address=wish.address.strip())
    held = holdings_by_name(wish.name)
    found = tuple(dict.fromkeys(h.person for h in there(wish, held, today=day)))
    note.about(*found)
    note.say(found=len(found))
    protected = may_disclose(access, persons=found, channel=Channel.CERTIFICATE)
    problems = (
        *(p for p in protected.problems(field="name") if p.is_error),
        *check_absence(
            wish,
            held,
            points=identity_points(wish.documents, day),
            disposed_on=_disposed_on(wish.removed_on),
            today=day,
        ),
    )
    if problems:
        raise Invalid(problems)
    for field, text in (("name", wish.name), ("address", wish.address)):
        check_text(text, field=field, limit=200)
    issue = replace(
        issue_on(day, wish.lack.value, number=number, specimen=specimen),
        sentence=SENTENCES[wish.lack],
        excess=excess(),
    )
    return absence_sheet(wish, issue=issue)


def _disposed_on(removed_on: date | None) -> date | None:
    rows = [row for row in table("retention_periods") if row.code == "removed_record"]
    return kept_until(removed_on, rows) if removed_on else None
