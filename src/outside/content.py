"""The content of a body (内容): what a schema cannot see and every reader judges (specs/messages/README.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from outside.characters import GETA, characters, is_gaiji, places_of_gaiji, seion
from outside.problems import Problem
from outside.spec import Spec

Items = Mapping[str, str]

# 項目長 and 外字数 beside their texts: (length, 外字数, text), "" where there is none.
_IDENTITY_COUNTS = {
    "identity-38": (("", "3", "2"), ("", "12", "11"), ("", "19", "18")),
    "identity-40": (("", "3", "2"), ("", "12", "11"), ("", "19", "18"), ("", "38", "37")),
    "identity-40-2025": (("", "3", "2"), ("", "12", "11"), ("", "19", "18"), ("", "38", "37")),
}
_HOUSEHOLD_COUNTS = (
    ("3", "5", "4"),
    ("6", "8", "7"),
    ("10", "", "11"),
    ("13", "15", "14"),
    ("17", "19", "18"),
    ("21", "23", "22"),
    ("25", "27", "26"),
    ("29", "31", "30"),
)
_PERSON_COUNTS = (
    ("39", "41", "40"),
    ("42", "", "43"),
    ("45", "47", "46"),
    ("54", "", "55"),
    ("56", "", "57"),
)
# Since when an `annex.update` may say what (令和4年, 6年, 7年).
_ANNEX_SINCE = {
    "birth_on": "20220111",
    "sex": "20220111",
    "code": "20240527",
    "name_kana": "20250526",
    "former_surname_kana": "20250526",
}


def faults(kind: str, body: Mapping[str, Any], made_at: str, spec: Spec) -> list[Problem]:
    """What is wrong with a body that its schema let pass."""
    judge = _JUDGES.get(kind)
    day = made_at[:10].replace("-", "")
    return [] if judge is None else list(judge(body, day, spec))


def _identity(body: Mapping[str, Any], day: str, spec: Spec) -> Iterator[Problem]:
    yield from _identity_items(body["layout"], body["items"], "items", day, spec)


def _identity_found(body: Mapping[str, Any], day: str, spec: Spec) -> Iterator[Problem]:
    name = "found" if "found" in body else "rows"
    for index, found in enumerate(body[name]):
        if "items" in found:
            path = f"{name}.{index}.items"
            yield from _identity_items(body["layout"], found["items"], path, day, spec)


def _identity_items(
    layout: str, items: Items, path: str, day: str, spec: Spec
) -> Iterator[Problem]:
    yield from _counts(_IDENTITY_COUNTS[layout], items, path)
    yield from _not_yet(spec.since(layout), items, path, day)
    if "34" in items:
        has_gaiji = any(places_of_gaiji(items.get(n, "")) for n in ("2", "11", "18", "37"))
        if items["34"] != str(int(has_gaiji)):
            yield _count(f"{path}.34")
    if "4" in items and "5" in items and items["5"] != seion(items["4"]):
        yield _problem("message.seion", f"{path}.5", "清音化かな氏名が、ふりがなと合いません。")
    if "24" in items:
        if items["24"] == items["1"]:
            yield _problem("message.pair", f"{path}.24", "旧住民票コードが、今のものと同じです。")
        if "25" not in items:
            yield _problem(
                "message.missing", f"{path}.25", "住民票コードの使用年月日がありません。"
            )


def _dispatch(body: Mapping[str, Any], day: str, spec: Spec) -> Iterator[Problem]:
    layout = body["layout"]
    counts = _PERSON_COUNTS + ((("", "63", "62"),) if layout == "dispatch-67" else ())
    for index, household in enumerate(body["households"]):
        path = f"households.{index}"
        items, people = household["items"], household["people"]
        yield from _counts(_HOUSEHOLD_COUNTS, items, f"{path}.items")
        yield from _not_yet(spec.since(layout), items, f"{path}.items", day)
        if items["33"] != str(len(people)):
            yield _count(f"{path}.items.33")
        for place, person in enumerate(people):
            under = f"{path}.people.{place}.items"
            yield from _counts(counts, person["items"], under)
            yield from _not_yet(spec.since(layout), person["items"], under, day)
            yield from _substitution(person["items"], under)


def _substitution(items: Items, path: str) -> Iterator[Problem]:
    """代替文字 (53 to 61), and the 外字フラグ (60)."""
    changed, patterns = "0", 0
    for text, substitute, places in (("40", "55", "58"), ("46", "57", "59")):
        gaiji = places_of_gaiji(items.get(text, ""))
        patterns += len(gaiji)
        told = items.get(substitute)
        if (told is not None) != bool(gaiji) or (told and not _stands_for(told, items[text])):
            yield _substituted(f"{path}.{substitute}")
        if items.get(places, "") != ",".join(str(place) for place in gaiji):
            yield _substituted(f"{path}.{places}")
        if gaiji:
            changed = "2" if GETA in (told or "") or changed == "2" else "1"
    if items["53"] != changed:
        yield _substituted(f"{path}.53")
    named = [each for each in items.get("61", "").split(",") if each]
    if len(named) != patterns:
        yield _substituted(f"{path}.61")
    if items["60"] != str(int(patterns > 0)):
        yield _count(f"{path}.60")


def _stands_for(substitute: str, text: str) -> bool:
    told = characters(substitute)
    return len(told) == len(characters(text)) and not any(is_gaiji(each) for each in told)


def _departure(body: Mapping[str, Any], _day: str, _spec: Spec) -> Iterator[Problem]:
    for index, place in enumerate(body["card_holders"]):
        if not 0 <= place < len(body["people"]):
            what = "カードを持つ人の番号が、人の数と合いません。"
            yield _problem("message.index", f"card_holders.{index}", what)
    yield from _twice(body["people"], "resident_record_code")


def _arrival(body: Mapping[str, Any], _day: str, _spec: Spec) -> Iterator[Problem]:
    yield from _twice(body["people"], "code")


def _annex(body: Mapping[str, Any], _day: str, _spec: Spec) -> Iterator[Problem]:
    yield from _not_yet(_ANNEX_SINCE, body, "", body["recorded_on"])


def _digests(body: Mapping[str, Any], _day: str, _spec: Spec) -> Iterator[Problem]:
    name = "blocks" if "blocks" in body else "differing"
    blocks = [each["block"] for each in body[name]]
    for index, block in enumerate(blocks):
        if "width" in body and len(block) != body["width"]:
            yield _problem("message.length", f"{name}.{index}.block", "区画の桁数が違います。")
        if index and block <= blocks[index - 1]:
            yield _problem("message.twice", f"{name}.{index}.block", "区画が順に並んでいません。")


def _receipt(body: Mapping[str, Any], _day: str, _spec: Spec) -> Iterator[Problem]:
    if body["outcome"] == "refused" and not body["problems"]:
        yield _problem("message.missing", "problems", "拒否の理由がありません。")


def _counts(triples: Sequence[tuple[str, str, str]], items: Items, path: str) -> Iterator[Problem]:
    for length, gaiji, text in triples:
        if length in items and items[length] != str(len(characters(items.get(text, "")))):
            yield _count(f"{path}.{length}")
        if gaiji in items and items[gaiji] != str(len(places_of_gaiji(items.get(text, "")))):
            yield _count(f"{path}.{gaiji}")


def _not_yet(
    since: Mapping[str, str], items: Mapping[str, Any], path: str, day: str
) -> Iterator[Problem]:
    for name, first in since.items():
        if name in items and day < first:
            under = f"{path}.{name}" if path else name
            yield _problem("message.not_yet", under, "この日には、まだない項目です。")


def _twice(people: Sequence[Mapping[str, Any]], name: str) -> Iterator[Problem]:
    codes = [person[name] for person in people]
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield _problem("message.twice", f"people.{index}.{name}", "同じ人が二度並んでいます。")


def _count(item: str) -> Problem:
    return _problem("message.count", item, "数が、隣の文字や人の数と合いません。")


def _substituted(item: str) -> Problem:
    return _problem("message.substitution", item, "代替文字が、元の文字と合いません。")


def _problem(code: str, item: str, what: str) -> Problem:
    why = "電文の定義（内容の検査）に合いません。"
    return Problem(code, item, what, why, "元の記録を直して、送り直してください。")


Judge = Callable[[Mapping[str, Any], str, Spec], Iterator[Problem]]
_JUDGES: Mapping[str, Judge] = {
    "identity.update": _identity,
    "identity.query.answer": _identity_found,
    "reconcile.rows.answer": _identity_found,
    "dispatch.information": _dispatch,
    "departure.certificate": _departure,
    "arrival.notice": _arrival,
    "annex.update": _annex,
    "reconcile.digests": _digests,
    "reconcile.digests.answer": _digests,
    "receipt": _receipt,
    "outcome": _receipt,
}
