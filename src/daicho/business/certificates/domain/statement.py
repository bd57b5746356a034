"""Statement (記載事項証明, 住基法12条1項): of one record nothing but the items that were asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from daicho.business.certificates.domain.composition import (
    Form,
    Item,
    Numbers,
    address_line,
    person,
)
from daicho.foundation.documents.sheets import Issue, Pair, Person, Section, StatementSheet
from daicho.registers.residents.domain.particulars import Particulars

FIRST: Final = (Item.NAME, Item.BIRTH, Item.SEX, Item.ADDRESS, Item.RELATIONSHIP, Item.DOMICILE)
ORDER: Final = (*FIRST, *(item for item in Item if item not in FIRST))


def statement(
    own: Particulars,
    *,
    form: Form,
    items: frozenset[Item],
    numbers: Numbers | None,
    issue: Issue,
    aliases: str = "",
) -> StatementSheet:
    """The certificate of one record's items; 方書 is left out only where that was asked for (STD-5.4)."""
    told = person(own, items=frozenset(Item), numbers=numbers, aliases=aliases)
    shown = replace(own, katagaki="") if Item.WITHOUT_KATAGAKI in items else own
    pairs = [pair for item in ORDER if item in items for pair in _pairs(item, shown, told)]
    return StatementSheet(
        name=told.name,
        born_on=told.born_on,
        items=Section("記載事項", tuple(pairs)),
        issue=issue,
        title=form.label,
    )


def _pairs(item: Item, own: Particulars, told: Person) -> list[Pair]:
    match item:
        case Item.RELATIONSHIP:
            return [
                Pair("世帯主", own.head_name),
                Pair("世帯主との続柄", own.relationship_to_head),
            ]
        case Item.DOMICILE if told.foreign is None:
            return [Pair("本籍", own.domicile), Pair("筆頭者", own.family_register_head)]
        case Item.NAME:
            return _names(told)
    found = _value(item, own, told)
    return [] if found is None else [Pair(item.label, found)]


def _names(told: Person) -> list[Pair]:
    def with_kana(text: str, kana: str) -> str:
        return f"{text}（{kana}）" if kana else text

    pairs = [Pair("氏名", with_kana(told.name, told.name_kana))]
    if told.former_name:
        pairs.append(Pair("旧氏", with_kana(told.former_name, told.former_name_kana)))
    if told.foreign is not None and told.foreign.alias:
        pairs.append(Pair("通称", with_kana(told.foreign.alias, told.foreign.alias_kana)))
    return pairs


def _value(item: Item, own: Particulars, told: Person) -> str | None:
    """The words of an item; None where the record has no such item."""
    values: dict[Item, str | None] = {
        Item.BIRTH: told.born_on,
        Item.SEX: told.sex,
        Item.ADDRESS: address_line(own),
        Item.RESIDENT_SINCE: told.resident_since,
        Item.SETTLED: told.settled_on,
        Item.NOTIFIED: told.notified_on,
        Item.PREVIOUS_ADDRESS: told.previous_address,
        Item.INDIVIDUAL_NUMBER: told.individual_number,
        Item.RESIDENT_CODE: told.resident_code,
    }
    if (foreign := told.foreign) is not None:
        values |= {
            Item.NATIONALITY: foreign.nationality,
            Item.CATEGORY: foreign.category,
            Item.STATUS: foreign.status,
            Item.PERIOD: foreign.period,
            Item.EXPIRES: foreign.expires_on,
            Item.CARD_NUMBER: foreign.card_number,
            Item.ALIAS_HISTORY: foreign.alias_history,
        }
    return values.get(item)
