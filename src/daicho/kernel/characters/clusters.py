"""Clusters (文字の単位): a base and its variation selector (異体字セレクタ) are one character."""

from __future__ import annotations

import regex

_CLUSTER = regex.compile(r"\X")
_SELECTORS = regex.compile(r"[\uFE00-\uFE0F\U000E0100-\U000E01EF]+")


def clusters(text: str) -> tuple[str, ...]:
    """The characters as a reader counts them; joined together they are the text again."""
    return tuple(_CLUSTER.findall(text))


def cluster_length(text: str) -> int:
    """How many characters a reader counts; 葛 with a selector is one."""
    return len(text) if text.isascii() and "\r" not in text else len(_CLUSTER.findall(text))


def without_selectors(text: str) -> str:
    """The text with every variation selector (IVS, SVS) taken off."""
    return _SELECTORS.sub("", text)
