"""Sections (項目の表): labels with values, before and after, or columns with rows; the same on every form."""

from __future__ import annotations

from dataclasses import replace

from daicho.foundation.documents.fitting import Fitter
from daicho.foundation.documents.grids import (
    COLUMNS,
    VALUE_SIZES,
    Block,
    Cell,
    Pen,
    Row,
    Tone,
    text_height,
)
from daicho.foundation.documents.sheets import Pair, Section, Table

MOST_VALUE = 80.0
LABEL_SPAN = 10


def part(one: Section | Table, fitter: Fitter) -> list[Block]:
    """A section or a table, whose headings stay with its first row."""
    if isinstance(one, Section):
        return section(one, fitter)
    head, *rows = table(one, fitter)
    if not rows:
        return [head]
    return [replace(head, rows=head.rows + rows[0].rows), *rows[1:]]


def section(one: Section, fitter: Fitter) -> list[Block]:
    """A titled part; the heading stays with its first row."""
    pen = Pen(fitter, one.title)
    changes = any(pair.before is not None for pair in one.pairs)
    title = pen.value(
        COLUMNS if not changes else LABEL_SPAN,
        one.title,
        label="見出し",
        height=7,
        sizes=(9.5, 8, 7, 6),
    )
    heads = [Cell(title.span, title.lines, Tone.HEADING)]
    if changes:
        heads += [_heading(pen, 19, text) for text in ("変更前", "変更後")]
    first, *others = [_pair(pair, pen, changes=changes, least=one.least) for pair in one.pairs]
    return [Block((Row(7.0, tuple(heads)), first), gap=3.0), *(Block((row,)) for row in others)]


def table(one: Table, fitter: Fitter) -> list[Block]:
    """The headings, then a block a row, so that a page may end between them."""
    pen = Pen(fitter, one.title or "表")
    heads = tuple(_heading(pen, column.span, column.label) for column in one.columns)
    rows: list[Row] = []
    if one.title:
        title = pen.value(COLUMNS, one.title, label="見出し", height=7, sizes=(9.5, 8, 7, 6))
        rows.append(Row(7.0, (Cell(COLUMNS, title.lines, Tone.HEADING),)))
    blocks = [Block((*rows, Row(7.0, heads)), gap=3.0)]
    for texts in one.rows:
        cells = tuple(
            pen.value(
                column.span, text, label=column.label, height=MOST_VALUE, sizes=VALUE_SIZES[:2]
            )
            for column, text in zip(one.columns, texts, strict=True)
        )
        tall = max((text_height(cell.lines, least=one.least) for cell in cells), default=one.least)
        numbers = [replace(c, tone=Tone.NUMBER) for c in cells]
        toned = (n if k.numeric else c for k, c, n in zip(one.columns, cells, numbers, strict=True))
        blocks.append(Block((Row(tall, tuple(toned)),)))
    return blocks


def _heading(pen: Pen, span: int, text: str) -> Cell:
    return Cell(span, pen.label(span, text, height=7).lines, Tone.HEADING)


def _pair(pair: Pair, pen: Pen, *, changes: bool, least: float) -> Row:
    label = pen.label(LABEL_SPAN, pair.label, height=12.0)
    texts = [pair.value] if not changes else [pair.before or "", pair.value]
    span = (COLUMNS - LABEL_SPAN) // len(texts)
    values = [
        pen.value(span, text, label=pair.label, height=MOST_VALUE, sizes=VALUE_SIZES[:2])
        for text in texts
    ]
    tall = max(text_height(cell.lines, least=least) for cell in (label, *values))
    return Row(tall, (label, *values))
