"""Paper files (届出のデータ, STD-10.8): 転出証明書, 住民異動届, 個人番号カードの券面 as CSV, read into the fields of a form.

One line is one person; lines with the same 番号 are one paper. Headers are the labels of the form's own fields, choices
are written as the form shows them. Nothing is decided here: what was read becomes a draft for a clerk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from daicho.business.movements.domain.departure_certificate import CHECKS, PAPER
from daicho.business.movements.domain.kind import Kind
from daicho.business.movements.domain.sheet import FieldSpec, Input, Selects, Sheet
from daicho.kernel.addresses import municipality_of
from daicho.kernel.csv_lines import Line, csv_lines, wrong_cell
from daicho.kernel.errors import Invalid, Missing, Problem

NUMBER: Final = "番号"
KIND: Final = "異動の種類"
ATENA: Final = "宛名番号"
DAY: Final = "異動日"
_YES: Final = frozenset({"1", "○", "はい", "有", "on"})
_NO: Final = frozenset({"", "0", "×", "いいえ", "無"})
_SEXES: Final = {"男": "male", "女": "female", "": ""}


class PaperKind(StrEnum):
    """What lies in a file."""

    CERTIFICATE = "certificate"
    NOTIFICATION = "notification"
    CARD = "card"

    @property
    def label(self) -> str:
        return {
            "certificate": "転出証明書",
            "notification": "住民異動届",
            "card": "個人番号カードの券面（転入）",
        }[self.value]


@dataclass(slots=True)
class Paper:
    """One paper: its fields, the people of the register whom it names, and for a 転出証明書 its document."""

    number: str
    line: int
    kind: str
    payload: dict[str, str] = field(default_factory=dict)
    atena_numbers: list[str] = field(default_factory=list)
    document: dict[str, Any] = field(default_factory=dict)


CARD_FIELDS: Final = {
    "氏名": "name",
    "旧氏": "former_surname",
    "通称": "alias",
    "生年月日": "birth_date",
    "性別": "sex",
    "住所": "previous_address",
    "個人番号": "individual_number",
}
_CARD_TOP: Final = frozenset({"previous_address"})
_ALPHABET: Final = re.compile(r"[A-Z ,.'\-]+")


def headers_of(kind: PaperKind, sheet: Sheet) -> tuple[str, ...]:
    """The headers that a file of this kind may have, in the order of its form; `sheet` is that of 転入."""
    people = tuple(spec.label for part in sheet.persons for spec in part.fields)
    if kind is PaperKind.CERTIFICATE:
        return (NUMBER, *PAPER.values(), *people)
    if kind is PaperKind.CARD:
        return (NUMBER, *CARD_FIELDS)
    top = tuple(spec.label for part in sheet.form for spec in part.fields)
    return (NUMBER, KIND, ATENA, DAY, *top, *people)


def read_papers(
    text: Iterable[str],
    *,
    kind: PaperKind,
    kinds: Mapping[str, Kind],
    towns: Mapping[str, str],
) -> tuple[Paper, ...]:
    """Every paper of a file; `Invalid` with every wrong cell by its line, and then none is taken.

    `towns` are the codes of this town's 町字 by their names.
    """
    reader = _Reader(kind, kinds, towns)
    papers: dict[str, Paper] = {}
    read = csv_lines(text, key=NUMBER)
    reader.problems += read.problems
    for line in read.lines:
        reader.take(papers, line)
    if reader.problems:
        raise Invalid(reader.problems)
    return tuple(papers.values())


class _Reader:
    def __init__(
        self, kind: PaperKind, kinds: Mapping[str, Kind], towns: Mapping[str, str]
    ) -> None:
        self._kind = kind
        self._kinds = kinds
        self._by_label = {k.title: k for k in kinds.values()} | dict(kinds)
        self._towns = towns
        self.problems: list[Problem] = []

    def take(self, papers: dict[str, Paper], read: Line) -> None:
        line, number, said = read.at, read.number, dict(read.cells)
        kind = self._kind_of(line, said)
        if kind is None:
            return
        paper = papers.setdefault(number, Paper(number, line, kind.code))
        if paper.kind != kind.code:
            self.problems.append(wrong_cell(line, KIND, "同じ番号の行と、異動の種類が違います。"))
            return
        if self._kind is PaperKind.CERTIFICATE:
            self._certificate(paper, line, said, kind.sheet)
        elif self._kind is PaperKind.CARD:
            self._card(paper, line, said)
        else:
            self._notification(paper, line, said, kind.sheet)

    def _kind_of(self, line: int, said: dict[str, str]) -> Kind | None:
        if self._kind is not PaperKind.NOTIFICATION:
            return self._kinds["move_in"]
        told = said.pop(KIND, "")
        found = self._by_label.get(told)
        if found is None:
            self.problems.append(wrong_cell(line, KIND, "この種類の異動はありません。"))
        return found

    def _certificate(self, paper: Paper, line: int, said: dict[str, str], sheet: Sheet) -> None:
        top = {label: name for name, label in PAPER.items()}
        person: dict[str, Any] = {}
        specs = _specs(sheet.persons)
        for label, text in _filled(said):
            if label in top:
                paper.document[top[label]] = text
            elif label in specs:
                person |= self._value(line, specs[label], text)
            else:
                self._unknown(line, label)
        people: list[dict[str, Any]] = paper.document.setdefault("people", [])
        people.append(person)

    def _card(self, paper: Paper, line: int, said: dict[str, str]) -> None:
        at = f"persons.{_people_in(paper.payload)}."
        foreign = _ALPHABET.fullmatch(said.get("氏名", "")) is not None
        paper.payload[f"{at}kind"] = "foreign" if foreign else "japanese"
        for label, text in _filled(said):
            name = CARD_FIELDS.get(label)
            if name is None:
                self._unknown(line, label)
            elif name == "sex" and text not in _SEXES:
                self.problems.append(wrong_cell(line, label, "男か女で書きます。"))
            elif name == "individual_number" and not CHECKS[name].is_valid(text):
                self.problems.append(wrong_cell(line, label, "個人番号の検査用数字が合いません。"))
            elif name in _CARD_TOP:
                paper.payload[name] = text
            else:
                name = "name_alphabet" if foreign and name == "name" else name
                paper.payload[f"{at}{name}"] = _SEXES[text] if name == "sex" else text

    def _notification(self, paper: Paper, line: int, said: dict[str, str], sheet: Sheet) -> None:
        top, person = _specs(sheet.form), _specs(sheet.persons)
        at = f"persons.{_people_in(paper.payload)}."
        for label, text in _filled(said):
            if label == ATENA and sheet.selects in (Selects.MEMBERS, Selects.REMOVED):
                paper.atena_numbers.append(text)
            elif label in top:
                paper.payload |= self._value(line, top[label], text)
            elif label in person:
                paper.payload |= {
                    f"{at}{name}": value
                    for name, value in self._value(line, person[label], text).items()
                }
            else:
                self._unknown(line, label)

    def _unknown(self, line: int, label: str) -> None:
        self.problems.append(wrong_cell(line, label, "この届出にない項目です。"))

    def _value(self, line: int, spec: FieldSpec, text: str) -> dict[str, str]:
        """The field, and what the form keeps beside it, of one cell."""
        wrong = ""
        if spec.input is Input.CHECK:
            if text in _YES | _NO:
                return {spec.name: "on"} if text in _YES else {}
            wrong = "○ か空欄で書きます。"
        elif spec.choices:
            found = {label: value for value, label in spec.choices} | {
                v: v for v, _ in spec.choices
            }
            if text in found:
                return {spec.name: found[text]}
            wrong = (
                f"{'・'.join(label for value, label in spec.choices if value)} のどれかで書きます。"
            )
        elif spec.input is Input.TOWN:
            code = self._towns.get(text)
            if code:
                return {spec.name: code, f"{spec.name}_text": text}
            wrong = "この市区町村の町字の名前ではありません。"
        elif spec.input is Input.MUNICIPALITY:
            try:
                return {spec.name: text, f"{spec.name}_text": municipality_of(text).full_name}
            except Missing as error:
                wrong = error.what
        else:
            return {spec.name: text}
        self.problems.append(wrong_cell(line, spec.label, wrong))
        return {}


def _specs(sections: Iterable[Any]) -> dict[str, FieldSpec]:
    """By their labels (Any: sections of a sheet); the day of a 異動 is called so, whichever the kind."""
    specs = [spec for part in sections for spec in part.fields]
    found = {spec.label: spec for spec in specs}
    for spec in specs:
        if spec.name == "event_date":
            found[DAY] = spec
    return found


def _filled(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((label, text) for label, text in said.items() if text)


def _people_in(payload: Mapping[str, str]) -> int:
    """How many people a paper has so far."""
    return len({path.split(".")[1] for path in payload if path.startswith("persons.")})
