"""Compose (割付け): each form as pages of ruled rows."""

from __future__ import annotations

from daicho.foundation.documents.fitting import Fitter, Line
from daicho.foundation.documents.grids import (
    COLUMN,
    COLUMNS,
    NOTE_SIZES,
    NUMBER_COLUMNS,
    PADDING,
    Block,
    Cell,
    Page,
    Pen,
    Row,
    paginate,
    text_height,
)
from daicho.foundation.documents.leaving import leaving
from daicho.foundation.documents.letters import letter
from daicho.foundation.documents.rows import PersonRows, has_numbers, household_head
from daicho.foundation.documents.sections import MOST_VALUE, part, section, table
from daicho.foundation.documents.sheets import (
    ConfirmationSheet,
    Entry,
    HouseholdSheet,
    IndividualSheet,
    LetterBundle,
    LetterSheet,
    ListSheet,
    MoveOutSheet,
    Removal,
    Sheet,
    StatementSheet,
)

# Height in mm between the title and what is reserved for the certifying sentence.
CERTIFIED_ROOM = 219.0
PLAIN_ROOM = 245.0
PERSONS_A_PAGE = 4
ANNEX_LINES = 24

SingleSheet = (
    HouseholdSheet
    | IndividualSheet
    | StatementSheet
    | MoveOutSheet
    | ConfirmationSheet
    | LetterSheet
    | ListSheet
)


def singles(sheet: Sheet) -> tuple[SingleSheet, ...]:
    """The sheets that are numbered by themselves: the letters of a bundle, else the sheet."""
    return sheet.letters if isinstance(sheet, LetterBundle) else (sheet,)


def compose(sheet: SingleSheet, *, fitter: Fitter) -> list[Page]:
    """The pages of a sheet, with the annexed sheets (別紙) last. Raises `Invalid` (字形なし)."""
    room = PLAIN_ROOM
    if isinstance(sheet, HouseholdSheet):
        pages, room = _household(sheet, fitter), CERTIFIED_ROOM
    elif isinstance(sheet, IndividualSheet):
        pages, room = _individual(sheet, fitter), CERTIFIED_ROOM
    elif isinstance(sheet, MoveOutSheet):
        pages, room = paginate(*leaving(sheet, fitter), room=CERTIFIED_ROOM), CERTIFIED_ROOM
    elif isinstance(sheet, StatementSheet):
        blocks = section(sheet.items, fitter)
        pages, room = paginate(Block(()), blocks, room=CERTIFIED_ROOM), CERTIFIED_ROOM
    elif isinstance(sheet, LetterSheet):
        pages = letter(sheet, fitter)
    elif isinstance(sheet, ListSheet):
        pages = _list(sheet, fitter)
    else:
        pages = _confirmation(sheet, fitter)
    pages += _annex(fitter, room=room)
    fitter.check()
    return pages


def _household(sheet: HouseholdSheet, fitter: Fitter) -> list[Page]:
    head = household_head(Pen(fitter, "世帯"), address=sheet.address, head=sheet.head)
    numbers = has_numbers(sheet.persons)
    blocks = [
        Block(
            PersonRows(
                Pen(fitter, f"世帯員{n}"),
                left=NUMBER_COLUMNS,
                family_register=sheet.family_register,
            ).all(person, numbers=numbers),
            gap=1.2,
            number=str(n),
        )
        for n, person in enumerate(sheet.persons, 1)
    ]
    return paginate(head, blocks, room=CERTIFIED_ROOM, most=PERSONS_A_PAGE)


def _individual(sheet: IndividualSheet, fitter: Fitter) -> list[Page]:
    pen = Pen(fitter, "本人")
    head = household_head(pen, address=sheet.address, head=sheet.head)
    numbers = has_numbers((sheet.person,))
    rows = PersonRows(pen, spread=1.2).all(sheet.person, numbers=numbers)
    blocks = [Block(rows, gap=1.2)]
    if sheet.removal is not None:
        blocks.append(Block(_removal(sheet.removal, pen), gap=1.2))
    entries = _entries(sheet.entries, Pen(fitter, "統合記載欄"))
    # A later page says whose it is, and names its columns again.
    columns = Block(entries[0].rows[:1], gap=1.2)
    later = (Block(head.rows + rows[:1]), columns)
    return paginate(head, [*blocks, *entries], room=CERTIFIED_ROOM, later=later)


