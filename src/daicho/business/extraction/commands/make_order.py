"""Make an extraction (抽出の実行): from the register as it is now, streamed into one file with its watermark row.

The act is entered with who, what for, on what ground, which items, how many, and the file's digest; whom the file tells
of is kept apart, so that a file that tells of somebody protected since is not opened any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection

from daicho.business.extraction.audit_types import EXTRACTED
from daicho.business.extraction.commands.ask_order import FILE_RIGHT
from daicho.business.extraction.commands.steps import (
    basis_on,
    check_query,
    check_standing,
    describe,
    lock_order,
    shield_now,
)
from daicho.business.extraction.domain import query as q
from daicho.business.extraction.domain.cells import cell_texts, headings
from daicho.business.extraction.domain.orders import (
    USABLE,
    Form,
    State,
    ground_problems,
    with_numbers,
)
from daicho.business.extraction.domain.stored import from_stored
from daicho.business.extraction.models import Order
from daicho.business.extraction.selectors.numbers import shown_numbers
from daicho.business.extraction.selectors.running import all_rows, few_rows
from daicho.business.extraction.selectors.statement import (
    Shield,
    count_statement,
    rows_statement,
)
from daicho.foundation.audit.public import recorded
from daicho.foundation.documents.files import (
    XLSX_ROWS,
    XLSX_TYPE,
    csv_stream,
    xlsx_stream,
    zip_stream,
)
from daicho.foundation.documents.printing import roll_printer
from daicho.foundation.documents.rolls import Roll
from daicho.foundation.documents.sealed_files import SEALED_TYPE, SUFFIX, sealed_stream
from daicho.foundation.jobs.public import JobRun
from daicho.foundation.staff.public import check_file_delivery
from daicho.kernel.addresses import municipality_of
from daicho.kernel.clock import business_now
from daicho.kernel.errors import Conflict, Invalid
from daicho.kernel.wareki import format_wareki, format_wareki_short

PIECE: Final = 5_000
STOPPED: Final = "extraction.stopped"
ROWS_A_PAGE: Final = 25
PAGES_A_VOLUME: Final = 100
MOST_ON_PAPER: Final = 50_000
Row = tuple[str, ...]


def make_order(run: JobRun, *, order: UUID) -> None:
    """Make the file of an approved order, once: an order that is made already is left as it is."""
    with recorded(run.access, EXTRACTED) as note:
        row = lock_order(order)
        describe(note, row)
        if row.state == State.MADE.value:
            run.say("この依頼は、既に作られています。")
            return
        check_standing(row, State.APPROVED)
        if row.asked_by != run.access.staff_key:
            raise Conflict(
                "この抽出は、依頼した職員が作ります。",
                remedy="依頼した職員に知らせてください。",
                code="extraction.not_own",
            )
        making = _opened(run, row)
        making.check_stop()
        run.keep(making.name, making.content(), making.media_type)
        making.close(order)
        _finish(run, row, making)
        note.count, note.digest = making.written, making.digest
        note.number_shown = with_numbers(making.query)
        note.say(
            state=row.state,
            files=row.file_name,
            people=row.people,
            left_out=row.left_out,
        )


@dataclass
class _Making:
    """One file on its way: how many rows there are to be, what was written, whose they are."""

    run: JobRun
    row: Order
    query: q.Query
    form: Form
    shield: Shield
    count: int
    people: int
    left_out: int
    mark: str
    written: int = 0
    _digest: Any = field(default_factory=sha256)  # Any: hashlib names no type for its objects
    _persons: set[UUID] = field(default_factory=set)

    @property
    def name(self) -> str:
        ending = {
            Form.LIST: "zip" if self.volumes > 1 else "pdf",
            Form.CSV: "csv",
            Form.EXCEL: "xlsx",
            Form.SEALED: f"csv{SUFFIX}",
        }[self.form]
        return f"{self.row.number}.{ending}"

    @property
    def media_type(self) -> str:
        return {
            Form.LIST: "application/zip" if self.volumes > 1 else "application/pdf",
            Form.CSV: "text/csv",
            Form.EXCEL: XLSX_TYPE,
            Form.SEALED: SEALED_TYPE,
        }[self.form]

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // ROWS_A_PAGE))

    @property
    def volumes(self) -> int:
        return -(-self.pages // PAGES_A_VOLUME)

    @property
    def digest(self) -> str:
        return str(self._digest.hexdigest())

    def content(self) -> Iterator[bytes]:
        """The file; what goes into the digest is what stands before any encryption."""
        heads = ("番号", *headings(self.query))
        if self.form is Form.SEALED:
            plain = self._measured(csv_stream(heads, self._numbered(), watermark=self.mark))
            return sealed_stream(plain, to=self.row.recipient_key)
        if self.form is Form.CSV:
            return self._measured(csv_stream(heads, self._numbered(), watermark=self.mark))
        if self.form is Form.EXCEL:
            title = f"{self.row.title} {self.row.number}"
            book = xlsx_stream(heads, self._numbered(), title=title, watermark=self.mark)
            return self._measured(book)
        return self._measured(self._paper())

    def _measured(self, parts: Iterable[bytes]) -> Iterator[bytes]:
        for part in parts:
            self._digest.update(part)
            yield part

    def _numbered(self) -> Iterator[Row]:
        for number, cells in enumerate(self._cells(), start=1):
            yield (str(number), *cells)

    def _cells(self) -> Iterator[Row]:
        """The rows as texts; whose they are is kept piece by piece, as they pass."""
        statement = rows_statement(self.query, self.shield)
        for values in shown_numbers(self.query, all_rows(statement)):
            if values[0] is not None:
                self._persons.add(values[0])
            self.written += 1
            if len(self._persons) >= PIECE:
                self._keep_persons()
            if self.written % PIECE == 0:
                self.check_stop()
            yield cell_texts(self.query, values)

    def check_stop(self) -> None:
        self.run.progress(self.written, self.count)
        if self.run.stopped:
            raise Conflict(
                "途中で止めました。",
                why="中止が求められました。ファイルは作られていません。",
                remedy="依頼の画面から、作り直せます。",
                code=STOPPED,
            )

    def _keep_persons(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO extraction_ordermember (order_id, person)"
                " SELECT %s, unnest(%s::uuid[]) ON CONFLICT DO NOTHING",
                [self.row.key, list(self._persons)],
            )
        self._persons.clear()

    def close(self, order: UUID) -> None:
        """What is left of whose rows they were."""
        assert order == self.row.key
        if self._persons:
            self._keep_persons()

    def _paper(self) -> Iterator[bytes]:
        parts = self._volumes()
        if self.volumes > 1:
            return zip_stream(parts)
        return (pdf for _, pdf in parts)

    def _volumes(self) -> Iterator[tuple[str, bytes]]:
        roll, printer, rows = self._roll(), roll_printer(), self._cells()
        size = ROWS_A_PAGE * PAGES_A_VOLUME
        for volume in range(self.volumes):
            held = [cells for _, cells in zip(range(size), rows, strict=False)]
            first = volume * PAGES_A_VOLUME + 1
            yield (
                f"{self.row.number}-{volume + 1:03d}冊.pdf",
                printer.volume(roll, held, first=first).pdf,
            )
            printer.forget()
        rows.close()  # type: ignore[attr-defined]  # a generator

    def _roll(self) -> Roll:
        town = municipality_of(settings.TOWN["code"])
        heads = headings(self.query)
        assert isinstance(self.query.day, q.Day)
        return Roll(
            title=self.row.title,
            lead=f"{self.row.number}　基準日 {format_wareki(self.query.day.on)}　{self.count}件　{_conditions(self.row.words)}",
            foot=self.mark,
            columns=tuple((head, 1) for head in heads),
            rows_a_page=ROWS_A_PAGE,
            pages=self.pages,
            printed_on=business_now().date(),
            author=f"{town.prefecture}{town.name}",
            empty="該当するものはありません。",
        )


def _conditions(words: str) -> str:
    return next((line for line in words.split("\n") if line.startswith("条件:")), "条件なし")


def _opened(run: JobRun, row: Order) -> _Making:
    """Everything is asked again today: rights, the town's switch, the ground, who is protected."""
    query, form = from_stored(row.query), Form(row.form)
    check_query(run.access, query)
    if form.is_file:
        check_file_delivery(run.access, FILE_RIGHT)
    basis = basis_on(row.basis)
    if problems := ground_problems(query, basis, form):
        raise Invalid(problems)
    shield = shield_now(basis)
    count, people = _counted(query, shield)
    everybody = _counted(query, Shield(protected=shield.protected, left_out=False))[1]
    if form is Form.EXCEL and count > XLSX_ROWS:
        raise _too_long("Excel", XLSX_ROWS)
    if form is Form.LIST and count > MOST_ON_PAPER:
        raise _too_long("一覧表", MOST_ON_PAPER)
    return _Making(
        run=run,
        row=row,
        query=query,
        form=form,
        shield=shield,
        count=count,
        people=people,
        left_out=max(0, everybody - people),
        mark=watermark(row, run.access.name),
    )


