"""Strips (カード券面の追記, STD-7.1.1.3): one line of text and a seal in the rows that a card has left, on paper of the card's own size.

The text takes as many of the rows as it needs: larger letters where there is room, smaller ones where one row is left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from daicho.foundation.documents.fitting import POINTS_PER_MM, Fitter, fits
from daicho.foundation.documents.glyphs import glyphs_of
from daicho.foundation.documents.rolls import compiled, compiler
from daicho.foundation.documents.sheets import Seal
from daicho.kernel.errors import Invalid, Problem

CARD: Final = (85.6, 54.0)
SIZES: Final = tuple(size / 4 for size in range(36, 13, -1))
"""9 points down to 3.5, by quarters."""
GAP: Final = 1.0


@dataclass(frozen=True, slots=True)
class StripPaper:
    """Where a kind of card has room to be written on: rows of a height in mm, from a corner; `seal` is the side at most."""

    code: str
    title: str
    x: float
    y: float
    width: float
    row: float
    rows: int
    seal: float = 8.0


PAPERS: Final[Mapping[str, StripPaper]] = {
    paper.code: paper
    for paper in (
        StripPaper("individual_number", "個人番号カード", 4.0, 34.0, 77.6, 4.4, 4),
        StripPaper("basic_register", "住民基本台帳カード", 4.0, 22.0, 77.6, 5.0, 6),
        StripPaper("residence", "在留カード", 4.0, 14.0, 77.6, 6.5, 4),
        StripPaper("special_permanent", "特別永住者証明書", 4.0, 14.0, 77.6, 6.5, 4),
    )
}


@dataclass(frozen=True, slots=True)
class Strip:
    """What is written: the parts of one line, into the last `left` rows of a card, with the seal at its end."""

    paper: StripPaper
    parts: tuple[str, ...]
    left: int
    seal: Seal
    drawn_on: date
    author: str


@dataclass(frozen=True, slots=True)
class DrawnStrip:
    """A strip as PDF, and how it was fitted: the size in points, and its lines."""

    pdf: bytes
    size: float
    lines: tuple[str, ...]


class StripPrinter:
    """Renders strips with one font file."""

    def __init__(self, font: Path) -> None:
        self._glyphs = glyphs_of(font)
        self._compiler = compiler(font, "strip.typ")

    def draw(self, strip: Strip) -> DrawnStrip:
        """The strip as PDF. `Invalid` when the rows that are left cannot hold it, and for characters that cannot be printed."""
        paper = strip.paper
        if not 1 <= strip.left <= paper.rows:
            raise Invalid([_rows(paper)])
        height = strip.left * paper.row
        side = min(paper.seal, height - 0.4)
        size, lines = self._fit(strip, width=paper.width - side - GAP)
        data: dict[str, object] = {
            "title": f"{paper.title}の券面事項",
            "author": strip.author,
            "width": CARD[0],
            "height": CARD[1],
            "x": paper.x,
            "y": paper.y + (paper.rows - strip.left) * paper.row,
            "tall": height,
            "wide": paper.width,
            "size": size,
            "lead": max(0.0, (paper.row - size / POINTS_PER_MM) / 2) if len(lines) == 1 else 0.2,
            "lines": list(lines),
            "seal": strip.seal.svg,
            "side": side,
        }
        return DrawnStrip(compiled(self._compiler, data, strip.drawn_on), size, tuple(lines))

    def _fit(self, strip: Strip, *, width: float) -> tuple[float, Sequence[str]]:
        """The largest letters with which the text stands in the rows, one line of it to a row at the most."""
        fitter = Fitter(self._glyphs)
        text = fitter.printable("　".join(p for p in strip.parts if p), label="券面事項")
        fitter.check()
        height = strip.left * strip.paper.row
        for size in SIZES:
            lines = fitter.break_lines(text, width=width, size=size)
            if len(lines) <= strip.left and fits(len(lines), size=size, height=height):
                return size, lines
        raise Invalid(
            [
                Problem(
                    "strip.too_long",
                    "left",
                    f"残りの{strip.left}行に収まりません。",
                    f"文字を{SIZES[-1]:g}ポイントまで小さくしても入りません。",
                    "行数を増やすか、異動後の内容を短くするか、新しいカードの申請を受けてください。",
                )
            ]
        )


def _rows(paper: StripPaper) -> Problem:
    return Problem(
        "strip.rows",
        "left",
        "残りの行数が正しくありません。",
        f"{paper.title}の追記欄は{paper.rows}行です。",
        f"1から{paper.rows}までの数を入力してください。",
    )
