"""The MJ list (文字情報基盤): official numbers of a character for 文字コード照会 (STD-2.2.3)."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class CharacterCodes:
    """The codes of one character (文字コード): UCS with its selector, MJ文字図形名,
    住基ネット統一文字コード.

    `mj` and `juki` are None where the lists do not know it.
    """

    ucs: tuple[str, ...]
    mj: str | None
    juki: str | None


def codes_of(cluster: str) -> CharacterCodes:
    """The codes of one cluster; an Adobe-Japan1 selector is not in the MJ list and has no MJ
    number.
    """
    mj, juki = _numbers().get(cluster, ("", ""))
    return CharacterCodes(
        ucs=tuple(f"U+{ord(point):04X}" for point in cluster),
        mj=f"MJ{mj}" if mj else None,
        juki=f"J+{juki}" if juki else None,
    )


def mj_of(cluster: str) -> str | None:
    """The MJ文字図形名 of a cluster, None where it has none."""
    return codes_of(cluster).mj


def clusters_of_mj(number: str) -> tuple[str, ...]:
    """How the glyph of an MJ文字図形名 (its six digits) may be written, the plainest way first; none for no such name."""
    return _ways().get(number, ())


@cache
def _ways() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for cluster, (mj, _) in _numbers().items():
        found.setdefault(mj, []).append(cluster)
    return {mj: tuple(sorted(ways, key=len)) for mj, ways in found.items()}


@cache
def _numbers() -> dict[str, tuple[str, str]]:
    table = resources.files("daicho.kernel.characters").joinpath("data/mj.tsv.gz")
    rows = gzip.decompress(table.read_bytes()).decode().splitlines()
    found = {}
    for row in rows:
        cluster, mj, juki = row.split("\t")
        found[cluster] = (mj, juki)
    return found
