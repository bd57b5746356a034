"""Letters (通知書の割付け): the head at its places, then running text and tables, page by page.

The addressee stands where the window of an envelope (長形3号, the page folded in three) shows it.
"""

from __future__ import annotations

from daicho.foundation.documents.fitting import Fitter, Line
from daicho.foundation.documents.grids import (
    COLUMNS,
    WIDTH,
    Block,
    Cell,
    Letterhead,
    Page,
    Row,
    Tone,
    paginate,
)
from daicho.foundation.documents.sections import part
from daicho.foundation.documents.sheets import Addressee, LetterSheet
from daicho.kernel.wareki import format_wareki

# In mm: what the head takes of the first page, with a window and without; the page; the window's inside.
WINDOW_HEAD = 74.0
PLAIN_HEAD = 15.0
LETTER_ROOM = 256.0
WINDOW_WIDTH = 84.0
DATED_WIDTH = 80.0
SENDER_WIDTH = 100.0

BODY = 10.5
SMALL = 9.0
LINE_MM = {BODY: 6.3, SMALL: 5.0}
SEAL_OMITTED = "（公印省略）"


def letter(sheet: LetterSheet, fitter: Fitter) -> list[Page]:
    """The pages of a letter; a paragraph or a row is never divided by a page."""
    text = _Text(fitter)
    tall = WINDOW_HEAD if sheet.addressee else PLAIN_HEAD
    blocks = [
        text.title(sheet.title),
        *(text.paragraph(f"　{one}") for one in sheet.body),
        *_facts(sheet, text, fitter),
        *(text.paragraph(f"　{one}") for one in sheet.closing),
    ]
    if sheet.instruction:
        blocks += [text.small(part, first=at == 0) for at, part in enumerate(_taught(sheet))]
    if sheet.enquiries:
        blocks.append(text.small(f"問い合わせ先　{sheet.enquiries}", first=True))
    spacer = Block((Row(tall, ()),), framed=False)
    pages = paginate(spacer, blocks, room=LETTER_ROOM, later=(Block(()),))
    first = Page(pages[0].blocks, heading=None, head=_head(sheet, fitter))
    return [first, *(Page(page.blocks, heading=None) for page in pages[1:])]


def _taught(sheet: LetterSheet) -> list[str]:
    """教示: how, where and until when an objection may be made; every paragraph by itself."""
    return ["（教示）", *sheet.instruction.split("\n")]


def _facts(sheet: LetterSheet, text: _Text, fitter: Fitter) -> list[Block]:
    blocks: list[Block] = []
    if sheet.facts and sheet.body:
        blocks.append(text.line("記", Tone.CENTER))
    for one in sheet.facts:
        blocks += part(one, fitter)
    if sheet.facts and sheet.body:
        blocks.append(text.line("以上", Tone.RIGHT))
    return blocks


def _head(sheet: LetterSheet, fitter: Fitter) -> Letterhead:
    issue = sheet.issue
    words = [w for w in (sheet.document_number, format_wareki(issue.issued_on)) if w]
    dated = tuple(
        line
        for one in words
        for line in fitter.fit(
            one,
            width=DATED_WIDTH,
            height=6.0,
            sizes=(10.5, 9, 8, 7),
            label="文書番号",
            place="通知",
        )
    )
    if sheet.addressee is None:
        return Letterhead(dated)
    who = issue.certifier
    sender = fitter.fit(
        f"{who.prefecture}{who.title}　{who.name}",
        width=SENDER_WIDTH,
        height=8.0,
        sizes=(12.0, 10.5, 9.0, 8.0),
        label="職名・氏名",
        place="通知",
    )
    if issue.seal is None:
        sender += (Line(SEAL_OMITTED, SMALL),)
    return Letterhead(
        dated,
        addressee=_window(sheet.addressee, fitter),
        sender=sender,
        seal=issue.seal.svg if issue.seal else None,
    )


def _window(to: Addressee, fitter: Fitter) -> tuple[Line, ...]:
    def fit(text: str, height: float, *sizes: float) -> tuple[Line, ...]:
        return fitter.fit(
            text, width=WINDOW_WIDTH, height=height, sizes=sizes, label="宛先", place="通知"
        )

    code = to.postal_code
    postal = f"〒{code[:3]}-{code[3:]}" if len(code) == 7 and code.isdigit() else code
    lines = fit(postal, 5.0, 10.5, 9.0) if postal else ()
    lines += fit(to.address, 14.0, 10.5, 9.5, 8.5, 7.5, 6.5) if to.address else ()
    return (*lines, *fit(f"{to.name}　{to.honorific}", 12.0, 12.0, 10.5, 9.5, 8.5, 7.5, 6.5))


class _Text:
    """Makes unframed blocks of lines, all of one size in a block."""

    def __init__(self, fitter: Fitter) -> None:
        self._fitter = fitter

    def title(self, text: str) -> Block:
        lines = self._fitter.fit(
            text, width=WIDTH, height=9.0, sizes=(16.0, 14.0, 12.0), label="表題", place="通知"
        )
        return Block((Row(10.0, (Cell(COLUMNS, lines, Tone.TITLE),)),), gap=4.0, framed=False)

    def paragraph(self, text: str) -> Block:
        return self._block(text, BODY, Tone.LEFT, gap=2.0)

    def line(self, text: str, tone: Tone) -> Block:
        return self._block(text, BODY, tone, gap=2.0)

    def small(self, text: str, *, first: bool) -> Block:
        return self._block(text, SMALL, Tone.LEFT, gap=4.0 if first else 0.5)

    def _block(self, text: str, size: float, tone: Tone, *, gap: float) -> Block:
        ready = self._fitter.printable(text, label="本文")
        lines = tuple(
            Line(line, size) for line in self._fitter.break_lines(ready, width=WIDTH, size=size)
        )
        tall = len(lines) * LINE_MM[size]
        return Block((Row(tall, (Cell(COLUMNS, lines, tone),)),), gap=gap, framed=False)
