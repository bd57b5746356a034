"""Derive the table of Adobe-Japan1 selectors (異体字セレクタ) that `foundation.documents` carries.

IPAmj knows the Moji_Joho selectors alone, so that 葛 U+E0100 would be drawn as plain 葛. Run by hand
with the Debian fonts fonts-ipamj-mincho, fonts-noto-cjk and fonts-hanazono; the outcome is committed:

    python tools/derive_aj1.py

Nobody publishes a table from one collection to the other. Two witnesses are asked, by comparing the
pictures of glyphs. HanaMinA draws both collections in one hand: where its two glyphs are one
picture, they are one form; that decides. Noto Serif CJK JP against IPAmj are two hands: their
likeness cannot decide between close forms, but a form that it calls clearly worse is not taken.
What is not decided stays out, and is refused before printing.

One line a sequence: base, Adobe-Japan1 selector, Moji_Joho selector (`-`: the base alone).
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageStat

OUTCOME = Path(__file__).parents[1] / "src/daicho/foundation/documents/data/aj1_to_mj.tsv"
FONTS = Path("/usr/share/fonts")
IPAMJ = FONTS / "truetype/ipamj/ipamjm.ttf"
NOTO = FONTS / "opentype/noto/NotoSerifCJK-Regular.ttc"
HANA = FONTS / "truetype/hanazono/HanaMinA.ttf"

FIRST_SELECTOR = 0xE0100
ALONE = 0
ONE_PICTURE = 0.998
LEAST_LIKENESS = 0.74
CLEARLY_WORSE = 0.06

logger = logging.getLogger("derive_aj1")


@dataclass(frozen=True, slots=True)
class Face:
    """A font: its characters, its sequences, and a hand to draw them with."""

    characters: frozenset[int]
    selectors: dict[int, tuple[int, ...]]
    pen: ImageFont.FreeTypeFont

    @classmethod
    def load(cls, path: Path) -> Face:
        font = TTFont(path, fontNumber=0, lazy=True)
        selectors: dict[int, list[int]] = {}
        for table in font["cmap"].tables:
            if table.format == 14:
                for selector, entries in sorted(table.uvsDict.items()):
                    for base, _ in entries:
                        if selector >= FIRST_SELECTOR:
                            selectors.setdefault(base, []).append(selector)
        pen = ImageFont.truetype(str(path), 96, layout_engine=ImageFont.Layout.RAQM)
        found = {base: tuple(group) for base, group in selectors.items()}
        return cls(frozenset(font.getBestCmap()), found, pen)

    def picture(self, base: int, selector: int) -> Image.Image | None:
        """The glyph filling a square, softened; None where the font has none of its own."""
        if selector not in (self.selectors.get(base, ()) if selector else (ALONE,)):
            return None
        if base not in self.characters:
            return None
        sheet = Image.new("L", (160, 160))
        text = chr(base) + (chr(selector) if selector else "")
        ImageDraw.Draw(sheet).text((32, 24), text, fill=255, font=self.pen)
        box = sheet.getbbox()
        if box is None:
            return None
        return sheet.crop(box).resize((64, 64)).filter(ImageFilter.GaussianBlur(2))


def likeness(one: Image.Image | None, other: Image.Image | None) -> float:
    """1 for the same picture, about 0.85 for one form in two hands; 0 where one is wanting."""
    if one is None or other is None:
        return 0.0
    apart = ImageStat.Stat(ImageChops.difference(one, other)).sum[0]
    return 1 - apart / (ImageStat.Stat(one).sum[0] + ImageStat.Stat(other).sum[0])


def decide(base: int, selector: int, *, ipamj: Face, noto: Face, hana: Face) -> int | None:
    """The Moji_Joho selector of an Adobe-Japan1 sequence; None where the witnesses do not agree."""
    candidates = ipamj.selectors.get(base, (ALONE,))
    ours, theirs = hana.picture(base, selector), noto.picture(base, selector)
    same = [c for c in candidates if likeness(ours, hana.picture(base, c)) >= ONE_PICTURE]
    if len(same) != 1:
        return None
    scores = {c: likeness(theirs, ipamj.picture(base, c)) for c in candidates}
    chosen = same[0]
    if scores[chosen] < max(LEAST_LIKENESS, max(scores.values()) - CLEARLY_WORSE):
        return None
    return chosen


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    ipamj, noto, hana = Face.load(IPAMJ), Face.load(NOTO), Face.load(HANA)
    lines, undecided = [], 0
    for base, selectors in sorted(noto.selectors.items()):
        if base not in ipamj.characters:
            continue
        for selector in selectors:
            chosen = decide(base, selector, ipamj=ipamj, noto=noto, hana=hana)
            if chosen is None:
                undecided += 1
                continue
            lines.append(f"{chr(base)}\t{selector:X}\t{f'{chosen:X}' if chosen else '-'}\n")
    OUTCOME.write_text("".join(lines), encoding="utf-8")
    logger.info("%d sequences decided, %d left out", len(lines), undecided)
    return 0


if __name__ == "__main__":
    sys.exit(main())
