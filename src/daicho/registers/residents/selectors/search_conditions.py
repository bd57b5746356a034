"""Search conditions (検索条件): criteria as a query of versions, through the indexes of the search tables.

Prefixes are ranges and not LIKE, two letters or more of a name are an array of bigrams (stack.md §9).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import (
    Case,
    F,
    Func,
    IntegerField,
    Model,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import RawSQL

from daicho.foundation.vault.public import NumberKind, find
from daicho.kernel.characters import bigrams
from daicho.registers.residents.domain.particulars import Kind, Status
from daicho.registers.residents.domain.resident_query import Criteria, Match
from daicho.registers.residents.models import SearchName, SearchPlace, Version
from daicho.registers.residents.selectors.holdings import KNOWN_NOW

_LAST = "\U0010ffff"
_KANA_COLUMNS: Final = ("name_kana", "alias_kana")
_NAME_COLUMNS: Final = ("name", "name_alphabet", "name_kanji", "alias")
_OF_JAPANESE: Final = frozenset({"name", "domicile", "family_register_head"})
_OF_FOREIGNERS: Final = frozenset({"nationality", "residence_category", "residence_card_number"})
_MAY_BE_NULL: Final = frozenset(
    {"individual_number_ref", "resident_record_code_ref", "address_since"}
)


def matching(criteria: Criteria, *, today: date) -> QuerySet[Version]:
    """The versions that hold today of every record that fits, in the order of the list."""
    found = Version.objects.filter(
        KNOWN_NOW,
        _about_the_record(criteria),
        _about_numbers(criteria),
        valid__contains=today,
        status__in=_statuses(criteria),
    )
    if criteria.by_name or criteria.born:
        found = found.filter(person__in=_persons(_names(criteria)))
    if criteria.by_place:
        found = found.filter(person__in=_persons(_places(criteria)))
    if criteria.household_number:
        return found.order_by("status", "member_order", "person__atena_number")
    return found.annotate(rank=_rank(criteria), reading=_reading()).order_by(
        "rank", "reading", "birth_on", "record"
    )


def _statuses(criteria: Criteria) -> list[str]:
    both = [Status.PRESENT.value, Status.REMOVED.value]
    return both if criteria.with_removed else both[:1]


def _persons(rows: QuerySet[Model]) -> QuerySet[Model, UUID]:
    return rows.values_list("person", flat=True)


def _about_the_record(criteria: Criteria) -> Q:
    exact = {
        "sex": criteria.sex,
        "relationship_to_head": criteria.relationship,
        "household_number": criteria.household_number,
        "removal": criteria.removal,
        "person__atena_number": criteria.atena_number,
    }
    found = Q(**{column: value for column, value in exact.items() if value})
    if criteria.born:
        found &= Q(birth_on__range=criteria.born)
    if criteria.born_uncertain:
        found &= ~Q(birth_date__contains="|exact|") & ~Q(birth_date__contains="|non_calendar|")
    if criteria.blank:
        found &= _blank(criteria.blank)
    return found


def _blank(item: str) -> Q:
    empty = Q(**{f"{item}__isnull": True}) if item in _MAY_BE_NULL else Q(**{item: ""})
    if item in _OF_JAPANESE:
        return empty & Q(kind=Kind.JAPANESE.value)
    return empty & Q(kind=Kind.FOREIGN.value) if item in _OF_FOREIGNERS else empty


def _about_numbers(criteria: Criteria) -> Q:
    """Whoever has or had the number: the shown record may carry a newer one."""
    found = Q()
    for column, ref in number_refs(criteria).items():
        holders = (
            Version.objects.filter(KNOWN_NOW, **{column: ref}) if ref else Version.objects.none()
        )
        found &= Q(person__in=_persons(holders))
    if criteria.card_number:
        holders = Version.objects.filter(
            KNOWN_NOW,
            Q(residence_card_number=criteria.card_number)
            | Q(special_permanent_number=criteria.card_number),
        )
        found &= Q(person__in=_persons(holders))
    return found


def number_refs(criteria: Criteria) -> dict[str, UUID | None]:
    """The column and the vault's reference of each number searched for; None: nobody was ever given it."""
    asked = (
        ("individual_number_ref", NumberKind.INDIVIDUAL, criteria.individual_number),
        ("resident_record_code_ref", NumberKind.RESIDENT_CODE, criteria.resident_record_code),
    )
    return {column: find(kind, number) for column, kind, number in asked if number}


