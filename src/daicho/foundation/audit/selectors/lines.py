"""Lines (一覧の行): an entry in words, its personal fields left out unless they were asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from daicho.foundation.audit.domain.logs import filed_as
from daicho.foundation.audit.domain.types import Outcome, registry
from daicho.foundation.audit.models import Entry
from daicho.foundation.staff.public import OPERATIONS
from daicho.kernel.access import Purpose

HIDDEN = "（非表示）"


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry of a list; `persons` is how many it is about."""

    seq: int
    at: datetime
    login: str
    title: str
    outcome: Outcome
    reason: str
    sentence: str
    purpose: str
    terminal: str
    persons: int
    number_shown: bool
    log: str
    function: str
    screen: str
    office: str
    files: str
    request: str


def line_of(row: Entry, *, with_personal: bool = False) -> EntryLine:
    """A row in words."""
    body: dict[str, Any] = json.loads(row.body)  # Any: whatever JSON holds
    return EntryLine(
        seq=row.seq,
        at=row.at,
        login=row.login,
        title=registry.title(row.kind),
        outcome=Outcome(row.outcome),
        reason=body["reason"],
        sentence=_sentence(row.kind, body, with_personal=with_personal),
        purpose=Purpose(row.purpose).label,
        terminal=row.terminal,
        persons=len(row.subjects),
        number_shown=row.number_shown,
        log=filed_as(registry.log_of(row.kind), body["detail"]),
        function=_function(body.get("function", "")),
        screen=body.get("screen", ""),
        office=body["office"],
        files=_files(row.kind, body["detail"]),
        request=body.get("request", ""),
    )


def _function(code: str) -> str:
    """The operation that was asked for, or the kind of a job (処理名)."""
    known = OPERATIONS.get(code)
    return known.title if known else code


def _files(kind: str, detail: Mapping[str, Any]) -> str:
    """The names of the files that an entry speaks of; one that is personal stays hidden."""
    for name in ("files", "file"):
        if detail.get(name):
            said = detail[name]
            words = "・".join(map(str, said)) if isinstance(said, list) else str(said)
            return HIDDEN if _is_personal(kind, name) else words
    return ""


def raw_body(row: Entry, *, with_personal: bool) -> str:
    """The body as it is hashed; or laid out with its personal fields hidden (of an unknown type, all)."""
    if with_personal:
        return row.body
    body: dict[str, Any] = json.loads(row.body)  # Any: whatever JSON holds
    body["detail"] = {
        name: HIDDEN if _is_personal(row.kind, name) else value
        for name, value in body["detail"].items()
    }
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True)


def hides_something(row: Entry) -> bool:
    """Whether the entry holds personal fields."""
    return any(_is_personal(row.kind, name) for name in json.loads(row.body)["detail"])


def _is_personal(kind: str, name: str) -> bool:
    known = registry.by_code.get(kind)
    if known is None:
        return True
    return next((field.personal for field in known.fields if field.name == name), True)


def _sentence(kind: str, body: Mapping[str, Any], *, with_personal: bool) -> str:
    known = registry.by_code.get(kind)
    if known is None:
        return HIDDEN if body["detail"] else ""
    said = known.sentence(body["detail"], with_personal=with_personal)
    count = body["count"]
    return "、".join(part for part in (said, f"{count}件" if count else "") if part)
