"""Ground (地紋) and seal: line work as SVG, drawn from the font's outlines so that no text is added."""

from __future__ import annotations

import re
from functools import cache
from math import cos, tau
from pathlib import Path

from daicho.foundation.documents.glyphs import glyphs_of
from daicho.foundation.documents.sheets import Seal

_WIDE = 52.5
_TALL = 49.5
_LINES = 50


@cache
def ground_svg(font: Path) -> str:
    """A tile of the anti-copy ground (けん制地紋): fine waves, and 複写 in coarser dots.

    The waves and the dots are equally light to the eye; a copier that drops the finer of them
    leaves the other standing. How a given copier behaves must be tried on paper.
    """
    half = _WIDE / 6
    waves = "".join(
        f"M0 {(row + 0.5) * _TALL / _LINES:.2f}"
        f"q{half / 2:.2f} {1.4 * cos(tau * row / _LINES * 2):.2f} {half:.2f} 0"
        + f"t{half:.2f} 0"
        * 5
        for row in range(_LINES)
    )
    glyphs = glyphs_of(font)
    word = "".join(
        glyphs.outline(letter, scale=18, x=8 + 18 * at, y=31) for at, letter in enumerate("複写")
    )
    dots = "".join(
        f"M{x * 0.9 + 8:.1f} {y * 0.9 + 14:.1f}h.3v.3h-.3z" for y in range(23) for x in range(42)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDE} {_TALL}">'
        f'<defs><clipPath id="w"><path d="{word}"/></clipPath></defs>'
        f'<path fill="none" stroke="#cfcfcf" stroke-width="0.1" d="{waves}"/>'
        f'<path fill="#d2d2d2" clip-path="url(#w)" d="{dots}"/></svg>'
    )


@cache
def specimen_seal(font: Path, *, words: str = "架空町長之印見本用") -> Seal:
    """A seal for trials (見本): nine characters, three a column from the right."""
    glyphs = glyphs_of(font)
    strokes = "".join(
        f'<path d="{glyphs.outline(letter, scale=7, x=15.5 - 7 * (at // 3), y=7.6 + 7 * (at % 3))}"/>'
        for at, letter in enumerate(words)
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
        '<rect x="0.5" y="0.5" width="23" height="23" fill="none" stroke="black"/>'
        f'<g fill="black">{strokes}</g></svg>'
    )
    return Seal(svg)


def code_svg(rows: tuple[str, ...]) -> str:
    """A two-dimensional code of rows of 0 and 1, one path with a rectangle a run of 1."""
    runs = "".join(
        f"M{run.start()} {y}h{len(run.group())}v1h-{len(run.group())}z"
        for y, row in enumerate(rows)
        for run in re.finditer("1+", row)
    )
    side = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path shape-rendering="crispEdges" d="{runs}"/></svg>'
    )
