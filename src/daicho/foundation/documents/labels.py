"""Labels (宛名シール, STD-9.6): addressees on A4 sheets of labels, each at the place where the paper has one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from daicho.foundation.documents.fitting import Fitter
from daicho.foundation.documents.forgetting import forget
from daicho.foundation.documents.glyphs import glyphs_of
from daicho.foundation.documents.rolls import Cast, compiled, compiler, texts
from daicho.foundation.documents.sheets import Addressee

A4: Final = (210.0, 297.0)
INSET: Final = 5.0


@dataclass(frozen=True, slots=True)
class LabelPaper:
    """One make of paper: so many columns and rows of labels of a width and height in mm, in the middle of the page."""

    code: str
    title: str
    columns: int
    rows: int
    width: float
    height: float

    @property
    def a_sheet(self) -> int:
        return self.columns * self.rows

    def place(self, at: int) -> tuple[float, float]:
        """The upper left corner of the n-th label of a sheet, counted from 0, along the rows."""
        row, column = divmod(at, self.columns)
        left = (A4[0] - self.columns * self.width) / 2
        top = (A4[1] - self.rows * self.height) / 2
        return round(left + column * self.width, 2), round(top + row * self.height, 2)


PAPERS: Final[dict[str, LabelPaper]] = {
    paper.code: paper
    for paper in (
        LabelPaper("12", "A4・12面（86.4×42.3mm）", 2, 6, 86.4, 42.3),
        LabelPaper("24", "A4・24面（66.0×33.9mm）", 3, 8, 66.0, 33.9),
    )
}


class LabelPrinter:
    """Renders labels with one font file."""

    def __init__(self, font: Path) -> None:
        self._glyphs = glyphs_of(font)
        self._compiler = compiler(font, "labels.typ")

    def sheets(
        self,
        paper: LabelPaper,
        to: Sequence[Addressee],
        *,
        title: str,
        author: str,
        printed_on: date,
        first: int = 1,
    ) -> bytes:
        """Sheets of labels as one PDF; `first` is the number that the first label bears in its corner."""
        fitter = Fitter(self._glyphs)
        cast = Cast(self._glyphs)
        drawn = [
            self._label(paper, at, one, fitter, cast, number=first + at)
            for at, one in enumerate(to)
        ]
        size = paper.a_sheet
        data: dict[str, object] = {
            "title": title,
            "author": author,
            "width": paper.width,
            "height": paper.height,
            "sheets": [drawn[at : at + size] for at in range(0, len(drawn), size)] or [[]],
        }
        fitter.check()
        return compiled(self._compiler, data, printed_on)

    def forget(self) -> None:
        """Memory as before the last file."""
        forget(self._compiler, {"title": "", "author": "", "width": 1, "height": 1, "sheets": []})

    def _label(
        self,
        paper: LabelPaper,
        at: int,
        to: Addressee,
        fitter: Fitter,
        cast: Cast,
        *,
        number: int,
    ) -> dict[str, object]:
        x, y = paper.place(at % paper.a_sheet)
        width = paper.width - 2 * INSET
        code = to.postal_code
        postal = f"〒{code[:3]}-{code[3:]}" if len(code) == 7 and code.isdigit() else code
        return {
            "x": x,
            "y": y,
            "postal": texts(fitter, cast.words(postal), width=width, height=5.0, sizes=(9.5, 8.5))
            if postal
            else [],
            "address": texts(
                fitter,
                cast.words(to.address),
                width=width,
                height=paper.height * 0.38,
                sizes=(9.5, 8.5, 7.5, 6.5, 5.5, 4.5),
                label="住所",
            ),
            "name": texts(
                fitter,
                cast.words(f"{to.name}　{to.honorific}"),
                width=width,
                height=paper.height * 0.26,
                sizes=(12.5, 11, 9.5, 8, 7, 6, 5),
                label="氏名",
            ),
            "number": str(number),
        }
