"""Entering (入力): from the words of a scenario's table to what a counter types into the form of a movement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain

from daicho.business.movements.domain.kind import Kind
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.sheet import FieldSpec, Input, Section
from daicho.business.movements.tests.paper import NOTIFIED, PLACE, codes, individual_number
from daicho.kernel.addresses import towns_of
from daicho.kernel.clock import business_today
from daicho.registers.residents.models import Person, Version
from tests.features.register import household_of, person_named

Table = Sequence[Sequence[str]]
BLANK = "（空欄）"
TOWN = "072010"

DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "move_in": {
        "origin": "domestic_certificate",
        "certificate_seen": "on",
        "event_date": "2026-11-16",
        "notified_on": "2026-11-19",
        "previous_address": "東京都架空区見本町1番地",
        "no_certificate_reason": "network",
        **NOTIFIED,
        **PLACE,
    },
    "move_within": {
        "event_date": "2026-11-10",
        "notified_on": "2026-11-19",
        **NOTIFIED,
        **PLACE,
        "banchi": "9-9",
        "katagaki": "",
    },
    "move_out": {
        "event_date": "2026-12-01",
        "notified_on": "2026-11-19",
        "abroad": "domestic",
        "destination_address": "大阪府架空市",
        **NOTIFIED,
    },
    "arrival_notice": {
        "noticed_on": "2026-11-19",
        "confirmed_address": "大阪府架空市見本町1番1号",
    },
    "birth": {"noticed_on": "2026-11-19"},
    "special_move_in": {
        "card_shown": "on",
        "event_date": "2026-11-16",
        "notified_on": "2026-11-19",
        "previous_address": "東京都架空区見本町1番地",
        **NOTIFIED,
        **PLACE,
    },
    "unreported_move_in": {
        "from_where": "domestic",
        "event_date": "2026-11-16",
        "notified_on": "2026-11-19",
        "unreported_address": "大阪府架空市見本町1番地",
        **NOTIFIED,
        **PLACE,
    },
    "art_30_46": {
        "event_date": "2026-11-16",
        "notified_on": "2026-11-19",
        **NOTIFIED,
        **PLACE,
    },
    "art_30_47": {
        "event_date": "2026-11-16",
        "notified_on": "2026-11-19",
        **NOTIFIED,
        **PLACE,
    },
    "address_setting": {
        "basis": "職権",
        "circumstance": "survey",
        "event_date": "2026-11-16",
        "previous": "unknown",
        "ground": "実態調査の結果",
        **PLACE,
    },
    "household_split": {
        "event_date": "2026-11-10",
        "notified_on": "2026-11-19",
        **NOTIFIED,
    },
    "household_merge": {
        "event_date": "2026-11-10",
        "notified_on": "2026-11-19",
        **NOTIFIED,
    },
    "household_transfer": {
        "where": "other",
        "event_date": "2026-11-10",
        "notified_on": "2026-11-19",
        **NOTIFIED,
    },
    "household_head_ex_officio": {"event_date": "2026-11-18", "basis": "職権"},
    "ex_officio_removal": {
        "event_date": "2026-11-10",
        "removal_cause": "absent",
        "basis": "職権",
        "ground": "実態調査により不現住を確認",
        "survey": "見本1",
    },
    "restoration": {"event_date": "2026-11-19", "basis": "職権", "ground": "居住を確認"},
    "disappearance": {"event_date": "平成30年3月1日", "noticed_on": "2026-11-17"},
    "death": {"event_date": "2026-11-18", "noticed_on": "2026-11-19"},
    "household_head_change": {
        "event_date": "2026-11-10",
        "notified_on": "2026-11-19",
        **NOTIFIED,
    },
}
"""What a form says where the scenario does not speak of it."""

JAPANESE = {
    "kind": "japanese",
    "name_kana": "ミホン　ナナシ",
    "sex": "male",
    "domicile": "東京都架空区見本町1番地",
    "family_register_head": "見本　太郎",
}
FOREIGN = {
    "kind": "foreign",
    "name_kana": "サンプル　マリア",
    "sex": "female",
    "nationality": "架空国",
    "residence_category": "mid_long_term",
    "residence_status": "日本人の配偶者等",
    "residence_period": "3年",
    "residence_until": "2028-02-03",
    "residence_card_number": "ZZ00000001ZZ",
}
SHORT = {"続柄": "世帯主との続柄", "区分": "法30条の45の区分"}


def kind_titled(title: str) -> Kind:
    """The kind of movement that the counter calls so."""
    return next(kind for kind in KINDS.values() if kind.title == title)


def all_fields(sections: Sequence[Section]) -> list[FieldSpec]:
    return list(chain.from_iterable(section.fields for section in sections))


def field_labelled(sections: Sequence[Section], label: str) -> FieldSpec | None:
    """The field with this label, with or without what stands in brackets after it."""
    wanted = SHORT.get(label, label)
    fields = all_fields(sections)
    exact = next((f for f in fields if f.label == wanted), None)
    return exact or next((f for f in fields if f.label.split("（")[0] == wanted), None)


def typed(spec: FieldSpec, words: str) -> dict[str, str]:
    """What is typed into one field for these words."""
    if words == BLANK:
        return (
            {spec.name: "", f"{spec.name}_text": ""}
            if spec.input is Input.TOWN
            else {spec.name: ""}
        )
    match spec.input:
        case Input.CHOICE:
            return {spec.name: next(v for v, label in offered(spec) if label == words)}
        case Input.CHECK:
            return {spec.name: "on" if words == "あり" else ""}
        case Input.HOUSEHOLD:
            return {spec.name: household_of(words.removesuffix("の世帯"))}
        case Input.TOWN:
            code = next(t.code for t in towns_of(TOWN) if t.name == words)
            return {spec.name: code, f"{spec.name}_text": words}
        case Input.NUMBER:
            return {spec.name: number_called(spec.name, words)}
    return {spec.name: words}


def offered(spec: FieldSpec) -> tuple[tuple[str, str], ...]:
    """What a choice offers today."""
    return spec.offered(business_today())


def number_called(name: str, words: str) -> str:
    """An invented number: `見本3` is always the third of its kind."""
    index = int(words.removeprefix("見本"))
    return (
        individual_number(index)
        if name.endswith("individual_number")
        else codes(9_000 * index, 1)[0]
    )


def _chosen(words: str) -> dict[str, str]:
    return {f"selected.{person_named(name)}": "on" for name in words.split("、")}


SOLE = {"職権で世帯主にする": "appoint", "決めない": "leave"}
PEOPLE: Mapping[str, Callable[[str], dict[str, str]]] = {
    "残る1人": lambda words: {"sole_remaining": SOLE[words]},
    "異動する人": _chosen,
    "新しい世帯主": lambda words: {"new_head": str(person_named(words))},
    "変更する世帯": lambda words: {"household": household_of(words.removesuffix("の世帯"))},
    "以前の住民": lambda words: {"persons.0.returning": str(person_named(words))},
}


def entered(kind: Kind, table: Table) -> dict[str, str]:
    """The form of a movement, filled in as the table says."""
    paper = dict(DEFAULTS.get(kind.code, {}))
    for label, words in table:
        spec = field_labelled(kind.sheet.form, label)
        if label in PEOPLE:
            paper |= PEOPLE[label](words)
        elif label.endswith("の続柄"):
            person = person_named(label.removesuffix("の続柄"))
            paper[f"relationship.{person}"] = "" if words == BLANK else words
        else:
            assert spec is not None, f"{kind.title}の様式に「{label}」の欄がない"
            paper |= typed(spec, words)
    return paper


def people_entered(kind: Kind, table: Table) -> dict[str, str]:
    """The blocks of those who are entered anew: one row each, the first row holds the labels."""
    labels, *rows = table
    paper: dict[str, str] = {}
    for index, row in enumerate(rows):
        block = _block(kind, dict(zip(labels, row, strict=True)))
        paper |= {f"persons.{index}.{name}": value for name, value in block.items()}
    return paper


def _block(kind: Kind, cells: Mapping[str, str]) -> dict[str, str]:
    foreign = cells.get("住民種別") == "外国人"
    block = dict(FOREIGN if foreign else JAPANESE)
    for label, words in cells.items():
        if label == "氏名":
            block["name_alphabet" if foreign else "name"] = "" if words == BLANK else words
            continue
        spec = field_labelled(kind.sheet.persons, label)
        assert spec is not None, f"{kind.title}の様式に「{label}」の欄がない"
        block |= typed(spec, words)
    return block


def register_state() -> tuple[object, ...]:
    """All that the register holds and ever held, to be compared with itself."""
    rows = Version.objects.order_by("key").values_list("key", "recorded", "valid", "status")
    return (*rows, Person.objects.count())
