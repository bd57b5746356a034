"""Drawing (画面の部品): a sheet and a payload as the fields that the templates draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from daicho.business.movements.domain.sheet import FieldSpec, Input, Section, Sheet
from daicho.foundation.ui.fields import Field
from daicho.foundation.ui.templatetags.daicho_ui import make_field
from daicho.kernel.errors import Problem

TYPES = {
    Input.TEXT: "text",
    Input.KANA: "text",
    Input.DATE: "date",
    Input.CHOICE: "select",
    Input.CHECK: "checkbox",
    Input.TOWN: "combobox",
    Input.MUNICIPALITY: "combobox",
    Input.NUMBER: "number",
    Input.RELATIONSHIP: "text",
    Input.HOUSEHOLD: "number",
    Input.TEXTAREA: "textarea",
}
WIDTHS = {
    Input.DATE: "s",
    Input.CHOICE: "s",
    Input.NUMBER: "s",
    Input.HOUSEHOLD: "s",
    Input.RELATIONSHIP: "s",
    Input.TEXTAREA: "full",
    Input.CHECK: "m",
}
URLS = {Input.TOWN: "towns_suggest", Input.MUNICIPALITY: "municipalities_suggest"}
FEW = 3


@dataclass(frozen=True, slots=True)
class DrawnField:
    """A field, and for whom it is shown."""

    field: Field
    only: str


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A group of fields."""

    title: str
    fields: tuple[DrawnField, ...]
    folded: bool
    only: str


@dataclass(frozen=True, slots=True)
class DrawnPerson:
    """One block of somebody who is entered anew."""

    index: int
    path: str
    sections: tuple[DrawnSection, ...]
    removable: bool


def draw_sections(
    sections: Iterable[Section],
    payload: Mapping[str, str],
    problems: Iterable[Problem],
    *,
    prefix: str = "",
) -> tuple[DrawnSection, ...]:
    """Sections with their values and problems."""
    known = tuple(problems)
    return tuple(
        DrawnSection(
            title=section.title,
            fields=tuple(
                DrawnField(_draw(spec, payload, known, prefix=prefix), spec.only)
                for spec in section.fields
            ),
            folded=section.folded and not _filled(section, payload, known, prefix=prefix),
            only=section.only,
        )
        for section in sections
    )


def draw_persons(
    sheet: Sheet, payload: Mapping[str, str], problems: Iterable[Problem], indexes: Iterable[int]
) -> tuple[DrawnPerson, ...]:
    """The blocks of everybody who is entered anew."""
    known = tuple(problems)
    return tuple(
        DrawnPerson(
            index=index,
            path=f"persons.{index}",
            sections=draw_sections(sheet.persons, payload, known, prefix=f"persons.{index}."),
            removable=sheet.many_persons,
        )
        for index in indexes
    )


def _filled(
    section: Section, payload: Mapping[str, str], problems: tuple[Problem, ...], *, prefix: str
) -> bool:
    paths = {prefix + spec.name for spec in section.fields}
    return any(payload.get(p) for p in paths) or any(p.field in paths for p in problems)


def _draw(
    spec: FieldSpec, payload: Mapping[str, str], problems: tuple[Problem, ...], *, prefix: str
) -> Field:
    path = prefix + spec.name
    value = payload.get(path, "")
    given: dict[str, Any] = {}  # Any: the keywords of `make_field`
    kind = TYPES[spec.input]
    if spec.input is Input.CHOICE:
        given["options"] = spec.choices
        if len(spec.choices) <= FEW and all(v for v, _ in spec.choices):
            kind = "radio"
        elif all(v for v, _ in spec.choices):
            given["options"] = (("", "選んでください"), *spec.choices)
    if spec.input in URLS:
        given |= {"url": reverse(URLS[spec.input]), "text": payload.get(f"{path}_text", "")}
    if spec.input is Input.CHECK:
        given["checked"] = bool(value)
        value = "on"
    hint = spec.hint
    if spec.input is Input.NUMBER and payload.get(f"{path}.sealed"):
        hint = "入力済み（伏せています）。打ち直すと置き換わります"
    return make_field(
        path,
        label=spec.label,
        kind=kind,
        value=value,
        problems=problems,
        hint=hint,
        required=spec.required,
        width=WIDTHS.get(spec.input, "m"),
        **given,
    )
