"""Content (本文の中身): items that must agree with one another, in a body that is well written item by item (DATA-020)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from daicho.foundation.messages.dates import span_of
from daicho.foundation.messages.derived import (
    COUNT,
    GAIJI_OF_IDENTITY,
    LENGTH,
    SUBSTITUTED,
    flag,
)
from daicho.foundation.messages.gaiji import CHANGED, NOT_ALL, gaiji_count, length_of, substitute
from daicho.foundation.messages.layouts import Part
from daicho.foundation.messages.numbered_parts import NumberedPart, numbered_parts
from daicho.foundation.messages.problems import item_problem
from daicho.kernel.characters import juki_net_seion
from daicho.kernel.errors import Problem

Body = Mapping[str, Any]  # Any: JSON, judged by its model before

ANNEX_SINCE: Final = {
    "birth_on": date(2022, 1, 11),
    "sex": date(2022, 1, 11),
    "code": date(2024, 5, 27),
    "name_kana": date(2025, 5, 26),
    "former_surname_kana": date(2025, 5, 26),
}
"""Items of the 附票 that came later, and since when they are on it."""


def content_problems(kind: str, body: Body) -> Iterator[Problem]:
    """What does not agree within a body whose items are well written each by itself."""
    for part in numbered_parts(kind, body):
        yield from _of_numbered(part)
    if kind in _OF_KIND:
        yield from _OF_KIND[kind](body)


def _of_numbered(part: NumberedPart) -> Iterator[Problem]:
    fields = part.fields
    yield from _counts(part, fields)
    if part.layout.family == "identity":
        yield from _identity(part, fields)
    elif part.part is Part.PERSON:
        yield from _substitution(part, fields)


def _note(part: NumberedPart, field: str, code: str) -> Problem:
    item = part.layout.by_field[field]
    return item_problem(code, f"{part.path}.{item.number}", label=item.title)


def _counts(part: NumberedPart, fields: Mapping[str, str]) -> Iterator[Problem]:
    """項目長 and 外字数 are counted from the text beside them; without a text they are 0."""
    for name, value in fields.items():
        for ending, count in ((COUNT, gaiji_count), (LENGTH, length_of)):
            if name.endswith(ending):
                counted = count(fields.get(name.removesuffix(ending), ""))
                if value != str(counted):
                    yield _note(part, name, "count")


def _identity(part: NumberedPart, fields: Mapping[str, str]) -> Iterator[Problem]:
    seion = fields.get("name_kana_seion")
    if seion is not None and seion != juki_net_seion(fields.get("name_kana", "")):
        yield _note(part, "name_kana_seion", "seion")
    if "gaiji" in fields:
        found = any(gaiji_count(fields.get(name, "")) for name in GAIJI_OF_IDENTITY)
        if fields["gaiji"] != flag(found):
            yield _note(part, "gaiji", "count")
    if "former_resident_record_code" in fields:
        if fields["former_resident_record_code"] == fields["resident_record_code"]:
            yield _note(part, "former_resident_record_code", "pair")
        if "code_used_from" not in fields:
            yield _note(part, "code_used_from", "missing")


def _substitution(part: NumberedPart, fields: Mapping[str, str]) -> Iterator[Problem]:
    """代替文字 stand for every 外字 and for nothing else (JUK-047); which character stands for which is the sender's choice."""
    texts = {name: fields[field] for name, field in SUBSTITUTED.items()}
    positions = {name: substitute(text).positions for name, text in texts.items()}
    for name, places in positions.items():
        told = fields.get(f"substituted_{name}_positions", "")
        if told != ",".join(map(str, places)):
            yield _note(part, f"substituted_{name}_positions", "substitution")
        other = fields.get(f"substituted_{name}", "")
        if bool(other) != bool(places) or (other and not _stands_for(other, texts[name])):
            yield _note(part, f"substituted_{name}", "substitution")
    count = sum(map(len, positions.values()))
    if fields["gaiji"] != flag(count > 0):
        yield _note(part, "gaiji", "count")
    if (fields["substitution_result"] in {CHANGED, NOT_ALL}) != (count > 0):
        yield _note(part, "substitution_result", "substitution")
    patterns = fields.get("gaiji_patterns", "")
    if len(patterns.split(",") if patterns else []) != count:
        yield _note(part, "gaiji_patterns", "substitution")


def _stands_for(other: str, text: str) -> bool:
    return gaiji_count(other) == 0 and length_of(other) == length_of(text)


def _posting(body: Body) -> Iterator[Problem]:
    for at, posting in enumerate(body["households"]):
        if posting["items"]["33"] != str(len(posting["people"])):
            yield item_problem("count", f"households.{at}.items.33", label="対象となる人数")


def _departure(body: Body) -> Iterator[Problem]:
    for at, index in enumerate(body["card_holders"]):
        if index >= len(body["people"]):
            yield item_problem("index", f"card_holders.{at}")
    yield from _codes_once(body["people"], "resident_record_code")


def _arrival(body: Body) -> Iterator[Problem]:
    yield from _codes_once(body["people"], "code")


def _codes_once(people: Sequence[Body], name: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, person in enumerate(people):
        if person[name] in seen:
            yield item_problem("twice", f"people.{index}.{name}")
        seen.add(person[name])


def _annex(body: Body) -> Iterator[Problem]:
    recorded, _ = span_of(body["recorded_on"])
    for name, since in ANNEX_SINCE.items():
        if name in body and recorded < since:
            yield item_problem("not_yet", name)


def _digests(body: Body) -> Iterator[Problem]:
    before = ""
    for at, block in enumerate(body["blocks"]):
        if len(block["block"]) != body["width"]:
            yield item_problem("length", f"blocks.{at}.block")
        elif block["block"] <= before:
            yield item_problem("twice", f"blocks.{at}.block")
        before = block["block"]


def _receipt(body: Body) -> Iterator[Problem]:
    if body["outcome"] == "refused" and not body["problems"]:
        yield item_problem("missing", "problems")


_OF_KIND: Final[Mapping[str, Callable[[Body], Iterator[Problem]]]] = {
    "annex.update": _annex,
    "arrival.notice": _arrival,
    "departure.certificate": _departure,
    "dispatch.information": _posting,
    "outcome": _receipt,
    "receipt": _receipt,
    "reconcile.digests": _digests,
}