def _removal(removal: Removal, pen: Pen) -> tuple[Row, ...]:
    tall = 7.4
    first = (
        *pen.pair((6, 9), "消除の事由", removal.reason, height=tall),
        *pen.pair((6, 11), "事由の生じた\n年月日", removal.occurred_on, height=tall),
        *pen.pair((5, 11), "届出の\n年月日", removal.notified_on, height=tall),
    )
    planned = pen.pair((6, 42), "転出先住所\n（予定）", removal.destination, height=tall)
    settled = pen.pair((6, 42), "転出先住所\n（確定）", removal.confirmed_destination, height=tall)
    return Row(tall, first), Row(tall, planned), Row(tall, settled)


def _entries(entries: tuple[Entry, ...], pen: Pen) -> list[Block]:
    """The joint column (統合記載欄); its heading stays with the first row."""
    heading = Row(
        5.6,
        tuple(
            pen.label(span, text, height=5.6)
            for span, text in ((5, "区分"), (10, "年月日"), (7, "事由"), (26, "記載事項"))
        ),
    )
    end = Row(6.0, (_text(COLUMNS, "（以下余白）", pen),))
    if not entries:
        return [Block((heading, end), gap=1.2)]
    rows = [_entry(entry, pen) for entry in entries]
    groups = [(row,) for row in rows[:-1]] + [(rows[-1], end)]
    return [Block((heading, *groups[0]), gap=1.2), *(Block(group) for group in groups[1:])]


def _text(span: int, text: str, pen: Pen) -> Cell:
    return pen.value(span, text, label=text, height=7.0, sizes=(7.5,))


def _entry(entry: Entry, pen: Pen) -> Row:
    texts = ((5, entry.kind.value, "区分"), (10, entry.on, "年月日"), (7, entry.event, "事由"))
    cells = [
        pen.value(span, text, label=label, height=14.0, sizes=NOTE_SIZES)
        for span, text, label in texts
    ]
    body = pen.value(26, entry.text, label="記載事項", height=MOST_VALUE, sizes=NOTE_SIZES[:1])
    cells.append(body)
    return Row(max(text_height(cell.lines, least=6.4) for cell in cells), tuple(cells))


def _confirmation(sheet: ConfirmationSheet, fitter: Fitter) -> list[Page]:
    pen = Pen(fitter, sheet.title)
    lead = pen.value(COLUMNS, sheet.lead, label="説明", height=40.0, sizes=(9.0,))
    rows = (Row(text_height(lead.lines, least=7.0), (lead,)),) if sheet.lead else ()
    blocks = [block for one in sheet.sections for block in part(one, fitter)]
    return paginate(Block(rows), blocks, room=PLAIN_ROOM)


def _list(sheet: ListSheet, fitter: Fitter) -> list[Page]:
    """A list; every page names its columns."""
    pen = Pen(fitter, sheet.title)
    lead = pen.value(
        COLUMNS,
        f"{sheet.as_of}　{sheet.lead}".rstrip("　"),
        label="説明",
        height=40.0,
        sizes=(9.0,),
    )
    said = Block((Row(text_height(lead.lines, least=7.0), (lead,)),))
    columns, *rows = table(sheet.table, fitter)
    return paginate(
        Block(said.rows + columns.rows), rows, room=PLAIN_ROOM, later=(Block(columns.rows),)
    )


def _annex(fitter: Fitter, *, room: float) -> list[Page]:
    """The annexed sheets (別紙): each text whole, over as many rows as it needs."""
    blocks: list[Block] = []
    for one in fitter.continued:
        label = Pen(fitter, "別紙").label(
            10, f"（{one.number}）\n{one.place}\n{one.label}", height=20.0
        )
        lines = fitter.break_lines(one.text, width=38 * COLUMN - 2 * PADDING, size=9.0)
        for at in range(0, len(lines), ANNEX_LINES):
            part = tuple(Line(line, 9.0) for line in lines[at : at + ANNEX_LINES])
            cells = (label, Cell(38, part))
            tall = max(text_height(cell.lines, least=12.0) for cell in cells)
            blocks.append(Block((Row(tall, cells),), gap=0.0 if at else 1.2))
    if not blocks:
        return []
    pages = paginate(Block(()), blocks, room=room)
    return [Page(page.blocks, heading="別紙") for page in pages]
