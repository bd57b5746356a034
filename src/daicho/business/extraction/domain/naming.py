"""Naming (名称): items, functions and relations by the words that people write, the longest first."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from daicho.business.extraction.domain.catalogue import items_of, sources
from daicho.business.extraction.domain.functions import FUNCTIONS
from daicho.business.extraction.domain.query import Total

DAY_WORDS: Final = ("実行日", "前日", "当月初", "前月初", "前月末")
AND, OR, NOT, AMONG, BLANK = "かつ", "または", "でない", "いずれか", "空欄"
YES, NO = "はい", "いいえ"
COUNTED: Final = Total.ROWS.value
KEYWORDS: Final = (
    AND,
    OR,
    NOT,
    AMONG,
    BLANK,
    YES,
    NO,
    "含む",
    "始まる",
    "終わる",
    "名称",
    "昇順",
    "降順",
)


@cache
def item_names(source: str, relation: str = "") -> Mapping[str, str]:
    """What each item is called: name → code."""
    return {item.label: item.code for item in items_of(source, relation)}


@cache
def relation_names(source: str) -> Mapping[str, str]:
    """What each relation is called: name → code."""
    return {relation.label: relation.code for relation in sources()[source].relations}


@cache
def words_of(source: str) -> tuple[tuple[str, str], ...]:
    """Every word of the language over a source with what it is (item, function, keyword …), the longest first.

    An item of a relation alone is a word too: whether it may stand where it stands is seen when it is read.
    """
    found: dict[str, str] = {}
    for relation in sources()[source].relations:
        found |= dict.fromkeys(item_names(source, relation.code), "item")
    found |= dict.fromkeys(item_names(source), "item")
    found |= dict.fromkeys(relation_names(source), "relation")
    found |= dict.fromkeys(DAY_WORDS, "day")
    found |= dict.fromkeys((total.value for total in Total), "total")
    found |= dict.fromkeys(KEYWORDS, "keyword")
    for name in FUNCTIONS:
        found.setdefault(name, "function")
    return tuple(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0])))
