"""Payloads (届出書の内容): from a posted form to the flat text that a case keeps; only the sheet's own names pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.http import QueryDict

from daicho.business.movements.domain import remaining
from daicho.business.movements.domain.arrival_file import NOTICE
from daicho.business.movements.domain.departure_certificate import CERTIFICATE
from daicho.business.movements.domain.editing import SHOWN
from daicho.business.movements.domain.quoting import PREFIX, quoted_in
from daicho.business.movements.domain.sheet import (
    PAPER_NUMBER,
    Input,
    Section,
    Selects,
    Sheet,
)
from daicho.business.movements.selectors.world import NUMBER_FIELDS

_PERSON = re.compile(r"persons\.(\d{1,3})\.([a-z_]+)")
_EDIT = re.compile(r"edit\.[0-9a-f-]{36}\.([a-z_]+)")
_MEMBER = re.compile(r"(selected|relationship)\.[0-9a-f-]{36}")
COMBOBOXES = (Input.TOWN, Input.MUNICIPALITY)


def names_of(sections: Iterable[Section]) -> set[str]:
    """The input names of some sections; a combobox has its words too."""
    names: set[str] = set()
    for spec in (spec for section in sections for spec in section.fields):
        names.add(spec.name)
        if spec.input in COMBOBOXES:
            names.add(f"{spec.name}_text")
    return names


def payload_of(sheet: Sheet, posted: QueryDict) -> dict[str, str]:
    """What was typed, under the names that the sheet has; blanks are left out."""
    top = names_of(sheet.form)
    person = names_of(sheet.persons) | {"returning"}
    edits = names_of(sheet.edits) | {SHOWN}
    if sheet.selects is not Selects.NOBODY:
        top |= {"household", "new_head", "of_case"}
    if sheet.remaining:
        top.add(remaining.FIELD)
    out: dict[str, str] = {}
    for path in posted:
        value = str(posted.get(path, ""))
        found = _PERSON.fullmatch(path)
        edit = _EDIT.fullmatch(path)
        known = (
            path in top
            or (found is not None and found[2] in person and bool(sheet.persons))
            or (edit is not None and edit[1] in edits and bool(sheet.edits))
            or (sheet.selects is not Selects.NOBODY and _MEMBER.fullmatch(path) is not None)
        )
        if known and value.strip():
            out[path] = value
        elif found is not None and found[2] in person:
            # A block with nothing typed is still a person, and is told what is missing.
            out.setdefault(
                f"persons.{found[1]}.kind", str(posted.get(f"persons.{found[1]}.kind", ""))
            )
    return out


def with_sealed(payload: Mapping[str, str], stored: Mapping[str, str]) -> dict[str, str]:
    """The payload with what only the stored draft holds: sealed numbers where none was typed anew, and what was quoted."""
    out = dict(payload) | {f"{PREFIX}{path}": text for path, text in quoted_in(stored).items()}
    out |= {path: text for path, text in stored.items() if path.startswith(f"{NOTICE}.")}
    for path, value in stored.items():
        head, _, part = path.rpartition(".")
        name = head.rpartition(".")[2]
        block = head.rpartition(".")[0]
        if (
            part in ("sealed", "lookup", "data_key")
            and name in NUMBER_FIELDS
            and head not in payload
            and (
                head == PAPER_NUMBER
                or head.startswith(CERTIFICATE)
                or any(k.startswith(f"{block}.") for k in payload)
            )
        ):
            out[path] = value
    return out


def initial_payload(sheet: Sheet, *, today: str) -> dict[str, str]:
    """What a new form starts with: one empty block and the initial values of the sheet."""
    out: dict[str, str] = {remaining.FIELD: remaining.APPOINT} if sheet.remaining else {}
    for section in sheet.form:
        for spec in section.fields:
            if spec.initial:
                out[spec.name] = today if spec.initial == "today" else spec.initial
    if sheet.persons:
        out |= initial_person(sheet, 0)
    return out


def initial_person(sheet: Sheet, index: int) -> dict[str, str]:
    """What a new block starts with."""
    return {
        f"persons.{index}.{spec.name}": spec.initial
        for section in sheet.persons
        for spec in section.fields
        if spec.initial
    }
