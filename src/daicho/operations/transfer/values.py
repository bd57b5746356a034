"""Values (値の検査): the texts of a file as values of the register, or in words what is wrong with them.

A value is judged once: files say the same things again and again, so what a column's text means is remembered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

import regex

from daicho.kernel.addresses import municipality_of
from daicho.kernel.characters import TextKind, mj_of, text_problems
from daicho.kernel.clock import TOKYO
from daicho.kernel.errors import Invalid, Missing
from daicho.kernel.names import check_name_kana
from daicho.kernel.uncertain_dates import SEIREKI_BIRTH, DateRule, LegalDate, read_legal_date
from daicho.operations.transfer.layout import Column, Type
from daicho.registers.residents.domain.relationships import parse_relationship

_DIGITS: Final = re.compile(r"[0-9]{1,18}")
_NUMBER_OF_TEN: Final = re.compile(r"[0-9]{10}")
_LETTER: Final = regex.compile(
    r"\p{Unified_Ideograph}[\uFE00-\uFE0F\U000E0100-\U000E01EF]?|\p{Ideographic}"
)
_PLAIN_KANA: Final = re.compile(r"[ァ-ヴー・]+(?:\u3000[ァ-ヴー・]+)*")
_FLAGS: Final = {"0": False, "1": True, "f": False, "t": True}


@dataclass(frozen=True, slots=True)
class Bad:
    """Why a text is no value of its column; never the text itself."""

    why: str


class Known(dict[Any, Any]):  # Any: a text or several, and what is remembered of them
    """What was said before, with what it means; something new is judged when it is first met."""

    def __init__(self, judge: Callable[[Any], Any], *, most: int = 20_000) -> None:
        super().__init__()
        self._judge = judge
        self._most = most

    def __missing__(self, said: Any) -> Any:
        if len(self) >= self._most:
            self.clear()
        meant = self[said] = self._judge(said)
        return meant


Form = Callable[[Column, str, Any], Any]
"""Any: a value of the column; and what shall be remembered of it and its text."""


class Memory:
    """What the texts of some columns mean; columns that are read alike share what they know.

    `form` says in which form a value is remembered, a `Bad` among them.
    """

    def __init__(self, columns: Sequence[Column], *, today: date, form: Form | None = None) -> None:
        self.columns = tuple(columns)
        shared: dict[object, Known] = {}
        self._known = tuple(
            shared.setdefault(_alike(c), Known(_formed(c, reader_of(c, today=today), form)))
            for c in columns
        )

    def read(self, texts: Sequence[str]) -> list[Any]:  # Any: whatever each column holds
        """The value of each text, a `Bad` where there is none."""
        return [known[text] for known, text in zip(self._known, texts, strict=True)]


def _alike(column: Column) -> tuple[object, ...]:
    special = column.code if column.type is Type.REFERENCE else _SPECIAL.get(column.code)
    return (
        column.type,
        column.length,
        column.required,
        column.default,
        column.letters,
        tuple(column.codes),
        column.rule,
        special,
    )


def _formed(column: Column, reader: Reader, form: Form | None) -> Reader:
    if form is None:
        return reader
    return lambda text: form(column, text, reader(text))


Reader = Callable[[str], Any]
"""Any: a value of the column, or `Bad`."""


def reader_of(column: Column, *, today: date) -> Reader:
    """How a text of a column is read: a blank is its default, then nothing; then by its type."""
    by_type = _BY_TYPE[column.type](column, today)
    special = _SPECIAL.get(column.code)

    def read(text: str) -> Any:  # Any: see Reader
        given = text or column.default
        if not given:
            return Bad("値がありません") if column.required else _BLANK.get(column.type)
        if len(given) > column.length:
            return Bad(f"{column.length}文字を超えています")
        value = by_type(given)
        if special is not None and not isinstance(value, Bad):
            return special(value)
        return value

    return read


_BLANK: Final[dict[Type, Any]] = {Type.TEXT: "", Type.NOTE: "", Type.CODE: ""}


def _text(column: Column, today: date) -> Reader:
    del today
    kind = TextKind.NOTE if column.type is Type.NOTE else TextKind.LINE
    plain: set[str] = set()

    def read(text: str) -> Any:
        if plain.issuperset(text) and text == text.strip():
            return text
        if text != text.strip():
            return Bad("前後に空白があります")
        for problem in text_problems(text, field="", limit=column.length, kind=kind):
            return Bad(problem.what.rstrip("。"))
        if column.letters and (unknown := _unknown_letter(text)):
            return unknown
        # Letters that are right alone are right together: a text of such letters need not be looked into again.
        plain.update(letter for letter in text if _stands_alone(letter))
        return text

    return read


@lru_cache(maxsize=20_000)
def _stands_alone(letter: str) -> bool:
    return not text_problems(letter, field="", limit=1) and _unknown_letter(letter) is None


def _unknown_letter(text: str) -> Bad | None:
    """A letter that 文字情報基盤 does not have, by its place and code."""
    for found in _LETTER.finditer(text):
        if not _is_known(found[0]):
            codes = " ".join(f"U+{ord(point):04X}" for point in found[0])
            return Bad(f"{found.start() + 1}文字目が文字情報基盤にない字です（{codes}）")
    return None


@lru_cache(maxsize=20_000)
def _is_known(letter: str) -> bool:
    return mj_of(letter) is not None


def _day(column: Column, today: date) -> Reader:
    del column, today

    def read(text: str) -> Any:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return Bad("日付（年-月-日）として読めません")

    return read


def _moment(column: Column, today: date) -> Reader:
    del column, today

    def read(text: str) -> Any:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return Bad("日時（年-月-日 時:分:秒）として読めません")
        return moment if moment.tzinfo else moment.replace(tzinfo=TOKYO)

    return read


def _legal(column: Column, today: date) -> Reader:
    rule = column.rule or DateRule(future=True)

    def read(text: str) -> Any:
        return read_legal(text, rule=rule, today=today)

    return read


def read_legal(text: str, *, rule: DateRule, today: date) -> LegalDate | Bad:
    """A legal date: our encoding, 年-月-日, or the words that a clerk types (昭和20年5月日不詳)."""
    try:
        if "|" in text:
            return _decoded(text)
        if text[:4].isdigit() and len(text) == len("2000-01-01"):
            return LegalDate.of_day(date.fromisoformat(text), calendar=rule.kept_in)
    except ValueError:
        if "|" in text:
            return Bad("年月日として読めません")
    try:
        return read_legal_date(text, field="", rule=rule, today=today)
    except Invalid as wrong:
        return Bad(wrong.problems[0].what.rstrip("。"))


# What the register itself wrote is the same date under every rule.
_decoded: Final = lru_cache(maxsize=20_000)(LegalDate.decode)


def of_foreigner(text: str, *, today: date) -> LegalDate | Bad:
    """生年月日 of a foreign resident: 西暦 (STD-1.1.9)."""
    return read_legal(text, rule=SEIREKI_BIRTH, today=today)


def _flag(column: Column, today: date) -> Reader:
    del column, today
    return lambda text: _FLAGS.get(text, Bad("0 か 1 ではありません"))


def _whole(column: Column, today: date) -> Reader:
    del column, today
    return lambda text: int(text) if _DIGITS.fullmatch(text) else Bad("整数ではありません")


def _code(column: Column, today: date) -> Reader:
    del today
    return lambda text: text if text in column.codes else Bad("コード一覧にないコードです")


def _reference(column: Column, today: date) -> Reader:
    del column, today
    return lambda text: text


def _json(column: Column, today: date) -> Reader:
    del column, today

    def read(text: str) -> Any:
        try:
            return json.loads(text)
        except ValueError:
            return Bad("JSON として読めません")

    return read


_BY_TYPE: Final[dict[Type, Callable[[Column, date], Reader]]] = {
    Type.TEXT: _text,
    Type.NOTE: _text,
    Type.DAY: _day,
    Type.LEGAL: _legal,
    Type.MOMENT: _moment,
    Type.FLAG: _flag,
    Type.NUMBER: _whole,
    Type.CODE: _code,
    Type.REFERENCE: _reference,
    Type.JSON: _json,
}


def _ten_digits(text: str) -> str | Bad:
    # Brought over from an older system, the last digit need not be a check digit (STD-1.1.13).
    return text if _NUMBER_OF_TEN.fullmatch(text) else Bad("10桁の数字ではありません")


def _relationship(text: str) -> str | Bad:
    try:
        read = str(parse_relationship(text, field=""))
    except Invalid as wrong:
        return Bad(f"続柄に使えない語です。{wrong.problems[0].remedy.rstrip('。')}")
    return text if read == text else Bad(f"続柄は「{read}」と書きます")


def _kana(text: str) -> str | Bad:
    if _PLAIN_KANA.fullmatch(text):
        return text
    try:
        read = check_name_kana(text, field="")
    except Invalid as wrong:
        return Bad(wrong.problems[0].what.rstrip("。"))
    return text if read == text else Bad("全角の片仮名ではありません")


def _municipality(text: str) -> str | Bad:
    try:
        municipality_of(text)
    except Missing as wrong:
        return Bad(wrong.what.rstrip("。"))
    return text


_SPECIAL: Final[dict[str, Callable[[str], str | Bad]]] = {
    "atena_number": _ten_digits,
    "household_number": _ten_digits,
    "number": _ten_digits,
    "relationship_to_head": _relationship,
    "name_kana": _kana,
    "former_surname_kana": _kana,
    "alias_kana": _kana,
    "municipality_code": _municipality,
}
