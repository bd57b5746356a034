"""Glyphs (文字を探す): finding a character that nobody can type, by reading, likeness, code, strokes and radical (STD-2.1.3).

From the MJ list: every glyph that 住基ネット and the official font know, each with the way it is encoded.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

import jaconv

from daicho.kernel.characters.clusters import clusters, without_selectors
from daicho.kernel.characters.folding import variants_of
from daicho.kernel.characters.moji_joho import clusters_of_mj, codes_of

RADICALS: Final = tuple(
    unicodedata.normalize("NFKC", chr(0x2F00 + number)) for number in range(214)
)
"""The radicals of the 康熙字典 in their order; number 1 stands first."""
_KATAKANA: Final = {point: point + 0x60 for point in range(0x3041, 0x3097)}
_CODE: Final = re.compile(r"(?:U\+?)?([0-9A-F]{4,6})(?:[\s_,]*(?:U\+?)?(E01[0-9A-F]{2}))?", re.I)
_MJ: Final = re.compile(r"MJ\s*([0-9]{6})", re.I)
_JUKI: Final = re.compile(r"J\+?([0-9A-F]{4})", re.I)
_KANA: Final = re.compile(r"[ァ-ヶー]+")


class Glyph(NamedTuple):
    """One glyph: how it is written, its MJ文字図形名, how common it is (0: 常用漢字), and what it is found by."""

    cluster: str
    mj: str
    level: int
    strokes: int
    radicals: tuple[int, ...]
    readings: tuple[str, ...]

    @property
    def radical_words(self) -> str:
        return "・".join(RADICALS[number - 1] for number in self.radicals)


def find_by_reading(reading: str) -> list[Glyph]:
    """Those read so, 音 or 訓, then those whose reading begins so; the commonest first. Nothing for what is no kana."""
    wanted = jaconv.hira2kata(unicodedata.normalize("NFKC", reading)).strip()
    if not _KANA.fullmatch(wanted):
        return []
    read = _by_reading()
    found = _commonest_first(read.get(wanted, ()))
    if len(wanted) > 1:
        longer = (g for one, glyphs in read.items() if one.startswith(wanted) for g in glyphs)
        found += _commonest_first(longer)
    return list(dict.fromkeys(found))


def find_alike(text: str) -> list[Glyph]:
    """The variants (異体字) of each character of a text, and every form that the MJ list has of each of them."""
    found: dict[str, Glyph] = {}
    for character in clusters(text):
        base = without_selectors(character)
        if len(base) != 1:
            continue
        for variant in (base, *variants_of(base)):
            found |= {glyph.mj: glyph for glyph in _of_base().get(variant, ())}
    return list(found.values())


def find_by_code(text: str) -> list[Glyph]:
    """The glyph of a code: 文字コード (U+845B, with a selector U+845B U+E0100), MJ文字図形名 or 住基統一文字コード (J+…)."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _MJ.fullmatch(plain):
        return _known([f"MJ{found[1]}"])
    if found := _JUKI.fullmatch(plain):
        wanted = f"J+{found[1].upper()}"
        return [g for g in _glyphs().values() if codes_of(g.cluster).juki == wanted]
    if found := _CODE.fullmatch(plain):
        try:
            points = "".join(chr(int(part, 16)) for part in found.groups() if part)
        except ValueError:
            return []
        if len(points) == 1:
            return list(_of_base().get(points, ()))
        return _known([codes_of(points).mj]) or list(_of_base().get(points[0], ()))
    return []


def find_by_shape(*, strokes: int | None, radical: int | None) -> list[Glyph]:
    """Those of so many strokes (総画数), of one radical (部首), or both; the commonest first."""
    if strokes is None and radical is None:
        return []
    return _commonest_first(
        glyph
        for glyph in _glyphs().values()
        if (strokes is None or glyph.strokes == strokes)
        and (radical is None or radical in glyph.radicals)
    )


def _known(names: Iterable[str | None]) -> list[Glyph]:
    return [_glyphs()[mj] for mj in names if mj is not None and mj in _glyphs()]


def _commonest_first(found: Iterable[Glyph]) -> list[Glyph]:
    return sorted(found, key=lambda glyph: (glyph.level, glyph.strokes, glyph.mj))


@cache
def _glyphs() -> Mapping[str, Glyph]:
    table = resources.files("daicho.kernel.characters").joinpath("data/glyphs.tsv.gz")
    found = {}
    for row in gzip.decompress(table.read_bytes()).decode().splitlines():
        mj, level, strokes, radicals, readings = row.split("\t")
        ways = clusters_of_mj(mj)
        if ways:
            found[f"MJ{mj}"] = Glyph(
                cluster=ways[0],
                mj=f"MJ{mj}",
                level=int(level),
                strokes=int(strokes or 0),
                radicals=tuple(int(number) for number in radicals.split(",") if number),
                readings=tuple(readings.split()),
            )
    return found


@cache
def _by_reading() -> Mapping[str, list[Glyph]]:
    """The glyphs of each reading, in katakana."""
    found: dict[str, list[Glyph]] = {}
    for glyph in _glyphs().values():
        for reading in glyph.readings:
            found.setdefault(reading.translate(_KATAKANA), []).append(glyph)
    return found


@cache
def _of_base() -> Mapping[str, tuple[Glyph, ...]]:
    """The glyphs that are forms of one base character, the plain one first."""
    found: dict[str, list[Glyph]] = {}
    for glyph in _glyphs().values():
        found.setdefault(without_selectors(glyph.cluster), []).append(glyph)
    return {
        base: tuple(sorted(forms, key=lambda g: (len(g.cluster), g.mj)))
        for base, forms in found.items()
    }
