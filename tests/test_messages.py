"""Messages beside the register: words that both have are the same (specs/messages/)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import yaml

from daicho.business.movements.domain import sheet
from daicho.foundation.messages.bodies.immigration import ResidenceItems
from daicho.foundation.messages.bodies.transfer import Leaving
from daicho.foundation.messages.forms import CHOICES, Form
from daicho.registers.residents.domain.labels import REASON_LABELS
from daicho.registers.residents.domain.particulars import ResidenceCategory

ROOT = Path(__file__).parents[1]
OF_THE_LINE = {"birth_date_words"}
"""Fields of a 転出証明書情報 that no form has: the words of a birth date that is known in part."""


def test_reasons_and_categories_are_the_words_of_the_register() -> None:
    assert set(CHOICES[Form.REASON]) == set(REASON_LABELS.values())
    labels = {category.label for category in ResidenceCategory if category.value}
    assert set(CHOICES[Form.CATEGORY]) == labels


def test_person_of_a_departure_certificate_has_the_fields_of_the_form() -> None:
    """Whoever arrives is quoted into a 転入届: a field of another name would have to be retyped."""
    sections = (
        sheet.IDENTITY,
        sheet.FAMILY_REGISTER,
        sheet.RESIDENCE,
        sheet.NUMBERS,
        sheet.INSURANCE,
        sheet.OTHERS,
    )
    form = {field.name: field for section in sections for field in section.fields}
    assert set(Leaving.model_fields) - OF_THE_LINE <= set(form)
    for name in ("kind", "sex", "residence_category"):
        words = str(Leaving.model_fields[name].annotation)
        assert all(f"'{code}'" in words for code, _ in form[name].choices if code)


def test_items_of_an_immigration_notice_are_the_fields_of_the_form() -> None:
    form = {field.name for field in (*sheet.IDENTITY.fields, *sheet.RESIDENCE.fields)}
    assert set(ResidenceItems.model_fields) - {"birth_on"} <= form


def test_every_code_that_a_counterpart_gives_is_in_the_definitions() -> None:
    """What `outside` says to a refused message is read from its source: it shares no import with daicho."""
    told = yaml.safe_load((ROOT / "specs/messages/refusals.yaml").read_text("utf-8"))
    known = {row["code"] for row in told["refusals"]}
    places = [*(ROOT / "src/outside/actors").glob("*.py"), *(ROOT / "src/outside").glob("*.py")]
    given = {code for path in places for code in _codes_in(path)}
    assert given
    assert given <= known


def _codes_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            code = node.args[0]
            if node.func.id in {"refuse", "Problem", "_problem"} and isinstance(code, ast.Constant):
                yield str(code.value)
