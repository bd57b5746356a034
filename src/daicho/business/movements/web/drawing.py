"""Drawing (画面の部品): a sheet and a payload as the fields that the templates draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from daicho.business.movements.domain.borrowing import ALONE, Circle, Source, sources_of
from daicho.business.movements.domain.editing import edit_path
from daicho.business.movements.domain.sheet import FieldSpec, Input, Section, Sheet
from daicho.business.movements.selectors.forms import EditBlock, MemberLine
from daicho.business.movements.web.veil import OPEN, Veil
from daicho.foundation.ui.fields import Field
from daicho.foundation.ui.templatetags.daicho_ui import make_field
from daicho.kernel.clock import business_today
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
OFFERED = {
    "katagaki": ("buildings_suggest", ""),
    "domicile": ("addresses_suggest", "?old=1"),
    "previous_address": ("addresses_suggest", ""),
    "unreported_address": ("addresses_suggest", ""),
    "destination_address": ("addresses_suggest", ""),
    "confirmed_address": ("addresses_suggest", ""),
    "last_registered_address": ("addresses_suggest", "?old=1"),
}
"""Texts that are typed with candidates from the code tables: the buildings of the lot, and places in stages."""
LOT = ("town_code", "banchi")
FEW = 3


@dataclass(frozen=True, slots=True)
class DrawnField:
    """A field, for whom it is shown, and from where it may borrow."""

    field: Field
    only: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A group of fields."""

    title: str
    fields: tuple[DrawnField, ...]
    folded: bool
    only: str

    @property
    def asks_household(self) -> bool:
        """Whether the household that people enter is named here, and shown beside."""
        return any(drawn.field.name == "target_household" for drawn in self.fields)


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
    circle: Circle = ALONE,
    veil: Veil = OPEN,
) -> tuple[DrawnSection, ...]:
    """Sections with their values and problems."""
    known = tuple(problems)
    return tuple(
        DrawnSection(
            title=section.title,
            fields=tuple(
                DrawnField(
                    _draw(spec, payload, known, prefix=prefix, veil=veil),
                    spec.only,
                    () if veil.covers(spec.name) else sources_of(circle, prefix + spec.name),
                )
                for spec in section.fields
            ),
            folded=section.folded and not _filled(section, payload, known, prefix=prefix),
            only=section.only,
        )
        for section in sections
    )


def draw_persons(
    sheet: Sheet,
    payload: Mapping[str, str],
    problems: Iterable[Problem],
    indexes: Iterable[int],
    *,
    circle: Circle = ALONE,
    veil: Veil = OPEN,
) -> tuple[DrawnPerson, ...]:
    """The blocks of everybody who is entered anew."""
    known = tuple(problems)
    return tuple(
        DrawnPerson(
            index=index,
            path=f"persons.{index}",
            sections=draw_sections(
                sheet.persons, payload, known, prefix=f"persons.{index}.", circle=circle, veil=veil
            ),
            removable=sheet.many_persons,
        )
        for index in indexes
    )


@dataclass(frozen=True, slots=True)
class DrawnEdit:
    """The items of one person who can be chosen, to be changed."""

    line: MemberLine
    path: str
    sections: tuple[DrawnSection, ...]


def draw_edits(
    sheet: Sheet,
    blocks: Iterable[EditBlock],
    problems: Iterable[Problem],
    *,
    circle: Circle = ALONE,
    veil: Veil = OPEN,
) -> tuple[DrawnEdit, ...]:
    """The blocks of everybody whose items can be changed; only what concerns their 住民種別."""
    known = tuple(problems)
    drawn = []
    for block in blocks:
        path = edit_path(block.line.person, "")
        sections = tuple(
            replace(s, fields=tuple(f for f in s.fields if f.only in ("", block.kind)))
            for s in sheet.edits
            if s.only in ("", block.kind)
        )
        drawn.append(
            DrawnEdit(
                block.line,
                path[:-1],
                draw_sections(sections, block.values, known, prefix=path, circle=circle, veil=veil),
            )
        )
    return tuple(drawn)


def _filled(
    section: Section, payload: Mapping[str, str], problems: tuple[Problem, ...], *, prefix: str
) -> bool:
    paths = {prefix + spec.name for spec in section.fields}
    return any(payload.get(p) for p in paths) or any(p.field in paths for p in problems)


def _draw(
    spec: FieldSpec,
    payload: Mapping[str, str],
    problems: tuple[Problem, ...],
    *,
    prefix: str,
    veil: Veil,
) -> Field:
    path = prefix + spec.name
    veiled = veil.covers(spec.name)
    value = veil.value(path) if veiled else payload.get(path, "")
    given: dict[str, Any] = {}  # Any: the keywords of `make_field`
    kind = TYPES[spec.input]
    if spec.input is Input.CHOICE:
        offered = spec.offered(business_today())
        given["options"] = offered
        if len(offered) <= FEW and all(v for v, _ in offered):
            kind = "radio"
        elif all(v for v, _ in offered):
            given["options"] = (("", "選んでください"), *offered)
    if spec.input in URLS:
        given |= {"url": reverse(URLS[spec.input]), "text": payload.get(f"{path}_text", "")}
    if spec.input is Input.TEXT and spec.name in OFFERED:
        kind, (name, query) = "suggest", OFFERED[spec.name]
        beside = [f"{part}={prefix}{part}" for part in LOT] if spec.name == "katagaki" else []
        given |= {"url": reverse(name) + query, "beside": " ".join(beside)}
    if spec.input is Input.CHECK:
        given["checked"] = bool(value)
        value = "on"
    hint = veil.hint(path) if veiled else spec.hint
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
