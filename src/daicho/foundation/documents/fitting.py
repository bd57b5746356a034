"""Fitting (文字溢れ対応, STD-5.8): the size and the lines of a text in a box, decided before drawing.

First smaller, by steps; then as the sheet's `Excess` says: the annexed sheet (別紙), 限界まで, or 空白. The font's own
widths decide, so the same text always falls the same way, and what happened can be listed and alerted to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from daicho.foundation.documents.glyphs import Glyphs
from daicho.foundation.documents.sheets import Excess
from daicho.kernel.characters import clusters
from daicho.kernel.errors import Invalid, Level, Problem

POINTS_PER_MM = 72 / 25.4
# A line and its gap, in em; the template uses the same.
LINE = 1.2
# What stands in the place of a character that cannot be drawn: room to write it by hand.
HOLE = "\u3000"
# The drawing program rounds: a line that fills its box to the last point might break once more.
SLACK = 0.3

_NOT_FIRST = frozenset("、。，．）〕］｝〉》」』】ー・ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)")


def fits(lines: int, *, size: float, height: float) -> bool:
    """Whether so many lines of `size` points stand in `height` mm; the last needs no gap."""
    return (lines * LINE - (LINE - 1)) * size <= height * POINTS_PER_MM


class Resort(StrEnum):
    """What was done with a text too long for its box (文字超過), or with one that holds an unknown character (未登録外字)."""

    SHRUNK = "縮小"
    CONTINUED = "別紙"
    CUT = "限界まで"
    BLANK = "空白"
    HOLE = "未登録外字"


_TOLD = {
    Resort.CONTINUED: ("が欄に収まらないため、別紙に印字します。", "別紙も一緒に渡してください。"),
    Resort.CUT: (
        "が欄に収まらないため、入るところまで印字します。",
        "続きを手書きで補ってから渡してください。",
    ),
    Resort.BLANK: ("を空白で印字します。", "手書きで補ってから渡してください。"),
    Resort.HOLE: (
        "に印字できない文字（未登録外字）があるため、そこを空けて印字します。",
        "手書きで補ってから渡してください。",
    ),
}
_WHY = "小さくしても欄に入らないか、帳票の文字（IPAmj明朝）にない字形です。"


@dataclass(frozen=True, slots=True)
class Overflow:
    """A line of the list of overflows (文字超過リスト): where, which item, what was done.

    `size` in points, of what is on the sheet; `text` is the whole of what should stand there.
    """

    place: str
    label: str
    resort: Resort
    size: float
    text: str = ""

    @property
    def beyond(self) -> bool:
        """Whether the box does not say it all: more than made smaller."""
        return self.resort is not Resort.SHRUNK

    def alert(self, sheet: int = 0) -> Problem:
        """What the clerk confirms before it goes out (STD-5.8/m2), without the text itself; `sheet` where there are more."""
        told, remedy = _TOLD[self.resort]
        place = f"{sheet}通目の{self.place}" if sheet else self.place
        return Problem(
            code=f"text-{self.resort.name.lower()}",
            field=f"{place}.{self.label}",
            what=f"{place}の「{self.label}」{told}",
            why=_WHY,
            remedy=remedy,
            level=Level.ALERT,
        )


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
    excess: Excess = Excess.STRICT
    overflows: list[Overflow] = field(default_factory=list)
    continued: list[Continued] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def check(self) -> None:
        """Raise `Invalid` with every character that cannot be printed."""
        if self.problems:
            raise Invalid(self.problems)

    def printable(self, text: str, *, label: str) -> str:
        """The text as the font draws it; what cannot be drawn is noted for `check`."""
        drawn, wrong = self.glyphs.read(text)
        self.problems += [one.problem(field=label) for one in wrong]
        return "" if wrong else drawn

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
        if line := self.on_one_line(text, width, height, sizes[0]):
            return line
        ready = self._whole(text, label=label, place=place, size=sizes[0])
        measured = self._measured(ready)
        for size in sizes:
            lines = _broken(measured, width=width, size=size)
            if fits(len(lines), size=size, height=height):
                if size != sizes[0]:
                    self.overflows.append(Overflow(place, label, Resort.SHRUNK, size, text))
                return tuple(Line(line, size) for line in lines)
        if self.excess is Excess.BLANK:
            self.overflows.append(Overflow(place, label, Resort.BLANK, sizes[0], text))
            return (Line("", sizes[0]),)
        if self.excess is Excess.LIMIT:
            self.overflows.append(Overflow(place, label, Resort.CUT, sizes[-1], text))
            return tuple(Line(line, sizes[-1]) for line in _first(lines, sizes[-1], height))
        return self._continue(text, ready, width=width, size=sizes[0], label=label, place=place)

    def on_one_line(
        self, text: str, width: float, height: float, size: float
    ) -> tuple[Line, ...] | None:
        """A text of plain characters that fits as it is, which most texts do; else nothing."""
        try:
            wide = sum(map(self.glyphs.alone.__getitem__, text))
        except KeyError:
            return None
        whole = wide * size <= width * POINTS_PER_MM - SLACK
        return (Line(text, size),) if whole and size <= height * POINTS_PER_MM else None

    def _continue(
        self, text: str, ready: str, *, width: float, size: float, label: str, place: str
    ) -> tuple[Line, ...]:
        """A reference to the annexed sheet, which says it whole."""
        number = len(self.continued) + 1
        self.continued.append(Continued(number, place, label, ready))
        self.overflows.append(Overflow(place, label, Resort.CONTINUED, size, text))
        note = f"別紙（{number}）のとおり"
        return (Line(note, min(size, width * POINTS_PER_MM / (len(note) + 1))),)

    def _whole(self, text: str, *, label: str, place: str, size: float) -> str:
        """The text as the font draws it; a character that it cannot draw leaves its place blank, or is refused."""
        drawn, wrong = self.glyphs.read(text)
        if not wrong:
            return drawn
        if self.excess is Excess.STRICT:
            self.problems += [one.problem(field=label) for one in wrong]
            return ""
        if self.excess is Excess.BLANK:
            self.overflows.append(Overflow(place, label, Resort.BLANK, size, text))
            return ""
        self.overflows.append(Overflow(place, label, Resort.HOLE, size, text))
        missing = {one.cluster for one in wrong}
        return self.glyphs.read("".join(HOLE if c in missing else c for c in clusters(text)))[0]

    def break_lines(self, text: str, *, width: float, size: float) -> tuple[str, ...]:
        """Break a printable text to `width` mm at `size` points; never inside a cluster."""
        return _broken(self._measured(text), width=width, size=size)

    def _measured(self, text: str) -> _Measured:
        wide = self.glyphs.width
        return [[(one, wide(one)) for one in clusters(part)] for part in text.split("\n")]


# The paragraphs of a text, each as its clusters with their advances in em.
_Measured = list[list[tuple[str, float]]]


def _broken(measured: _Measured, *, width: float, size: float) -> tuple[str, ...]:
    room = (width * POINTS_PER_MM - SLACK) / size
    return tuple(line for paragraph in measured for line in _break_paragraph(paragraph, room))


def _break_paragraph(measured: list[tuple[str, float]], room: float) -> list[str]:
    """Greedy; before a word of Latin letters if it fits a line, and not before a closing mark."""
    if sum(wide for _, wide in measured) <= room:
        return ["".join(cluster for cluster, _ in measured)]
    lines: list[str] = []
    line: list[tuple[str, float]] = []
    used = 0.0
    for cluster, wide in measured:
        if line and used + wide > room:
            kept = len(line) - _carried([one for one, _ in line], cluster)
            lines.append("".join(one for one, _ in line[:kept]).rstrip(" "))
            line = line[kept:]
            used = sum(width for _, width in line)
        line.append((cluster, wide))
        used += wide
    return [*lines, "".join(one for one, _ in line)]


def _first(lines: Sequence[str], size: float, height: float) -> Sequence[str]:
    """As many lines as the box holds, one at the least."""
    most = next((n for n in range(len(lines), 1, -1) if fits(n, size=size, height=height)), 1)
    return lines[:most]


def _carried(line: list[str], coming: str) -> int:
    """How much of a full line must go with the coming cluster."""
    at = len(line)
    if coming in _NOT_FIRST and at > 1:
        return 1
    if coming.isascii() and not coming.isspace():
        while at and line[at - 1].isascii() and line[at - 1] != " ":
            at -= 1
        if 0 < at < len(line):
            return len(line) - at
    return 0
