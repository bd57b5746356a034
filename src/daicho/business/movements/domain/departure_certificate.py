"""Departure certificate (転出証明書情報, 住基法24条の2): one plain document of what the former municipality says of those who left.

A connector brings it; here it is read, checked as a whole, and turned into the fields of a 特例転入. Everything is quoted:
a departure from it wants its reason (REG-039). Numbers are quoted too, and never retyped: what the clerk types is
compared with them (REG-049).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from daicho.business.movements.domain import sheet
from daicho.business.movements.domain.quoting import PREFIX
from daicho.business.movements.domain.reading import Reader
from daicho.kernel.addresses import municipality_of
from daicho.kernel.check_digits import INDIVIDUAL_NUMBER, RESIDENT_RECORD_CODE
from daicho.kernel.errors import Invalid, Missing, Problem

CERTIFICATE: Final = "certificate."
NUMBERS: Final = {"individual_number": "個人番号", "resident_record_code": "住民票コード"}
CHECKS: Final = {
    "individual_number": INDIVIDUAL_NUMBER,
    "resident_record_code": RESIDENT_RECORD_CODE,
}
DECIDED_HERE: Final = frozenset({"relationship"})
"""Filled in, but not quoted: the household that they enter decides it."""
PAPER: Final = {
    "previous_municipality": "転入前の市区町村コード",
    "previous_address": "転入前住所",
    "previous_postal_code": "転入前住所の郵便番号",
    "previous_head": "転入前の世帯主",
    "certificate_reference": "転出証明書情報の番号",
}
MOST_PEOPLE: Final = 30
TEXT_LIMIT: Final = 300
_FIELDS: Final = {
    spec.name: spec
    for section in (
        sheet.IDENTITY,
        sheet.FAMILY_REGISTER,
        sheet.RESIDENCE,
        sheet.NUMBERS,
        sheet.INSURANCE,
        sheet.OTHERS,
    )
    for spec in section.fields
}
_CHOICES: Final = {
    name: {value for value, _ in spec.choices} for name, spec in _FIELDS.items() if spec.choices
}


def read_departure_certificate(document: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a 特例転入 that a document fills, with what was quoted beside them.

    A document is `{**PAPER, "people": [{field of a person: text}, …]}`, texts as a clerk would type them, flags as true
    and false. `Invalid` with every problem when it says what no form can take.
    """
    problems = list(_problems(document))
    if problems:
        raise Invalid(problems)
    payload = {name: str(document.get(name, "")) for name in PAPER if document.get(name)}
    payload["previous_municipality_text"] = municipality_of(
        payload["previous_municipality"]
    ).full_name
    quoted = {PREFIX + name: text for name, text in payload.items() if name in PAPER}
    for index, person in enumerate(document["people"]):
        block = f"persons.{index}."
        for name, value in person.items():
            text = _text(name, value)
            if not text:
                continue
            payload[block + name] = text
            if name in NUMBERS:
                payload[f"{CERTIFICATE}{index}.{name}"] = text
            elif name not in DECIDED_HERE:
                quoted[PREFIX + block + name] = text
    return payload | quoted


def _text(name: str, value: object) -> str:
    if not isinstance(value, bool):
        return str(value).strip()
    if _FIELDS[name].input is sheet.Input.CHECK:
        return "on" if value else ""
    return "yes" if value else "no"


def _problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    people = document.get("people")
    if not isinstance(people, list) or not 1 <= len(people) <= MOST_PEOPLE:
        yield _wrong(
            "people", "転出した人の一覧がないか、長すぎます。", f"1人から{MOST_PEOPLE}人までです。"
        )
        people = []
    for name in sorted(set(map(str, document)) - set(PAPER) - {"people"}):
        yield _wrong(name, "知らない項目があります。", "転出証明書情報にない項目は取り込めません。")
    yield from (
        _wrong(name, f"{label}が文字ではないか、長すぎます。", "文字の項目です。")
        for name, label in PAPER.items()
        if not _is_line(document.get(name, ""))
    )
    if not document.get("previous_address"):
        yield _wrong(
            "previous_address", "転入前住所がありません。", "前の住所は必ず書かれています。"
        )
    try:
        municipality_of(str(document.get("previous_municipality", "")))
    except Missing as error:
        yield _wrong("previous_municipality", error.what, error.why)
    for index, person in enumerate(people):
        yield from _of_person(f"people.{index}", person)


def _of_person(path: str, person: object) -> Iterator[Problem]:
    if not isinstance(person, Mapping):
        yield _wrong(path, "人の内容が項目の並びではありません。", "一人分は項目名と値の組です。")
        return
    for name, value in person.items():
        at = f"{path}.{name}"
        if name not in _FIELDS:
            yield _wrong(
                at, "知らない項目があります。", "転出証明書情報にない項目は取り込めません。"
            )
        elif not isinstance(value, bool) and not _is_line(value):
            yield _wrong(
                at, f"{_FIELDS[name].label}が文字ではないか、長すぎます。", "文字の項目です。"
            )
        elif name in _CHOICES and _text(name, value) not in _CHOICES[name] | {""}:
            yield _wrong(
                at, f"{_FIELDS[name].label}の値が一覧にありません。", "決まった値だけです。"
            )
        elif name in CHECKS and value:
            try:
                CHECKS[name].check(str(value), field=at)
            except Invalid as error:
                yield from error.problems
    for name in ("kind", "birth_date"):
        if not person.get(name):
            yield _wrong(
                f"{path}.{name}", f"{_FIELDS[name].label}がありません。", "必ず要る項目です。"
            )


def _is_line(value: object) -> bool:
    return isinstance(value, str) and len(value) <= TEXT_LIMIT


def _wrong(field: str, what: str, why: str) -> Problem:
    return Problem(
        "certificate.content",
        field,
        what,
        why,
        "転出地の市区町村に確かめ、送り直しを頼んでください。",
    )


def is_quoted(payload: Mapping[str, str]) -> bool:
    """Whether a paper was filled from a 転出証明書情報."""
    return any(path.startswith(f"{PREFIX}persons.") for path in payload)


def check_numbers(reader: Reader, slot: str) -> None:
    """The number of a person must be the quoted one; both are sealed, so their hashes are compared (REG-049)."""
    index = slot.rpartition(".")[2]
    block = reader.under(slot)
    for name, label in NUMBERS.items():
        quoted = reader.raw(f"{CERTIFICATE}{index}.{name}.lookup")
        if not quoted or block.raw(name):
            # What was typed just now is sealed when the draft is kept, and compared then.
            continue
        if block.raw(f"{name}.lookup") != quoted:
            block.note(
                name,
                "number_differs_from_certificate",
                f"{label}が、転出証明書情報の番号と違います。",
                "引き継ぐ番号は転出証明書情報のものです。届出で示された番号と一致しなければなりません。",
                "別の人のカードや書類でないか確かめ、正しい番号を入力してください。",
            )