def _names(criteria: Criteria) -> QuerySet[SearchName]:
    rows = SearchName.objects.all()
    if criteria.born:
        rows = rows.filter(birth_on__range=criteria.born)
    if not criteria.by_name:
        return rows
    fits = _name_fits(criteria)
    if criteria.kana_key:
        fits |= _fits("kana_key", criteria.kana_key, criteria, end=criteria.given_kana)
    return rows.filter(fits)


def _name_fits(criteria: Criteria) -> Q:
    key = criteria.name_key
    fits = _fits("name_key", key, criteria, end=key)
    indexed = criteria.match in (Match.PART, Match.GIVEN) and len(key) > 1
    return fits & Q(bigrams__contains=list(bigrams(key))) if indexed else fits


def _fits(column: str, key: str, criteria: Criteria, *, end: str) -> Q:
    if not key or (criteria.match is Match.GIVEN and not end):
        return Q(pk__in=[])
    return {
        Match.PREFIX: Q(**{f"{column}__gte": key, f"{column}__lt": key + _LAST}),
        Match.EXACT: Q(**{column: key}),
        Match.PART: Q(**{f"{column}__contains": key}),
        Match.GIVEN: Q(**{f"{column}__endswith": end}),
    }[criteria.match]


def _places(criteria: Criteria) -> QuerySet[SearchPlace]:
    rows = SearchPlace.objects.all()
    if criteria.town_codes:
        rows = rows.filter(town_code__range=criteria.town_codes)
    for column, key in (
        ("address_key", criteria.town_key),
        ("katagaki_key", criteria.katagaki_key),
    ):
        if key:
            rows = rows.filter(**{f"{column}__contains": key})
            if len(key) > 1:
                rows = rows.filter(bigrams__contains=list(bigrams(key)))
    if criteria.banchi:
        numbers = Func(
            F("banchi_key"),
            Value("[^0-9]+"),
            Value("-"),
            Value("g"),
            function="regexp_replace",
            output_field=TextField(),
        )
        whole = Func(numbers, Value("-"), function="btrim", output_field=TextField())
        rows = rows.annotate(numbers=whole).filter(
            Q(numbers=criteria.banchi) | Q(numbers__startswith=f"{criteria.banchi}-")
        )
    return rows


def _reading() -> Case:
    """A foreigner without kana is listed by the alphabet, after the kana."""
    return Case(When(name_kana="", then=F("name_alphabet")), default=F("name_kana"))


def _rank(criteria: Criteria) -> RawSQL | Value:
    """As typed first: the folding is wide (シ is チ), so the very reading, or writing, leads the list.

    Written by hand: as a tree of expressions it took longer to compose than the search takes to run.
    """
    if not criteria.by_name:
        return Value(0)
    typed = criteria.reading or criteria.written
    columns = _KANA_COLUMNS if criteria.reading else _NAME_COLUMNS
    given = f"\u3000{typed}"
    leads = {
        "upper(translate({}, '\u3000 ', '')) = %s": [typed.upper()],
        "starts_with({}, %s)": [f"{typed}\u3000"],
    }
    if criteria.match is Match.GIVEN:
        leads = {"right({}, length(%s)) = %s": [given, given]}
    first, first_values = _any_of(columns, leads)
    start, start_values = _any_of(columns, {"starts_with({}, %s)": [typed]})
    return RawSQL(
        f"CASE WHEN {first} THEN 0 WHEN {start} THEN 1 ELSE 2 END",
        (*first_values, *start_values),
        output_field=IntegerField(),
    )


def _any_of(columns: Sequence[str], fits: Mapping[str, list[str]]) -> tuple[str, list[str]]:
    """One of the conditions on one of the columns, and its values in order."""
    said = [(fit.format(f"residents_version.{c}"), v) for c in columns for fit, v in fits.items()]
    return " OR ".join(text for text, _ in said), [value for _, values in said for value in values]
