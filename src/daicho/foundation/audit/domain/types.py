"""Audit types (証跡の種類): what each entry says, which of its fields are personal, how long it is kept.

A type knows how to display itself and how to leave personal data out of itself (house style 29).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """How the act ended: done, refused (a rule said no), failed (the machinery broke)."""

    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {"done": "済", "refused": "拒否", "failed": "失敗"}[self.value]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry's detail."""

    name: str
    label: str
    personal: bool = False


@dataclass(frozen=True, slots=True)
class AuditType:
    """One kind of entry.

    `keep_years` counts from the end of the fiscal year (既存住基のログは10年以上, standards.md §1.7).
    """

    code: str
    title: str
    fields: tuple[Field, ...] = ()
    keep_years: int = 10
    reads: bool = False

    def check_detail(self, detail: Mapping[str, object]) -> None:
        """Refuse a field that the type does not list: it would be shown to nobody and kept for ever."""
        unknown = set(detail) - {f.name for f in self.fields}
        if unknown:
            raise KeyError(f"audit type {self.code} has no field {sorted(unknown)}")

    def sentence(self, detail: Mapping[str, object], *, with_personal: bool) -> str:
        """One line for a person: labelled values, personal ones only for whoever may see them."""
        parts = [
            f"{f.label} {'（非表示）' if f.personal and not with_personal else detail[f.name]}"
            for f in self.fields
            if detail.get(f.name) not in (None, "", [], {})
        ]
        return "、".join(parts)


@dataclass(slots=True)
class Registry:
    """All audit types, by code; filled when the apps' `audit_types` modules are imported by the wiring."""

    by_code: dict[str, AuditType] = field(default_factory=dict)

    def define(self, *types: AuditType) -> None:
        for each in types:
            known = self.by_code.setdefault(each.code, each)
            if known != each:
                raise KeyError(f"two audit types are called {each.code}")

    def title(self, code: str) -> str:
        return self.by_code[code].title if code in self.by_code else code


registry = Registry()
