"""Outputs (一覧・名簿の出力): a list as PDF, labels or a file, streamed; the entry is written before the first byte leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Final
from uuid import UUID

from django.conf import settings

from daicho.business.inspection.audit_types import LISTING_OUTPUT
from daicho.business.inspection.commands.listing_steps import check_maker, describe
from daicho.business.inspection.domain.listings import RULES, ListKind, ListRule
from daicho.business.inspection.domain.pages import PAGES_A_VOLUME, ROWS_A_PAGE, pages_for
from daicho.business.inspection.domain.rows import Line, cells
from daicho.business.inspection.models import Listing
from daicho.business.inspection.selectors.listings import (
    check_made,
    expired,
    lines_of,
    listing_row,
    members_between,
    shielded_since,
)
from daicho.business.inspection.selectors.wording import condition_from, condition_words
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.files import (
    XLSX_ROWS,
    XLSX_TYPE,
    csv_stream,
    xlsx_stream,
    zip_stream,
)
from daicho.foundation.documents.labels import PAPERS, LabelPaper
from daicho.foundation.documents.printing import label_printer, roll_printer
from daicho.foundation.documents.rolls import Roll
from daicho.foundation.documents.sheets import Addressee
from daicho.foundation.staff.public import check_file_delivery
from daicho.kernel.access import Access
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import business_now, business_today
from daicho.kernel.errors import Conflict, Missing
from daicho.kernel.wareki import format_wareki, format_wareki_short

FILE_RIGHT: Final = "rosters.file"
MOST_COPIES: Final = 5
PIECE: Final = 1000


class Form(StrEnum):
    """In which form a list leaves."""

    PDF = "pdf"
    CSV = "csv"
    EXCEL = "excel"
    LABELS_12 = "labels12"
    LABELS_24 = "labels24"

    @property
    def label(self) -> str:
        return {
            "pdf": "PDF",
            "csv": "CSV",
            "excel": "Excel",
            "labels12": "宛名シール（12面）",
            "labels24": "宛名シール（24面）",
        }[self.value]

    @property
    def paper(self) -> LabelPaper | None:
        return PAPERS.get(self.value.removeprefix("labels"))


FILES: Final = (Form.CSV, Form.EXCEL)


@dataclass(frozen=True, slots=True)
class Output:
    """What leaves: a name for the file, its type, and its bytes piece by piece."""

    name: str
    media_type: str
    content: Iterator[bytes]


def open_output(access: Access, *, listing: UUID, form: Form, copies: int = 1) -> Output:
    """A list in a form. `copies` (部数) is for paper, up to five; each page says which copy it is of.

    `Missing` for a list that is not made, `Conflict` for one whose time is over, `Refused` without the right to take
    files or in a town that forbids them.
    """
    row = listing_row(listing)
    with recorded(access, LISTING_OUTPUT) as note:
        check_maker(access, row.kind)
        describe(note, row)
        note.say(output=form.label, pages=pages_for(row.count))
        if form in FILES:
            check_file_delivery(access, FILE_RIGHT)
        check_made(row)
        _check_time(row)
        rule = RULES[ListKind(row.kind)]
        if form is Form.EXCEL and row.count > XLSX_ROWS:
            raise _too_long()
        _check_shielded(row, rule)
        if form.paper is not None and not rule.labels:
            raise Missing(
                "この名簿の宛名シールは作れません。",
                why="宛名シールは、郵便を送る名簿だけに付けます。",
                remedy="PDFを出力してください。",
                code="rosters.no_labels",
            )
        mark = watermark(access, row)
    return _form(row, rule, form, mark, min(max(copies, 1), MOST_COPIES))


def watermark(access: Access, row: Listing) -> str:
    """Whose output it is: list, purpose, basis, by whom and when, until when it may be used."""
    until = format_wareki(row.expires_on) if row.expires_on else ""
    now = business_now()
    return (
        f"{row.number}　目的: {row.purpose}　根拠: {row.basis}　"
        f"出力: {access.name} {format_wareki_short(now.date())} {now:%H:%M}　{until}まで利用可。複写・目的外の利用を禁じる"
    )


def _form(row: Listing, rule: ListRule, form: Form, mark: str, copies: int) -> Output:
    if form in FILES:
        return _file(row, rule, form, mark)
    if form.paper is not None:
        parts = _labels(row, rule, form.paper)
        name, count = f"{row.number}-宛名", -(-row.count // (form.paper.a_sheet * PAGES_A_VOLUME))
    else:
        parts = chain.from_iterable(
            _volumes(row, rule, mark, (copy, copies)) for copy in range(1, copies + 1)
        )
        name, count = row.number, -(-pages_for(row.count) // PAGES_A_VOLUME) * copies
    if count > 1:
        return Output(f"{name}.zip", "application/zip", zip_stream(parts))
    return Output(f"{name}.pdf", "application/pdf", (content for _, content in parts))


def _file(row: Listing, rule: ListRule, form: Form, mark: str) -> Output:
    columns = ["番号", *(column.label for column in rule.columns)]
    rows = ([str(line.position), *cells(rule, line)] for line in _between(row, 0, row.count))
    if form is Form.CSV:
        return Output(f"{row.number}.csv", "text/csv", csv_stream(columns, rows, watermark=mark))
    book = xlsx_stream(columns, rows, title=f"{rule.title} {row.number}", watermark=mark)
    return Output(f"{row.number}.xlsx", XLSX_TYPE, book)


def _volumes(
    row: Listing, rule: ListRule, mark: str, copies: tuple[int, int]
) -> Iterator[tuple[str, bytes]]:
    """The volumes (冊) of one copy: (name, PDF)."""
    roll, printer = roll_of(row, rule, mark, copies), roll_printer()
    for volume in range(-(-roll.pages // PAGES_A_VOLUME)):
        first = volume * PAGES_A_VOLUME
        until = min(first + PAGES_A_VOLUME, roll.pages) * ROWS_A_PAGE
        rows = [cells(rule, line) for line in _between(row, first * ROWS_A_PAGE, until)]
        pdf = printer.volume(roll, rows, first=first + 1).pdf
        yield f"{row.number}-{copies[0]}部-{volume + 1:03d}冊.pdf", pdf
        if roll.pages > PAGES_A_VOLUME:
            printer.forget()


def roll_of(row: Listing, rule: ListRule, mark: str, copies: tuple[int, int]) -> Roll:
    """What stands on every page of a list."""
    town = municipality_of(settings.TOWN["code"])
    condition = condition_words(condition_from(row.condition), row.day)
    return Roll(
        title=rule.title,
        lead=f"{row.number}　{format_wareki(row.day)}現在　{row.count}人　{condition}",
        foot=mark,
        columns=tuple((column.label, column.share) for column in rule.columns),
        rows_a_page=ROWS_A_PAGE,
        pages=pages_for(row.count),
        printed_on=business_today(),
        author=f"{town.prefecture}{town.name}",
        copies=copies,
    )


def _labels(row: Listing, rule: ListRule, paper: LabelPaper) -> Iterator[tuple[str, bytes]]:
    town, printer = municipality_of(settings.TOWN["code"]), label_printer()
    size = paper.a_sheet * PAGES_A_VOLUME
    guardian = rule.kind is ListKind.SCHOOL
    for volume in range(max(1, -(-row.count // size))):
        lines = _between(row, volume * size, (volume + 1) * size)
        pdf = printer.sheets(
            paper,
            [_addressee(line, guardian=guardian) for line in lines],
            title=f"{rule.title} 宛名 {row.number}",
            author=f"{town.prefecture}{town.name}",
            printed_on=business_today(),
            first=volume * size + 1,
        )
        yield f"{row.number}-宛名-{volume + 1:03d}.pdf", pdf
        if row.count > size:
            printer.forget()


def _addressee(line: Line, *, guardian: bool) -> Addressee:
    if not guardian:
        return Addressee(line.addressee, line.address, line.postal_code)
    return Addressee(f"{line.addressee}　様の保護者", line.address, line.postal_code)


def _between(row: Listing, after: int, until: int) -> Iterator[Line]:
    for start in range(after, min(until, row.count), PIECE):
        yield from lines_of(members_between(row, start, min(start + PIECE, until)))


def _too_long() -> Conflict:
    return Conflict(
        "この一覧は、Excelには長すぎます。",
        why=f"Excelで受け取れるのは{XLSX_ROWS}人までです。",
        remedy="CSVで受け取ってください。",
        code="rosters.too_long",
    )


def _check_time(row: Listing) -> None:
    if expired(row):
        raise Conflict(
            "この一覧は、利用できる期間を過ぎています。",
            why="作った時点の記載で、今の台帳と違うことがあります。",
            remedy="廃棄を記録し、必要なら新しく作ってください。",
            code="rosters.expired",
        )


def _check_shielded(row: Listing, rule: ListRule) -> None:
    if shielded_since(row, rule):
        raise Conflict(
            "この一覧には、作った後に抑止された人が載っています。",
            why="支援措置や抑止のある人を、一覧に載せて渡すことはできません。",
            remedy="新しく作り直してください。この一覧は廃棄し、廃棄を記録してください。",
            code="rosters.shielded",
        )
