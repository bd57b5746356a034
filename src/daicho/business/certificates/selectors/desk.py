"""Desk (交付の窓口): what a copy shows unless asked otherwise, and the PDF of what was issued."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from daicho.business.certificates.audit_types import REPRINTED
from daicho.business.certificates.commands.keep import sheet_of
from daicho.business.certificates.commands.print_note import PDF, say_print
from daicho.business.certificates.domain.composition import Form, Item
from daicho.business.certificates.hidden import check_paper_open
from daicho.business.certificates.models import Issue
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.printing import drawn_digest, printer
from daicho.foundation.documents.sheets import KeptSheet
from daicho.foundation.staff.public import check_may
from daicho.kernel.access import Access
from daicho.kernel.clock import business_today
from daicho.kernel.errors import Missing, Refused, Unavailable
from daicho.registers.code_tables.public import preselected_items as settled_items
from daicho.registers.protection.public import Channel, may_disclose


def preselected_items() -> frozenset[Item]:
    """What the town shows on a 写し unless the application asks otherwise (STD-5.1), by its table of today."""
    return frozenset(map(Item, settled_items(business_today())))


def issued_sheet(access: Access, *, issue: UUID) -> tuple[str, bytes]:
    """The PDF of an issued sheet, rebuilt from its snapshot: (number, bytes). One entry.

    `Unavailable` when what is rebuilt is not byte for byte what was handed over.
    """
    check_may(access, "certificates.issue")
    with recorded(access, REPRINTED) as note:
        row = Issue.objects.filter(key=issue).first()
        if row is None:
            raise Missing("この交付はありません。", remedy="交付履歴から選び直してください。")
        note.about(*row.persons)
        check_paper_open(access, row.kind, row.items)
        note.number_shown = bool({"individual_number", "resident_record_code"} & set(row.items))
        sheet = sheet_of(row)
        say_print(
            note,
            paper=row.kind,
            output=PDF,
            pages=row.pages,
            sealed=sheet.issue.seal is not None,
            numbers=[row.number],
        )
        if row.kind in set(Form):
            check_disclosable(access, row.persons)
        return row.number, _rebuilt(row, sheet)


def letters_sent(occasions: Iterable[str]) -> frozenset[str]:
    """Of these occasions, those on which a letter went out and was not spoiled."""
    rows = Issue.objects.filter(occasion__in=list(occasions), spoiled_at__isnull=True)
    return frozenset(rows.values_list("occasion", flat=True))


def sent_letter(occasion: str) -> bytes | None:
    """The PDF of the letter that went out on an occasion; None when none has. Within the caller's own entry."""
    row = Issue.objects.filter(
        occasion=occasion, reissue_of__isnull=True, spoiled_at__isnull=True
    ).first()
    return _rebuilt(row, sheet_of(row)) if row else None


def _rebuilt(row: Issue, sheet: KeptSheet) -> bytes:
    """The PDF; of a sheet that went out in a file of many, what is drawn is compared (`Issue.part`)."""
    document = printer().render(sheet)
    again = document.sha256 if row.part is None else drawn_digest(sheet)
    if again != row.pdf_sha256:
        raise Unavailable(
            "交付したときと同じ証明書を作れません。",
            why="様式かフォントが、交付の後で変わっています。",
            remedy="新しく交付してください。管理担当にも知らせてください。",
            code="certificates.template_changed",
        )
    return document.pdf


def check_disclosable(access: Access, persons: Iterable[UUID]) -> None:
    """A copy is not printed again for whoever may not be told of them; a letter goes to the persons themselves."""
    found = may_disclose(access, persons=persons, channel=Channel.CERTIFICATE).problems(field="")
    for problem in found:
        if problem.is_error:
            raise Refused(
                problem.what,
                why=problem.why,
                remedy=problem.remedy,
                code="protection.certificate",
            )
