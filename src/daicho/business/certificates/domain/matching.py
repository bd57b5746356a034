"""Matching (請求書と台帳の突合, REG-066): whether the address on the application is that of the register."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from daicho.kernel.errors import Level, Problem
from daicho.registers.residents.domain.particulars import Particulars

_STEPS = re.compile("丁目|番地の|番地|番|号室|号|の(?=[0-9])")
_HYPHENS = re.compile("[-‐‑–—―−ｰー]+(?=[0-9]|$)")
_PREFECTURE = re.compile("^(北海道|東京都|(?:京都|大阪)府|.{2,3}県)")


def fold_address(text: str) -> str:
    """An address as it is compared: without spaces, 都道府県, and the words between its numbers."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    numbered = _HYPHENS.sub("-", _STEPS.sub("-", plain))
    return _PREFECTURE.sub("", re.sub("-+(?![0-9])", "", re.sub("-+", "-", numbered)))


def check_address(stated: str, people: Iterable[Particulars]) -> tuple[Problem, ...]:
    """An alert where the application's address is that of nobody chosen; nothing where none was typed."""
    wanted = fold_address(stated)
    if not wanted:
        return ()
    known = {
        fold_address(text)
        for items in people
        for text in (items.address, f"{items.address}{items.katagaki}")
    }
    if wanted in known:
        return ()
    return (
        Problem(
            "stated_address_differs",
            "stated_address",
            "請求書の住所が、台帳の住所と一致しません。",
            "同じ氏名の別の人か、転居の前の住所かもしれません。",
            "人の選択を確かめてください。本人に間違いなければ、確認してから交付してください。",
            Level.ALERT,
        ),
    )
