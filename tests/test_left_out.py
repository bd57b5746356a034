"""Left out (作らないもの): what the standard says must not be built, looked for wherever it could stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest

from daicho.business.certificates.domain.letters import LETTERS
from daicho.business.certificates.domain.notices import NOTICES
from daicho.business.movements.domain.borrowing import ALONE, sources_of
from daicho.business.movements.domain.kinds import KINDS
from daicho.business.movements.domain.sheet import FieldSpec, Input
from daicho.business.movements.selectors.lists import LISTS
from daicho.foundation.staff.policy import OPERATIONS
from daicho.kernel.addresses import municipalities

PLACE = ("town_code", "town", "banchi", "katagaki", "address", "postal_code")


def asked() -> Iterator[FieldSpec]:
    """Every field that a form of a movement asks."""
    for kind in KINDS.values():
        for section in (*kind.sheet.form, *kind.sheet.persons, *kind.sheet.edits):
            yield from section.fields


def titles() -> list[str]:
    """Whatever the system calls something that it does, lists or prints."""
    return [
        *(operation.title for operation in OPERATIONS.values()),
        *(kind.title for kind in KINDS.values()),
        *(listing.title for listing in LISTS.values()),
        *(notice.title for notice in NOTICES.values()),
        *(letter.title for letter in LETTERS.values()),
    ]


@pytest.mark.proves("STD-4.0.6/n1")
def test_no_directory_of_offices_stands_behind_the_domicile() -> None:
    """本籍 is text; of a 市区町村 we know its name and number, not where its office is, so no sheet can print it."""
    domicile = [field for field in asked() if field.name == "domicile"]
    assert domicile
    assert {field.input for field in domicile} == {Input.TEXT}
    known = {field.name for field in fields(municipalities()[0])}
    assert known == {
        "code",
        "prefecture",
        "prefecture_kana",
        "name",
        "kana",
        "postal_code",
        "city_code",
    }
    assert not [title for title in titles() if "便覧" in title]


@pytest.mark.proves("STD-4.0.10/n1")
def test_no_address_is_borrowed_from_another_household() -> None:
    """The parts of the present address have no lender at all, on a paper and on a correction."""
    paths = [*PLACE, *(f"persons.0.{name}" for name in PLACE)]
    paths += [f"edit.00000000-0000-0000-0000-000000000000.{name}" for name in PLACE]
    assert [path for path in paths if sources_of(ALONE, path)] == []
    assert {source.code for source in sources_of(ALONE, "previous_address")} == {
        "register_place",
        "here",
    }


@pytest.mark.proves("STD-4.5.7/n1", "STD-4.5.7/n2")
def test_nothing_is_said_about_cards_without_endorsement_and_nothing_is_compared() -> None:
    """入管法: notices come in and messages go out; nobody is written to about a 裏書, and no 整合性 is checked."""
    assert not [title for title in titles() if "裏書" in title]
    immigration = {code for code in OPERATIONS if code.startswith("immigration.")}
    assert immigration == {"immigration.view", "immigration.import"}
    assert not [
        title
        for title in titles()
        if "整合" in title and ("入管" in title or "在留" in title or "出入国" in title)
    ]
