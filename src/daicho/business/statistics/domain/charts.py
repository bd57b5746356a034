"""Charts (図): a table as plain shapes in the units of a picture, for whoever draws it. Hidden numbers are not drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from daicho.business.statistics.domain.people import ALL, KINDS, leaf
from daicho.business.statistics.domain.tables import Chart, Line, Table

WIDTH: Final = 720
LEFT: Final = 160
HALF: Final = 250
MIDDLE: Final = 110
BAR: Final = 14
PANEL: Final = 150
MOST_BARS: Final = 40
SEVERAL: Final = 8


@dataclass(frozen=True, slots=True)
class Rect:
    """A bar; `tone` is a class of the style sheet, `words` what it says to whoever cannot see it."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    words: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word at a place; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points (`x,y x,y …`)."""

    points: str
    tone: str


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a table."""

    title: str
    width: int
    height: int
    rects: tuple[Rect, ...] = ()
    words: tuple[Word, ...] = ()
    strokes: tuple[Stroke, ...] = ()


def pictures_of(table: Table) -> tuple[Picture, ...]:
    """The pictures of a table; none where it is not drawn or has nothing to draw."""
    if table.chart is Chart.PYRAMID:
        return _pyramid(table)
    if table.chart is Chart.BARS:
        return _bars(table)
    if table.chart is Chart.SERIES:
        return _series(table)
    return ()


def _shown(table: Table, row: str, column: str) -> int | None:
    if (row, column) in table.hidden:
        return None
    return table.value(row, column)


def _pyramid(table: Table) -> tuple[Picture, ...]:
    """人口ピラミッド: 男 to the left, 女 to the right, the eldest above; foreigners' part at the outer end."""
    rows = [r for r in table.rows if not r.sums and r.code.startswith("a")]
    codes = {c.code for c in table.columns}
    kinds = [k for k in KINDS if leaf(k, "male") in codes]
    most = max(
        (sum(number for _, number in _parts(table, r, kinds, sex)) for r in rows for sex in _SIDES),
        default=0,
    )
    if not most or len(rows) < SEVERAL:
        return ()
    pitch = BAR if len(rows) < 30 else 5
    rects: list[Rect] = []
    words = [
        Word(LEFT + HALF / 2 - 40, 16, "男", "middle", "strong"),
        Word(LEFT + HALF + MIDDLE + HALF / 2 - 120, 16, "女", "middle", "strong"),
    ]
    for at, row in enumerate(reversed(rows)):
        y = 26 + at * pitch
        rects += _sides(table, row, kinds, y=y, most=most, height=pitch - 1)
        if pitch == BAR or row.code[1:].endswith("0"):
            words.append(Word(_AXIS, y + pitch - 3, row.label, "middle"))
    height = 26 + len(rows) * pitch + 24
    if leaf("foreign", "male") in codes and len(kinds) > 1:
        words.append(Word(WIDTH - 4, 16, "濃い色は外国人", "end"))
    words += [
        Word(_AXIS - MIDDLE / 2 - HALF, height - 8, f"{most:,}人", "middle"),
        Word(_AXIS + MIDDLE / 2 + HALF, height - 8, f"{most:,}人", "middle"),
    ]
    return (Picture("人口ピラミッド", WIDTH, height, tuple(rects), tuple(words)),)


_AXIS: Final = WIDTH / 2
_SIDES: Final = ("male", "female")


def _sides(
    table: Table, row: Line, kinds: Sequence[str], *, y: float, most: int, height: float
) -> list[Rect]:
    found = []
    for sex in _SIDES:
        done = 0.0
        for kind, number in _parts(table, row, kinds, sex):
            width = number / most * HALF
            start = MIDDLE / 2 + done
            x = _AXIS - start - width if sex == "male" else _AXIS + start
            words = KINDS.get(kind, "総数")
            whom = f"{row.label} {words} {'男' if sex == 'male' else '女'} {number:,}人"
            found.append(Rect(round(x, 1), y, round(width, 1), height, f"{sex} {kind}", whom))
            done += width
    return found


