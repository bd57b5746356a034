"""Grids (罫線表): a sheet as pages of ruled rows, every text already fitted; what the template draws.

The page is A4 portrait, 180 mm of it ruled, in 48 columns. A block is never divided by a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from daicho.foundation.documents.fitting import LINE, POINTS_PER_MM, Fitter, Line, fits
from daicho.foundation.documents.glyphs import Glyphs

COLUMNS = 48
WIDTH = 180.0
COLUMN = WIDTH / COLUMNS
NUMBER_COLUMNS = 2
PADDING = 1.2
LABEL_PADDING = 0.5
TEXT_ROOM = 0.8

LABEL_SIZES = (8.0, 7.5, 7.0, 6.5, 6.0)
VALUE_SIZES = (9.0, 8.0, 7.0, 6.2, 5.5)
NAME_SIZES = (14.0, 12.0, 10.5, 9.0, 8.0, 7.0, 6.2, 5.5)
KANA_SIZES = (7.0, 6.2, 5.5)
NOTE_SIZES = (9.0, 8.0, 7.0, 6.2)


class Tone(StrEnum):
    """What a cell is: a label, a value, a heading over a part, a number; or, outside a frame, where its text stands."""

    LABEL = "label"
    VALUE = "value"
    HEADING = "heading"
    NUMBER = "number"
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell over `span` columns, with its fitted lines.

    `tone` is a `Tone`; as text, for to be written out as its value takes an enum several times as long.
    """

    span: int
    lines: tuple[Line, ...]
    tone: str = Tone.VALUE


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `height` mm."""

    height: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that stay together, `gap` mm under what is above; `number` in a column before them.

    Without a frame it is running text: one cell a row, as wide as the page.
    """

    rows: tuple[Row, ...]
    gap: float = 0.0
    number: str = ""
    framed: bool = True

    @property
    def height(self) -> float:
        return self.gap + sum(row.height for row in self.rows)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above the text of a letter, each at its place: number and date, addressee, sender, seal."""

    dated: tuple[Line, ...]
    addressee: tuple[Line, ...] = ()
    sender: tuple[Line, ...] = ()
    seal: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The blocks of one page, adjoining ones as one.

    `heading` where it is not the sheet's own title; None where the text has its own. `head` on the first page of a
    letter, above blocks that leave it room.
    """

    blocks: tuple[Block, ...]
    heading: str | None = ""
    head: Letterhead | None = None


@dataclass(frozen=True, slots=True)
class Pen:
    """Makes cells for one place (世帯員 2, 別紙 …), fitting each text."""

    fitter: Fitter
    place: str

    def label(self, span: int, text: str, *, height: float) -> Cell:
        """A label; the largest size that holds it is its own, and no overflow."""
        cell = _label(self.fitter.glyphs, span, text, height)
        return cell or Cell(
            span, self._fit(span, text, height, LABEL_SIZES[-1:], "項目名"), Tone.LABEL
        )

    def value(
        self,
        span: int,
        text: str,
        *,
        label: str,
        height: float,
        sizes: Sequence[float] = VALUE_SIZES,
    ) -> Cell:
        """A value, named by its label in the list of overflows."""
        return Cell(span, self._fit(span, text, height, sizes, label))

    def name(self, span: int, text: str, *, kana: str, label: str, height: float) -> Cell:
        """A name with its kana in brackets after it (STD-5.3)."""
        if not kana:
            return self.value(span, text, label=label, height=height, sizes=NAME_SIZES)
        below = height * 0.36
        name = self._fit(span, text, height - below, NAME_SIZES, label)
        reading = self._fit(span, f"（{kana}）", below, KANA_SIZES, label + "の振り仮名")
        return Cell(span, name + reading)

    def pair(
        self, spans: tuple[int, int], label: str, text: str, *, height: float
    ) -> tuple[Cell, Cell]:
        """A label and its value."""
        return (
            self.label(spans[0], label, height=height),
            self.value(spans[1], text, label=label, height=height),
        )

    def _fit(
        self, span: int, text: str, height: float, sizes: Sequence[float], label: str
    ) -> tuple[Line, ...]:
        width, height = span * COLUMN - 2 * PADDING, height - TEXT_ROOM
        return self.fitter.on_one_line(text, width, height, sizes[0]) or self.fitter.fit(
            text,
            width=width,
            height=height,
            sizes=sizes,
            label=label.replace("\n", ""),
            place=self.place,
        )


@lru_cache(maxsize=4096)
def _label(glyphs: Glyphs, span: int, text: str, height: float) -> Cell | None:
    """A label, the same on every sheet; None where no size holds it, or where it cannot be printed."""
    ready, wrong = glyphs.read(text)
    fitter, width, least = Fitter(glyphs), span * COLUMN - 2 * LABEL_PADDING, LABEL_SIZES[-1]
    for size in () if wrong else LABEL_SIZES:
        lines = fitter.break_lines(ready, width=width, size=size)
        whole = len(lines) == text.count("\n") + 1
        if (whole or size == least) and fits(len(lines), size=size, height=height - TEXT_ROOM):
            return Cell(span, tuple(Line(line, size) for line in lines), Tone.LABEL)
    return None


def text_height(lines: Sequence[Line], *, least: float) -> float:
    """The height in mm of a row that holds the lines."""
    points = sum(line.size * LINE for line in lines)
    return max(least, round(points / POINTS_PER_MM + 2 * TEXT_ROOM, 2))


def paginate(
    head: Block,
    blocks: Sequence[Block],
    *,
    room: float,
    most: int | None = None,
    later: Sequence[Block] = (),
) -> list[Page]:
    """Pages of the head and as many blocks as fit in `room` mm, at most `most`.

    `later` stands in the head's place on the pages after the first.
    """
    pages: list[Page] = []
    heads: Sequence[Block] = (head,)
    group: list[Block] = []
    for block in blocks:
        used = sum(one.height for one in (*heads, *group))
        if group and (len(group) == most or used + block.height > room):
            pages.append(Page(_joined(*heads, *group)))
            heads, group = later or heads, []
        group.append(block)
    return [*pages, Page(_joined(*heads, *group))]


def _joined(*blocks: Block) -> tuple[Block, ...]:
    """Blocks without a gap between them become one, so that one frame runs round them."""
    joined: list[Block] = []
    for block in blocks:
        if not block.rows:
            continue
        if joined and not block.gap and block.framed and joined[-1].framed:
            last = joined[-1]
            joined[-1] = Block(last.rows + block.rows, gap=last.gap, number=last.number)
        else:
            joined.append(block)
    return tuple(joined)
