"""Rolls (名簿・一覧の割付け): lists of many people, so many rows of one height a page, a volume (冊) at a time.

A page is known by its number alone: the n-th line of a list always stands on the same page. A volume is rendered by
itself, so that memory does not grow with the list. What cannot be printed becomes 〓, and is counted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from importlib import resources
from pathlib import Path
from typing import Final

import typst

from daicho.foundation.documents.fitting import Fitter, Line
from daicho.foundation.documents.forgetting import forget
from daicho.foundation.documents.glyphs import Glyphs, glyphs_of
from daicho.kernel.clock import TOKYO

WIDTH: Final = 180.0
NUMBER_WIDTH: Final = 11.0
ROW_HEIGHT: Final = 9.4
PADDING: Final = 1.2
SIZES: Final = (9.5, 8.5, 7.5, 6.5, 5.5, 4.8)
SHORT: Final = 12
"""A text of so many characters (a day, a name) is rather made smaller than broken."""
UNPRINTABLE: Final = "〓"
ANNEX: Final = "別紙"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """A list: what stands on every page of it. `columns` are (heading, share of the width).

    `lead` says what is in it, `foot` for whom, until when and by whom it was printed; `pages` is the count of pages of
    the whole list, `copies` (this one, of so many).
    """

    title: str
    lead: str
    foot: str
    columns: tuple[tuple[str, int], ...]
    rows_a_page: int
    pages: int
    printed_on: date
    author: str
    copies: tuple[int, int] = (1, 1)
    empty: str = "該当する人はいません。"


@dataclass(frozen=True, slots=True)
class Volume:
    """A part of a list as PDF: its pages (別紙 not counted), and how many characters could not be printed."""

    pdf: bytes
    pages: int
    unprintable: int


class RollPrinter:
    """Renders rolls with one font file."""

    def __init__(self, font: Path) -> None:
        self._glyphs = glyphs_of(font)
        self._compiler = compiler(font, "roll.typ")

    def volume(self, roll: Roll, rows: Sequence[tuple[str, ...]], *, first: int = 1) -> Volume:
        """Rows that begin on a page of their own, whose number is `first`; the lines are counted from there."""
        fitter = Fitter(self._glyphs)
        cast = Cast(self._glyphs)
        widths = _widths(roll)
        start = (first - 1) * roll.rows_a_page
        drawn = [
            _row(start + at, cells, roll, widths, fitter, cast)
            for at, cells in enumerate(rows, start=1)
        ]
        pages = [
            self._page(roll, drawn[at : at + roll.rows_a_page], first + at // roll.rows_a_page)
            for at in range(0, len(drawn), roll.rows_a_page)
        ] or [self._page(roll, [], first)]
        data = {
            "title": roll.title,
            "author": roll.author,
            "columns": ["番号", *(cast.words(label) for label, _ in roll.columns)],
            "widths": [NUMBER_WIDTH, *widths],
            "height": ROW_HEIGHT,
            "lead": texts(
                fitter, cast.words(roll.lead), width=WIDTH, height=11.5, sizes=(9, 8, 7, 6, 5)
            ),
            "foot": texts(fitter, cast.words(roll.foot), width=135.0, height=8.0, sizes=(7, 6, 5)),
            "pages": pages + _annex(fitter),
        }
        fitter.check()
        return Volume(compiled(self._compiler, data, roll.printed_on), len(pages), cast.unprintable)

    def forget(self) -> None:
        """Memory as before the last volume; a list of one volume need not wait for it."""
        empty = {"columns": [], "widths": [], "height": ROW_HEIGHT, "lead": [], "foot": []}
        forget(self._compiler, {"title": "", "author": "", "pages": [], **empty})

    def _page(self, roll: Roll, rows: Sequence[object], number: int) -> dict[str, object]:
        copy, copies = roll.copies
        which = f"　{copies}部の{copy}" if copies > 1 else ""
        return {
            "heading": roll.title,
            "rows": list(rows),
            "words": roll.empty,
            "number": f"{number}/{roll.pages}頁{which}",
        }


@dataclass(slots=True)
class Cast:
    """Texts as the font can draw them; what it cannot is 〓, and is counted."""

    glyphs: Glyphs
    unprintable: int = 0

    def words(self, text: str) -> str:
        wrong = self.glyphs.check_printable(text)
        for one in wrong:
            text = text.replace(one.cluster, UNPRINTABLE)
        self.unprintable += len(wrong)
        return text


def compiler(font: Path, template: str) -> typst.Compiler:
    """A compiler of one of this package's templates with one font."""
    place = Path(
        str(resources.files("daicho.foundation.documents").joinpath("templates", template))
    )
    return typst.Compiler(
        input=str(place),
        root=str(place.parent),
        font_paths=[str(font.parent)],
        ignore_system_fonts=True,
    )


def compiled(using: typst.Compiler, data: dict[str, object], on: date) -> bytes:
    """The PDF of a template's data; the same data give the same bytes."""
    pdf = using.compile(
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(datetime.combine(on, time(), tzinfo=TOKYO).timestamp()),
    )
    assert isinstance(pdf, bytes)
    return pdf


def texts(
    fitter: Fitter,
    text: str,
    *,
    width: float,
    height: float,
    sizes: Sequence[float],
    label: str = "一覧",
    place: str = "一覧",
) -> list[list[object]]:
    """A text fitted into a box, as the templates take it."""
    fitted: tuple[Line, ...] = fitter.fit(
        text, width=width, height=height, sizes=sizes, label=label, place=place
    )
    return [[line.text, line.size] for line in fitted]


def _widths(roll: Roll) -> list[float]:
    room = WIDTH - NUMBER_WIDTH
    total = sum(share for _, share in roll.columns)
    return [round(room * share / total, 2) for _, share in roll.columns]


def _row(
    position: int,
    cells: tuple[str, ...],
    roll: Roll,
    widths: Sequence[float],
    fitter: Fitter,
    cast: Cast,
) -> list[object]:
    row: list[object] = [[[str(position), 7.5]]]
    for (label, _), width, text in zip(roll.columns, widths, cells, strict=True):
        words, room = cast.words(text), width - 2 * PADDING
        whole = _whole(fitter, words, room) if len(words) <= SHORT else None
        row.append(
            whole
            or texts(
                fitter,
                words,
                width=room,
                height=ROW_HEIGHT - 0.6,
                sizes=SIZES,
                label=label,
                place=f"{position}番",
            )
        )
    return row


def _whole(fitter: Fitter, text: str, width: float) -> list[list[object]] | None:
    """A short text on one line at the largest size that holds it; None where none of the larger does."""
    ready = fitter.printable(text, label="一覧")
    for size in SIZES[:4]:
        if len(fitter.break_lines(ready, width=width, size=size)) == 1:
            return [[ready, size]]
    return None


def _annex(fitter: Fitter) -> list[dict[str, object]]:
    """The texts that no size could hold, whole, on pages after the others."""
    words = [f"（{one.number}）{one.place}の{one.label}　{one.text}" for one in fitter.continued]
    return [
        {"heading": ANNEX, "rows": [], "words": "\n".join(words[at : at + 12]), "number": ANNEX}
        for at in range(0, len(words), 12)
    ]
