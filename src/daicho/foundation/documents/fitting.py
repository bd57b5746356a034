"""Fitting (文字溢れ対応, STD-5.8): the size and the lines of a text in a box, decided before drawing.

First smaller, by steps; then the annexed sheet (別紙). Nothing is ever cut. The font's own widths
decide, so the same text always falls the same way, and what happened can be listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from daicho.foundation.documents.glyphs import Glyphs
from daicho.kernel.characters import clusters
from daicho.kernel.errors import Invalid, Problem

POINTS_PER_MM = 72 / 25.4
# A line and its gap, in em; the template uses the same.
LINE = 1.2
# The drawing program rounds: a line that fills its box to the last point might break once more.
SLACK = 0.3

_NOT_FIRST = frozenset("、。，．）〕］｝〉》」』】ー・ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)")


def fits(lines: int, *, size: float, height: float) -> bool:
    """Whether so many lines of `size` points stand in `height` mm; the last needs no gap."""
    return (lines * LINE - (LINE - 1)) * size <= height * POINTS_PER_MM


class Resort(StrEnum):
    """What was done with a text too long for its box (文字超過)."""

    SHRUNK = "縮小"
    CONTINUED = "別紙"


@dataclass(frozen=True, slots=True)
class Overflow:
    """A line of the list of overflows (文字超過リスト): where, which item, what was done.

    `size` in points, of what is on the sheet.
    """

    place: str
    label: str
    resort: Resort
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a box, with its size in points."""

    text: str
    size: float


@dataclass(frozen=True, slots=True)
class Continued:
    """A text that went to the annexed sheet (別紙)."""

    number: int
    place: str
    label: str
    text: str


@dataclass(slots=True)
class Fitter:
    """Fits the texts of one sheet, and remembers what did not fit and what cannot be printed."""

    glyphs: Glyphs
    overflows: list[Overflow] = field(default_factory=list)
    continued: list[Continued] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def check(self) -> None:
        """Raise `Invalid` with every character that cannot be printed."""
        if self.problems:
            raise Invalid(self.problems)

    def printable(self, text: str, *, label: str) -> str:
        """The text as the font draws it; what cannot be drawn is noted for `check`."""
        wrong = self.glyphs.check_printable(text)
        if wrong:
            self.problems += [one.problem(field=label) for one in wrong]
            return ""
        return self.glyphs.printable(text)

    def fit(
        self,
        text: str,
        *,
        width: float,
        height: float,
        sizes: Sequence[float],
        label: str,
        place: str,
    ) -> tuple[Line, ...]:
        """The lines of a text in a box of `width` × `height` mm; `sizes` in points, falling."""
        ready = self.printable(text, label=label)
        for size in sizes:
            lines = self.break_lines(ready, width=width, size=size)
            if fits(len(lines), size=size, height=height):
                if size != sizes[0]:
                    self.overflows.append(Overflow(place, label, Resort.SHRUNK, size))
                return tuple(Line(line, size) for line in lines)
        number = len(self.continued) + 1
        self.continued.append(Continued(number, place, label, ready))
        self.overflows.append(Overflow(place, label, Resort.CONTINUED, sizes[0]))
        room = width * POINTS_PER_MM
        note = f"別紙（{number}）のとおり"
        return (Line(note, min(sizes[0], room / (len(note) + 1))),)

    def break_lines(self, text: str, *, width: float, size: float) -> tuple[str, ...]:
        """Break a printable text to `width` mm at `size` points; never inside a cluster."""
        room = (width * POINTS_PER_MM - SLACK) / size
        lines: list[str] = []
        for paragraph in text.split("\n"):
            lines += self._break_paragraph(paragraph, room)
        return tuple(lines)

    def _break_paragraph(self, text: str, room: float) -> list[str]:
        """Greedy; before a word of Latin letters if it fits a line, and not before a closing mark."""
        lines: list[str] = []
        line: list[str] = []
        used = 0.0
        for cluster in clusters(text):
            wide = self.glyphs.width(cluster)
            if line and used + wide > room:
                rest = _carried(line, cluster)
                lines.append("".join(line[: len(line) - len(rest)]).rstrip(" "))
                line = rest
                used = sum(self.glyphs.width(one) for one in line)
            line.append(cluster)
            used += wide
        return [*lines, "".join(line)]


def _carried(line: list[str], coming: str) -> list[str]:
    """What of a full line must go with the coming cluster."""
    at = len(line)
    if coming in _NOT_FIRST and at > 1:
        return line[-1:]
    if coming.isascii() and not coming.isspace():
        while at and line[at - 1].isascii() and line[at - 1] != " ":
            at -= 1
        if 0 < at < len(line):
            return line[at:]
    return []
