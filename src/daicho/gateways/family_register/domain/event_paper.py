"""Event papers (戸籍の届出の入力・ファイル): one event as the 戸籍 desk writes it, read into the items of a notice. Pure.

A form and a line of a CSV have the same cells, by the same names; what cannot be read is one `Problem` of its cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import regex

from daicho.foundation.messages.public import birth_text, date_text, day_text
from daicho.gateways.family_register.domain.domicile import municipality_in, notified_to
from daicho.gateways.family_register.domain.events import EVENTS
from daicho.kernel import names
from daicho.kernel.addresses import municipality_of
from daicho.kernel.characters import check_text
from daicho.kernel.errors import Invalid, Missing, Problem
from daicho.kernel.uncertain_dates import (
    BIRTH,
    EVENT_UNCERTAIN,
    EXACT_PAST,
    DateRule,
    LegalDate,
    read_legal_date,
)

LIMIT: Final = 200
_NUMBER: Final = regex.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,39}")
_SEXES: Final = {"男": "男", "女": "女"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its name in a form, its header in a file, whether it must be there, a hint."""

    name: str
    label: str
    required: bool = False
    hint: str = ""


CELLS: Final = (
    Cell("number", "届出番号", True, "戸籍情報システムの受付番号（英数字）"),
    Cell("event", "届出の種類", True),
    Cell("event_on", "事件の日", True, "出生・死亡・届出の効力の日。不詳も入力できます"),
    Cell("accepted_on", "受理・記載の日", True),
    Cell("name", "氏名", True, "氏と名の間に空白"),
    Cell("name_kana", "振り仮名", hint="カタカナ"),
    Cell("birth", "生年月日", True),
    Cell("sex", "性別", hint="男・女"),
    Cell("domicile", "本籍", True, "届出前の本籍（出生は入る戸籍）"),
    Cell("head", "筆頭者", True),
    Cell("new_name", "新しい氏名"),
    Cell("new_name_kana", "新しい振り仮名"),
    Cell("new_domicile", "新しい本籍"),
    Cell("new_head", "新しい筆頭者"),
    Cell("relationship", "父母との続柄", hint="出生のとき。例: 長女"),
    Cell("father", "父の氏名"),
    Cell("mother", "母の氏名"),
    Cell("address", "住所", hint="当市に住んでいない人のとき"),
    Cell("municipality", "住所地の市区町村コード", hint="6桁。附票から分かるときは空欄"),
)
LABELS: Final = {cell.name: cell.label for cell in CELLS}
EVENT_CODES: Final = {event.label: code for code, event in EVENTS.items()}


@dataclass(frozen=True, slots=True)
class Paper:
    """One event: the items of 住民票記載事項通知, and where the person lives, if the paper says so."""

    body: Mapping[str, Any]
    municipality: str
    moved_to: str


class _Reader:
    def __init__(self, cells: Mapping[str, str], today: date) -> None:
        self.cells, self.today = cells, today
        self.problems: list[Problem] = []

    def text(self, name: str, check: Callable[..., str] | None = None) -> str:
        raw = self.cells.get(name, "").strip()
        if not raw:
            return ""
        try:
            return check(raw, field=name) if check else check_text(raw, field=name, limit=LIMIT)
        except Invalid as error:
            self.problems += error.problems
            return ""

    def date(self, name: str, rule: DateRule) -> LegalDate | None:
        raw = self.cells.get(name, "").strip()
        if not raw:
            return None
        try:
            return read_legal_date(raw, field=name, rule=rule, today=self.today)
        except Invalid as error:
            self.problems += error.problems
            return None

    def note(self, name: str, code: str, what: str, why: str, remedy: str) -> None:
        self.problems.append(Problem(code, name, what, why, remedy))


def read_paper(cells: Mapping[str, str], *, today: date) -> Paper:
    """The event of these cells. `Invalid` with everything that is wrong with them."""
    reader = _Reader(cells, today)
    _check_required(reader)
    number = reader.cells.get("number", "").strip()
    if number and not _NUMBER.fullmatch(number):
        reader.note(
            "number",
            "event.number",
            "届出番号を読み取れません。",
            "英数字と「-」「_」で、40文字までです。",
            "戸籍情報システムの受付番号を確かめてください。",
        )
    event = _event(reader)
    happened = reader.date("event_on", EVENT_UNCERTAIN)
    accepted = reader.date("accepted_on", EXACT_PAST)
    birth = reader.date("birth", BIRTH)
    person = _person(reader, birth)
    place = {
        "municipality": "",
        "domicile": reader.text("domicile"),
        "head": reader.text("head", names.check_japanese_name),
    }
    changes = _changes(reader)
    parents = _parents(reader)
    municipality = _municipality(reader)
    if reader.problems or accepted is None or accepted.exact is None or happened is None:
        raise Invalid(reader.problems)
    body: dict[str, Any] = {
        "notice_number": number,
        "event": event,
        "event_on": date_text(happened),
        "accepted_on": day_text(accepted.exact),
        "person": person,
        "family_register": place,
    }
    body |= {"changes": changes} if changes else {}
    body |= {"parents": parents} if parents else {}
    new = municipality_in(changes.get("domicile", "")) if changes.get("domicile") else None
    return Paper(body, municipality, notified_to(new) if new else "")


def _check_required(reader: _Reader) -> None:
    for cell in CELLS:
        if cell.required and not reader.cells.get(cell.name, "").strip():
            reader.note(
                cell.name,
                "blank",
                f"{cell.label}が空欄です。",
                "必ず要る項目です。",
                "届書を確かめて入力してください。",
            )


def _event(reader: _Reader) -> str:
    raw = reader.cells.get("event", "").strip()
    code = raw if raw in EVENTS else EVENT_CODES.get(raw, "")
    if raw and not code:
        reader.note(
            "event",
            "event.unknown",
            "届出の種類を読み取れません。",
            f"{'、'.join(EVENT_CODES)}のどれかで書きます。",
            "届出の種類を選び直してください。",
        )
    return code


def _person(reader: _Reader, birth: LegalDate | None) -> dict[str, str]:
    told = {
        "name": reader.text("name", names.check_japanese_name),
        "name_kana": reader.text("name_kana", names.check_name_kana),
        "birth_on": birth_text(birth) if birth else "",
        "sex": _SEXES.get(reader.cells.get("sex", "").strip(), ""),
        "address": reader.text("address"),
    }
    return {name: text for name, text in told.items() if text}


def _changes(reader: _Reader) -> dict[str, str]:
    told = {
        "name": reader.text("new_name", names.check_japanese_name),
        "name_kana": reader.text("new_name_kana", names.check_name_kana),
        "domicile": reader.text("new_domicile"),
        "head": reader.text("new_head", names.check_japanese_name),
        "relationship_words": reader.text("relationship"),
    }
    return {name: text for name, text in told.items() if text}


def _parents(reader: _Reader) -> list[dict[str, str]]:
    found = (reader.text(name, names.check_japanese_name) for name in ("father", "mother"))
    return [{"name": name} for name in found if name]


def _municipality(reader: _Reader) -> str:
    raw = reader.cells.get("municipality", "").strip()
    if not raw:
        return ""
    try:
        return notified_to(municipality_of(raw))
    except Missing as error:
        reader.note("municipality", error.reason_code, error.what, error.why, error.remedy)
        return ""
