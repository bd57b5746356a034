"""Printable characters (印字できる文字): what the font has, by character and selector.

Typst draws the plain character, silently, where a selector is unknown to the font. So every text
passes `printable` first: what neither the font nor our table knows is refused by name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from daicho.kernel.characters import clusters
from daicho.kernel.errors import Invalid, Problem


@dataclass(frozen=True, slots=True)
class Unprintable:
    """A character outside the font (未登録外字): the cluster, and its position from 1."""

    cluster: str
    position: int

    @property
    def points(self) -> str:
        """`U+845B U+E01EF`."""
        return " ".join(f"U+{ord(point):04X}" for point in self.cluster)

    def problem(self, *, field: str) -> Problem:
        """The sentence for the clerk; `field` is the item's name."""
        return Problem(
            code="text-unprintable",
            field=field,
            what=f"{field}の{self.position}文字目「{self.cluster}」({self.points})を印字できません。",
            why="この字形が帳票の文字（IPAmj明朝）にありません。",
            remedy="文字を確認し、文字情報基盤の字形に直してから、もう一度出力してください。",
        )


# Printable ASCII, kana with their marks, ideographs, full-width forms.
_ALONE = (
    (0x20, 0x7E),
    (0x3000, 0x3002),
    (0x3041, 0x3096),
    (0x30A1, 0x30FC),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xFF01, 0xFF5E),
    (0x20000, 0x323AF),
)


class Glyphs:
    """The characters of one font file, its sequences and their widths; loaded once."""

    def __init__(self, font: Path) -> None:
        self._font = TTFont(font, lazy=True)
        self._names: Mapping[int, str] = self._font.getBestCmap()
        self._sequences: dict[str, str] = {}
        for table in self._font["cmap"].tables:
            if table.format == 14:
                for selector, entries in table.uvsDict.items():
                    for base, name in entries:
                        self._sequences[chr(base) + chr(selector)] = name or self._names[base]
        metrics = self._font["hmtx"].metrics
        em = self._font["head"].unitsPerEm
        self._widths: dict[str, float] = {
            name: advance / em for name, (advance, _) in metrics.items()
        }
        self._em = em
        self._outlines = self._font.getGlyphSet()

        # The advance of every character that the font draws and that never joins another to one cluster.
        self.alone: Mapping[str, float] = {
            chr(code): self._widths[name]
            for code, name in self._names.items()
            if any(first <= code <= last for first, last in _ALONE)
        }

        # Bounded: a text from outside may hold clusters without end.
        self.drawn = lru_cache(maxsize=16384)(self._drawn)
        # The advance in em of a printable cluster.
        self.width = lru_cache(maxsize=16384)(self._width)

    def _drawn(self, cluster: str) -> str | None:
        """The cluster as the font can draw it; None where it cannot."""
        if len(cluster) > 1:
            if cluster in self._sequences:
                return cluster
            if cluster in _adobe_japan():
                return self._drawn(_adobe_japan()[cluster])
            cluster = _composed(cluster)
        if len(cluster) != 1 or unicodedata.category(cluster) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            return None
        return cluster if ord(cluster) in self._names else None

    def read(self, text: str) -> tuple[str, tuple[Unprintable, ...]]:
        """The text with Adobe-Japan1 selectors turned to Moji_Joho, and every cluster that the font cannot draw.

        Line breaks are not characters; what cannot be drawn is left out of the text.
        """
        if self.alone.keys() >= set(text):
            return text, ()
        drawn: list[str] = []
        wrong: list[Unprintable] = []
        for position, cluster in enumerate(clusters(text), 1):
            found = cluster if cluster == "\n" else self.drawn(cluster)
            if found is None:
                wrong.append(Unprintable(cluster, position))
            else:
                drawn.append(found)
        return "".join(drawn), tuple(wrong)

    def check_printable(self, text: str) -> tuple[Unprintable, ...]:
        """Every cluster that the font cannot draw."""
        return self.read(text)[1]

    def printable(self, text: str, *, field: str = "文字列") -> str:
        """The text as `read`. Raises `Invalid` by name."""
        drawn, wrong = self.read(text)
        if wrong:
            raise Invalid([one.problem(field=field) for one in wrong])
        return drawn

    def _width(self, cluster: str) -> float:
        return self._widths[self.name(cluster)]

    def name(self, cluster: str) -> str:
        """The glyph's name, for comparing forms."""
        return self._sequences[cluster] if len(cluster) > 1 else self._names[ord(cluster)]

    def outline(self, cluster: str, *, scale: float, x: float, y: float) -> str:
        """SVG path data: one em is `scale` wide, its baseline starts at (x, y), y downward."""
        pen = SVGPathPen(
            self._outlines, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip(".")
        )
        unit = scale / self._em
        glyph = self._outlines[self.name(cluster)]
        glyph.draw(TransformPen(pen, (unit, 0, 0, -unit, x, y)))
        return str(pen.getCommands())


@cache
def glyphs_of(font: Path) -> Glyphs:
    """The characters of the font; read at first need, then kept."""
    return Glyphs(font)


@cache
def _adobe_japan() -> Mapping[str, str]:
    table = resources.files("daicho.foundation.documents").joinpath("data/aj1_to_mj.tsv")
    found = {}
    for line in table.read_text(encoding="utf-8").splitlines():
        base, theirs, ours = line.split("\t")
        found[base + chr(int(theirs, 16))] = base + ("" if ours == "-" else chr(int(ours, 16)))
    return found


def _composed(cluster: str) -> str:
    """A letter and its marks as one character (é); never a compatibility ideograph's change."""
    return unicodedata.normalize("NFC", cluster) if unicodedata.combining(cluster[-1]) else cluster
