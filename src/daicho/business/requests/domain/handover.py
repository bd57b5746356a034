"""Hand-over (引渡し, practice.md §2): the number called, the name read back, every sheet scanned, and nobody else's.

Handing a paper to the wrong person is the commonest incident of a counter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from daicho.kernel.errors import Problem

_DIGITS: Final = re.compile(r"\d+")
_DAY_DIGITS: Final = 8
_COUNTER_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Due:
    """One sheet that belongs to the request: its 発行番号, and whether it was spoiled."""

    number: str
    title: str
    spoiled: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """What the clerk did before handing over."""

    called_number: str
    read_back: str
    scanned: tuple[str, ...]


def barcode_of(number: str) -> str:
    """What stands in the barcode of a 発行番号: its day and its counter, digits alone."""
    found = _DIGITS.findall(unicodedata.normalize("NFKC", number))
    day = next((part for part in found if len(part) == _DAY_DIGITS), "")
    counter = next((p for p in reversed(found) if len(p) == _COUNTER_DIGITS), "")
    return f"{day}{counter}"


def scanned_codes(text: str) -> tuple[str, ...]:
    """What a scanner or a keyboard put in, a sheet a line: a barcode's digits, or the whole 発行番号."""
    lines = unicodedata.normalize("NFKC", text).replace("、", "\n").splitlines()
    return tuple(_code(line) for line in lines if line.strip())


def _code(line: str) -> str:
    plain = line.strip()
    squeezed = re.sub(r"[\s-]", "", plain)
    if re.fullmatch(r"\d{14}", squeezed):
        return squeezed
    return barcode_of(plain) or squeezed


def same_words(one: str, other: str) -> bool:
    """Whether two ways of writing a name or a called number are the same, but for spaces and widths."""

    def folded(text: str) -> str:
        return "".join(unicodedata.normalize("NFKC", text).split()).upper()

    return bool(folded(one)) and folded(one) == folded(other)


def in_barcode(text: str) -> str:
    """What of a number can stand in a barcode: its letters, digits and hyphens, without kanji and spaces."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if c.isascii() and (c.isalnum() or c == "-"))


def same_number(scanned: str, number: str) -> bool:
    """Whether what was read from a slip or an envelope is the 受付番号, with its mark or as its barcode has it."""
    return bool(in_barcode(scanned)) and in_barcode(scanned) == in_barcode(number)


def foreign_sheets(scanned: Iterable[str], due: Sequence[Due]) -> tuple[str, ...]:
    """The scanned codes that belong to no sheet of this request."""
    own = {barcode_of(sheet.number) for sheet in due}
    return tuple(code for code in dict.fromkeys(scanned) if code not in own)


def handover_problems(
    check: Check, due: Sequence[Due], *, called_number: str, name: str, fee_open: bool
) -> list[Problem]:
    """Why nothing may be handed over yet; `fee_open`: the fee was not paid."""
    found: list[Problem] = []
    if called_number and not same_words(check.called_number, called_number):
        found.append(
            Problem(
                "handover.called",
                "called_number",
                "呼び出した番号が、この請求の番号札と違います。",
                "別の人が窓口に来ているかもしれません。",
                "番号札を見て、番号を入力し直してください。",
            )
        )
    if not same_words(check.read_back, name):
        found.append(
            Problem(
                "handover.name",
                "read_back",
                "名乗ってもらった氏名が、請求者の氏名と違います。",
                "渡す相手を、氏名を名乗ってもらって確かめます。",
                "相手に氏名を聞き、聞いたとおりに入力してください。",
            )
        )
    found += sheet_problems(check.scanned, due)
    if fee_open:
        found.append(
            Problem(
                "handover.fee",
                "",
                "手数料が収納されていません。",
                "手数料を受け取ってから渡します。",
                "会計の画面で収納してください。",
            )
        )
    return found


def sheet_problems(scanned: Sequence[str], due: Sequence[Due]) -> list[Problem]:
    """Whether every sheet of the request was read once, and none of another, and none that was spoiled."""
    found = []
    if foreign_sheets(scanned, due):
        found.append(
            Problem(
                "handover.foreign",
                "scanned",
                "別の請求の書類が混ざっています。渡してはいけません。",
                f"読み取った{len(foreign_sheets(scanned, due))}通は、この請求で発行したものではありません。",
                "その書類を取り除き、どの請求の書類かを交付履歴で確かめてください。",
            )
        )
    spoiled = {barcode_of(s.number) for s in due if s.spoiled}
    if spoiled & set(scanned):
        found.append(
            Problem(
                "handover.spoiled",
                "scanned",
                "書損じにした書類が混ざっています。",
                "書損じの書類は渡しません。",
                "その書類を取り除いてください。",
            )
        )
    wanted = {barcode_of(s.number): s for s in due if not s.spoiled}
    missing = [sheet.number for code, sheet in wanted.items() if code not in scanned]
    if missing:
        found.append(
            Problem(
                "handover.missing",
                "scanned",
                f"読み取っていない書類が{len(missing)}通あります。",
                f"この請求の書類は{len(wanted)}通です。",
                "書類の発行番号を、すべて読み取ってください。",
            )
        )
    return found