def _parts(table: Table, row: Line, kinds: Sequence[str], sex: str) -> list[tuple[str, int]]:
    """The parts of a bar; where one of them is hidden, the whole without its parts, if that is shown."""
    numbers = [(kind, _shown(table, row.code, leaf(kind, sex))) for kind in kinds]
    if any(number is None for _, number in numbers):
        numbers = [(ALL, _shown(table, row.code, leaf(ALL, sex)))]
    return [(kind, number) for kind, number in numbers if number]


def _bars(table: Table) -> tuple[Picture, ...]:
    """A bar for each row by the first sum of the table, the longest tables cut."""
    column = next(
        (c for c in table.columns if c.code in ("closing", ALL, "foreign", "given")), None
    )
    if column is None:
        return ()
    rows = [r for r in table.rows if not r.sums or r.tone == "part"]
    if any(r.tone == "part" and r.sums for r in rows):
        rows = [r for r in rows if r.sums]
    numbers = [(r, _shown(table, r.code, column.code)) for r in rows]
    drawn = [(r, n) for r, n in numbers if n][:MOST_BARS]
    most = max((n for _, n in drawn), default=0)
    if not most or len(drawn) < 2:
        return ()
    rects, words = [], []
    for at, (row, number) in enumerate(drawn):
        y = 8 + at * (BAR + 4)
        width = round(number / most * (WIDTH - LEFT - 110), 1)
        what = f"{row.label.strip()} {number:,}{column.unit}"
        rects.append(Rect(LEFT, y, width, BAR, "japanese", what))
        words.append(Word(LEFT - 6, y + 11, row.label.strip()[:12], "end"))
        words.append(Word(LEFT + width + 4, y + 11, f"{number:,}"))
    head = f"{column.group}　{column.label}".strip("　")
    return (
        Picture(
            f"{table.corner}別（{head}）",
            WIDTH,
            16 + len(drawn) * (BAR + 4),
            tuple(rects),
            tuple(words),
        ),
    )


def _series(table: Table) -> tuple[Picture, ...]:
    """Small pictures one under the other, each of one number over time."""
    by_month = any(r.held for r in table.rows)
    if by_month:
        times = [c for c in table.columns if not c.sums]
        lines = [r for r in table.rows if r.code in ("natural", "social", "closing")]
        found = [(r.label, [_shown(table, r.code, t.code) for t in times], r.unit) for r in lines]
    else:
        times = [r for r in table.rows if not r.sums]
        columns = [c for c in table.columns if c.code in (ALL, "households", "foreign")]
        found = [
            (_name(c), [_shown(table, t.code, c.code) for t in times], c.unit) for c in columns
        ]
    if len(times) < 2:
        return ()
    labels = [f"{t.group}{t.label}" for t in times]
    return tuple(_panel(title, numbers, labels, str(unit)) for title, numbers, unit in found)


def _name(column: Line) -> str:
    return f"{column.group}　{column.label}" if column.group else column.label


def _panel(title: str, numbers: Sequence[int | None], labels: Sequence[str], unit: str) -> Picture:
    """A line from left to right, with its least and greatest value; a gap where a number is hidden."""
    told = [n for n in numbers if n is not None]
    low, high = min(told, default=0), max(told, default=0)
    span = max(high - low, 1)
    step = (WIDTH - LEFT - 40) / (len(numbers) - 1)
    runs: list[list[str]] = [[]]
    rects = []
    for at, number in enumerate(numbers):
        if number is None:
            runs.append([])
            continue
        x, y = LEFT + at * step, 24 + (high - number) / span * (PANEL - 60)
        runs[-1].append(f"{x:.1f},{y:.1f}")
        rects.append(
            Rect(round(x - 2, 1), round(y - 2, 1), 4, 4, "point", f"{labels[at]} {number:,}{unit}")
        )
    words = [
        Word(LEFT - 8, 28, f"{high:,}", "end"),
        Word(LEFT - 8, PANEL - 32, f"{low:,}", "end"),
        Word(LEFT, PANEL - 8, labels[0]),
        Word(WIDTH - 40, PANEL - 8, labels[-1], "end"),
    ]
    strokes = tuple(Stroke(" ".join(run), "line") for run in runs if len(run) > 1)
    return Picture(title, WIDTH, PANEL, tuple(rects), tuple(words), strokes)