def _counted(query: q.Query, shield: Shield) -> tuple[int, int]:
    """(rows that come out, persons they are of)."""
    ((rows, people),) = few_rows(count_statement(query, shield), in_a_job=True)
    if query.measures:
        rows = sum(1 for _ in all_rows(rows_statement(query, shield)))
    return int(rows), int(people)


def watermark(row: Order, name: str) -> str:
    """Whose output it is: number, purpose, ground, by whom and when, until when it may be used."""
    now = business_now()
    until = format_wareki((now + USABLE).date())
    return (
        f"{row.number}　目的: {row.purpose}　根拠: {row.basis_words}　出力: {name} "
        f"{format_wareki_short(now.date())} {now:%H:%M}　承認: {row.decided_by_name}　"
        f"{until}まで利用可。複写・目的外の利用を禁じる"
    )


def _finish(run: JobRun, row: Order, making: _Making) -> None:
    now = business_now()
    row.state = State.MADE.value
    row.edition += 1
    row.job = run.key
    row.made_at = now
    row.expires_on = (now + USABLE).date()
    row.count, row.people, row.left_out = making.written, making.people, making.left_out
    row.file_name, row.digest = making.name, making.digest
    row.save(update_fields=_WRITTEN)
    run.counted(making.count, making.written)
    run.progress(making.written, making.count)
    run.say(f"{making.written}件を出力しました（{making.name}）。")


_WRITTEN: Final[Sequence[str]] = (
    "state", "edition", "job", "made_at", "expires_on", "count", "people", "left_out",
    "file_name", "digest",
)  # fmt: skip


def _too_long(form: str, most: int) -> Conflict:
    return Conflict(
        f"{form}には長すぎます。",
        why=f"{form}に出せるのは{most}件までです。",
        remedy="条件を狭めるか、CSVで依頼し直してください。",
        code="extraction.too_long_for_form",
    )
